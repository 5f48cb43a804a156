"""One figure: what it counts, its formula, its base, its release and the answers behind it."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse

from ppf_site.mail import site_link
from ppf_site.pages import public_page, respond
from ppf_site.spreadsheets import Cell, Sheet
from surveys.exports import numbers_told
from surveys.models import Figure, Release, ReleasedReturn
from surveys.permissions import sees_blurred
from surveys.releases.results import base_of, reading_of, results_of
from surveys.releases.shown import ShownFigure, read
from surveys.releases.superseded import release_or_404
from surveys.sentences import (
    about_sheet,
    bounds_words,
    figure_formula,
    figure_title,
    k_of_n,
    missing_words,
    source_line,
)
from surveys.sentences_figure import figure_heading, rate_heading
from surveys.sentences_values import (
    answer_words,
    result_spread_words,
    result_words,
    withheld_words,
)
from surveys.tables import figure_address
from surveys.tells_of import tells_of


@public_page()
def figure(request: HttpRequest, figure_id: int) -> HttpResponse:
    stored = Figure.objects.visible_to(request.user).filter(pk=figure_id)
    found = next(iter(read(stored, request.user)), None)
    if found is None:
        _tell_if_given_back(request, figure_id)
        raise Http404
    question = found.question
    reading = reading_of(found) if found.option or question is None else None
    result = next(iter(results_of([found])), None) if found.option is None else None
    behind = _behind(request, found)
    newer = _newer_release(request, found)
    base = reading.answered if reading and question is None else base_of(found)
    source = source_line(found.release, base)
    context = {
        "figure": found,
        "sheet_name": f"figure-{found.pk}",
        "reading": reading,
        "heading": figure_heading(found, reading, result),
        "both_readings": result_words(result) if result and rate_heading(found, result) else "",
        "spread": result_spread_words(result) if result else "",
        "withheld": withheld_words(found.withheld),
        "title": figure_title(found),
        "description": f"{source} What it counts, out of how many, and the answers behind it.",
        "formula": figure_formula(found),
        "newer": newer,
        "changed": _changed(request, found, newer) if newer else "",
        "bounds": bounds_words(reading) if reading else "",
        "missing": missing_words(base),
        "behind": behind,
        "leads_to": tells_of(request.user, found.release, question) if question else [],
        "source": source,
        "release": found.release,
    }

    def sheets() -> list[Sheet]:
        about = about_sheet(found.release, site_link(request.get_full_path()))
        blurred = sees_blurred(request.user, found.release)
        return [_sheet(found, behind, source, about, blurred=blurred)]

    return respond(request, "surveys/figure.html", context, sheets)


def _sheet(
    found: ShownFigure,
    behind: Sequence[tuple[ReleasedReturn, str]],
    source: str,
    about: Sequence[tuple[str, str]],
    *,
    blurred: bool,
) -> Sheet:
    key = found.question.key if found.question else "response"
    return Sheet(
        name=f"figure-{found.pk}",
        title=figure_title(found),
        header=[
            *("Council", "Council code", "Answer", "Option code", "Number or per cent"),
            *("Numerator (k)", "Denominator (n)", "Date", "Reason"),
            *("Question code", "Figure", "Source"),
        ],
        rows=[
            [
                *(return_of.name, return_of.code, said, *_parts(found, return_of, blurred)),
                *(key, figure_address(found.pk), source),
            ]
            for return_of, said in behind
        ],
        about=about,
    )


def _parts(found: ShownFigure, return_of: ReleasedReturn, blurred: bool) -> list[Cell]:
    """An answer as programs read it, as in the file of all answers; of the response nothing."""
    given = getattr(return_of, "given", None)
    if found.question is None or given is None:
        return [None] * 6
    numbers = [
        None if given[name] is None else Decimal(str(given[name]))
        for name in ("number", "numerator", "denominator")
    ]
    number, top, bottom = numbers_told(found.question, *numbers, is_blurred=blurred)
    codes = ",".join(given["choices"] or ())
    return [codes, number, top, bottom, given["date"], given["reason"]]


def _tell_if_given_back(request: HttpRequest, figure_id: int) -> None:
    """Raises Lost, with the correction, for a figure whose release went back to the sector."""
    release = Figure.objects.filter(pk=figure_id).values_list("release", flat=True).first()
    if release is not None:
        release_or_404(request.user, release)


def _newer_release(request: HttpRequest, found: ShownFigure) -> Release | None:
    """The newest release of the round, where this figure is of an earlier one."""
    visible = Release.objects.visible_to(request.user)
    newest = visible.newest_of(found.release.round_id).first()
    return newest if newest and newest.number > found.release.number else None


def _changed(request: HttpRequest, found: ShownFigure, newer: Release) -> str:
    """What the newer release gives for what this figure counts, beside what stands here."""
    question, option = found.question, found.option
    counted = (question.pk if question else None, option.pk if option else None, found.area.pk)
    same = Figure.objects.of_release(newer).counting(*counted)
    there = read(same, request.user)
    if not there:
        return "It has no such figure."
    before, after = _told(found), _told(there[0])
    if before == after:
        return f"It gives the same: {after}."
    return f"It gives {after}, where this one gives {before}."


def _told(figure: ShownFigure) -> str:
    """A figure in words: a count of its base, or what the numbers of an area come to."""
    if figure.option is not None or figure.question is None:
        return k_of_n(reading_of(figure))
    result = next(iter(results_of([figure])), None)
    return result_words(result) if result else "no figure"


def _behind(request: HttpRequest, found: ShownFigure) -> list[tuple[ReleasedReturn, str]]:
    """Each required council of the area with its answer; empty if they may not be seen."""
    returns = ReleasedReturn.objects.of_release(found.release).in_area(found.area)
    question = found.question
    if question is None:
        return [(return_of, return_of.standing) for return_of in returns]
    rows = list(returns.with_whole_answer_to([question], request.user))
    if not any(return_of.given for return_of in rows):
        return []
    labels = {option.key: option.label for option in found.edition.options_of(question)}
    blurred = sees_blurred(request.user, found.release)
    return [
        (return_of, answer_words(return_of, question, labels, blurred=blurred))
        for return_of in rows
    ]
