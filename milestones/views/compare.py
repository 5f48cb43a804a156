"""Two or more regions, council types or councils, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from django.http import HttpRequest, HttpResponse, QueryDict

from milestones import charts, sentences
from milestones.compare import sentences as sentences_compare
from milestones.compare.tables import chance_table, pairs_table
from milestones.library import open_library
from milestones.models import Expectation, ExpectationQuestion
from milestones.selection import Selection, select
from milestones.stats import compare_areas, overlap, pickable
from milestones.tables import council_answers_table
from ppf_site.addresses import pinned_page
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.models import ReleasedReturn
from surveys.sentences import captioned, source_line
from surveys.stats import Breakdown, Reading
from surveys.stats_compare import Comparison
from surveys.tables import FigureTable, breakdown_table, reading_table

from .expectations import ByPlace, answers_of, council_rows

MOST_AREAS = 6
PARAMS = ("expectation", "round", "basis", "areas")
DEFAULT_AREAS = ("east-midlands", "south-west")


@dataclass(frozen=True, slots=True)
class CompareParams:
    """What the address asks for. Areas may be repeated or joined by commas.

    `left_out` is how many were asked for beyond those that are compared at once.
    """

    expectation: str
    round: str
    basis: str
    areas: tuple[str, ...]
    left_out: int = 0

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        given = [part.strip() for text in params.getlist("areas") for part in text.split(",")]
        areas = tuple(dict.fromkeys(part for part in given if part))
        return cls(
            expectation=params.get("expectation", "").replace("\x00", "").strip(),
            round=params.get("round", "").replace("\x00", "").strip(),
            basis=params.get("basis", "").strip(),
            areas=areas[:MOST_AREAS],
            left_out=len(areas[MOST_AREAS:]),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What is set side by side: areas with their figures, and councils with their answers.

    `shared` is how many councils are in both of two areas; None where no release tells it.
    """

    areas: Sequence[Breakdown]
    councils: Sequence[ReleasedReturn]
    places: ByPlace
    shared: Mapping[frozenset[str], int] | None

    @property
    def readings(self) -> list[Reading]:
        return [area.top for area in self.areas]

    @property
    def pairs(self) -> list[Comparison]:
        """The first area with each of the others."""
        readings = self.readings
        return [compare_areas(readings[0], other, self.shared) for other in readings[1:]]

    @property
    def such_pairs(self) -> list[int]:
        """Of each pair, how many of its kind this page offers."""
        places = [breakdown.place for breakdown in [*self.places.regions, *self.places.types]]
        return [pickable(pair, places) for pair in self.pairs]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Address, name and whether it is chosen, of all that the form offers."""
        chosen = {area.place.slug for area in self.areas}
        every = [breakdown.place for breakdown in [*self.places.shown, *self.places.types]]
        offered = [(place.slug, place.name, place.slug in chosen) for place in every]
        return [
            *offered,
            *(
                (return_of.council.slug, return_of.council.name, True)
                for return_of in self.councils
            ),
        ]


@public_page(*PARAMS)
def compare(request: HttpRequest, release_id: int | None = None) -> HttpResponse:
    params = CompareParams.from_params(request.GET)
    library = open_library(request.user, release_id)
    choices = _expectations(library.links)
    slug = params.expectation or (choices[0].slug if choices else "")
    if not slug:
        raise Lost(
            "No results are published at the moment, so there is nothing to compare.",
            [Suggestion("Survey rounds", "/rounds/")],
        )
    selection = select(library, slug, round_slug=params.round, basis=params.basis)
    compared = _compared(request, selection, params.areas)
    places = compared.places
    source = source_line(selection.release, places.england.base if places.england else None)
    tables = _tables(selection, compared, source)
    chance = _chance_table(selection, compared, source)
    page = pinned_page(request, selection.release.pk)
    chart = _chart(compared, source, page)
    comparison = _comparison(selection, compared)
    context = {
        "selection": selection,
        **selection.pinned(request),
        "params": params,
        "expectations": choices,
        "choices": compared.choices,
        "most": MOST_AREAS,
        "tables": tables,
        "chance": chance,
        "chart": chart,
        **comparison,
    }
    of_the_file = [*tables, *([chance] if chance else [])]
    sheets = partial(sheets_of, request, selection.release, of_the_file)
    return respond(request, "milestones/compare.html", context, sheets, [chart])


def _expectations(links: Sequence[ExpectationQuestion]) -> list[Expectation]:
    """Those that can be compared here, in the programme's order."""
    found = {link.expectation_id: link.expectation for link in reversed(links)}
    return sorted(
        found.values(), key=lambda expectation: (expectation.milestone.number, expectation.position)
    )


