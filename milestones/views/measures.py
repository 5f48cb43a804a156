"""A counted measure: its bases beside each other, its target, its pace and its spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from milestones.library import Library, open_library
from milestones.measures import charts, sentences
from milestones.measures.claims import Claims, claims_of, with_forecast
from milestones.measures.measured import (
    GAVE_BOTH,
    CouncilRate,
    OnBase,
    Rate,
    council_rates,
    figures_of,
    measure_of,
    on_bases,
    questions_of,
)
from milestones.measures.reaching import with_councils_counted
from milestones.measures.sentences import month
from milestones.measures.tables import area_table, time_table
from milestones.measures.tables_claims import claims_table
from milestones.models import Measure, MeasureRate
from milestones.moving.sentences import REWORDED, change_words
from milestones.selection import pinned, within
from ppf_site.addresses import in_order, pinned_page
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, Within, public_page, respond
from surveys.exports import sheets_of
from surveys.models import Release, Round
from surveys.models.figures import FigureQuerySet
from surveys.releases.shown import read
from surveys.sentences import source_line, source_lines
from surveys.sorting import put_in_order
from surveys.tables import FigureTable

from .rated_councils import MARK, PARAMS, CouncilParams, RatedCouncils
from .unreleased import unreleased_measure


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """What the page is about: a round, and the base whose areas and councils it shows."""

    measure: Measure
    bases: Sequence[OnBase]
    on_base: OnBase
    rate: Rate
    rounds: Sequence[Round]


@dataclass(frozen=True, slots=True)
class ToldOfClaims:
    """What councils said beside what they count, in words and as a table, where it is told."""

    words: str = ""
    tables: Sequence[FigureTable] = ()

    @classmethod
    def of(cls, claims: Claims | None, shown: ShownMeasure) -> Self:
        if claims is None or not claims.rows:
            return cls()
        source = source_lines([claims.forecast, shown.rate.release])
        said = sentences.claims_words(claims, shown.on_base, shown.rate)
        return cls(said, [claims_table(claims, shown.on_base, shown.rate, source=source)])


@public_page("round", "basis", *PARAMS)
def measure(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    rates = library.rates_of(slug)
    if rates:
        return _released(request, library, rates)
    is_told = library.pinned or request.GET.get("round")
    unreleased = None if is_told else unreleased_measure(request, slug)
    if unreleased is None:
        raise _nothing_told(request, slug)
    return unreleased


def _released(request: HttpRequest, library: Library, rates: Sequence[MeasureRate]) -> HttpResponse:
    figures = read(_figures(library, rates), request.user, library.releases)
    bases = with_councils_counted(on_bases(library, rates, figures), request.user)
    shown = _shown(rates, bases, request.GET.get("round", ""), request.GET.get("basis", ""))
    release = shown.rate.release
    councils = council_rates(shown.rate, request.user)
    source = source_line(release, shown.rate.base_in(), GAVE_BOTH)
    links = within(release, fixed=library.pinned, keep_round=False)
    asked = CouncilParams.from_params(request.GET)
    claims = claims_of(library, shown.on_base, shown.rate, figures)
    named = RatedCouncils.of(
        councils, shown.on_base, shown.rate, asked, links=links, source=source, claims=claims
    )
    tables, told = _tables(shown, links, source), ToldOfClaims.of(claims, shown)
    misread = [*asked.misread, *put_in_order(tables[0], asked.sort)]
    # A line goes through several releases: no one of them has its picture.
    own = in_order(request, ["round", "basis"])
    page = pinned_page(request, release.pk, ["basis", MARK])
    through_time, by_region = _charts(shown, councils, source, page=page, own=own, mark=asked.mark)
    context = {
        "shown": shown,
        "is_draft": library.is_draft(shown.measure.expectation),
        "is_asked": _is_asked(library, shown.measure),
        "release": release,
        "also_from": _drawn_on(bases, claims),
        **pinned(request, release, fixed=library.pinned, keep_round=False),
        **_said(shown),
        "claims": told,
        "compare_url": _compare_url(shown, links, is_pinned=library.pinned),
        "through_time": through_time,
        "chart": by_region,
        "tables": tables,
        "named": named,
        "asked": asked,
    }
    in_files = [*tables, *told.tables, *([named.table] if named else [])]
    sheets = partial(sheets_of, request, release, in_files)
    unknown = [*misread, *(named.misread if named else asked.of_councils)]
    drawn = [*through_time, by_region]
    return respond(request, "milestones/measure.html", context, sheets, drawn, unknown=unknown)


def _is_asked(library: Library, measure: Measure) -> bool:
    """Whether councils were asked about what it counts, and not only for their counts."""
    return measure.expectation is not None and library.tells_of(measure.expectation.slug)


def _figures(library: Library, rates: Sequence[MeasureRate]) -> FigureQuerySet:
    measured = figures_of(rates, questions_of(library, rates))
    return with_forecast(library, measure_of(rates), measured)


def _drawn_on(bases: Sequence[OnBase], claims: Claims | None) -> list[Release]:
    """Each line through time goes through several; what was claimed may be of another."""
    told = [release for on_base in bases for release in on_base.releases]
    return [*told, claims.forecast] if claims else told


def _said(shown: ShownMeasure) -> dict[str, Any]:
    """The finding, and what is to be said of it."""
    return {
        "title": sentences.page_title(shown.bases, shown.rate.round.slug),
        "verdicts": _verdicts(shown),
        "not_counted": _not_counted(shown.rate),
        "changed": _changed(shown.on_base),
        "typical": sentences.typical_words(shown.rate.england),
    }


def _compare_url(shown: ShownMeasure, links: Within, *, is_pinned: bool) -> str:
    """Where areas stand side by side on the same; "" where none is told."""
    if not shown.rate.regions:
        return ""
    about = {"measure": shown.measure.slug, "basis": shown.on_base.base.key}
    in_round = {} if is_pinned else {"round": shown.rate.round.slug}
    return f"{links.prefix}/compare/?{urlencode({**about, **in_round})}"


def _not_counted(rate: Rate) -> str:
    return sentences.not_counted_words([rate]) or sentences.not_by_area_words([rate])


def _called(bases: Sequence[OnBase], basis: str) -> OnBase | None:
    """By its key, or by its name as an expectation's address has it."""
    return next((each for each in bases if basis in {each.base.key, slugify(each.base.name)}), None)


