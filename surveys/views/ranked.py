"""A question of which each council gives several answers: what was named most."""

from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ppf_site import words
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.models import Figure, Question, QuestionType, Release
from surveys.ranked.charts import ranked as ranked_chart
from surveys.ranked.named import Ranked
from surveys.ranked.sentences import could_name_several, ranked_title
from surveys.ranked.tables import ranked_table
from surveys.releases.editions import Edition, edition_of
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure, read
from surveys.releases.superseded import correction, release_or_404
from surveys.sorting import put_all_in_order

from .of_a_round import area_asked, areas_of, newest_release

# Of the answers.
ORDER = "named-sort"


@public_page("area", ORDER)
def ranked(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return _page(request, newest_release(request, slug), key, fixed=False)


@public_page("area", ORDER)
def released_ranked(request: HttpRequest, release_id: int, key: str) -> HttpResponse:
    return _page(request, release_or_404(request.user, release_id), key, fixed=True)


def _page(request: HttpRequest, release: Release, key: str, *, fixed: bool) -> HttpResponse:
    edition = edition_of(release)
    question = _asked(edition, release, key, fixed=fixed)
    areas = areas_of(edition)
    area = area_asked(request, areas)
    figures = _figures(request, release, question)
    told = {each.place.slug: each for each in breakdowns_of(figures).get(question.pk, [])}
    found = Ranked(release, question, told.get(area))
    query = f"?{urlencode({'area': area})}" if request.GET.get("area") else ""
    page = f"{reverse('release-ranked', args=[release.pk, key])}{query}"
    chart = ranked_chart(found, key="named", page=page)
    table = ranked_table(found, areas[area], name="named")
    context = {
        "round": release.round,
        "release": release,
        "fixed": fixed,
        "correction": correction(request, release.pk, getattr(release, "newest_pk", None)),
        "round_url": release.get_absolute_url() if fixed else release.round.get_absolute_url(),
        "cite": page,
        "question": question,
        "title": ranked_title(found, words.the(areas[area])),
        "several": could_name_several(found),
        "area": area,
        "same_for_all": not any(each.tells_more for each in figures if each.area.slug == area),
        "areas": {slug: name for slug, name in areas.items() if slug in told or slug == area},
        "chart": chart,
        "charts": list(filter(None, [chart])),
        "table": table,
    }
    unknown = put_all_in_order([table], request.GET, [ORDER])
    sheets = partial(sheets_of, request, release, [table])
    return respond(request, "surveys/ranked.html", context, sheets, [chart], unknown=unknown)


def _asked(edition: Edition, release: Release, key: str, *, fixed: bool) -> Question:
    several = [
        question
        for question in edition.questions_in_order
        if question.type == QuestionType.MULTIPLE
    ]
    found = next((question for question in several if question.key == key), None)
    if found is None:
        raise Lost(
            f"{release.round.title} asked no question “{key}” with several answers to choose.",
            [Suggestion(each.text, _address(release, each.key, fixed=fixed)) for each in several]
            or [Suggestion(release.round.title, release.round.get_absolute_url())],
        )
    return found


def _address(release: Release, key: str, *, fixed: bool) -> str:
    if fixed:
        return reverse("release-ranked", args=[release.pk, key])
    return reverse("ranked", args=[release.round.slug, key])


def _figures(request: HttpRequest, release: Release, question: Question) -> list[ShownFigure]:
    """Of every area. One query."""
    figures = Figure.objects.of_release(release).of_questions([question.pk])
    return read(figures, request.user, [release])
