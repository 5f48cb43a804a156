"""A released figure as a reader sees it: in the release's words, less what is withheld.

The only way from a stored figure to a value on a page, in a chart or in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from councils.models import Area
from councils.permissions import Person
from ppf_site.words import rounded
from surveys.models import Figure, Option, Question, Release
from surveys.models.figures import FigureQuerySet
from surveys.permissions import hides_few, sees_blurred
from surveys.stats import Dates

from .disclosure_cells import Part
from .editions import Edition, editions_of
from .rounded import FEWEST_PEOPLE, council_rate, rounded_count

SPREAD = ("lower_quartile", "median", "upper_quartile")
COLUMNS = tuple(column.attname for column in Figure._meta.concrete_fields)
SUMS = ("sum", "numerator", "denominator")
# What stands for a count of people under 5 that is not to be told: words say "fewer than 5".
FEW_PEOPLE = Decimal(FEWEST_PEOPLE - 1)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure as one reader may see it. `pk` is its number in addresses.

    `withheld` has the parts that are hidden from this reader, and why; what is hidden is None.
    `is_rounded`: counts of people are rounded to 5, those under 5 stand as one number.
    `tells_more`: the public sees less of it.
    `pooled`, in per cent, is of a rate: whole where its sums are hidden for the sake of others.
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
    declined: int
    on_paper: int
    not_asked: int
    sum: Decimal | None
    lower_quartile: Decimal | None
    median: Decimal | None
    upper_quartile: Decimal | None
    dates: Dates
    numerator: Decimal | None
    denominator: Decimal | None
    grossed_up: Decimal | None
    pooled: Decimal | None
    published_percent: Decimal | None
    published_value: Decimal | None
    qualifier: str
    source: str
    url: str
    withheld: Mapping[str, str] = field(default_factory=dict)
    is_rounded: bool = False
    tells_more: bool = False

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
    def few(self) -> frozenset[str]:
        """Its numbers that stand for a count of people under 5."""
        question = self.question
        if not self.is_rounded or question is None:
            return frozenset()
        return frozenset(
            name
            for name in (*SUMS, *SPREAD, "grossed_up")
            if getattr(self, name) == FEW_PEOPLE and not _is_share(question, name)
        )

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


def read(figures: FigureQuerySet, person: Person, of: Iterable[Release] = ()) -> list[ShownFigure]:
    """The figures as the person may see them, in the order of lists. Two queries at the most.

    `of` are the releases that they are of, where those are at hand: else each figure brings its
    own. Which releases a person may see is decided before, by `visible_to`.
    """
    releases = {release.pk: release for release in of}
    # Hundreds a page: plain rows of the same columns take a third of the time of instances.
    rows: list[Any] = list(
        figures.values_list(*COLUMNS, named=True) if releases else figures.select_related("release")
    )
    releases = releases or {row.release_id: row.release for row in rows}
    editions = editions_of(releases.values())
    sees = {key: Sight.of(person, release) for key, release in releases.items()}
    shown = [
        _shown(row, releases[row.release_id], editions[row.release_id], sees[row.release_id])
        for row in rows
    ]
    return sorted(shown, key=lambda figure: figure.order)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a release is hidden from a person."""

    sees_withheld: bool
    sees_small_counts: bool

    @classmethod
    def of(cls, person: Person, release: Release) -> Sight:
        return cls(
            sees_withheld=not hides_few(person, release),
            sees_small_counts=not sees_blurred(person, release),
        )


