"""What is stored about one question of a return, and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveys.models import Answer, Query, Question, Return, Section, Unsaved
from surveys.models.answers import value_of
from surveys.sentences_values import given_words
from surveys.values import BLANK, Value

from .previous import COMPARABLE, READABLE, Last, last_answers
from .raised_checks import RaisedChecks, raised_checks_beside, raised_checks_of
from .typed import same


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer to one question as it is now, if there is one, and last round's."""

    question: Question
    answer: Answer | None
    last: Last | None
    raised_checks: RaisedChecks
    # What people typed over it that is not saved.
    unsaved: tuple[Unsaved, ...] = ()
    # What was asked about it, the newest first.
    queries: tuple[Query, ...] = ()

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def value(self) -> Value:
        return value_of(self.answer) if self.answer else BLANK

    @property
    def note(self) -> str:
        return self.answer.note if self.answer else ""

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def by(self) -> str:
        return str(self.answer.updated_by) if self.answer and self.answer.updated_by else ""

    @property
    def words(self) -> str:
        return given_words(self.question, self.value)

    @property
    def last_words(self) -> str:
        return self.last.said if self.last else ""

    @property
    def can_carry(self) -> bool:
        """Whether last round's answer is one of this question's, and not there already."""
        if self.last is None or self.last.question.type != self.question.type:
            return False
        if self.last.comparability not in COMPARABLE:
            return False
        value = self.last.value
        keys = {option.key for option in self.question.offered}
        fits = value.choices is None or set(value.choices) <= keys
        return fits and not value.is_blank and not same(value, self.value)


def stored_in(return_of: Return, section: Section) -> list[Stored]:
    """Of a section, in the order that it is asked. A handful of queries."""
    asked = Question.objects.asked_in(return_of.round_id).filter(section=section)
    questions = list(asked.with_options())
    ids = [question.pk for question in questions]
    last = last_answers(return_of, questions=ids, comparability=READABLE)
    queries = return_of.queries.filter(question__section=section).by_question()
    nothing_yet = [
        Stored(
            question,
            None,
            last.get(question.pk),
            RaisedChecks(),
            queries=queries.get(question.pk, ()),
        )
        for question in questions
    ]
    return read_again(return_of, section, nothing_yet)


def stored_of(return_of: Return, key: str) -> Stored | None:
    """Of one question; None where the round does not ask it."""
    question = Question.objects.asked_in(return_of.round_id).with_options().filter(key=key).first()
    if question is None:
        return None
    stored = Stored(
        question=question,
        answer=return_of.answers.filter(question=question).select_related("updated_by").first(),
        last=None,
        raised_checks=raised_checks_beside(return_of, question),
        queries=tuple(return_of.queries.filter(question=question).told()),
    )
    return with_last(return_of, stored)


def with_last(return_of: Return, stored: Stored) -> Stored:
    last = last_answers(return_of, questions=[stored.question.pk], comparability=READABLE)
    return replace(stored, last=last.get(stored.question.pk))


def read_again(return_of: Return, section: Section, stored: Sequence[Stored]) -> list[Stored]:
    """With the answers and the raised checks as they are now."""
    answers = Answer.objects.filter(return_of=return_of, question__section=section)
    given = {answer.question_id: answer for answer in answers.select_related("updated_by")}
    found = raised_checks_of(return_of, section).by_question()
    unsaved: dict[int, tuple[Unsaved, ...]] = {}
    for row in return_of.unsaved.filter(question__section=section).listed():
        unsaved[row.question_id] = (*unsaved.get(row.question_id, ()), row)
    return [
        replace(
            each,
            answer=given.get(each.question.pk),
            raised_checks=found.get(each.question.pk, RaisedChecks()),
            unsaved=unsaved.get(each.question.pk, ()),
        )
        for each in stored
    ]
