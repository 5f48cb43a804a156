"""One council: where it stands in its region, its type and among those most like it."""

from collections.abc import Sequence
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse

from councils.models import Council
from milestones.library import library_of, programmes_known
from milestones.selection import within
from milestones.standing import charts, sentences, tables
from milestones.standing.around import OtherCouncils, ReadAround, similar_in
from milestones.standing.asked import AskedOf, asked_of
from milestones.standing.charts import DrawnFor
from milestones.standing.drawn import Drawn, by_programme
from milestones.standing.placed import Placed, placed_of
from ppf_site import words
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.models import Figure, Release, ReleasedAnswer, ReleasedReturn
from surveys.permissions import sees_blurred
from surveys.releases.editions import editions_of
from surveys.releases.matched import ONE_TO_ONE
from surveys.releases.results import results_of
from surveys.releases.shown import ShownFigure, read
from surveys.releases.superseded import correction, newest_release
from surveys.sentences import source_line, source_lines
from surveys.sorting import put_all_in_order
from surveys.tables import FigureTable
from surveys.tables_council import Beside, council_table, rate_finding

from .of_council import OfCouncil, chosen_of

# Of what it said beside others, and of every council’s share.
ORDERS = (
    "expectations-sort",
    "shares-sort",
    "measures-sort",
    "time-sort",
    "rounds-sort",
    "answers-sort",
)
DESCRIPTION = (
    "What {} in {} answered, beside its region, councils of its type and those most like it."
)


@public_page("round", "beside", *ORDERS)
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """The council as it is today, and what it answered in the newest releases."""
    found = Council.objects.with_history().filter(slug=slug).first()
    if found is None:
        raise Lost(
            f"No council has the address “{slug}”.",
            [Suggestion("Find a council", "/councils/")],
        )
    before = {each["pk"]: each["kind"] for each in getattr(found, "before", ())}
    returns = ReleasedReturn.objects.of_councils([found.pk, *before], request.user)
    every = list(returns.annotate(programmes=programmes_known(request.user)))
    editions_of(return_of.release for return_of in every)
    rows = [each for each in every if before.get(each.council_id, "") in {"", *ONE_TO_ONE}]
    asked = request.GET.get("round", "").strip()
    chosen = chosen_of(rows, asked, found)
    earlier = [each for each in every if each not in rows]
    return _page(request, OfCouncil(found, rows, chosen, bool(asked), fixed=False, earlier=earlier))


@public_page("round", "beside", *ORDERS)
def released_council(request: HttpRequest, release_id: int, slug: str) -> HttpResponse:
    """The council as it was called then, in one release: it shows the same for ever."""
    newest = newest_release(request.user, of_round="release__round")
    released = ReleasedReturn.objects.of_slug(slug, release_id, request.user)
    programmes = programmes_known(request.user)
    chosen = released.annotate(newest_pk=newest, programmes=programmes).first()
    if chosen is None:
        raise Http404
    editions_of([chosen.release])
    found = chosen.sealed_council
    found.all_codes = [chosen.code] if chosen.code else []
    return _page(request, OfCouncil(found, [chosen], chosen, one_round=True, fixed=True))


def _page(request: HttpRequest, of: OfCouncil) -> HttpResponse:
    council, chosen, whose = of.council, of.chosen, of.whose
    asked = _asked(request, of)
    around = _read(request, asked) if asked else None
    placed = placed_of(asked, around) if asked and around else Placed()
    rows = _beside(asked, around) if asked and around else []
    beside = _company(placed, request.GET.get("beside", ""))
    drawn = _charts(of, placed, beside)
    blurred = bool(chosen) and sees_blurred(request.user, chosen.release) if chosen else False
    answers = _answers_table(chosen, rows, blurred=blurred) if chosen and rows else None
    placings = _tables(of, placed, around.around if around else [])
    title = sentences.page_title(whose.name, placed, rate_finding(rows, blurred=blurred))
    in_files = [*([answers] if answers else []), *placings.values()]
    context = {
        "council": council,
        "whose": whose,
        "is_predecessors": whose != council,
        "earlier": of.earlier,
        "title": title if rows else _no_answers_title(council),
        "is_told": bool(rows),
        "description": DESCRIPTION.format(council.name, council.region.name),
        **_returns(of.returns, asked),
        "chosen": chosen,
        "release": chosen.release if chosen else None,
        "fixed": of.fixed,
        "correction": _correction(request, chosen) if chosen else "",
        "placed": placed,
        "beside": beside,
        "lede": sentences.lede(placed),
        "charts": drawn,
        "placings": placings,
        "shares": [table for key, table in placings.items() if key.startswith("shares")],
        "answers": answers,
        "tables": in_files,
    }
    sheets = partial(sheets_of, request, chosen.release if chosen else None, in_files)
    unknown = put_all_in_order(in_files, request.GET, ORDERS)
    return respond(
        request, "milestones/council.html", context, sheets, drawn.every, unknown=unknown
    )


def _returns(returns: Sequence[ReleasedReturn], asked: AskedOf | None) -> dict[str, object]:
    return {
        "also_from": asked.told_from if asked else [],
        "returns": returns,
        "required": [return_of for return_of in returns if return_of.is_required],
        "answered": sum(return_of.is_answered for return_of in returns),
    }


