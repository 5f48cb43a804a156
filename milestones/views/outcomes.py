"""Forecast against outcome: did councils do what they said?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse

from milestones.library import open_library
from milestones.outcomes import charts, sentences
from milestones.outcomes.ends import (
    Ends,
    Paired,
    Sides,
    both_ends,
    choices_of,
    ends_of,
    figures_of,
    paired,
)
from milestones.outcomes.stats import most_optimistic_first
from milestones.outcomes.tables import (
    council_pairs_table,
    ends_table,
    outcome_table,
    paired_regions_table,
    sides_table,
)
from milestones.selection import kept_at, pinned, within
from milestones.sentences import heading
from ppf_site import words
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, Within, public_page, respond
from surveys.exports import sheets_of
from surveys.releases.shown import read
from surveys.sorting import put_all_in_order, show_page
from surveys.stats import Breakdown
from surveys.tables import FigureTable

from .council_answers import PER_PAGE

# Each of a table of its own.
ORDERS = ("sort", "sides-sort", "councils-sort")


@public_page("basis", *ORDERS, "page")
def outcome(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id, with_earlier=True)
    ends = ends_of(library, slug, basis=request.GET.get("basis", "").strip())
    sides = both_ends(ends, read(figures_of(ends), request.user, library.releases))
    in_england = [breakdowns[0] for breakdowns in sides if breakdowns]
    found = paired(ends, request.user, sides)
    source = sentences.sources(ends)
    answers = found.answers if found else None
    title = sentences.page_title(ends, answers, in_england)
    release = ends.outcome_release
    if release_id not in {None, release.pk}:
        told = Suggestion(str(library.releases[0]), library.releases[0].get_absolute_url())
        raise Lost(f"This release does not tell what came of “{slug}”.", [told])
    page, cited = kept_at(request, library, [ends.forecast_release, release], ["basis"])
    drawn = _charts(ends, found, in_england, ChartWords(title, source, page))
    links = within(release, fixed=library.pinned, keep_round=False)
    tables = _tables(ends, found, sides, source, links)
    context = {
        **pinned(request, release, fixed=library.pinned, keep_round=False),
        "release": release,
        "also_from": [ends.forecast_release],
        **cited,
        "ends": ends,
        "title": title,
        "ends_told": [
            ("Before", sentences.end_words(ends, forecast=True), ends.forecast_release),
            ("Later", sentences.end_words(ends, forecast=False), ends.outcome_release),
        ],
        "summary": _summary(ends, found, in_england),
        "limits": sentences.limits(found, sides) if found and not found.regions else "",
        "optimism": _optimism(found),
        "paired": found,
        "charts": drawn,
        "tables": tables,
        "source": source,
    }
    sheets = partial(sheets_of, request, ends.outcome_release, tables)
    unknown = _as_asked(tables, request)
    return respond(request, "milestones/outcome.html", context, sheets, drawn, unknown=unknown)


def _as_asked(tables: Sequence[FigureTable], request: HttpRequest) -> list[str]:
    """In the orders asked for, and of councils one page. What of that cannot be had."""
    unknown = put_all_in_order(tables, request.GET, ORDERS)
    page = request.GET.get("page", "").strip()
    councils = next((table for table in tables if table.name == "councils"), None)
    if councils is None:
        return [*unknown, "page"] if page else unknown
    return unknown + show_page(councils, page, PER_PAGE)


def _summary(ends: Ends, found: Paired | None, sides: Sequence[Breakdown]) -> str:
    if found is None:
        return sentences.never_paired(sides)
    if found.answers is None:
        return sentences.not_shown(found.told_on)
    return sentences.summary(found.answers, required=found.england.required)


def _optimism(found: Paired | None) -> str:
    if found is None:
        return ""
    if found.regions:
        return sentences.optimism_words(found.england)
    return sentences.optimism_of_reported(found.answers or ())


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What each chart of the page says of itself."""

    title: str
    source: str
    page: str


def _charts(
    ends: Ends, found: Paired | None, sides: Sequence[Breakdown], told: ChartWords
) -> list[Chart]:
    around = {"source": told.source, "page": told.page, "subject": heading(ends.expectation)}
    if found is None or found.answers is None:
        releases = (ends.forecast_release, ends.outcome_release)
        named = [
            (release.round.short_title, side)
            for release, side in zip(releases, sides, strict=False)
        ]
        drawn = [charts.beside(named, title=told.title, **around)]
    else:
        england = found.england
        drawn = [
            charts.came_about(found.answers, title=told.title, required=england.required, **around),
            charts.by_region(
                found.regions,
                title=sentences.regions_title(found.regions),
                said=sentences.optimism_words(england),
                top=words.lower_first(england.top.label),
                **around,
            ),
        ]
    return [chart for chart in drawn if chart]


def _tables(
    ends: Ends, found: Paired | None, sides: Sides, source: str, links: Within
) -> list[FigureTable]:
    before, after = sides
    label = ends.label
    tables = [ends_table(ends, [*before[:1], *after[:1]], source=source)]
    if found is not None and found.answers:
        tables.insert(0, outcome_table(found.answers, label, source=source))
    if found is not None and found.regions:
        areas = [*most_optimistic_first(found.regions), found.england]
        tables.append(paired_regions_table(areas, label, links, source=source))
    if len(before) > 1 or len(after) > 1:
        tables.append(sides_table(before, after, label, source=source))
    if found is not None and found.councils:
        labels = {choice.key: choice.label for choice in [*choices_of(before), *choices_of(after)]}
        tables.append(council_pairs_table(found.councils, labels, label, links, source=source))
    return tables
