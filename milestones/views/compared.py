"""What a comparison sets side by side: what its address asks for, and the figures of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Self

from django.http import HttpRequest, QueryDict

from milestones.by_place import ByPlace, answers_of, council_rows
from milestones.charts import CouncilSaid
from milestones.compare.answers import (
    answer_compared,
    gives_several,
    most_named_first,
    places_about,
)
from milestones.compare.areas import (
    MOST_AREAS,
    Offered,
    as_written,
    councils_in,
    group_breakdown,
    shared_with,
)
from milestones.compare.rates import places_counted
from milestones.selection import Selection
from milestones.stats import compare_areas, lowest_last, overlap, pickable
from milestones.tables import answer_words
from ppf_site.pages import Lost, Suggestion
from surveys.models import ReleasedReturn, Round
from surveys.permissions import reads_councils
from surveys.stats import Breakdown, Choice, Reading
from surveys.stats_compare import Comparison

# Of the areas’ shares, each against each, every answer, the rates, and the councils’ answers.
ORDERS = ("sort", "pairs-sort", "answers-sort", "rates-sort", "councils-sort")
# What a comparison can be about.
KINDS = ("expectation", "question", "measure")
DEFAULT_AREAS = ("east-midlands", "south-west")


@dataclass(frozen=True, slots=True)
class CompareParams:
    """What the address asks for. Areas and rounds may be repeated or joined by commas.

    `add` is what was typed of one more, `answer` which of several that councils gave, `is_picked`
    whether what it is about was picked from the one list of all kinds; `left_out` is how many were
    asked for beyond those that are compared at once.
    """

    expectation: str
    question: str
    measure: str
    rounds: tuple[str, ...]
    basis: str
    areas: tuple[str, ...]
    add: str = ""
    answer: str = ""
    of: str = ""
    is_picked: bool = False
    left_out: int = 0

    @property
    def round(self) -> str:
        """The first that is asked for, mostly the only one; "" for the latest."""
        return next(iter(self.rounds), "")

    @property
    def about(self) -> dict[str, str]:
        """What is compared, by its kind; empty where the address does not say."""
        said = dict(zip(KINDS, (self.expectation, self.question, self.measure), strict=True))
        return {kind: slug for kind, slug in said.items() if slug}

    def not_asked(self, told: Choice | None) -> list[str]:
        """The parameters that mean nothing: what is no pick of the list of all kinds, and an answer
        where only one was to be given."""
        unknown = ["answer"] if self.answer and told is None else []
        return [*unknown, "of"] if self.of and not self.is_picked else unknown

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        given = [as_written(part) for text in params.getlist("areas") for part in text.split(",")]
        areas = tuple(dict.fromkeys(part for part in given if part))
        said = {key: params.get(key, "").replace("\x00", "").strip() for key in KINDS}
        of = params.get("of", "").replace("\x00", "").strip()
        kind, _, picked = of.partition(":")
        if kind in KINDS and picked:
            said = dict.fromkeys(KINDS, "") | {kind: picked}
        named = [part for text in params.getlist("round") for part in text.split(",")]
        rounds = dict.fromkeys(part.replace("\x00", "").strip() for part in named)
        return cls(
            **said,
            rounds=tuple(part for part in rounds if part),
            basis=params.get("basis", "").strip(),
            areas=areas[:MOST_AREAS],
            answer=params.get("answer", "").replace("\x00", "").strip(),
            add=params.get("add", "").replace("\x00", "").strip()[:200],
            of=of,
            is_picked=kind in KINDS and bool(picked),
            left_out=len(areas[MOST_AREAS:]),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What is set side by side: areas with their figures, and councils with their answers.

    `wanted` are all of these as addresses write them; `shared` is how many councils are in both
    of two areas, None where no release tells it. `answer` is the one of several, `answers`, that is
    told.
    """

    areas: Sequence[Breakdown]
    councils: Sequence[ReleasedReturn]
    places: ByPlace
    shared: Mapping[frozenset[str], int] | None
    wanted: Sequence[str]
    answer: Choice | None = None
    answers: Sequence[Choice] = ()

    @property
    def is_of_areas(self) -> bool:
        """Whether all are England, regions and types of council."""
        places = [*self.places.regions, *self.places.types]
        england = [self.places.england] if self.places.england else []
        return {*self.wanted} <= {each.place.slug for each in [*england, *places]}

    @property
    def answer_label(self) -> str:
        return self.answer.label if self.answer else ""

    @property
    def by_share(self) -> list[Breakdown]:
        """The highest first, as the chart has them; what is not told last."""
        if not self.readings:
            return list(self.areas)
        return sorted(self.areas, key=lambda area: lowest_last(area.top))

    @property
    def readings(self) -> list[Reading]:
        """Of a measure in a round that does not tell who has reached its target, none."""
        return [area.top for area in self.areas if area.readings]

    @property
    def pairs(self) -> list[Comparison]:
        """Each area with each of the others."""
        return [
            compare_areas(left, right, self.shared)
            for left, right in combinations(self.readings, 2)
        ]

    @property
    def such_pairs(self) -> list[int]:
        """Of each pair, how many of its kind this page offers."""
        places = [breakdown.place for breakdown in [*self.places.regions, *self.places.types]]
        return [pickable(pair, places) for pair in self.pairs]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Each as the address writes it, and its name."""
        found = {area.place.slug: area.place.name for area in self.areas}
        found |= {row.council.slug: row.council.name for row in self.councils}
        return [(area, found[area]) for area in self.wanted]

    @property
    def offered(self) -> list[Offered]:
        """England, its regions and the types of council."""
        every = [*self.places.shown, *self.places.types]
        return [Offered(each.place.slug, each.place.name) for each in every]


def compared_by(
    request: HttpRequest, selection: Selection, slugs: Sequence[str], answer: str = ""
) -> Compared:
    tell = answers_of if selection.question.is_choice else places_counted
    places = tell(selection, request.user)
    answers, told = _answers(selection, places, answer)
    if told is not None:
        places = places_about(places, told)
    known = {breakdown.place.slug: breakdown for breakdown in [*places.shown, *places.types]}
    if not slugs:
        regions = [region.place.slug for region in places.regions]
        slugs = DEFAULT_AREAS if {*DEFAULT_AREAS} <= {*regions} else regions[:2] or list(known)
    others = [slug for slug in slugs if slug not in known]
    kept = [slug for slug in slugs if slug in known]
    rows = _council_rows(request, selection, others, places, kept=kept)
    groups = {
        area: [rows[slug] for slug in councils_in(area)] for area in others if councils_in(area)
    }
    choices = [reading.choice for reading in places.shown[0].readings] if places.shown else []
    known |= {
        area: replace(
            group_breakdown(area, members, choices, selection.question),
            about=told.key if told is not None else "",
        )
        for area, members in groups.items()
    }
    areas = [known[slug] for slug in slugs if slug in known]
    councils = [rows[slug] for slug in others if slug not in groups]
    shared = _shared(selection, areas, groups)
    return Compared(areas, councils, places, shared, slugs, told, answers)


def _answers(
    selection: Selection, places: ByPlace, asked: str
) -> tuple[list[Choice], Choice | None]:
    """Of a question of which each council gives several: those to choose from, and the one told."""
    if not gives_several(selection.question):
        return [], None
    england = next(iter(places.shown), None)
    choices = most_named_first(selection.release, selection.question, england)
    return choices, answer_compared(choices, asked)


def choices_of(compared: Compared) -> list[Choice]:
    """The answers that there were to choose from."""
    shown = compared.areas or compared.places.shown
    return [reading.choice for reading in shown[0].readings] if shown else []


def councils_said(selection: Selection, compared: Compared) -> list[CouncilSaid]:
    """Each council's answer as a chart has it."""
    labels = compared.places.labels
    choices = {choice.key: choice for choice in choices_of(compared)}
    return [
        CouncilSaid(
            row.council.name,
            answer_words(row, labels, selection.question),
            choices.get(row.choices[0]) if row.choices and len(row.choices) == 1 else None,
        )
        for row in compared.councils
    ]


