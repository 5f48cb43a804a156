"""Answers of a round that stand out: by its checks, from similar councils, from the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery

from councils.models import CouncilPlace, CouncilType
from ppf_site import words
from surveys.answers.previous import COMPARABLE
from surveys.models import Answer, Check, Question, RaisedCheck, Return, Round
from surveys.models.answers import value_of
from surveys.models.returns import ASKED
from surveys.sentences_values import entered_words, given_words
from surveys.stats_change import times_of_a_lot

from .spread import DrawnSpread, Spread, drawn, spread_of, words_of

# So many times the middle half's width outside of it, as box plots draw outliers.
FAR = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number that a council gave, and its type on the reference date."""

    return_id: int
    question_id: int
    number: Decimal
    type: str


@dataclass(frozen=True, slots=True)
class OddAnswer:
    """`strength`: how far beyond the mark it is that makes it stand out; 1 is just beyond.

    `among`: where it lies among councils of its type; None where too few gave a number.
    """

    return_of: Return
    question: Question
    said: str
    reasons: Sequence[str]
    raised: Sequence[RaisedCheck]
    strength: Decimal
    among: DrawnSpread | None = None

    @property
    def is_unexplained(self) -> bool:
        return any(not raised.is_explained for raised in self.raised)


def far_out(number: Decimal, spread: Spread) -> Decimal:
    """How many widths of the middle half it lies outside of it; 0 inside, or where all agree."""
    width = spread.upper - spread.lower
    outside = max(number - spread.upper, spread.lower - number, Decimal(0))
    return outside / width if width else Decimal(0)


def moved(question: Question, now: Decimal, before: Decimal) -> Decimal:
    """How far it moved since last time, in the measure that makes it stand out; 1 is just so."""
    return times_of_a_lot(before, now, is_percent=question.type == "percentage")


def odd_answers(round: Round) -> list[OddAnswer]:
    """The worst first: what nobody has explained, then what lies farthest out. Six queries."""
    questions = {each.pk: each for each in Question.objects.asked_in(round).with_options()}
    asked = round.returns.filter(requirement__in=ASKED)
    returns = asked.select_related("council").in_bulk()
    for return_of in returns.values():
        return_of.round = round
    numbers = _numbers(round, list(returns))
    spreads = _spreads(numbers)
    raised = _raised(list(returns))
    last = _last(list(returns))
    among = _drawn(numbers, spreads, last)
    for place, checks in raised.items():
        # A check of the round's own that says how far it moved says it better.
        if any(each.check_of.kind == Check.Kind.CHANGE for each in checks):
            last.pop(place, None)
    reasons = _reasons(questions, numbers, spreads, last)
    said = _said(questions, {*reasons, *raised})
    found = [
        OddAnswer(
            returns[of],
            questions[about],
            said.get((of, about), ""),
            [why for why, _ in reasons.get((of, about), ())],
            raised.get((of, about), []),
            max([strength for _, strength in reasons.get((of, about), ())], default=Decimal(1)),
            among.get((of, about)),
        )
        for of, about in {*reasons, *raised}
        if about in questions
    ]
    return sorted(
        found,
        key=lambda odd: (
            not odd.is_unexplained,
            -odd.strength,
            odd.return_of.council.name,
            odd.question.pk,
        ),
    )


Place = tuple[int, int]  # a return and a question
Spreads = Mapping[tuple[int, str], Spread | None]  # of a question's numbers, by type of council


def _numbers(round: Round, returns: Sequence[int]) -> list[GivenNumber]:
    places = CouncilPlace.objects.filter(council=OuterRef("return_of__council"))
    then = Subquery(places.on(round.reference_date).values("type")[:1])
    given = Answer.objects.filter(return_of__in=returns, number__isnull=False).order_by()
    rows = given.annotate(type_then=then).values_list(
        "return_of", "question", "number", "type_then"
    )
    return [
        GivenNumber(of, about, number, type)
        for of, about, number, type in rows
        if number is not None
    ]


def _last(returns: Sequence[int]) -> dict[Place, Decimal]:
    """By return and question: what the same council signed to the question that it follows."""
    earlier = Answer.objects.filter(
        return_of__state=Return.State.SIGNED,
        number__isnull=False,
        question__followed_by__comparability__in=[str(each) for each in COMPARABLE],
        question__followed_by__round__returns__in=returns,
        question__followed_by__round__returns__council=F("return_of__council"),
    )
    rows = earlier.order_by().values_list(
        "question__followed_by__round__returns", "question__followed_by", "number"
    )
    return {(of, about): number for of, about, number in rows if number is not None}


def _spreads(numbers: Sequence[GivenNumber]) -> Spreads:
    alike: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for given in numbers:
        alike[given.question_id, given.type].append(given.number)
    return {key: spread_of(listed) for key, listed in alike.items()}


def _drawn(
    numbers: Sequence[GivenNumber], spreads: Spreads, last: Mapping[Place, Decimal]
) -> dict[Place, DrawnSpread]:
    found = {}
    for given in numbers:
        if spread := spreads[given.question_id, given.type]:
            place = (given.return_id, given.question_id)
            found[place] = drawn(spread, answer=given.number, before=last.get(place))
    return found


def _reasons(
    questions: Mapping[int, Question],
    numbers: Sequence[GivenNumber],
    spreads: Spreads,
    last: Mapping[Place, Decimal],
) -> dict[Place, list[tuple[str, Decimal]]]:
    """In words, each with its strength; none where nothing stands out."""
    found: dict[Place, list[tuple[str, Decimal]]] = defaultdict(list)
    for given in numbers:
        place, question = (given.return_id, given.question_id), questions[given.question_id]
        spread, before = spreads[given.question_id, given.type], last.get(place)
        if spread and (far := far_out(given.number, spread)) > FAR:
            found[place].append((_far_words(question, given, spread), far / FAR))
        if before is not None and (size := moved(question, given.number, before)) >= 1:
            found[place].append((f"Last time it was {entered_words(question, before)}.", size))
    return found


def _far_words(question: Question, given: GivenNumber, spread: Spread) -> str:
    way = "above" if given.number > spread.upper else "below"
    alike = f"councils of its type ({words.lower_first(str(CouncilType(given.type).label))})"
    return f"Far {way} the others. {words_of(question, spread, alike)}"


def _raised(returns: Iterable[int]) -> dict[Place, list[RaisedCheck]]:
    """What soft checks say, explained or not."""
    found: dict[Place, list[RaisedCheck]] = defaultdict(list)
    for raised in RaisedCheck.objects.soft().filter(return_of__in=list(returns)).listed():
        found[raised.return_of_id, raised.question_id].append(raised)
    return found


def _said(questions: Mapping[int, Question], places: Iterable[Place]) -> dict[Place, str]:
    listed = list(places)
    answers = Answer.objects.filter(
        return_of__in={of for of, _ in listed}, question__in={about for _, about in listed}
    )
    return {
        (answer.return_of_id, answer.question_id): given_words(
            questions[answer.question_id], value_of(answer)
        )
        for answer in answers
        if answer.question_id in questions
    }
