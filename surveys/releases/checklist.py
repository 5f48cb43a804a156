"""What making a release public shows, to whom, and what stays hidden: read before it is done."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ppf_site import words
from surveys.models import Figure, Release
from surveys.models.figures import FigureQuerySet
from surveys.sentences_values import PARTS, WITHHELD

from .disclosure import Hidden
from .editions import Edition, edition_of
from .withholding import where_of


@dataclass(frozen=True, slots=True)
class HiddenNumbers:
    """How many numbers are hidden, by area and by the reasons that there are, and each of them.

    A number is a part of a question's figures in an area: its counts, its sum, its spread.
    """

    reasons: Sequence[str]
    by_area: Sequence[tuple[str, Sequence[int]]]
    each: Sequence[str]

    @property
    def count(self) -> int:
        return sum(sum(counts) for _, counts in self.by_area)

    @property
    def totals(self) -> list[int]:
        return [sum(column) for column in zip(*(counts for _, counts in self.by_area), strict=True)]


@dataclass(frozen=True, slots=True)
class Checklist:
    """In sentences. `needs_consent`: it goes public with a reason on the record alone."""

    opens: Sequence[str]
    hides: HiddenNumbers
    changes: Sequence[str]
    needs_consent: bool


def checklist_of(release: Release) -> Checklist:
    return Checklist(
        opens=_opens(release),
        hides=_hides(release),
        changes=[
            f"{area}: {words.plural(count, 'council')}" for area, count in release.changes.items()
        ],
        needs_consent=release.tells_few,
    )


def _opens(release: Release) -> list[str]:
    edition = edition_of(release)
    told = ["Everybody reads its figures for England, the regions and the types of council."]
    if edition.round.is_totals_only:
        return ["Everybody reads the published totals that it holds."]
    if release.names_councils:
        told.append("Everybody reads what each council answered.")
    else:
        told.append("What each council answered stays with councils, regions and national bodies.")
    if not release.discloses_small_counts:
        told.append("Counts of people under 5 are hidden, the others rounded to 5.")
    return told


def _hides(release: Release) -> HiddenNumbers:
    return _numbers(release, [(row, row.withheld) for row in _rows(release)])


def would_hide(release: Release, hidden: Hidden) -> HiddenNumbers:
    """What would be hidden beside what is hidden already."""
    edition = edition_of(release)
    key_of = {pk: question.key for pk, question in edition.questions.items()}
    return _numbers(
        release,
        [
            (row, dict(hidden.get((key_of[row.question_id], where_of(row.area)), {})))
            for row in _rows(release)
            if row.question_id
        ],
    )


def _rows(release: Release) -> FigureQuerySet:
    """The base row of each question in each area: an area's numbers are hidden as a whole."""
    rows = Figure.objects.of_release(release).filter(option=None).select_related("area")
    return rows.order_by("question", "area__position")


def _numbers(release: Release, parts: Iterable[tuple[Figure, Mapping[Any, str]]]) -> HiddenNumbers:
    edition = edition_of(release)
    hidden = [
        (row.question_id or 0, part, edition.areas[row.area_id].name, why)
        for row, own in parts
        for part, why in own.items()
    ]
    counts = Counter((area, why) for _, _, area, why in hidden)
    reasons = [why for why in WITHHELD if any(why == because for *_, because in hidden)]
    named = {area for _, _, area, _ in hidden}
    places = sorted(edition.areas.values(), key=lambda area: area.position)
    return HiddenNumbers(
        reasons=[WITHHELD[why] for why in reasons],
        by_area=[
            (area.name, [counts[area.name, why] for why in reasons])
            for area in places
            if area.name in named
        ],
        each=_each_hidden(hidden, edition),
    )


def _each_hidden(hidden: Sequence[tuple[int, str, str, str]], edition: Edition) -> list[str]:
    """By question: what is hidden, and in which areas."""
    areas: dict[tuple[int, str], list[str]] = {}
    for question, part, area, _ in hidden:
        areas.setdefault((question, part), []).append(area)
    return [
        f"{edition.questions[question].short_text}: {PARTS[part]} in {words.join_words(names)}"
        for (question, part), names in areas.items()
    ]
