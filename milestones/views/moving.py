"""Is it moving? An expectation from round to round, and from answer to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from councils.permissions import Person
from milestones.library import Library, open_library
from milestones.models import Expectation
from milestones.moving import charts, sentences
from milestones.moving.courses import Course, courses_of, figures_of, in_area, of_area
from milestones.moving.held import Moving, earlier_round, moving_in
from milestones.moving.sentences import when
from milestones.moving.sentences_flows import told_of_rows
from milestones.moving.tables import council_moves_table, flows_table, time_table
from milestones.selection import kept_at, pinned
from ppf_site import words
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.releases.shown import read
from surveys.sentences import source_lines
from surveys.tables import FigureTable

ABOUT = ("of", "area", "since")


@public_page(*ABOUT)
def moving(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id, with_earlier=True)
    courses = _courses(library, slug)
    if not courses:
        raise _nothing_asked(library, slug)
    expectation = _expectation(library, slug)
    course = _course(courses, request.GET.get("of", ""))
    figures = read(figures_of([course]), request.user, library.releases)
    area = request.GET.get("area", "") or "england"
    areas = _areas(course, library)
    if area not in areas:
        raise Lost(
            f"There is no region called “{area}” here.",
            [Suggestion(name, f"?area={key}") for key, name in areas.items()],
        )
    course = in_area(course, of_area(figures, area))
    is_first = course.key == _course(courses, "").key
    found = moving_in(course, area, request.GET.get("since", ""), request.user, is_first=is_first)
    source, where = _source(found), "" if area == "england" else areas[area]
    tables = _tables(found, expectation.label, where, source)
    releases = [step.release for step in found.course.steps]
    page, cited = kept_at(request, library, releases, ABOUT)
    chart = _chart(found, expectation.label, where, page)
    context = {
        **pinned(request, found.last.release, fixed=library.pinned, keep_round=False),
        "release": found.last.release,
        "also_from": releases,
        **cited,
        "expectation": expectation,
        "title": _title(found, expectation.label, chart, where),
        "found": found,
        "told": _told(found),
        "courses": courses,
        "areas": areas,
        "chart": chart,
        "tables": tables,
        "source": source,
    }
    sheets = partial(sheets_of, request, found.last.release, tables)
    return respond(request, "milestones/moving.html", context, sheets, [chart])


def _title(found: Moving, label: str, chart: Chart | None, where: str) -> str:
    drawn = chart.title if chart else ""
    return sentences.page_title(
        found.course, label, found.earlier, found.flows, drawn=drawn, where=where
    )


def _courses(library: Library, slug: str) -> list[Course]:
    """Of a pinned page those that its release goes on with."""
    found = courses_of(library, slug)
    ours = library.releases[0].pk if library.pinned else None
    return [course for course in found if ours in {None, course.steps[-1].release.pk}]


@dataclass(frozen=True, slots=True)
class InShort:
    """For the first lines of an expectation's own page; without an address where nothing moved
    that could be told."""

    said: str
    url: str = ""


def in_short(library: Library, slug: str, person: Person) -> InShort | None:
    """Whether it is moving, as published for England; None in a pinned release, which knows of no
    other round. One query where there are rounds to hold beside each other."""
    courses = courses_of(library, slug) if not library.pinned else []
    if not courses:
        return None
    course = _course(courses, "")
    earlier = earlier_round(course)
    changed = sentences.changes_words(course.steps[-1:])
    if earlier is None:
        return InShort(" ".join([sentences.not_before_words(course), *changed]))
    figures = read(figures_of([course]), person, library.releases)
    course = in_area(course, of_area(figures, "england"))
    told = [sentences.in_short(course, course.joined[-2]), *changed]
    return InShort(" ".join(told), reverse("moving", args=[slug]))


def _expectation(library: Library, slug: str) -> Expectation:
    links = library.about(slug)
    if links:
        return links[0].expectation
    expectation = library.rates_of(expectation=slug)[0].base.measure.expectation
    assert expectation is not None
    return expectation


def _nothing_asked(library: Library, slug: str) -> Lost:
    if library.pinned:
        return Lost(
            f"This release has no figures about an expectation called “{slug}”.",
            [Suggestion(str(release), release.get_absolute_url()) for release in library.releases],
        )
    found = Expectation.objects.visible_to(library.person).filter(slug=slug).first()
    if found is None:
        return Lost(
            f"There is no expectation called “{slug}”.",
            [Suggestion("All milestones and expectations", "/milestones/")],
        )
    return Lost(
        f"No results about “{found.label}” are published at the moment.",
        [Suggestion("Survey rounds", "/rounds/"), Suggestion("Milestones", "/milestones/")],
    )


def _course(courses: Sequence[Course], key: str) -> Course:
    """The one asked for, else the first that can be followed, else the first."""
    if key:
        found = next((course for course in courses if course.key == key), None)
        if found is None:
            raise Lost(
                f"Nothing called “{key}” can be followed here.",
                [Suggestion(course.label, f"?of={course.key}") for course in courses],
            )
        return found
    joined = [course for course in courses if len(course.joined) > 1]
    return (joined or list(courses))[0] if len(joined) < 2 else joined[-1]


def _areas(course: Course, library: Library) -> dict[str, str]:
    areas = library.editions[course.steps[-1].release.pk].areas.values()
    return {area.slug: area.name for area in areas if area.kind in {"england", "region"}}


def _source(found: Moving) -> str:
    ends = [found.earlier, found.last]
    return source_lines(end.release for end in ends if end is not None)


def _told(found: Moving) -> list[str]:
    """Growth on the matched, the unmatched figure beside it, and who is left out."""
    course, earlier, flows = found.course, found.earlier, found.flows
    if earlier is None:
        return [sentences.alone_words(found.last), *sentences.changes_words(course.steps)]
    told = [sentences.beside_words(course, earlier)]
    if flows is not None:
        told[:0] = [
            sentences.matched_words(course, flows, earlier),
            *told_of_rows(course, flows, when(earlier, found.last), when(found.last, earlier)),
        ]
        told.append(sentences.followed_words(course, earlier, is_limited=found.is_limited))
    if found.rates is not None:
        told.insert(1, sentences.matched_rates_words(course, found.rates, earlier))
    if found.is_hidden:
        told.append(sentences.NOT_FOR_ALL)
    told += sentences.changes_words(course.steps)
    if any(step.is_reworded and step.change is None for step in course.steps):
        told.append(sentences.REWORDED)
    return [sentence for sentence in told if sentence]


def _chart(found: Moving, label: str, where: str, page: str) -> Chart | None:
    steps = {step.question.pk: step for step in found.course.steps}
    matched = {steps[key]: told for key, told in found.matched.items()}
    told = [step for step in found.course.steps if step.value is not None]
    if len(told) < 2:
        return None
    return charts.through_time(
        found.course,
        matched,
        title=sentences.in_area(where, charts.time_title(found.course, label)),
        said=" ".join(_told(found)[:3]),
        source=source_lines(step.release for step in told),
        page=page,
    )


def _tables(found: Moving, label: str, where: str, source: str) -> list[FigureTable]:
    course, earlier, flows = found.course, found.earlier, found.flows
    matched: Mapping[int, str] = {key: told for key, (_, told) in found.matched.items()}
    # What the table is of: the files of two bases would look alike.
    of = f"{label}: {words.lower_first(course.label)}"
    tables = [time_table(course, matched, label=f"{of}, {where or 'England'}")]
    if earlier is None:
        return tables
    if flows is not None and flows.rows:
        title = sentences.page_title(course, label, earlier, flows, where=where)
        table = flows_table(course, flows, earlier, caption=f"{of}. {title}", source=source)
        table.note = sentences.under_the_flows(
            course, flows, earlier, found.neither, is_limited=found.is_limited
        )
        tables.insert(0, table)
    if found.councils:
        tables.append(
            council_moves_table(
                course,
                found.councils,
                earlier,
                label=f"{of}, {where or 'England'}",
                source=source,
            )
        )
    return tables
