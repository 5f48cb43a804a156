"""What a signatory reads before signing: all answers, what changed, is odd, is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from ppf_site import words
from surveys.answers.previous import COMPARABLE, READABLE, Last, last_answers
from surveys.models import Answer, Finding, Question, Return, Section
from surveys.models.returns import value_of
from surveys.opening import why_not_signable
from surveys.sentences import given_words, value_words
from surveys.values import BLANK, Value


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer, last round's, and what the checks say."""

    question: Question
    answer: Answer | None
    said: str
    last: Last | None
    last_said: str
    change: str
    findings: Sequence[Finding]
    is_required: bool

    @property
    def is_missing(self) -> bool:
        return not self.said and self.is_required

    @property
    def anchor(self) -> str:
        return f"question-{self.question.pk}"


@dataclass(frozen=True, slots=True)
class Part:
    section: Section
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Review:
    return_of: Return
    parts: Sequence[Part]
    mark: str

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_missing]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.change]

    @property
    def compared(self) -> int:
        """How many have an answer of last round beside them."""
        return sum(line.last is not None and bool(line.said) for line in self.lines)

    @property
    def answered(self) -> int:
        return sum(bool(line.said) for line in self.lines)

    @property
    def findings(self) -> list[Finding]:
        return [finding for line in self.lines for finding in line.findings]

    @property
    def hard(self) -> list[Finding]:
        return [one for one in self.findings if one.check_of.severity == "hard"]

    @property
    def explained(self) -> list[Finding]:
        return [one for one in self.findings if one.check_of.severity == "soft" and one.explanation]

    @property
    def unexplained(self) -> list[Finding]:
        return [
            one for one in self.findings if one.check_of.severity == "soft" and not one.explanation
        ]

    @property
    def odd(self) -> int:
        return len(self.explained) + len(self.unexplained)

    @property
    def closed(self) -> str:
        """Why it cannot be signed whatever it says; "" where it can."""
        return why_not_signable(self.return_of)

    @property
    def is_ready(self) -> bool:
        return not (self.closed or self.missing or self.hard or self.unexplained)

    @property
    def state_words(self) -> str:
        """What the title says after the council's name."""
        one = self.return_of
        if one.state == Return.State.SIGNED:
            return f"signed on {words.day(one.signed_at)}"
        if not one.is_open_at(timezone.now()):
            is_early = timezone.localdate() < one.round.opens_on
            return "not open yet" if is_early else "closed before it was signed"
        lacking = [
            (len(self.missing), "required answer", "missing"),
            (len(self.hard), "problem", "to put right"),
            (len(self.unexplained), "odd value", "to explain"),
        ]
        told = [f"{words.plural(count, what)} {how}" for count, what, how in lacking if count]
        if told:
            return f"not ready to sign, {words.join_words(told)}"
        odd = words.plural(len(self.explained), "odd value")
        return f"ready to sign, {odd} explained" if self.explained else "ready to sign"


def review_of(return_of: Return) -> Review:
    """In a handful of queries, whatever the number of questions."""
    questions = (
        Question.objects.asked_in(return_of.round_id)
        .select_related("section", "grid", "scale")
        .prefetch_related("scale__options")
    )
    answers = {
        one.question_id: one
        for one in Answer.objects.filter(return_of=return_of).select_related("updated_by")
    }
    last = last_answers(return_of, comparability=READABLE)
    findings: dict[int, list[Finding]] = {}
    for finding in return_of.findings.listed():
        findings.setdefault(finding.question_id, []).append(finding)
    parts: dict[int, Part] = {}
    for question in questions:
        part = parts.setdefault(question.section_id, Part(question.section))
        part.lines.append(
            _line(return_of, question, answers.get(question.pk), last.get(question.pk), findings)
        )
    return Review(return_of=return_of, parts=list(parts.values()), mark=mark_of(return_of))


def mark_of(return_of: Return) -> str:
    """Stands for what can be signed now: another answer or explanation is another mark."""
    answers = return_of.answers.order_by("question_id").values_list("question_id", "version")
    findings = return_of.findings.order_by("check_of_id")
    told = findings.values_list("check_of_id", "values", "explanation")
    seen = repr([list(answers), list(told), return_of.signatures.count()])
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


def _line(
    return_of: Return,
    question: Question,
    answer: Answer | None,
    last: Last | None,
    findings: Mapping[int, Sequence[Finding]],
) -> Line:
    options = list(question.scale.options.all()) if question.scale else []
    now = value_of(answer) if answer else BLANK
    before = value_of(last.answer) if last else BLANK
    last_options = list(last.question.scale.options.all()) if last and last.question.scale else []
    last_said = given_words(last.question, before, last_options) if last else ""
    said = given_words(question, now, options)
    return Line(
        question=question,
        answer=answer,
        said=said,
        last=last,
        last_said=last_said,
        change=_change(question, now, before, (said, last_said)) if _is_comparable(last) else "",
        findings=findings.get(question.pk, []),
        is_required=return_of.requires(question),
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