def _asked(request: HttpRequest, of: OfCouncil) -> AskedOf | None:
    """None where the person may not read what the council answered in the round that is shown."""
    chosen, readable = of.chosen, of.readable
    if chosen is None or chosen not in readable:
        return None
    programmes = getattr(chosen, "programmes", ())
    releases = [return_of.release for return_of in readable]
    library = library_of(request.user, releases, programmes, pinned=of.fixed)
    return asked_of(library, chosen, one_round=of.one_round)


def _read(request: HttpRequest, asked: AskedOf) -> ReadAround:
    """Three queries."""
    chosen, person = asked.chosen, request.user
    questions = asked.questions
    around = list(ReleasedReturn.objects.around(chosen, asked.beside_others))
    figures = Figure.objects.of_releases(asked.releases).whole_or_about(chosen.release, questions)
    figures = figures.around(region=chosen.region_id, council_type=chosen.council_type)
    editions = editions_of(asked.releases)
    told = [link.question_id for link in asked.told]
    everything = [*editions[chosen.release_id].questions, *questions, *told]
    nearest = [each.pk for pk in asked.beside_others for each in similar_in(pk, chosen, around)]
    answers = (
        ReleasedAnswer.objects.visible_to(person)
        .of_councils(
            [
                (everything, [chosen.council_id]),
                (asked.forecasts, nearest),
                (asked.rates_shown, [each.council_id for each in around]),
            ]
        )
        .filter(release__in=asked.releases)
    )
    return ReadAround(
        around=around,
        figures=read(figures, person, asked.releases),
        answers={(answer.question_id, answer.council_id): answer for answer in answers},
        blurred=frozenset(
            release.pk for release in asked.releases if sees_blurred(person, release)
        ),
        editions=editions,
    )


def _company(placed: Placed, key: str) -> OtherCouncils | None:
    """The one asked for, else the region."""
    found = [each for each in placed.others if each.key == key]
    return next(iter([*found, *placed.others]), None)


def _charts(of: OfCouncil, placed: Placed, beside: OtherCouncils | None) -> Drawn:
    told, main = placed.told, placed.main
    expectations = None
    if told and beside:
        release = told[0].release
        page = f"{of.address(release)}?beside={beside.key}"
        expectations = charts.expectations(told, beside, _drawn_for(of, release, page))
    counted = placed.counted
    shares = [
        (each, chart)
        for each in counted
        if (
            chart := charts.share(
                each,
                placed.others,
                _drawn_for(of, each.release, of.address(each.release)),
                high=charts.shares_end(counted, each),
            )
        )
    ]
    first, apart = by_programme(shares, main)
    trend = None
    if main is not None and not of.fixed:
        page = of.council.get_absolute_url()
        drawn = _drawn_for(of, main.release, page, *(each.release for each in main.rounds))
        trend = charts.trend(main, of.whose.region.name, drawn)
    return Drawn(expectations, first, apart, trend)


def _drawn_for(of: OfCouncil, release: Release, page: str, *others: Release) -> DrawnFor:
    """With the source of all that is drawn: of several rounds what goes through them."""
    name = of.whose.short_name or of.whose.name
    releases = others or (release,)
    is_withheld = not all(each.tells_all_of_councils for each in releases)
    return DrawnFor(name, source_lines(releases), page, is_withheld)


def _tables(
    of: OfCouncil, placed: Placed, around: Sequence[ReleasedReturn]
) -> dict[str, FigureTable]:
    if of.chosen is None:
        return {}
    council, code = of.whose, of.chosen.code
    name = council.short_name or council.name
    found: dict[str, FigureTable] = {}
    if placed.told:
        links = within(placed.told[0].release, fixed=of.fixed)
        found["expectations"] = tables.expectations_table(
            name, code, placed.expectations, placed.others, links
        )
    if placed.by_round and not of.one_round:
        found["by_round"] = tables.by_round_table(name, code, placed.by_round)
    if placed.counted:
        found["measures"] = tables.measures_table(name, code, placed.counted, placed.others)
        region = council.region.name
        found["through_time"] = tables.through_time_table(name, region, placed.counted)
    for each in placed.counted:
        links = within(each.release, fixed=of.fixed)
        found[f"shares-{each.base.key}"] = tables.shares_table(
            council.name, each, placed.others, around, links
        )
    return found


def _answers_table(chosen: ReleasedReturn, rows: Sequence[Beside], *, blurred: bool) -> FigureTable:
    return council_table(chosen, rows, source=source_line(chosen.release), blurred=blurred)


def _no_answers_title(council: Council) -> str:
    if council.last_day is None:
        return str(council.name)
    return f"{council.name}, until the end of {words.day(council.last_day)}"


def _correction(request: HttpRequest, chosen: ReleasedReturn) -> str:
    return correction(request, chosen.release_id, getattr(chosen, "newest_pk", None))


def _beside(asked: AskedOf, around: ReadAround) -> list[Beside]:
    """By the region and type that the council had when the release was compiled."""
    chosen = asked.chosen
    by_kind: dict[str, list[ShownFigure]] = {"england": [], "region": [], "type": []}
    for figure in around.figures:
        if figure.release_id == chosen.release_id:
            by_kind[figure.area.kind].append(figure)
    england, region, same_type = (
        {result.question.pk: result for result in results_of(by_kind[kind])}
        for kind in ("england", "region", "type")
    )
    return [
        Beside(
            around.answers.get((key, chosen.council_id)),
            result,
            region.get(key),
            same_type.get(key),
        )
        for key, result in england.items()
    ]