def _shown(row: Any, release: Release, edition: Edition, sight: Sight) -> ShownFigure:
    question = edition.questions[row.question_id] if row.question_id else None
    hidden = {} if sight.sees_withheld else _of_this_row(row)
    is_of_people = question is not None and question.is_of_people
    is_rounded = not sight.sees_small_counts and is_of_people
    numbers = _numbers(row, hidden)
    if is_rounded and question is not None:
        numbers = {name: rounded_amount(question, name, value) for name, value in numbers.items()}
    hides_counts = Part.COUNTS in hidden
    return ShownFigure(
        pk=row.id,
        release=release,
        edition=edition,
        area=edition.areas[row.area_id],
        question=question,
        option=edition.options[row.option_id] if row.option_id else None,
        k=None if Part.OPTIONS in hidden else row.k,
        n=None if hides_counts else row.n,
        required=row.required,
        not_known=0 if hides_counts else row.not_known,
        not_applicable=0 if hides_counts else row.not_applicable,
        no_return=row.no_return,
        declined=row.declined,
        on_paper=row.on_paper,
        not_asked=0 if hides_counts else row.not_asked,
        **numbers,
        dates=_dates(row, hidden),
        pooled=_pooled(row, numbers, hidden),
        published_percent=row.published_percent,
        published_value=row.published_value,
        qualifier=row.qualifier,
        source=row.source,
        url=row.url,
        withheld=hidden,
        is_rounded=is_rounded,
        tells_more=_tells_more(row, release, sight, is_of_people=is_of_people),
    )


def _tells_more(row: Any, release: Release, sight: Sight, *, is_of_people: bool) -> bool:
    hides = not release.names_councils and bool(_of_this_row(row))
    rounds = not release.discloses_small_counts and is_of_people
    return (sight.sees_withheld and hides) or (sight.sees_small_counts and rounds)


def _of_this_row(row: Any) -> dict[str, str]:
    """A question's base row has its numbers, the rows of its options have their counts."""
    own = {Part.OPTIONS, Part.COUNTS} if row.option_id else {*Part} - {Part.OPTIONS}
    return {part: why for part, why in row.withheld.items() if part in own}


def _numbers(row: Any, hidden: Mapping[str, str]) -> dict[str, Decimal | None]:
    parts = {Part.SUM: SUMS, Part.QUARTILES: SPREAD, Part.GROSSED_UP: ("grossed_up",)}
    return {
        name: None if part in hidden else getattr(row, name)
        for part, names in parts.items()
        for name in names
    }


def _dates(row: Any, hidden: Mapping[str, str]) -> Dates:
    shows_extremes = Part.EXTREMES not in hidden
    shows_quartiles = Part.QUARTILES not in hidden
    return Dates(
        earliest=row.earliest_date if shows_extremes else None,
        lower_quartile=row.lower_quartile_date if shows_quartiles else None,
        median=row.median_date if shows_quartiles else None,
        upper_quartile=row.upper_quartile_date if shows_quartiles else None,
        latest=row.latest_date if shows_extremes else None,
        withheld=hidden.get(Part.QUARTILES, ""),
    )


def _pooled(
    row: Any, numbers: Mapping[str, Decimal | None], hidden: Mapping[str, str]
) -> Decimal | None:
    """From the sums as they are shown; without them to the whole per cent, if that tells nobody."""
    top, bottom = numbers["numerator"], numbers["denominator"]
    if FEW_PEOPLE in {top, bottom}:
        return None
    if top is not None and bottom:
        return 100 * top / bottom
    if Part.SUM in hidden and Part.POOLED not in hidden and row.numerator is not None:
        return rounded(float(100 * row.numerator / row.denominator)) if row.denominator else None
    return None


def rounded_amount(question: Question, name: str, value: Decimal | None) -> Decimal | None:
    """Counts of people to 5; the quartiles of a rate as the shares of single councils, which
    they are: beside the council's rounded counts, an exact one would tell the counts."""
    if value is None:
        return None
    if _is_share(question, name):
        return council_rate(question, value, is_blurred=True)
    told = rounded_count(value).value
    return FEW_PEOPLE if told is None else told


def _is_share(question: Question, name: str) -> bool:
    """Of a rate all but the counts of people that it is made of."""
    return question.derivation == "rate" and name not in {"numerator", "denominator"}
