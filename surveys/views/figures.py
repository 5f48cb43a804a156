"""One figure: what it counts, its formula, its base, its release and the answers behind it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ppf_site.pages import respond
from ppf_site.spreadsheets import Sheet
from surveys.models import Figure, Option, Release, ReleasedReturn
from surveys.models.figures import base_of, reading_of
from surveys.permissions import hides_few, sees_blurred
from surveys.releases.results import told_amount
from surveys.sentences import (
    about_sheet,
    answer_words,
    bounds_words,
    figure_formula,
    figure_title,
    missing_words,
    source_line,
    spread_words,
    total_words,
)


@require_safe
@login_not_required
def figure(request: HttpRequest, figure_id: int) -> HttpResponse:
    found = Figure.objects.visible_to(request.user).detailed().filter(pk=figure_id).first()
    if found is None:
        raise Http404
    reading = reading_of(found) if found.option_id or found.question_id is None else None
    amount = told_amount(found) if found.question and found.question.is_number else None
    too_few = (
        amount is not None
        and amount.base.is_of_few
        and hides_few(request.user, found.release.round)
    )
    if too_few:
        amount = None
    blurred = sees_blurred(request.user, found.release.round)
    behind = _behind(request, found, blurred=blurred)
    base = reading.answered if reading and found.question is None else base_of(found)
    source = source_line(found.release, base)
    context = {
        "figure": found,
        "sheet_name": f"figure-{found.pk}",
        "reading": reading,
        "amount": amount,
        "total": total_words(found.question, amount, blurred=blurred) if found.question else "",
        "spread": spread_words(found.question, amount, blurred=blurred) if found.question else "",
        "blurred": blurred or too_few,
        "too_few": too_few,
        "title": figure_title(found),
        "formula": figure_formula(found),
        "newer": _newer_release(request, found),
        "bounds": bounds_words(reading) if reading else "",
        "missing": missing_words(base),
        "behind": behind,
        "source": source,
        "release": found.release,
    }
    sheet = Sheet(
        name=f"figure-{found.pk}",
        title=figure_title(found),
        header=["Council", "Answer", "Source"],
        rows=[[one.council.name, said, source] for one, said in behind],
        about=about_sheet(found.release, request.build_absolute_uri()),
    )
    return respond(request, "surveys/figure.html", context, [sheet])


def _newer_release(request: HttpRequest, found: Figure) -> Release | None:
    """The newest release of the round, where this figure is of an earlier one."""
    visible = Release.objects.visible_to(request.user)
    newest = visible.newest_of(found.release.round_id).first()
    return newest if newest and newest.number > found.release.number else None


def _behind(
    request: HttpRequest, found: Figure, *, blurred: bool
) -> list[tuple[ReleasedReturn, str]]:
    """Each required council of the area with its answer; empty if they may not be seen."""
    returns = ReleasedReturn.objects.of_release(found.release).in_area(found.area)
    if found.question is None:
        rows = returns.select_related("council")
        return [(one, "Returned" if one.is_answered else "No return") for one in rows]
    rows = returns.with_whole_answer_to(found.question, request.user).select_related("council")
    if not any(one.given for one in rows):
        return []
    options = Option.objects.filter(scale__isnull=False, scale=found.question.scale_id)
    labels = {one.key: one.label for one in options} if found.question.is_choice else {}
    return [(one, answer_words(one, found.question, labels, blurred=blurred)) for one in rows]
