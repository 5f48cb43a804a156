"""What a signatory reads before signing: all answers, what changed, is odd, is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from councils.models import User
from ppf_site import words
from surveys.answers.previous import COMPARABLE, READABLE, Last, last_answers
from surveys.answers.raised_checks import RaisedChecks, raised_checks_of
from surveys.models import Answer, Query, Question, Return, Section
from surveys.models.answers import value_of
from surveys.opening import why_not_signable, why_under_change
from surveys.sentences_values import given_words, value_words
from surveys.values import BLANK, Value

from .alone import why_not_in_one_go
from .readiness import Readiness, readiness_of
from .since import mark_of
from .since_signed import SinceSigned, since_signed


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One question with its answer, last round's, and what the checks say."""

    question: Question
    answer: Answer | None
    said: str
    last: Last | None
    last_said: str
    change: str
    raised_checks: RaisedChecks
    is_missing: bool
    # What was asked about it, the newest first.
    queries: Sequence[Query] = ()

    @property
    def anchor(self) -> str:
        return f"question-{self.question.pk}"


@dataclass(frozen=True, slots=True)
class ReviewSection:
    section: Section
    lines: list[ReviewLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Review:
    return_of: Return
    parts: Sequence[ReviewSection]
    raised_checks: RaisedChecks
    readiness: Readiness
    mark: str
    # Why it waits for somebody to hand it over before its reader signs it.
    waits: str = ""
    since_signed: SinceSigned | None = None

    @property
    def lines(self) -> list[ReviewLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def missing(self) -> list[ReviewLine]:
        return [line for line in self.lines if line.is_missing]

    @property
    def changed(self) -> list[ReviewLine]:
        return [line for line in self.lines if line.change]

    @property
    def compared(self) -> int:
        """How many have an answer of last round beside them."""
        return sum(line.last is not None and bool(line.said) for line in self.lines)

    @property
    def answered(self) -> int:
        return sum(bool(line.said) for line in self.lines)

    def entered_by(self, person: User) -> int:
        """How many of the answers the person typed."""
        answers = [line.answer for line in self.lines if line.answer and line.said]
        return sum(answer.updated_by_id == person.pk for answer in answers)

    @property
    def closed(self) -> str:
        """Why it cannot be signed whatever it says; "" where it can."""
        return_of = self.return_of
        return why_not_signable(return_of) or why_under_change(return_of) or self.waits

    @property
    def is_ready(self) -> bool:
        return self.readiness.is_ready and not self.closed

    @property
    def state_words(self) -> str:
        """What the title says after the council's name."""
        return_of = self.return_of
        if return_of.state == Return.State.SIGNED:
            return f"signed on {words.day(return_of.signed_at)}"
        status = words.lower_first(return_of.status)
        if not return_of.is_open_at(timezone.now()):
            return status
        lacking = [
            (len(self.readiness.unsaved), "typed answer", "not saved"),
            (len(self.readiness.missing), "required answer", "missing"),
            (len(self.readiness.hard), "problem", "to put right"),
            (len(self.readiness.unexplained), "odd value", "to explain"),
        ]
        told = [f"{words.plural(count, what)} {how}" for count, what, how in lacking if count]
        if not told and self.raised_checks.explained:
            told = [f"{words.plural(len(self.raised_checks.explained), 'odd value')} explained"]
        return ", ".join([status, words.join_words(told)] if told else [status])


def review_of(return_of: Return, signatory: User | None = None) -> Review:
    """In a handful of queries, whatever the number of questions. The signatory who reads it, if
    one does, is told what it waits for."""
    questions = list(Question.objects.asked_in(return_of.round_id).with_options())
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(return_of=return_of).select_related("updated_by")
    }
    last = last_answers(return_of, comparability=READABLE)
    raised_checks = raised_checks_of(return_of)
    by_question = raised_checks.by_question()
    readiness = readiness_of(return_of, raised_checks)
    queries = return_of.queries.all().by_question()
    parts: dict[int, ReviewSection] = {}
    for question in questions:
        part = parts.setdefault(question.section_id, ReviewSection(question.section))
        part.lines.append(
            _line(
                question,
                answers.get(question.pk),
                last.get(question.pk),
                raised_checks=by_question.get(question.pk, RaisedChecks()),
                is_missing=question in readiness.missing,
                queries=queries.get(question.pk, ()),
            )
        )
    return Review(
        return_of=return_of,
        parts=list(parts.values()),
        raised_checks=raised_checks,
        readiness=readiness,
        mark=mark_of(return_of),
        waits=why_not_in_one_go(return_of, signatory) if signatory else "",
        since_signed=since_signed(return_of, questions, answers),
    )


def _line(
    question: Question,
    answer: Answer | None,
    last: Last | None,
    *,
    raised_checks: RaisedChecks,
    is_missing: bool,
    queries: Sequence[Query],
) -> ReviewLine:
    now = value_of(answer) if answer else BLANK
    before = last.value if last else BLANK
    last_said = last.said if last else ""
    said = given_words(question, now)
    return ReviewLine(
        question=question,
        answer=answer,
        said=said,
        last=last,
        last_said=last_said,
        change=_change(question, now, before, (said, last_said)) if _is_comparable(last) else "",
        raised_checks=raised_checks,
        is_missing=is_missing,
        queries=queries,
    )


def _is_comparable(last: Last | None) -> bool:
    return last is not None and last.comparability in COMPARABLE


def _change(question: Question, now: Value, before: Value, shown: tuple[str, str]) -> str:
    """By how much a number moved, or that the answer is another; "" where nothing changed."""
    if now.is_blank or before.is_blank or shown[0] == shown[1]:
        return ""
    if now.number is None or before.number is None:
        return "Another answer"
    difference = now.number - before.number
    way = "more" if difference > 0 else "less"
    size = abs(difference)
    if question.type == "percentage":
        return f"{words.number(words.rounded(float(size), 1))} points {way}"
    if way == "less" and question.unit not in {"", "pounds"}:
        way = "fewer"
    told = f"{value_words(question, size)} {way}"
    return f"{told} ({_percent(size, before.number)})" if before.number else told


def _percent(size: Decimal, before: Decimal) -> str:
    return words.percent(float(size), float(before))
