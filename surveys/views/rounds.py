"""Rounds and their releases: what was asked, who answered, method, caveats, corrections."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ppf_site.pages import Lost, Suggestion, respond
from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Figure, Question, Release, ReleasedReturn, Round
from surveys.models.figures import base_of, reading_of
from surveys.permissions import hides_few, sees_blurred
from surveys.releases.results import QuestionResult, results_of
from surveys.sentences import about_sheet, blurred_count, source_line
from surveys.stats import Reading


@require_safe
@login_not_required
def rounds(request: HttpRequest) -> HttpResponse:
    releases = {
        one.round_id: one for one in Release.objects.visible_to(request.user).newest_first()
    }
    responses = {
        figure.release_id: reading_of(figure)
        for figure in Figure.objects.filter(release__in=releases.values())
        .responses()
        .in_areas("england")
        .listed()
    }
    rows = [
        (round, releases.get(round.pk), responses.get(releases[round.pk].pk))
        if round.pk in releases
        else (round, None, None)
        for round in Round.objects.visible_to(request.user)
    ]
    sheet = Sheet(
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
    return respond(request, "surveys/rounds.html", {"rows": rows, "last": rows[-1:]}, [sheet])


@require_safe
@login_not_required
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Round.objects.visible_to(request.user)
    found = visible.filter(slug=slug).first()
    if found is None:
        raise Lost(
            f"There is no round called “{slug}”. These are the rounds:",
            [Suggestion(one.title, one.get_absolute_url()) for one in visible],
        )
    releases = list(found.releases.visible_to(request.user).select_related("round"))
    return _page(request, found, releases, releases[0] if releases else None, fixed=False)


@require_safe
@login_not_required
def release_page(request: HttpRequest, release_id: int) -> HttpResponse:
    shown = Release.objects.visible_to(request.user).select_related("round")
    release = shown.filter(pk=release_id).first()
    if release is None:
        raise Http404
    releases = list(shown.filter(round=release.round))
    return _page(request, release.round, releases, release, fixed=True)


def _page(
    request: HttpRequest,
    round: Round,
    releases: Sequence[Release],
    release: Release | None,
    *,
    fixed: bool,
) -> HttpResponse:
    figures = _figures(request, release) if release else []
    england = [figure for figure in figures if figure.area.kind == "england"]
    results = results_of(england)
    if hides_few(request.user, round):
        results = [_without_few(one) for one in results]
    response = [reading_of(one) for one in figures if one.question_id is None]
    context = {
        "round": round,
        "release": release,
        "releases": releases,
        "newest": releases[0] if releases else None,
        "fixed": fixed,
        "results": results,
        "questions": [] if release else list(Question.objects.listed_in(round)),
        "response": [one for one in response if one.place.kind != "type"],
        "silent": _silent(release) if release else [],
        "source": source_line(release) if release else "",
        "blurred": sees_blurred(request.user, round),
        "figures_name": f"{round.slug}-figures",
    }
    sheets = (
        [_figures_sheet(request, release, figures), _response_sheet(release, response)]
        if release
        else []
    )
    return respond(request, "surveys/round.html", context, sheets)


def _without_few(result: QuestionResult) -> QuestionResult:
    return replace(result, amount=None) if result.base.is_of_few else result


def _figures(request: HttpRequest, release: Release) -> list[Figure]:
    """England's figures and the responses; every area's where all are downloaded."""
    figures = Figure.objects.of_release(release).with_questions()
    if "download" not in request.GET:
        figures = figures.filter(Q(area__kind="england") | Q(question=None))
    return list(figures)


def _silent(release: Release) -> list[ReleasedReturn]:
    """Required councils that sent no return."""
    returns = ReleasedReturn.objects.of_release(release).filter(is_answered=False)
    return list(returns.select_related("council", "region"))


def _figures_sheet(request: HttpRequest, release: Release, figures: Sequence[Figure]) -> Sheet:
    """Every figure of the release, one a row, unrounded unless small counts are to be hidden."""
    blurred = sees_blurred(request.user, release.round)
    few = hides_few(request.user, release.round)
    source = source_line(release)
    header = ["figure", "area", "question", "text", "option", "k", "n", "share", "required"]
    header += ["not_known", "not_applicable", "no_return", "sum", "lower_quartile", "median"]
    header += ["upper_quartile", "numerator", "denominator", "grossed_up", "published_percent"]
    header += ["published_value", "qualifier", "source"]
    return Sheet(
        name=f"{release.round.slug}-figures",
        title=f"Every figure of {release}",
        header=header,
        rows=[
            [
                figure.pk,
                figure.area.name,
                figure.question.key if figure.question else "response",
                figure.question.text if figure.question else "Returns received",
                figure.option.label if figure.option else "",
                figure.k,
                figure.n,
                figure.k / figure.n if figure.k is not None and figure.n else None,
                figure.required,
                figure.not_known,
                figure.not_applicable,
                figure.no_return,
                *_amounts(figure, blurred=blurred, few=few),
                figure.published_percent,
                figure.published_value,
                figure.qualifier,
                figure.source or source,
            ]
            for figure in figures
        ],
        about=about_sheet(release, request.build_absolute_uri()),
    )


def _amounts(figure: Figure, *, blurred: bool, few: bool) -> list[Cell]:
    """Blurred, counts of people are rounded to 5; a rate keeps its quartiles, not its counts.

    `few` hides what a handful of councils gave.
    """
    if few and base_of(figure).is_of_few:
        return [None] * 7
    counts = [figure.sum, figure.lower_quartile, figure.median, figure.upper_quartile]
    parts = [figure.numerator, figure.denominator]
    if not blurred or figure.question is None:
        return [*counts, *parts, figure.grossed_up]
    grossed_up = figure.grossed_up
    if figure.question.counts_people:
        return [blurred_count(one) for one in [*counts, *parts, grossed_up]]
    return [*counts, *(blurred_count(one) for one in parts), grossed_up]


def _response_sheet(release: Release, response: Sequence[Reading]) -> Sheet:
    return Sheet(
        name="response",
        title=f"Returns received in {release.round.title}",
        header=["Area", "Answered", "Required", "Share", "Source"],
        rows=[[one.place.name, one.k, one.n, one.share, source_line(release)] for one in response],
    )