def _compared(request: HttpRequest, selection: Selection, slugs: Sequence[str]) -> Compared:
    places = answers_of(selection, request.user)
    known = {breakdown.place.slug: breakdown for breakdown in [*places.shown, *places.types]}
    if not slugs:
        regions = [region.place.slug for region in places.regions]
        slugs = DEFAULT_AREAS if {*DEFAULT_AREAS} <= {*regions} else regions[:2] or list(known)
    areas = [known[slug] for slug in slugs if slug in known]
    others = [slug for slug in slugs if slug not in known]
    councils = _councils(request, selection, others, places)
    return Compared(areas, councils, places, _shared(selection, areas))


def _shared(
    selection: Selection, areas: Sequence[Breakdown]
) -> Mapping[frozenset[str], int] | None:
    """Asked only where the first area could share councils with another."""
    if selection.round.is_totals_only:
        return None
    if not any(overlap(areas[0].place, area.place) for area in areas[1:]):
        return {}
    return ReleasedReturn.objects.in_both(selection.release)


def _councils(
    request: HttpRequest, selection: Selection, slugs: Sequence[str], places: ByPlace
) -> list[ReleasedReturn]:
    """Named councils in the comparison; their answers only where the person may see them."""
    if not slugs:
        return []
    found = {row.council.slug: row for row in council_rows(selection, request.user)}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        raise _no_such_area(unknown, selection, [*places.shown, *places.types])
    if not any(row.choices or row.reason for row in found.values()):
        raise Lost(
            f"Named councils’ answers in {selection.round.title} are not public. "
            "Compare regions or types of council instead.",
            [Suggestion("Compare regions", f"?expectation={selection.expectation.slug}")],
        )
    return [found[slug] for slug in slugs]


def _chart(compared: Compared, source: str, page: str) -> Chart | None:
    if not compared.areas:
        return None
    return charts.compared(
        compared.readings,
        title=sentences_compare.ends_title(compared.areas),
        summary=sentences_compare.shares_sentence(compared.readings),
        source=source,
        table="comparison",
        page=page,
    )


def _comparison(selection: Selection, compared: Compared) -> dict[str, object]:
    """The sentence, the title and every pair, all from one list of readings."""
    readings, subject, labels = compared.readings, selection.subject, compared.places.labels
    said = sentences_compare.councils_sentence(compared.councils, labels, selection.question)
    if not readings:
        title = sentences_compare.councils_title(subject, compared.councils, labels)
        return {"title": title, "sentence": said}
    areas_said = sentences_compare.comparison_sentence(subject, readings)
    return {
        "title": sentences_compare.comparison_title(subject, compared.areas, compared.pairs),
        "sentence": f"{areas_said} {said}".strip(),
        "readings": readings,
        "such_pairs": sentences.such_pairs(compared.such_pairs),
        "pairs": [(pair, sentences_compare.pair_sentence(pair)) for pair in compared.pairs],
    }


def _tables(selection: Selection, compared: Compared, source: str) -> list[FigureTable]:
    tables = _area_tables(selection, compared, source) if compared.areas else []
    if compared.councils:
        tables.append(
            council_answers_table(
                compared.councils,
                compared.places.labels,
                selection.question,
                selection.within_round,
                caption=captioned(selection.question, "By council"),
                source=source,
            )
        )
    return tables


def _area_tables(selection: Selection, compared: Compared, source: str) -> list[FigureTable]:
    areas, label = compared.areas, selection.subject.label
    caption = f"{areas[0].top.choice.label}: {label}"
    tables = [reading_table(compared.readings, name="comparison", caption=caption, source=source)]
    if compared.pairs:
        caption = f"The gaps: {label}"
        tables.append(pairs_table(compared.pairs, caption=caption, source=source))
    text = selection.question.text
    every = breakdown_table(
        areas, name="all-answers", caption=text, source=source, within=selection.within
    )
    return [*tables, every]


def _chance_table(selection: Selection, compared: Compared, source: str) -> FigureTable | None:
    pairs = compared.pairs
    if not pairs:
        return None
    rows = [
        (pair.left.place.name, pair, such)
        for pair, such in zip(pairs, compared.such_pairs, strict=True)
    ]
    caption = f"Could it be chance? {selection.subject.label}"
    return chance_table(rows, of="Area", caption=caption, source=source)


def _no_such_area(slugs: Sequence[str], selection: Selection, areas: Sequence[Breakdown]) -> Lost:
    names = ", ".join(f"“{slug}”" for slug in slugs)
    asked = f"?expectation={selection.expectation.slug}&round={selection.round.slug}"
    return Lost(
        f"No area or council of this round is called {names}. These are the areas:",
        [Suggestion(area.place.name, f"{asked}&areas={area.place.slug}") for area in areas],
    )
