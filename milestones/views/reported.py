"""Figures reported at the time beside what the held data gives."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from milestones import sentences
from milestones.models import Expectation, ReportedFigure
from milestones.reported import AGREES, DIFFERS, UNKNOWN, HeldData, Reconciled, reconcile
from ppf_site.pages import respond
from ppf_site.spreadsheets import Sheet
from surveys.models import Figure, Release


@require_safe
@login_not_required
def reported(request: HttpRequest) -> HttpResponse:
    listed = list(ReportedFigure.objects.all())
    newest = Release.objects.visible_to(request.user).newest_of_each_round()
    against = [one.against.partition("/") for one in listed]
    figures = list(
        Figure.objects.filter(release__in=newest).in_rounds(
            {one.round for one in listed} | {slug for slug, _, _ in against},
            {one.question for one in listed} | {key for _, _, key in against},
        )
    )
    rows = reconcile(listed, HeldData(figures, list(Expectation.objects.visible_to(request.user))))
    counts = Counter(row.verdict for row in rows if row.held is not None)
    explained = sum(row.verdict == DIFFERS and bool(row.reported.known_difference) for row in rows)
    context = {
        "rows": rows,
        "agrees": counts[AGREES],
        "differences": sentences.differences_sentence(explained, counts[DIFFERS] - explained),
        "compared": counts[AGREES] + counts[DIFFERS],
        "illustrative": max((one.release.round.illustrative for one in figures), default=""),
        "untold": sum(row.verdict == UNKNOWN for row in rows),
    }
    return respond(request, "milestones/reported.html", context, [_sheet(rows)])


def _sheet(rows: list[Reconciled]) -> Sheet:
    header = ["No", "What was reported", "Area", "k", "n", "Per cent", "In words", "Source"]
    header += ["Published", "Address", "How it is held", "Held value", "Verdict", "Why they differ"]
    return Sheet(
        name="reported-figures",
        title="Figures reported at the time beside what the held data gives",
        header=[*header, "Note"],
        rows=[
            [
                row.reported.key,
                row.reported.what,
                row.reported.area,
                row.reported.numerator,
                row.reported.denominator,
                row.reported.percent,
                row.reported.qualifier,
                row.reported.source,
                row.reported.published,
                row.reported.url,
                row.reported.get_held_display(),
                row.held.words if row.held else "",
                row.verdict,
                row.reported.known_difference,
                row.reported.note,
            ]
            for row in rows
        ],
    )
