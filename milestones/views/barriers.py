"""What is in the way of an expectation, and of whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse

from milestones.asked_beside import asked_beside
from milestones.barriers import charts, sentences
from milestones.barriers.asked import (
    BarriersAsked,
    answers_in,
    asked_of,
    crossing,
    figures_of,
    in_the_way,
)
from milestones.barriers.sentences import SideNames
from milestones.barriers.stats import Crossed
from milestones.barriers.tables import crossed_table
from milestones.library import Library, open_library
from milestones.models import Expectation, ExpectationQuestion
from milestones.selection import pinned
from ppf_site.addresses import pinned_page
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.permissions import hides_few
from surveys.ranked.charts import ranked
from surveys.ranked.named import Ranked
from surveys.ranked.sentences import most_named
from surveys.ranked.tables import ranked_table
from surveys.releases.shown import read
from surveys.sentences import source_line
from surveys.sorting import put_all_in_order
from surveys.tables import FigureTable


@dataclass(frozen=True, slots=True)
class Hindered:
    """What the page is about, in one area. `names` are what the two sides are called."""

    asked: BarriersAsked
    area: str
    any: Ranked | None
    biggest: Ranked | None
    crossed: Crossed | None
    names: SideNames | None
    which: str
    is_hidden: bool

    @property
    def questions(self) -> list[ExpectationQuestion]:
        """What was asked, in its own words: of any barriers, and of the biggest."""
        return [link for link in (self.asked.any, self.asked.biggest) if link]

    @property
    def shown(self) -> Ranked:
        found = self.any or self.biggest
        assert found is not None
        return found

    @property
    def hidden(self) -> str:
        """Which barriers its chart of the likely and the unlikely leaves out."""
        return sentences.hidden_words(self.crossed, self.shown.ranked) if self.crossed else ""

    @property
    def shows_crossing(self) -> bool:
        return self.crossed is not None and self.crossed.shows


# Of what was named, by the likely and the unlikely, and of the biggest.
ORDERS = ("any-sort", "crossed-sort", "biggest-sort")


@public_page("area", *ORDERS)
def barriers(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    asked = asked_of(library, slug)
    if asked is None:
        raise _nothing_asked(library, slug)
    areas = _areas(library, asked)
    area = _area(request, areas)
    found = _hindered(request, library, asked, area)
    title = sentences.page_title(found.crossed, found.names, found.shown, asked.expectation.label)
    release = found.shown.release
    page = pinned_page(request, release.pk, ["area"])
    source = source_line(release)
    crossed = _crossed_chart(found, source, page)
    each_ranked = _ranked_charts(request, found)
    drawn = [crossed, *each_ranked]
    tables = _tables(found, areas[area], title, source)
    context = {
        "expectation": asked.expectation,
        "title": title,
        "found": found,
        "told": _told(found),
        "areas": areas,
        "crossed": crossed,
        "ranked": each_ranked,
        "charts": drawn,
        "tables": tables,
        "beside": asked_beside(library, asked.programme, asked.questions),
        "release": release,
        **pinned(request, release, fixed=library.pinned, keep_round=False),
        "cite": page,
        "source": source,
    }
    sheets = partial(sheets_of, request, found.shown.release, tables)
    unknown = put_all_in_order(tables, request.GET, ORDERS)
    return respond(request, "milestones/barriers.html", context, sheets, drawn, unknown=unknown)


def _area(request: HttpRequest, areas: Mapping[str, str]) -> str:
    area = request.GET.get("area", "") or "england"
    if area not in areas:
        raise Lost(
            f"There is no region called “{area}” here.",
            [Suggestion(name, f"?area={key}") for key, name in areas.items()],
        )
    return area


def _hindered(request: HttpRequest, library: Library, asked: BarriersAsked, area: str) -> Hindered:
    figures = read(figures_of(asked), request.user, library.releases)
    crossed = crossing(library, asked, figures, area, request.user)
    scale = answers_in(figures, asked.likelihood.question, "england") if asked.likelihood else None
    names = None
    if crossed is not None and scale is not None:
        text = asked.expectation.short_text
        names = SideNames.of(scale, text, with_silent=crossed.with_silent)
    release = library.release(asked.any.release_pk) if asked.any else None
    hides = release is not None and hides_few(request.user, release)
    shows = crossed is not None and crossed.shows
    return Hindered(
        asked,
        area,
        in_the_way(library, asked.any, figures, area),
        in_the_way(library, asked.biggest, figures, area),
        crossed,
        names,
        sentences.which_answers(scale, with_silent=crossed.with_silent)
        if scale is not None and crossed is not None and crossed.shows
        else "",
        is_hidden=hides and asked.likelihood is not None and not shows,
    )


def _areas(library: Library, asked: BarriersAsked) -> dict[str, str]:
    link = asked.any or asked.biggest
    assert link is not None
    areas = library.editions[link.release_pk].areas.values()
    return {area.slug: area.name for area in areas if area.kind in {"england", "region"}}


def _told(found: Hindered) -> list[str]:
    told = [most_named(found.shown.ranked, is_any=found.shown.is_any)]
    told = [f"Of all that answered, {words}." for words in told if words and found.shows_crossing]
    if found.crossed is not None and found.shows_crossing:
        told.append(sentences.blank_words(found.crossed))
    if found.is_hidden:
        told.append(sentences.NOT_CROSSED)
    return [sentence for sentence in told if sentence]


def _crossed_chart(found: Hindered, source: str, page: str) -> Chart | None:
    if found.crossed is None or found.names is None or not found.shows_crossing:
        return None
    return charts.by_likelihood(
        found.crossed, found.names, found.shown.ranked, source=source, page=page
    )


def _ranked_charts(request: HttpRequest, found: Hindered) -> list[Chart]:
    """Any barriers and the biggest are two charts, each of the survey that asked it."""
    told = {"any": found.any, "biggest": found.biggest}
    drawn = [
        ranked(each, key=key, page=pinned_page(request, each.release.pk, ["area"]))
        for key, each in told.items()
        if each
    ]
    return [chart for chart in drawn if chart]


def _tables(found: Hindered, area: str, title: str, source: str) -> list[FigureTable]:
    tables = []
    if found.crossed and found.names and found.any and found.shows_crossing:
        tables.append(
            crossed_table(found.crossed, found.names, found.any, caption=title, source=source)
        )
    for name, each in (("any", found.any), ("biggest", found.biggest)):
        if each is not None and each.answers is not None:
            tables.append(ranked_table(each, area, name=name, of="Barrier"))
    return tables


def _nothing_asked(library: Library, slug: str) -> Lost:
    if library.pinned:
        return Lost(
            f"This release does not tell what is in the way of an expectation called “{slug}”.",
            [Suggestion(str(release), release.get_absolute_url()) for release in library.releases],
        )
    found = Expectation.objects.visible_to(library.person).filter(slug=slug).first()
    if found is None:
        return Lost(
            f"There is no expectation called “{slug}”.",
            [Suggestion("All milestones and expectations", "/milestones/")],
        )
    return Lost(
        f"No released round has asked what is in the way of “{found.label}”.",
        [Suggestion(f"What councils said of “{found.label}”", found.get_absolute_url())],
    )
