"""A grid of a round: its rows side by side, such as how committed each partner is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.grids.charts import all_some_none, rows_side_by_side
from surveys.grids.sentences import grid_title
from surveys.models import Figure, Grid, Question, Release
from surveys.releases.editions import Edition, edition_of, grids_of
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure, read
from surveys.releases.superseded import correction, release_or_404
from surveys.sentences import source_line
from surveys.stats import Breakdown, Place
from surveys.tables import FigureTable, breakdown_table

from .of_a_round import area_asked, areas_of, newest_release


@dataclass(frozen=True, slots=True)
class GridAsked:
    """The grid as the release has it, its rows, and the tally of them, if there is one."""

    grid: Grid
    questions: Sequence[Question]
    tally: Question | None


@public_page("area")
def grid(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return _page(request, newest_release(request, slug), key, fixed=False)


@public_page("area")
def released_grid(request: HttpRequest, release_id: int, key: str) -> HttpResponse:
    return _page(request, release_or_404(request.user, release_id), key, fixed=True)


def _page(request: HttpRequest, release: Release, key: str, *, fixed: bool) -> HttpResponse:
    edition = edition_of(release)
    asked = _asked(edition, release, key, fixed=fixed)
    areas = areas_of(edition)
    area = area_asked(request, areas)
    figures = _figures(request, release, asked, area)
    rows, tally = _answers(figures, asked)
    source = source_line(release)
    query = f"?{urlencode({'area': area})}" if request.GET.get("area") else ""
    page = f"{reverse('release-grid', args=[release.pk, key])}{query}"
    tiers = all_some_none(tally, source=source, page=page) if tally else None
    chart = rows_side_by_side(rows, source=source, page=page)
    charts = [each for each in (tiers, chart) if each]
    tables = _tables(asked, rows, tally, areas[area], source)
    context = {
        "round": release.round,
        "release": release,
        "fixed": fixed,
        "correction": correction(request, release.pk, getattr(release, "newest_pk", None)),
        "round_url": release.get_absolute_url() if fixed else release.round.get_absolute_url(),
        "cite": page,
        "grid": asked.grid,
        "title": grid_title(rows, tally),
        "area": area,
        "same_for_all": not any(figure.tells_more for figure in figures),
        "areas": areas,
        "charts": charts,
        "tables": tables,
    }
    sheets = partial(sheets_of, request, release, tables)
    return respond(request, "surveys/grid.html", context, sheets, charts)


def _asked(edition: Edition, release: Release, key: str, *, fixed: bool) -> GridAsked:
    questions = edition.questions_in_order
    grids = grids_of(questions)
    if key not in grids:
        raise Lost(
            f"{release.round.title} has no grid called “{key}”.",
            [
                Suggestion(each.stem, _address(release, each.key, fixed=fixed))
                for each in grids.values()
            ]
            or [Suggestion(release.round.title, release.round.get_absolute_url())],
        )
    found = grids[key]
    return GridAsked(
        found,
        [question for question in questions if question.grid_id == found.pk],
        next((question for question in questions if question.tallied_grid_id == found.pk), None),
    )


def _address(release: Release, key: str, *, fixed: bool) -> str:
    if fixed:
        return reverse("release-grid", args=[release.pk, key])
    return reverse("grid", args=[release.round.slug, key])


def _figures(
    request: HttpRequest, release: Release, asked: GridAsked, area: str
) -> list[ShownFigure]:
    """Of the area, to each row and of the tally. One query."""
    questions = [*asked.questions, *([asked.tally] if asked.tally else [])]
    figures = Figure.objects.of_release(release).of_questions(question.pk for question in questions)
    shown = read(figures, request.user, [release])
    return [figure for figure in shown if figure.area.slug == area]


def _answers(
    figures: Sequence[ShownFigure], asked: GridAsked
) -> tuple[list[Breakdown], Breakdown | None]:
    """What the area answered to each row, named by the row; and the tally."""
    found = breakdowns_of(figures)

    def told(question: Question) -> list[Breakdown]:
        place = Place(question.key, question.short_text, "row")
        return [replace(each, place=place) for each in found.get(question.pk, [])]

    rows = [row for question in asked.questions for row in told(question)]
    tallies = told(asked.tally) if asked.tally else []
    return rows, next(iter(tallies), None)


def _tables(
    asked: GridAsked,
    rows: Sequence[Breakdown],
    tally: Breakdown | None,
    area: str,
    source: str,
) -> list[FigureTable]:
    tables = [
        breakdown_table(
            rows, name="rows", caption=f"{asked.grid.stem} {area}", source=source, of="Asked about"
        )
    ]
    if tally is not None and asked.tally is not None:
        caption = f"{asked.tally.text}. {area}"
        tables.insert(
            0,
            breakdown_table([tally], name="tiers", caption=caption, source=source, of="Counted"),
        )
    return tables
