"""The main page: one expectation in one round, by region."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from councils.permissions import Person
from milestones import charts, sentences
from milestones.barriers.asked import asked_of
from milestones.by_place import ByPlace, answers_on_bases, council_rows
from milestones.charts_map import council_map, region_map
from milestones.compare.tables import chance_table, pairs_table
from milestones.editions import commentary_on
from milestones.library import Library, open_library
from milestones.models import ExpectationQuestion, Measure
from milestones.outcomes.ends import find_ends
from milestones.selection import Role, Selection, select
from milestones.sentences_chance import such_pairs
from milestones.stats import stand_out
from milestones.tables import bases_table
from ppf_site.addresses import pinned_page
from ppf_site.charts.chart import Chart
from ppf_site.pages import public_page, respond
from surveys.exports import sheets_of
from surveys.models import ReleasedReturn
from surveys.permissions import withholds_councils
from surveys.sentences import bounds_words, captioned, missing_words, source_line
from surveys.sentences_values import silent_by_standing
from surveys.sorting import put_in_order
from surveys.stats import Breakdown
from surveys.tables import FigureTable, breakdown_table

from .council_answers import PARAMS, ExpectationParams, NamedCouncils
from .moving import in_short
from .unreleased import unreleased_expectation

# So few that did not answer are named at once, more where one opens the list.
NAMED_IN_THE_OPEN = 5


@public_page(*PARAMS)
def expectation(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id, with_statements=True)
    asked = ExpectationParams.from_params(request.GET)
    is_told = library.pinned or asked.round or library.tells_of(slug)
    unreleased = None if is_told else unreleased_expectation(request, slug)
    return unreleased or _released(request, library, slug, asked)


def _released(
    request: HttpRequest, library: Library, slug: str, asked: ExpectationParams
) -> HttpResponse:
    selection = select(library, slug, round_slug=asked.round, basis=asked.basis)
    on_bases = answers_on_bases(selection, request.user)
    places = on_bases[selection.link]
    councils = council_rows(selection, request.user)
    source = source_line(selection.release, places.england.base if places.england else None)
    tables = _tables(on_bases, selection, asked, source)
    named = NamedCouncils.of(councils, places, selection, asked, source)
    gaps = _gap_tables(selection, places, source)
    page = pinned_page(request, selection.release.pk, ["basis", "by", "order"])
    chart, by_type = _charts(selection, places, asked, source, page)
    where = _where(library, selection, places, councils, source=source, page=page)
    context = {
        "asked": asked,
        "selection": selection,
        "is_draft": library.is_draft(selection.expectation),
        **selection.pinned(request),
        **_leads_to(library, selection, request.user),
        "places": places,
        "milestone_url": selection.within.to(selection.expectation.milestone.get_absolute_url()),
        **_told(selection, on_bases, asked),
        **_silent(councils),
        "tables": tables,
        "named": named,
        "names_after_sign_in": withholds_councils(request.user, selection.release),
        "gaps": gaps,
        "such_pairs": such_pairs([len(places.against_rest)]),
        "source": source,
        "chart": chart,
        "by_type": by_type,
        "where": where,
    }
    in_files = [*tables, *([named.table] if named else []), *gaps]
    sheets = partial(sheets_of, request, selection.release, in_files)
    unknown = [*asked.misread, *put_in_order(tables[0], asked.sort)]
    unknown += named.misread if named else asked.of_councils
    drawn = [chart, by_type, where]
    return respond(request, "milestones/expectation.html", context, sheets, drawn, unknown=unknown)


def _silent(councils: Sequence[ReleasedReturn]) -> dict[str, Any]:
    count = sum(not row.is_answered for row in councils)
    return {
        "silent": silent_by_standing(councils),
        "silent_count": count,
        "silent_are_few": count <= NAMED_IN_THE_OPEN,
    }


def _leads_to(library: Library, selection: Selection, person: Person) -> dict[str, Any]:
    """What else tells of the expectation: how it moves, what came, what hinders, what was said."""
    slug = selection.expectation.slug
    return {
        "did_they": _did_they(library, selection),
        "not_told_later": _not_told_later(library, slug),
        "moving": in_short(library, slug, person),
        "asks_barriers": asked_of(library, slug) is not None,
        "measures": _measures(library, slug),
        "commentary": commentary_on(library.editions[selection.release.pk], expectation=slug),
        "statements": [each for each in library.statements if each.about == slug],
    }


def _did_they(library: Library, selection: Selection) -> str:
    """Where a forecast stands beside its outcome, if both have been released."""
    if library.pinned or find_ends(library, selection.expectation.slug) is None:
        return ""
    return reverse("outcome", args=[selection.expectation.slug])


def _not_told_later(library: Library, slug: str) -> bool:
    """Whether it was forecast, and no round that is released asked what came."""
    roles = {link.role for link in library.about(slug)}
    return not library.pinned and Role.FORECAST in roles and Role.OUTCOME not in roles


def _measures(library: Library, slug: str) -> list[Measure]:
    """What is counted of the expectation."""
    rates = library.rates_of(expectation=slug)
    return list({rate.base.measure_id: rate.base.measure for rate in rates}.values())


def _charts(
    selection: Selection, places: ByPlace, asked: ExpectationParams, source: str, page: str
) -> tuple[Chart | None, Chart | None]:
    """What the page compares, England at the foot; under regions the types of council."""
    areas = _drawn(places, asked)

    def drawn(shown: Sequence[Breakdown], compared: Sequence[Breakdown], key: str) -> Chart | None:
        return charts.answers_by_region(
            shown,
            title=sentences.spread_title(compared),
            summary=_summary(selection, places) if key == "answers" else charts.each_area(shown),
            source=source,
            table="answers-by-council-type" if compared is places.types else "answers-by-region",
            page=page,
            subject=sentences.heading(selection.subject),
            by_name=asked.order == "name",
            key=key,
        )

    first = drawn(places.with_england(areas), areas, "answers")
    return first, drawn(places.types, places.types, "types") if areas is places.regions else None


def _drawn(places: ByPlace, asked: ExpectationParams) -> Sequence[Breakdown]:
    """What the chart compares, and so what the page's title is about."""
    return places.types if asked.by == "type" and places.types else places.regions


