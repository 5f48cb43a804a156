"""A released figure as a reader sees it: in the release's words, less what is withheld.

The only way from a stored figure to a value on a page, in a chart or in a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from councils.models import Area
from councils.permissions import Person, access_of
from surveys.models import Figure, Option, Question, Release
from surveys.models.figures import FigureQuerySet
from surveys.permissions import sees_blurred

from .disclosure import COUNTS, OPTIONS, QUARTILES, SUM, rounded_count
from .editions import Edition, editions_of

NUMBERS = ("sum", "lower_quartile", "median", "upper_quartile", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure as one reader may see it. `pk` is its number in addresses.

    `withheld` has the parts that are hidden from this reader, and `because` why; what is hidden
    is None. `is_rounded`: counts of people are rounded to 5, those under 5 stand as one number.
    """

    pk: int
    release: Release
    edition: Edition
    area: Area
    question: Question | None
    option: Option | None
    k: int | None
    n: int | None
    required: int | None
    not_known: int
    not_applicable: int
    no_return: int
    sum: Decimal | None
    lower_quartile: Decimal | None
    median: Decimal | None
    upper_quartile: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    grossed_up: Decimal | None
    published_percent: Decimal | None
    published_value: Decimal | None
    qualifier: str
    source: str
    url: str
    withheld: frozenset[str] = frozenset()
    because: str = ""
    is_rounded: bool = False

    def get_absolute_url(self) -> str:
        return reverse("figure", args=[self.pk])

    @property
    def release_id(self) -> int:
        return self.release.pk

    @property
    def question_id(self) -> int | None:
        return self.question.pk if self.question else None

    @property
    def option_id(self) -> int | None:
        return self.option.pk if self.option else None

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """By area, then as the questions were asked, each with its base before its options."""
        question, option = self.question, self.option
        return (
            self.area.position,
            question.section.position if question else -1,
            question.position if question else -1,
            question.pk if question else -1,
            option.position if option else -1,
        )


def read(figures: FigureQuerySet, person: Person) -> list[ShownFigure]:
    """The figures as the person may see them, in the order of lists. Two queries at the most.

    Which releases a person may see is decided before, by `visible_to`.
    """
    rows = list(figures.select_related("release"))
    releases = {row.release_id: row.release for row in rows}
    editions = editions_of(releases.values())
    sees = {key: Sight.of(person, release) for key, release in releases.items()}
    shown = [
        _shown(row, releases[row.release_id], editions[row.release_id], sees[row.release_id])
        for row in rows
    ]
    return sorted(shown, key=lambda one: one.order)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a release is hidden from a person."""

    sees_withheld: bool
    sees_small_counts: bool

    @classmethod
    def of(cls, person: Person, release: Release) -> Sight:
        is_sector = access_of(person).is_sector
        return cls(sees_withheld=is_sector, sees_small_counts=not sees_blurred(person, release))


def _shown(row: Figure, release: Release, edition: Edition, sight: Sight) -> ShownFigure:
    question = edition.questions[row.question_id] if row.question_id else None
    withheld = frozenset() if sight.sees_withheld else frozenset(row.withheld)
    is_rounded = not sight.sees_small_counts and question is not None and _counts_people(question)
    numbers: dict[str, Decimal | None] = {
        name: getattr(row, name) for name in (*NUMBERS, "grossed_up")
    }
    if SUM in withheld:
        numbers |= dict.fromkeys(("sum", "numerator", "denominator", "grossed_up"))
    if QUARTILES in withheld:
        numbers |= dict.fromkeys(("lower_quartile", "median", "upper_quartile"))
    if is_rounded and question is not None:
        numbers = {name: _rounded(question, name, value) for name, value in numbers.items()}
    hides_counts = COUNTS in withheld
    return ShownFigure(
        pk=row.pk,
        release=release,
        edition=edition,
        area=edition.areas[row.area_id],
        question=question,
        option=edition.options[row.option_id] if row.option_id else None,
        k=None if OPTIONS in withheld else row.k,
        n=None if hides_counts else row.n,
        required=row.required,
        not_known=0 if hides_counts else row.not_known,
        not_applicable=0 if hides_counts else row.not_applicable,
        no_return=row.no_return,
        **numbers,
        published_percent=row.published_percent,
        published_value=row.published_value,
        qualifier=row.qualifier,
        source=row.source,
        url=row.url,
        withheld=withheld,
        because=row.withheld_because if withheld else "",
        is_rounded=is_rounded,
    )


def _counts_people(question: Question) -> bool:
    """Whether its numbers are counts of people, or it is a rate of such counts."""
    parts = (question, question.numerator, question.denominator)
    return any(part is not None and part.counts_people for part in parts)


def _rounded(question: Question, name: str, value: Decimal | None) -> Decimal | None:
    """Counts of people to 5; the quartiles of a rate are shares and stay."""
    is_share = question.derivation == "rate" and name not in {"numerator", "denominator"}
    return value if value is None or is_share else rounded_count(value)
