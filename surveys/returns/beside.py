"""A council's live answers beside its region, its type and England in releases open to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import django_tables2 as tables

from councils.models.areas import TYPE_PLURALS
from councils.permissions import Person
from ppf_site import words
from surveys.answers.previous import READABLE
from surveys.models import Answer, Figure, Question, Release, ReleasedAnswer, Return
from surveys.models.answers import value_of
from surveys.releases.editions import editions_of
from surveys.releases.results import QuestionResult, results_of
from surveys.releases.shown import ShownFigure, read
from surveys.sentences import k_of_n, same_words, source_line
from surveys.sentences_values import amount_words, given_words, typical_date_words
from surveys.tables import FigureTable

AREAS = ("region", "type", "england")


@dataclass(frozen=True, slots=True)
class Live:
    """One answer as it is now, and the released results of the question that it can stand by."""

    question: Question
    choices: Sequence[str]
    said: str
    results: Mapping[str, QuestionResult]
    # Its own answer in that release; None where it is not counted in the figures.
    released: Sequence[str] | None = None

    @property
    def is_as_most(self) -> bool | None:
        """Whether it is what most councils of England said; None where that cannot be told."""
        england = self.results.get("england")
        if england is None or len(self.choices) != 1:
            return None
        counts = {each.choice.key: each.k for each in england.readings if each.k is not None}
        return None if not counts else counts.get(self.choices[0]) == max(counts.values())


@dataclass(frozen=True, slots=True)
class BesideRelease:
    """The questions that one release can be set beside."""

    release: Release
    rows: Sequence[Live]


def beside_of(return_of: Return, person: Person) -> list[BesideRelease]:
    """By release, the latest first. Never another council's live answer: releases alone."""
    questions = Question.objects.asked_in(return_of.round_id).with_options()
    answers = {answer.question_id: answer for answer in Answer.objects.filter(return_of=return_of)}
    releases = {
        release.round_id: release for release in Release.objects.visible_to(person).newest_first()
    }
    editions_of(releases.values())
    results = _results(return_of, list(questions), list(releases.values()), person)
    own = _own(return_of, list(releases.values()))
    found: dict[int, list[Live]] = {}
    for question in questions:
        # The round's own release once it is out, else that of the round before it.
        released = next((key for key in _stand_ins(question) if key in results), None)
        if released is None or question.type == "text":
            continue
        result = next(iter(results[released].values()))
        live = _live(question, answers.get(question.pk), results[released], own.get(released))
        found.setdefault(result.question.round_id, []).append(live)
    return [BesideRelease(releases[key], found[key]) for key in releases if key in found]


def _stand_ins(question: Question) -> list[int]:
    followed = question.follows_id if question.comparability in READABLE else None
    return [question.pk, *([followed] if followed else [])]


def _results(
    return_of: Return,
    questions: Sequence[Question],
    releases: Sequence[Release],
    person: Person,
) -> dict[int, dict[str, QuestionResult]]:
    """By released question, then by kind of area."""
    place = return_of.place
    figures = Figure.objects.filter(
        release__in=releases,
        question__in=[key for question in questions for key in _stand_ins(question)],
    ).around(region=place.region_id, council_type=place.type)
    by_kind: dict[str, list[ShownFigure]] = {kind: [] for kind in AREAS}
    for figure in read(figures, person, releases):
        by_kind[figure.area.kind].append(figure)
    found: dict[int, dict[str, QuestionResult]] = {}
    for kind, ones in by_kind.items():
        for result in results_of(ones):
            found.setdefault(result.question.pk, {})[kind] = result
    return found


def _own(return_of: Return, releases: Sequence[Release]) -> dict[int, list[str]]:
    """By released question, what the council chose, where it is in the base of the figures."""
    answers = ReleasedAnswer.objects.counted_of(return_of.council, releases)
    return {answer.question_id: answer.choices or [] for answer in answers}


def _live(
    question: Question,
    answer: Answer | None,
    results: Mapping[str, QuestionResult],
    released: Sequence[str] | None,
) -> Live:
    said = given_words(question, value_of(answer)) if answer else ""
    choices = tuple(answer.choices or ()) if answer else ()
    return Live(question=question, choices=choices, said=said, results=results, released=released)


def finding(name: str, found: Sequence[BesideRelease]) -> str:
    """ "Derby answers as most of England did on 5 of 9 questions"."""
    told = [row.is_as_most for each in found for row in each.rows]
    known = [is_as_most for is_as_most in told if is_as_most is not None]
    if not known:
        return f"{name} beside its region, its type and England"
    count = words.plural(len(known), "question")
    return f"{name} answers as most of England did on {sum(known)} of {count}"


def beside_table(return_of: Return, beside: BesideRelease) -> FigureTable:
    council, place, release = return_of.council, return_of.place, beside.release
    columns = [
        ("question", tables.Column("Question")),
        ("answer", tables.Column(f"{council.short_name} now")),
        ("region", tables.Column(place.region.name)),
        ("type", tables.Column(TYPE_PLURALS[place.type])),
        ("england", tables.Column("England")),
    ]
    rows = [
        {
            "question": row.question.short_text,
            "answer": row.said or "Not answered yet",
            **{kind: _words(row, row.results.get(kind)) for kind in AREAS},
        }
        for row in beside.rows
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name = f"beside-{release.round.slug}"
    table.caption = f"{council.name} now, beside others in {release.round.title}"
    table.source = source_line(release)
    table.is_stacked = True
    return table


def _words(row: Live, result: QuestionResult | None) -> str:
    """How many others said the same; not answered, what most said; else the typical one."""
    if result is None:
        return "not published"
    if result.question.is_number:
        return amount_words(result.question, result.amount) or "not published"
    if result.dates is not None:
        return typical_date_words(result.dates) or "not published"
    if any(reading.choice.key in row.choices for reading in result.readings):
        return same_words(result.readings, row.choices, own=row.released)
    counted = [reading for reading in result.readings if reading.k is not None]
    if not counted:
        return "not published"
    most = max(counted, key=lambda reading: reading.k or 0)
    return f"Most said {most.choice.label}: {k_of_n(most)}"
