"""Rounds and their releases: what was asked, who answered, method, caveats, corrections."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ppf_site import words
from ppf_site.mail import site_link
from ppf_site.pages import Lost, Suggestion, public_page, respond
from ppf_site.spreadsheets import Sheet
from surveys.exports import figures_sheet, response_sheet, returns_sheet
from surveys.models import (
    Figure,
    Question,
    QuestionType,
    Release,
    ReleasedReturn,
    Round,
    Section,
)
from surveys.models.releases import Stage
from surveys.releases.editions import edition_of, editions_of, grids_of
from surveys.releases.results import QuestionResult, reading_of, results_of
from surveys.releases.shown import ShownFigure, read
from surveys.releases.superseded import (
    all_given_back,
    followed_by,
    given_back,
    saying_what_was_given_back,
)
from surveys.sentences import chosen_words, source_line, who_answered
from surveys.sentences_values import silent_by_standing
from surveys.sorting import england_last, put_all_in_order
from surveys.stats import Reading
from surveys.tables import FigureTable
from surveys.tells_of import counted_in, said_of
from surveys.whole.charts_totals import round_chart
from surveys.whole.sentences import response_words
from surveys.whole.sentences_totals import round_finding
from surveys.whole.tables import response_table

# Of who answered, by region.
ORDER = "response-sort"

Listed = tuple[Round, Release | None, Reading | None]


@public_page()
def rounds(request: HttpRequest) -> HttpResponse:
    releases = {
        release.round_id: release
        for release in Release.objects.visible_to(request.user).newest_first()
    }
    figures = Figure.objects.filter(release__in=releases.values()).responses()
    responses = {
        figure.release_id: reading_of(figure)
        for figure in read(figures.in_areas("england"), request.user, releases.values())
    }
    editions = editions_of(releases.values())
    rows = [
        (releases[round.pk].round, releases[round.pk], responses.get(releases[round.pk].pk))
        if round.pk in releases
        else (round, None, None)
        for round in Round.objects.visible_to(request.user)
    ]
    taken = Release.objects.given_back().exclude(round__in=releases)
    context = {
        "rows": rows,
        "partial": {pk for pk, edition in editions.items() if edition.is_partial},
        "no_longer_public": set(taken.values_list("round", flat=True)),
        "title": _rounds_title(rows),
        "description": "Every survey of councils here: what was asked, on which day, who answered, "
        "and its figures.",
    }
    return respond(request, "surveys/rounds.html", context, lambda: [_rounds_sheet(rows)])


def _rounds_sheet(rows: Sequence[Listed]) -> Sheet:
    return Sheet(
        name="rounds",
        title="Survey rounds",
        header=["Round", "Reference date", "Sponsor", "Answered by", "Answered", "Required"],
        rows=[
            [
                *(round.title, round.reference_date, round.sponsor, round.respondents),
                *((response.k, response.n) if response else (None, None)),
            ]
            for round, _, response in rows
        ],
    )


def _rounds_title(rows: Sequence[Listed]) -> str:
    """What the newest round that is released tells; without one, which rounds there are."""
    for round, release, response in rows:
        if response is not None and release and release.stage != Stage.PREVIEW:
            answered = f"{response_words(response)} {round.short_title}"
            return f"{words.plural(len(rows), 'round')}: {answered}, the latest released"
    if not rows:
        return "No round has been set up yet"
    return f"{words.plural(len(rows), 'round')} of the survey, no results published at the moment"


@public_page(ORDER)
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Round.objects.visible_to(request.user).with_days()
    found = saying_what_was_given_back(visible).filter(slug=slug).first()
    if found is None:
        raise Lost(
            f"There is no round called “{slug}”. These are the rounds:",
            [Suggestion(round.title, round.get_absolute_url()) for round in visible],
        )
    visible_releases = found.releases.visible_to(request.user).counting_narrowings()
    releases = list(visible_releases.select_related("round"))
    editions_of(releases[:1])
    shown = releases[0].round if releases else found
    hidden = all_given_back(request.user, shown) if getattr(found, "has_given_back", True) else []
    first = releases[0] if releases else None
    return _page(request, shown, releases, first, fixed=False, hidden=hidden)


@public_page(ORDER)
def release_page(request: HttpRequest, release_id: int) -> HttpResponse:
    shown = Release.objects.visible_to(request.user).counting_narrowings().select_related("round")
    release = shown.filter(pk=release_id).first()
    if release is None:
        return _given_back(request, release_id)
    releases = list(shown.filter(round=release.round_id))
    editions_of([release])
    hidden = all_given_back(request.user, release.round)
    return _page(request, release.round, releases, release, fixed=True, hidden=hidden)


def _given_back(request: HttpRequest, release_id: int) -> HttpResponse:
    """Its page stays, without its numbers, and says why: taken back, or corrected for a few."""
    release, after = given_back(request.user, release_id)
    if release is None:
        raise Http404
    context = {
        "release": release,
        "round": release.round,
        "followed_by": followed_by(release),
        "after": after,
        "narrowings": release.narrowings.all(),
        "title": f"{release.round.title}, release {release.number}: its numbers were corrected",
        "description": "What the correction changed, and where the newer release is.",
    }
    return respond(request, "surveys/given_back.html", context)


def _page(
    request: HttpRequest,
    round: Round,
    releases: Sequence[Release],
    release: Release | None,
    *,
    fixed: bool,
    hidden: Sequence[Release],
) -> HttpResponse:
    figures = _figures(request, release) if release else []
    england = [figure for figure in figures if figure.area.kind == "england"]
    response = [reading_of(figure) for figure in figures if figure.question is None]
    returns = _returns(request, release) if release else []
    results = results_of(england)
    source, asked = source_line(release) if release else "", _asked(release)
    by_region = [reading for reading in response if reading.place.kind != "type"]
    responses = response_table(by_region, source=source)
    unknown = put_all_in_order([responses], request.GET, [ORDER])
    page = release.get_absolute_url() if release else ""
    chart = round_chart(figures, round, source=source, page=page)
    context = {
        "round": round,
        **_titles(round, response),
        **_answers(results, release if release and fixed else round),
        **{"chart": chart, "finding": round_finding(results, round)},
        **asked,
        "release": release,
        **_other_releases(releases, release, fixed=fixed),
        "given_back": hidden,
        **(_beside(request, release, fixed=fixed) if release else {}),
        "fixed": fixed,
        "questions": [] if release else list(Question.objects.listed_in(round)),
        "response": by_region,
        "responses": responses,
        "silent": silent_by_standing(returns),
        "source": source,
        "figures_name": f"{round.slug}-figures",
    }
    sheets = partial(_sheets, request, release, figures, _ordered(responses, response), returns)
    return respond(request, "surveys/round.html", context, sheets, [chart], unknown=unknown)


def _ordered(shown: FigureTable, response: Sequence[Reading]) -> list[Reading]:
    """For the file: as the page has them, and the types of council before England."""
    types = [{"reading": each} for each in response if each.place.kind == "type"]
    return [row["reading"] for row in england_last([*shown.data.data, *types])]


def _asked(release: Release | None) -> dict[str, str]:
    """Whether only some were asked, and whose answers the figures for England are."""
    if release is None:
        return {"chosen": "", "who": ""}
    edition = edition_of(release)
    return {"chosen": chosen_words(edition), "who": who_answered(edition)}


def _answers(results: Sequence[QuestionResult], shown: Round | Release) -> dict[str, Any]:
    """What the questions tell, and where pages of some stand: in the round or its release."""
    return {
        "sections": _sections(results),
        "grids": grids_of([result.question for result in results]).values(),
        "ranked": [
            result.question for result in results if result.question.type == QuestionType.MULTIPLE
        ],
        "pages_at": shown.get_absolute_url(),
        "results": results,
    }


def _other_releases(
    releases: Sequence[Release], release: Release | None, *, fixed: bool
) -> dict[str, Any]:
    return {
        "releases": _listed(releases, release if fixed else None),
        "corrects": _corrects(releases, release),
        "followed_by": _next(releases, release) if fixed else None,
        "newest": releases[0] if releases else None,
    }


def _titles(round: Round, response: Sequence[Reading]) -> dict[str, str]:
    about = f"What was asked in {round.title}, who answered, and every figure."
    return {"title": _title(round, response), "description": about}


def _listed(releases: Sequence[Release], pinned: Release | None) -> list[Release]:
    """Of a pinned release, it and what came before: what came after is told as a correction."""
    return [each for each in releases if pinned is None or each.number <= pinned.number]


def _corrects(releases: Sequence[Release], release: Release | None) -> Release | None:
    """The release that this one corrects, of those listed the latest first."""
    earlier = [each for each in releases if release and each.number < release.number]
    return earlier[0] if earlier else None


def _sections(results: Sequence[QuestionResult]) -> list[Section]:
    """In their order, as the page's list of contents."""
    found = {result.question.section_id: result.question.section for result in results}
    return list(found.values())