def _where(
    library: Library,
    selection: Selection,
    places: ByPlace,
    councils: Sequence[ReleasedReturn],
    *,
    source: str,
    page: str,
) -> Chart | None:
    """A tile a council for who may see what each said; else a tile a region."""
    tiles = library.editions[selection.release.pk].tiles
    if not places.shown:
        return None
    title = sentences.map_title(places.shown[0].top, places.regions)
    about = sentences.heading(selection.subject)
    if places.england and any(row.choices for row in councils):
        within_round = selection.within_round
        found = council_map(
            councils, places.england, tiles, within_round, title=title, source=source
        )
        return replace(found, page=page, subject=about) if found else None
    tops = [region.top for region in places.regions]
    found = region_map(tops, tiles, selection.within, title=title, source=source)
    if found is None:
        return None
    return replace(found, page=page, table_id="table-answers-by-region", subject=about)


def _told(
    selection: Selection,
    on_bases: Mapping[ExpectationQuestion, ByPlace],
    asked: ExpectationParams,
) -> dict[str, Any]:
    """What the page says in words."""
    places = on_bases[selection.link]
    england = places.england
    areas = _drawn(places, asked)
    found = stand_out(england.top if england else None, [area.top for area in areas])
    every = [breakdown.top for breakdown in [*places.shown, *places.types]]
    return {
        "title": sentences.page_title(selection.subject, england, found, areas),
        # The range is the chart's title, which the page's has said where nothing stands out.
        "finding": "" if found else sentences.spread_title(areas),
        "summary": _summary(selection, places),
        "on_other_bases": _on_other_bases(selection, on_bases),
        "found": found,
        "highest_label": charts.highest_label(found),
        "better_answers": sentences.better_answers(england.good if england else ()),
        "spread": sentences.spread_sentence(places.regions),
        "bounds": _bounds(selection, places),
        "hidden": sentences.hidden_note(every),
        "missing": missing_words(england.base) if england else "",
    }


def _summary(selection: Selection, places: ByPlace) -> str:
    if places.england is None:
        return "No figure for England has been released."
    return f"{sentences.finding(selection.subject, places.england.top)}."


def _bounds(selection: Selection, places: ByPlace) -> str:
    """How far the share could be off; of a published total, that this cannot be told."""
    if places.england is None:
        return ""
    top = places.england.top
    return bounds_words(top) or sentences.published_note(top, selection.round.respondents)


def _on_other_bases(
    selection: Selection, on_bases: Mapping[ExpectationQuestion, ByPlace]
) -> list[str]:
    """The same finding on every base but this one: several bases are several verdicts."""
    return [
        f"{sentences.finding(selection.subject_of(link), places.england.top)}."
        for link, places in on_bases.items()
        if link != selection.link and places.england is not None
    ]


def _gap_tables(selection: Selection, places: ByPlace, source: str) -> list[FigureTable]:
    """Each region against the rest of England: whether the gap is robust, and its chance."""
    pairs = places.against_rest
    if len(pairs) < 2:
        return []
    label = selection.subject.label
    rows = [(pair.left.place.name, pair, len(pairs)) for pair in pairs]
    chance = chance_table(rows, of="Area", caption=f"Could it be chance? {label}", source=source)
    return [pairs_table(pairs, caption=f"The gaps: {label}", source=source), chance]


def _by_region(
    selection: Selection, places: ByPlace, asked: ExpectationParams, source: str
) -> FigureTable:
    by_name = asked.order == "name"
    areas = places.in_order(by_name=by_name)
    top = "" if by_name or not areas else f"-shown_{areas[0].top.choice.key}"
    return breakdown_table(
        areas,
        name="answers-by-region",
        caption=captioned(selection.question, "By region" if places.regions else "England"),
        source=source,
        within=selection.within,
        sorts="sort",
        opens_by=top or ("area" if areas else ""),
        with_bounds=True,
    )


def _tables(
    on_bases: Mapping[ExpectationQuestion, ByPlace],
    selection: Selection,
    asked: ExpectationParams,
    source: str,
) -> list[FigureTable]:
    places = on_bases[selection.link]
    tables = [_by_region(selection, places, asked, source)]
    if len(on_bases) > 1:
        shown = {link.basis: each.shown for link, each in on_bases.items()}
        tables.append(bases_table(selection.expectation.label, shown, source=source))
    if places.types:
        tables.append(
            breakdown_table(
                places.types,
                name="answers-by-council-type",
                caption=captioned(selection.question, "By type of council"),
                source=source,
                with_bounds=True,
            )
        )
    return tables
