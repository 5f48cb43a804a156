"""How far a round's returns are, council by council, and whom to chase."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from councils.permissions import Person, may_run_rounds
from ppf_site.addresses import OF_THE_FORM
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from ppf_site.pages import Lost, Suggestion, file_asked_for
from ppf_site.spreadsheets import Sheet
from surveys.following.board import PARAMS, Board, BoardParams
from surveys.following.charts import response_chart
from surveys.following.curves import response_curves
from surveys.following.exports import councils_sheet, regions_sheet, response_sheet
from surveys.following.rows import Followed, followed
from surveys.following.stats import ResponseCurve, days_of_response
from surveys.models import Round

from .allowed import for_followers

PER_PAGE = 30


def followed_or_404(person: Person, slug: str) -> tuple[Round, list[Followed]]:
    """The round with its returns that the person follows, which are some."""
    round = get_object_or_404(Round.objects.visible_to(person), slug=slug)
    rows = followed(round, person)
    if rows:
        return round, rows
    if not may_run_rounds(person):
        raise Http404
    why = "has not been opened yet" if round.is_draft else "asks no council for a return"
    here = Suggestion(round.title, reverse("manage-round", args=[slug]))
    raise Lost(f"{round.title} {why}, so there are no returns to follow.", [here])


def _sheets(round: Round, board: Board, curves: Sequence[ResponseCurve]) -> list[Sheet]:
    return [
        councils_sheet(round, board.shown),
        regions_sheet(round, board.regions),
        response_sheet(round, curves),
    ]


@require_safe
@for_followers
def board(request: AuthedRequest, slug: str) -> HttpResponse:
    """Analysts see every council, a regional lead those of the region."""
    round, rows = followed_or_404(request.user, slug)
    shown = Board(rows, BoardParams.from_params(request.GET, rows))
    curves = response_curves(round, request.user)
    here = reverse("manage-returns", args=[slug])
    chart = response_chart(curves, opened=round.opens_on, page=here)
    file = file_asked_for(request, lambda: _sheets(round, shown, curves), [chart])
    if file is not None:
        return file
    page, misread = page_asked_for(request, shown.shown, PER_PAGE)
    context = {
        "round": round,
        "board": shown,
        "runs_rounds": may_run_rounds(request.user),
        "chart": chart,
        "curves": curves,
        "days": days_of_response(curves) if chart else [],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [
            *not_understood(request.GET, [*PARAMS, *OF_THE_FORM]),
            *shown.params.misread,
            *misread,
        ],
    }
    return render(request, "manage/board.html", context)
