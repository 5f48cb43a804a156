"""Every council's status by expectation and round, in one table: for whoever may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from councils.permissions import Person
from ppf_site.mail import site_link
from ppf_site.packages import Column
from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Release, ReleasedAnswer, ReleasedReturn
from surveys.models.given import GivenAnswer
from surveys.permissions import reads_councils
from surveys.sentences import source_line
from surveys.values import REASONS

from .library import Library
from .models import ExpectationQuestion

COLUMNS = (
    Column("council", "string", "Its name on the reference date of the round."),
    Column("council_code", "string", "Its official code then."),
    Column("region", "string", "The region that it was in then."),
    Column("type", "string", "The type of council that it was then."),
    Column("round", "string", "The round’s address."),
    Column("reference_date", "date", "The day that the answers describe."),
    Column("milestone", "string", "The milestone’s address."),
    Column("expectation", "string", "The expectation’s address."),
    Column("expectation_label", "string", "The expectation in a few words."),
    Column("due_on", "date", "When it should be true."),
    Column("tells", "string", "Whether the answer is a forecast or an outcome."),
    Column("basis", "string", "Whose share it is, where there are several."),
    Column("status", "string", "The council’s answer, or why there is none."),
    Column("answer_code", "string", "The key of the answer."),
    Column("tone", "integer", "From 2 (best) to -2."),
    Column("question", "string", "The key of the question."),
    Column("release", "string", "The release that holds it, at its own address."),
    Column("source", "string", "Survey, date and release."),
)
NOT_ASKED, BLANK = "Not asked yet when it signed", "Left blank"
TELLING = {ExpectationQuestion.Role.FORECAST, ExpectationQuestion.Role.OUTCOME}
# By release, question and council.
Answers = Mapping[tuple[int, int, int], GivenAnswer]


def readable_releases(library: Library) -> list[Release]:
    """Those of whose councils the person may read single answers."""
    return [release for release in library.releases if reads_councils(library.person, release)]


def status_sheet(library: Library, person: Person) -> Sheet:
    releases = {release.pk: release for release in readable_releases(library)}
    links = [link for link in library.links if link.role in TELLING and link.release_pk in releases]
    returns = ReleasedReturn.objects.of_releases(releases)
    questions = {link.question_id for link in links}
    answers = ReleasedAnswer.objects.visible_to(person).given_to(questions, releases)
    return Sheet(
        name="council-status",
        title="Every council’s status by expectation and round",
        header=[column.name for column in COLUMNS],
        rows=list(_rows(library, links, returns, answers)),
        about=[
            ("For whom", "It names councils: for councils, regions and their national bodies."),
            ("Address", site_link("/data/council-status.csv")),
            *((column.name, column.meaning) for column in COLUMNS),
        ],
    )


def _rows(
    library: Library,
    links: Sequence[ExpectationQuestion],
    returns: Mapping[int, Sequence[ReleasedReturn]],
    answers: Answers,
) -> Iterator[list[Cell]]:
    """As the releases come, and in each by expectation, then by council."""
    for link in links:
        release = library.release(link.release_pk)
        options = library.editions[release.pk].options_of(link.question)
        by_key = {option.key: option for option in options}
        for return_of in returns[release.pk]:
            given = answers.get((release.pk, link.question_id, return_of.council_id))
            option = by_key.get(given.choice) if given and return_of.is_answered else None
            yield [
                *(return_of.name, return_of.code, return_of.region_name),
                *(return_of.get_council_type_display(), release.round.slug),
                *(release.round.reference_date, link.expectation.milestone.slug),
                *(link.expectation.slug, link.expectation.label, link.expectation.due_on),
                *(link.role, link.basis),
                option.label if option else _why_none(return_of, link, given),
                *((option.key, option.tone) if option else ("", None)),
                *(link.question.key, site_link(release.get_absolute_url())),
                source_line(release),
            ]


def _why_none(
    return_of: ReleasedReturn, link: ExpectationQuestion, given: GivenAnswer | None
) -> str:
    if not return_of.is_answered:
        return return_of.standing
    if given and given.reason:
        return REASONS[given.reason]
    return BLANK if return_of.was_asked(link.question) else NOT_ASKED
