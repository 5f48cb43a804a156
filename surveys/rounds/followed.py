"""Whether a question asks the same as the one that it follows, and what should follow and does not
say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ppf_site import words
from surveys.models import Comparability, Question, QuestionType, Round

# A line through time joins these.
JOINED = {Comparability.SAME, Comparability.WORDING}
JOINED_WORDS = "“Same” and “Wording only”"


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """How a question is answered: with which type, in which unit, with which choices."""

    type: str
    unit: str = ""
    options: frozenset[str] = frozenset()

    @classmethod
    def of(cls, question: Question, options: Iterable[str] | None = None) -> AnsweredBy:
        """`options` are the keys of its choices, where somebody has read them already."""
        if options is None and question.scale is not None:
            options = question.scale.options.values_list("key", flat=True)
        return cls(question.type, question.unit, frozenset(options or ()))


def why_not_joined(own: AnsweredBy, follows: Question, before: AnsweredBy) -> str:
    """Why no line can join the two; "" where it can."""
    name = f"“{follows.short_text}”"
    if own.type != before.type:
        kind = words.lower_first(str(QuestionType(before.type).label))
        return (
            f"{name} was answered in another way ({kind}). {JOINED_WORDS} are for the same kind "
            "of answer: choose “Not comparable”, or another question."
        )
    if own.unit and before.unit and own.unit.casefold() != before.unit.casefold():
        return (
            f"{name} was counted in {before.unit}. {JOINED_WORDS} are for the same unit: choose "
            "“Not comparable”, or another question."
        )
    if own.options != before.options:
        return (
            f"{name} had other answers to choose from. {JOINED_WORDS} are for the same answers: "
            "choose “Options changed”, or another question."
        )
    return ""


def why_not_earlier(round: Round, follows: Question) -> str:
    """What follows comes after; "" where it does."""
    if follows.round.reference_date < round.reference_date:
        return ""
    return (
        f"“{follows.short_text}” is of {follows.round}, which describes "
        f"{words.day(follows.round.reference_date)}: no earlier day than this round."
    )


def misfits(
    round: Round, asked: Collection[Question], options: Mapping[int, Collection[str]]
) -> Iterator[tuple[Question, str]]:
    """The questions that cannot follow what they are said to follow, and why. `options` are the
    keys of choices, by scale."""
    for question in asked:
        follows = question.follows
        if follows is None:
            continue
        why = why_not_earlier(round, follows)
        if not why and question.comparability in JOINED:
            own, before = (
                AnsweredBy.of(each, options.get(each.scale_id or 0, ()))
                for each in (question, follows)
            )
            why = why_not_joined(own, follows, before)
        if why:
            yield question, why


def asked_before(round: Round) -> Exists:
    """Asked before under the same key. Where it is not said to be the same, another wording or
    another question, readers see no line through time. A round that this one does not follow in
    anything, and that says it in other words, is another survey's."""
    before = Question.objects.filter(
        key=OuterRef("key"),
        type=OuterRef("type"),
        round__opened_at__isnull=False,
        round__reference_date__lt=round.reference_date,
    )
    followed = round.questions.filter(follows__round=OuterRef("round")).order_by()
    of_this = before.filter(Q(text__iexact=OuterRef("text")) | Exists(followed))
    return Exists(of_this)


def unsaid(round: Round) -> QuerySet[Question]:
    return round.questions.filter(asked_before(round), follows=None).order_by("pk")