def _shared(
    selection: Selection,
    areas: Sequence[Breakdown],
    groups: Mapping[str, Sequence[ReleasedReturn]],
) -> Mapping[frozenset[str], int] | None:
    """Asked only where a region and a type could share councils."""
    if selection.round.is_totals_only:
        return None
    released = [area.place for area in areas if area.place.slug not in groups]
    found = shared_with(groups, areas)
    if any(overlap(left, right) for left, right in combinations(released, 2)):
        found |= ReleasedReturn.objects.in_both(selection.release)
    return found


def _council_rows(
    request: HttpRequest,
    selection: Selection,
    areas: Sequence[str],
    places: ByPlace,
    *,
    kept: Sequence[str],
) -> dict[str, ReleasedReturn]:
    """Councils by their addresses, with their answers; only where the person may read those.

    A group is told to nobody else either: with one council more or less it tells of that one.
    `kept` are the areas that stay, whatever is wrong with these.
    """
    wanted = [slug for area in areas for slug in councils_in(area) or [area]]
    if not wanted:
        return {}
    found = {row.council.slug: row for row in council_rows(selection, request.user)}
    unknown = [slug for slug in wanted if slug not in found]
    if unknown:
        raise _no_such_area(unknown, selection, [*places.shown, *places.types], kept)
    if not reads_councils(request.user, selection.release):
        instead = kept or [each.place.slug for each in places.regions[:2]]
        label = "Compare the others" if kept else "Compare regions"
        raise Lost(not_public(selection.round), [Suggestion(label, f"?areas={','.join(instead)}")])
    return found


def not_public(round: Round) -> str:
    return (
        f"Named councils’ answers in {round.title} are not public, and nor are groups "
        "of councils. Compare regions or types of council instead."
    )


def _no_such_area(
    slugs: Sequence[str], selection: Selection, areas: Sequence[Breakdown], kept: Sequence[str]
) -> Lost:
    names = ", ".join(f"“{slug}”" for slug in slugs)
    asked = f"?expectation={selection.expectation.slug}&round={selection.round.slug}"
    others = [area.place for area in areas if area.place.slug not in kept]
    return Lost(
        f"No area or council of this round is called {names}. These are the areas:",
        [
            Suggestion(place.name, f"{asked}&areas={','.join([*kept, place.slug])}")
            for place in others
        ],
    )
