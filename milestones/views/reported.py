"""Figures reported at the time beside what the held data gives."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from milestones.models import ReportedFigure
from milestones.reported import AGREES, DIFFERS, UNKNOWN, HeldData, Reconciled, reconcile
from milestones.selection import newest_releases
from milestones.sentences_reported import (
    differences_sentence,
    is_read_from_words,
    own_words,
    reported_title,
)
from ppf_site.pages import public_page, respond
from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Figure
from surveys.permissions import hides_few
from surveys.releases.matched import Matched, Pair, matched_sums
from surveys.releases.shown import ShownFigure, read
from surveys.tables import figure_address


@public_page()
def reported(request: HttpRequest) -> HttpResponse:
    listed = list(ReportedFigure.objects.all())
    releases, expectations = newest_releases(request.user)
    against = [figure.against.partition("/") for figure in listed]
    figures = read(
        Figure.objects.filter(release__in=releases).in_rounds(
            {figure.round for figure in listed} | {slug for slug, _, _ in against},
            {figure.question for figure in listed} | {key for _, _, key in against},
        ),
        request.user,
        releases,
    )
    data = HeldData(figures, expectations)
    data.matched = _matched(request, data.pairs(listed))
    rows = reconcile(listed, data)
    area_codes = {figure.area.slug: figure.area.code for figure in figures}
    counts = Counter(row.verdict for row in rows if row.held is not None)
    explained = sum(row.verdict == DIFFERS and bool(row.reported.known_difference) for row in rows)
    context = {
        "rows": rows,
        "description": "Figures that the press and reports gave at the time, beside what the "
        "councils’ answers give.",
        "title": reported_title(counts[AGREES], counts[AGREES] + counts[DIFFERS]),
        "agrees": counts[AGREES],
        "differences": differences_sentence(explained, counts[DIFFERS] - explained),
        "compared": counts[AGREES] + counts[DIFFERS],
        "illustrative": max((figure.release.round.illustrative for figure in figures), default=""),
        "untold": sum(row.verdict == UNKNOWN for row in rows),
    }
    return respond(request, "milestones/reported.html", context, lambda: [_sheet(rows, area_codes)])


def _matched(
    request: HttpRequest, pairs: Sequence[tuple[ShownFigure, ShownFigure]]
) -> dict[Pair, Matched]:
    """Growth on matched councils, where it does not tell what a handful of them answered."""
    hidden = {
        figure.pk for pair in pairs for figure in pair if hides_few(request.user, figure.release)
    }
    return {
        pair: matched
        for pair, matched in matched_sums(pairs).items()
        if not (matched.is_of_few and hidden.intersection(pair))
    }


def _percent_and_words(reported: ReportedFigure) -> list[Cell]:
    """As printed: a percentage that is read from words stands in a column of its own."""
    is_read = is_read_from_words(reported)
    return [
        None if is_read else reported.percent,
        own_words(reported),
        reported.percent if is_read else None,
    ]


def _codes(row: Reconciled, area_codes: Mapping[str, str]) -> list[str]:
    reported = row.reported
    area = area_codes.get(reported.area_slug, "") or reported.area_slug
    figure = figure_address(row.held.figure_id) if row.held else ""
    return [reported.round, reported.question, reported.option, area, figure]


def _sheet(rows: list[Reconciled], area_codes: Mapping[str, str]) -> Sheet:
    header = ["No", "What was reported", "Area", "k", "n", "Per cent", "In words"]
    header += ["Per cent read from the words", "Source"]
    header += ["Published", "Address", "How it is held", "Held value", "Verdict", "Why they differ"]
    header += ["Round code", "Question code", "Option code", "Area code", "Figure"]
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
                *_percent_and_words(row.reported),
                row.reported.source,
                row.reported.published,
                row.reported.url,
                row.reported.get_held_display(),
                row.held.words if row.held else "",
                row.verdict,
                row.reported.known_difference,
                *_codes(row, area_codes),
                row.reported.note,
            ]
            for row in rows
        ],
    )