def _shown(
    rates: Sequence[MeasureRate], bases: Sequence[OnBase], round_slug: str, basis: str
) -> ShownMeasure:
    """Raises Lost, with what there is, for a round or a base that does not tell the measure."""
    on_base = _called(bases, basis) if basis else bases[-1]
    if on_base is None:
        raise Lost(
            f"“{measure_of(rates).title}” is not told on a base called “{basis}”.",
            [Suggestion(each.base.name, f"?basis={each.base.key}") for each in bases],
        )
    rounds = {rate.round.slug: rate.round for rate in reversed(on_base.counted)}
    rate = on_base.in_round(round_slug) if round_slug else on_base.latest
    if rate is None:
        raise Lost(
            f"No released round called “{round_slug}” tells of “{on_base.measure.title}”.",
            [Suggestion(round.title, f"?round={round.slug}") for round in rounds.values()],
        )
    return ShownMeasure(measure_of(rates), bases, on_base, rate, list(rounds.values()))


def _verdicts(shown: ShownMeasure) -> list[tuple[OnBase, Rate, str, str]]:
    """Each base in the round that is shown: its verdict, and who reached the target."""
    slug = shown.rate.round.slug
    found = [(each, each.in_round(slug)) for each in shown.bases]
    return [
        (each, rate, each.verdict_of(rate.england), sentences.reached_words(each, rate))
        for each, rate in found
        if rate is not None
    ]


def _changed(on_base: OnBase) -> list[str]:
    """Where the measure itself became another, or a round asked in other words."""
    told = [change_words(rate.change, month(rate)) for rate in on_base.counted if rate.change]
    is_marked = any(rate.is_reworded and rate.change is None for rate in on_base.counted)
    return [*told, *([REWORDED] if is_marked else [])]


def _charts(
    shown: ShownMeasure,
    councils: Sequence[CouncilRate],
    source: str,
    *,
    page: str,
    own: str,
    mark: str,
) -> tuple[list[Chart], Chart | None]:
    high = charts.axis_end(shown.bases)
    drawn = [
        charts.through_time(each, high=high, source=source_lines(each.releases), page=own)
        for each in shown.bases
    ]
    by_region = charts.by_region(
        shown.rate, shown.on_base, councils, source=source, page=page, mark=mark
    )
    return [chart for chart in drawn if chart], by_region


def _tables(shown: ShownMeasure, links: Within, source: str) -> list[FigureTable]:
    by_area = area_table(shown.on_base, shown.rate, links, source=source, sorts=True)
    return [
        by_area,
        *(time_table(each, source=source_lines(each.releases)) for each in shown.bases),
    ]


def _nothing_told(request: HttpRequest, slug: str) -> Lost:
    found = Measure.objects.visible_to(request.user).filter(slug=slug).first()
    ways = [Suggestion("Milestones", "/milestones/"), Suggestion("Survey rounds", "/rounds/")]
    if found is None:
        return Lost(f"There is no measure called “{slug}”.", ways)
    return Lost(f"No released round has told of “{found.title}” yet.", ways)