def _sheets(
    request: HttpRequest,
    release: Release | None,
    figures: Sequence[ShownFigure],
    response: Sequence[Reading],
    returns: Sequence[ReleasedReturn],
) -> list[Sheet]:
    if release is None:
        return []
    whole = figures_sheet(release, figures, site_link(request.get_full_path()))
    return [whole, response_sheet(release, response), returns_sheet(release, returns)]


def _beside(request: HttpRequest, release: Release, *, fixed: bool) -> dict[str, Any]:
    return {
        "commentary": said_of(edition_of(release)),
        "narrowings": list(release.narrowings.all()) if getattr(release, "narrowed", 0) else [],
        "counted": counted_in(request.user, release, fixed=fixed),
    }


def _title(round: Round, response: Sequence[Reading]) -> str:
    england = next((reading for reading in response if reading.place.kind == "england"), None)
    if england is None:
        return str(round.title)
    return f"{round.title}: {response_words(england)}"


def _next(releases: Sequence[Release], release: Release | None) -> Release | None:
    """Of those listed the latest first, the one right after it."""
    later = [newer for newer in releases if release and newer.number > release.number]
    return later[-1] if later else None


def _figures(request: HttpRequest, release: Release) -> list[ShownFigure]:
    """England's figures and the responses; every area's where all are downloaded."""
    figures = Figure.objects.of_release(release)
    if "download" not in request.GET and not release.is_totals_only:
        figures = figures.of_england_or_responses()
    return read(figures, request.user, [release])


def _returns(request: HttpRequest, release: Release) -> list[ReleasedReturn]:
    """Who did not answer; where all is downloaded, everybody."""
    returns = ReleasedReturn.objects.whole_list(release)
    return list(returns if "download" in request.GET else returns.silent())
