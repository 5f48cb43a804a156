"""Two or more regions, council types or councils, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from milestones import charts, sentences_compare
from milestones.models import Expectation, ExpectationQuestion
from milestones.selection import Selection, readable_links, select
from milestones.stats import compare_areas
from milestones.tables import council_answers_table
from ppf_site.pages import Lost, Suggestion, respond, sheet_of
from surveys.sentences import about_sheet, captioned, source_line
from surveys.stats import Breakdown
from surveys.tables import FigureTable, breakdown_table, reading_table

from .expectations import ByPlace, answers_of, council_rows

MOST_AREAS = 6
DEFAULT_AREAS = ("east-midlands", "south-west")


@dataclass(frozen=True, slots=True)
class CompareParams:
    """What the address asks for. Areas may be repeated or joined by commas."""

    expectation: str
    round: str
    basis: str
    areas: tuple[str, ...]

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        given = [part.strip() for text in params.getlist("areas") for part in text.split(",")]
        areas = tuple(dict.fromkeys(part for part in given if part))[:MOST_AREAS]
        return cls(
            expectation=params.get("expectation", "").replace("\x00", "").strip(),
            round=params.get("round", "").replace("\x00", "").strip(),
            basis=params.get("basis", "").strip(),
            areas=areas or DEFAULT_AREAS,
        )


@require_safe
@login_not_required
def compare(request: HttpRequest, release_id: int | None = None) -> HttpResponse:
    params = CompareParams.from_params(request.GET)
    links = readable_links(request.user, release_id)
    choices = _expectations(links)
    slug = params.expectation or (choices[0].slug if choices else "")
    if not slug:
        raise Lost(
            "Nothing has been released yet, so there is nothing to compare.",
            [Suggestion("Survey rounds", "/rounds/")],
        )
    fixed = release_id is not None
    selection = select(
        links, slug, request.user, round_slug=params.round, basis=params.basis, fixed=fixed
    )
    places = answers_of(selection)
    chosen = _chosen(params.areas, places)
    councils = [slug for slug in params.areas if slug not in {one.place.slug for one in chosen}]
    tables = _tables(request, selection, chosen, councils, places)
    context = {
        "selection": selection,
        **selection.pinned(request),
        "params": params,
        "expectations": choices,
        "areas": [*places.regions, *places.types],
        "tables": tables,
        **_comparison(selection, chosen, tables[0].source if tables else ""),
    }
    about = about_sheet(selection.release, request.build_absolute_uri())
    return respond(
        request, "milestones/compare.html", context, [sheet_of(table, about) for table in tables]
    )


def _expectations(links: Sequence[ExpectationQuestion]) -> list[Expectation]:
    """Those that can be compared here, in the programme's order."""
    found = {link.expectation_id: link.expectation for link in links}
    return sorted(found.values(), key=lambda one: (one.milestone.number, one.position))


def _chosen(slugs: Sequence[str], places: ByPlace) -> list[Breakdown]:
    known = {one.place.slug: one for one in [*places.shown, *places.types]}
    return [known[slug] for slug in slugs if slug in known]


def _comparison(
    selection: Selection, chosen: Sequence[Breakdown], source: str
) -> dict[str, object]:
    """The sentence, the title, the chart and every pair, all from one list of readings."""
    readings = [one.top for one in chosen]
    if not readings:
        return {"title": f"{selection.subject.label}: councils compared", "pairs": []}
    pairs = [compare_areas(readings[0], other) for other in readings[1:]]
    return {
        "title": sentences_compare.comparison_title(selection.subject, chosen, pairs),
        "sentence": sentences_compare.comparison_sentence(selection.subject, readings),
        "readings": readings,
        "pairs": [(pair, sentences_compare.pair_sentence(pair)) for pair in pairs],
        "chart": charts.compared(
            readings,
            title=sentences_compare.ends_title(chosen),
            summary=sentences_compare.shares_sentence(readings),
            source=source,
            table="comparison",
        ),
    }


def _tables(
    request: HttpRequest,
    selection: Selection,
    chosen: Sequence[Breakdown],
    council_slugs: Sequence[str],
    places: ByPlace,
) -> list[FigureTable]:
    source = source_line(selection.release)
    tables: list[FigureTable] = []
    if chosen:
        label = chosen[0].top.choice.label
        caption = f"{label}: {selection.subject.label}"
        readings = [one.top for one in chosen]
        tables.append(reading_table(readings, name="comparison", caption=caption, source=source))
        tables.append(
            breakdown_table(
                chosen,
                name="all-answers",
                caption=selection.question.text,
                source=source,
                within=selection.within,
            )
        )
    if council_slugs:
        tables += _council_tables(request, selection, council_slugs, places, source)
    return tables


def _council_tables(
    request: HttpRequest,
    selection: Selection,
    slugs: Sequence[str],
    places: ByPlace,
    source: str,
) -> list[FigureTable]:
    """Named councils in the comparison; their answers only where the person may see them."""
    found = {one.council.slug: one for one in council_rows(selection, request.user)}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        raise _no_such_area(unknown, selection, [*places.shown, *places.types])
    rows = [found[slug] for slug in slugs]
    if not any(one.choices or one.reason for one in found.values()):
        raise Lost(
            f"Named councils’ answers in {selection.round.title} are not public. "
            "Compare regions or types of council instead.",
            [Suggestion("Compare regions", f"?expectation={selection.expectation.slug}")],
        )
    return [
        council_answers_table(
            rows,
            places.labels,
            selection.within_round,
            caption=captioned(selection.question, "By council"),
            source=source,
        )
    ]


def _no_such_area(slugs: Sequence[str], selection: Selection, areas: Sequence[Breakdown]) -> Lost:
    names = ", ".join(f"“{slug}”" for slug in slugs)
    asked = f"?expectation={selection.expectation.slug}&round={selection.round.slug}"
    return Lost(
        f"No area or council of this round is called {names}. These are the areas:",
        [Suggestion(one.place.name, f"{asked}&areas={one.place.slug}") for one in areas],
    )
