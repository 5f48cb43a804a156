"""The figures of a round worked out again, one council at a time: obvious, exact and slow."""

import datetime
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from councils.models import Area, Council
from surveys.models import Answer, Option, Question, Return, Round

# Question and option by key ("" for none), and the area's slug between them.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What one council said to one question, or what follows from what it said."""

    choices: frozenset[str] = frozenset()
    number: Fraction | None = None
    date: datetime.date | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """One figure, with the fields of `Figure` that are worked out."""

    k: int | None
    n: int
    required: int
    not_known: int = 0
    not_applicable: int = 0
    no_return: int = 0
    declined: int = 0
    on_paper: int = 0
    not_asked: int = 0
    sum: Fraction | None = None
    quartiles: tuple[Fraction, Fraction, Fraction] | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    grossed_up: Fraction | None = None
    dates: tuple[datetime.date, ...] | None = None


def twins_of(round: Round) -> dict[Key, Twin]:
    """Every figure that a release of the round must have, and no other."""
    survey = Survey(round)
    found: dict[Key, Twin] = {}
    for area in Area.objects.all():
        councils = [council for council in survey.required if is_in(council, area)]
        if councils:
            found |= dict(survey.figures(area, councils))
    return found


def is_in(council: Council, area: Area) -> bool:
    if area.kind == "region":
        return council.region_id == area.region_id
    return area.kind == "england" or council.type == area.council_type


def quartile(numbers: Iterable[Fraction], share: Fraction) -> Fraction:
    """Linear between the two nearest (Hyndman and Fan, type 7)."""
    ordered = sorted(numbers)
    place = share * (len(ordered) - 1)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (place - int(place)) * (above - below)


def first_by_which(dates: Iterable[datetime.date], share: Fraction) -> datetime.date:
    """The first of the dates by which so large a share of them has come."""
    ordered = sorted(dates)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def total(numbers: Iterable[Fraction | None]) -> Fraction:
    return sum((number for number in numbers if number is not None), Fraction(0))


class Survey:
    """A round with all its answers in memory."""

    def __init__(self, round: Round) -> None:
        self.questions = list(round.questions.select_related("numerator", "denominator", "banded"))
        self.options = {
            question.pk: list(Option.objects.filter(scale=question.scale_id))
            for question in self.questions
            if question.scale_id
        }
        returns = [
            return_of
            for return_of in round.returns.select_related("council")
            if return_of.requirement != Return.Requirement.NO_LONGER
        ]
        self.required = [return_of.council for return_of in returns]
        self.returns = {return_of.council_id: return_of for return_of in returns}
        self.answered = {
            return_of.council_id for return_of in returns if return_of.state == "signed"
        }
        self.answers = {
            (answer.return_of.council_id, answer.question_id): answer
            for answer in Answer.objects.filter(return_of__round=round).select_related("return_of")
        }

    def given(self, council: Council, question: Question) -> Given | None:
        """None for a blank, for a return not signed, and where nothing can be worked out."""
        if council.pk not in self.answered:
            return None
        if question.derivation == "rate":
            return self.rate(council, question)
        if question.derivation == "band":
            return self.band(council, question)
        if question.derivation == "tally":
            return self.tally(council, question)
        return self.asked(council, question)

    def asked(self, council: Council, question: Question) -> Given | None:
        answer = self.answers.get((council.pk, question.pk))
        if answer is None:
            return None
        values = (answer.choices, answer.number, answer.date, answer.text)
        if all(value is None for value in values) and not answer.reason:
            return None
        return Given(
            choices=frozenset(answer.choices or []),
            number=None if answer.number is None else Fraction(answer.number),
            date=answer.date,
            reason=answer.reason,
        )

    def rate(self, council: Council, question: Question) -> Given | None:
        assert question.numerator is not None
        assert question.denominator is not None
        top = self.given(council, question.numerator)
        bottom = self.given(council, question.denominator)
        if top is None or bottom is None:
            return None
        if "not_known" in (top.reason, bottom.reason):
            return Given(reason="not_known")
        if top.number is None or not bottom.number:
            return Given(reason="not_applicable")
        rate = 100 * top.number / bottom.number
        return Given(number=rate, numerator=top.number, denominator=bottom.number)

    def band(self, council: Council, question: Question) -> Given | None:
        assert question.banded is not None
        source = self.given(council, question.banded)
        if source is None or source.number is None:
            return source
        reached = [
            option
            for option in self.options[question.pk]
            if option.lower_bound is not None and source.number >= Fraction(option.lower_bound)
        ]
        if not reached:
            return None
        best = max(reached, key=lambda option: option.lower_bound or 0)
        return Given(choices=frozenset([best.key]))

    def tally(self, council: Council, question: Question) -> Given | None:
        rows = [row for row in self.questions if row.grid_id == question.tallied_grid_id]
        answers = [self.given(council, row) for row in rows]
        given = [answer for answer in answers if answer is not None]
        if len(given) < len(rows):
            return None
        for reason in ("not_known", "not_applicable"):
            if any(answer.reason == reason for answer in given):
                return Given(reason=reason)
        chosen = [answer.choices for answer in given]
        counting = sum(1 for choices in chosen if choices & set(question.tallied_options))
        word = "none" if counting == 0 else "all" if counting == len(rows) else "some"
        return Given(choices=frozenset([word]))

    def figures(self, area: Area, councils: list[Council]) -> Iterator[tuple[Key, Twin]]:
        required = len(councils)
        returned = sum(1 for council in councils if council.pk in self.answered)
        response = Twin(
            k=returned,
            n=required,
            required=required,
            no_return=required - returned,
            declined=self.silent(councils, "declined"),
            on_paper=self.silent(councils, "on_paper"),
        )
        yield ("", area.slug, ""), response
        for question in self.questions:
            if question.type == "text":
                continue
            yield (question.key, area.slug, ""), self.base(area, councils, question)
            for option in self.options.get(question.pk, []):
                key = (question.key, area.slug, option.key)
                yield key, self.option(area, councils, question, option)

    def silent(self, councils: Iterable[Council], requirement: str) -> int:
        silent = [
            self.returns[council.pk] for council in councils if council.pk not in self.answered
        ]
        return sum(1 for each in silent if each.requirement == requirement)

    def not_asked(self, councils: Iterable[Council], question: Question) -> int:
        """Who left it blank, and had signed before it came."""
        blank = [
            self.returns[council.pk]
            for council in councils
            if council.pk in self.answered and self.given(council, question) is None
        ]
        signed = [each.signed_at for each in blank if each.signed_at and question.added_at]
        return sum(1 for at in signed if question.added_at and at < question.added_at)

    def said(self, councils: Iterable[Council], question: Question) -> list[Given]:
        given = [self.given(council, question) for council in councils]
        return [each for each in given if each is not None]

    def base(self, area: Area, councils: list[Council], question: Question) -> Twin:
        given = self.said(councils, question)
        values = [each for each in given if not each.reason]
        numbers = [value.number for value in values if value.number is not None]
        dates = [value.date for value in values if value.date is not None]
        not_known = sum(1 for each in given if each.reason == "not_known")
        is_rate = question.derivation == "rate" and bool(values)
        is_sum = question.type == "number" and bool(numbers)
        return Twin(
            k=None,
            n=len(values) + (not_known if question.counts_not_known else 0),
            required=len(councils),
            not_known=not_known,
            not_applicable=sum(1 for each in given if each.reason == "not_applicable"),
            no_return=sum(1 for council in councils if council.pk not in self.answered),
            declined=self.silent(councils, "declined"),
            on_paper=self.silent(councils, "on_paper"),
            not_asked=self.not_asked(councils, question),
            sum=total(numbers) if is_sum else None,
            quartiles=(
                quartile(numbers, Fraction(1, 4)),
                quartile(numbers, Fraction(1, 2)),
                quartile(numbers, Fraction(3, 4)),
            )
            if numbers
            else None,
            numerator=total(value.numerator for value in values) if is_rate else None,
            denominator=total(value.denominator for value in values) if is_rate else None,
            grossed_up=self.grossed_up(question) if area.kind == "england" else None,
            dates=tuple(first_by_which(dates, Fraction(quarter, 4)) for quarter in range(5))
            if dates
            else None,
        )

    def option(
        self, area: Area, councils: list[Council], question: Question, option: Option
    ) -> Twin:
        base = self.base(area, councils, question)
        return Twin(
            k=sum(1 for each in self.said(councils, question) if option.key in each.choices),
            n=base.n,
            required=base.required,
            not_known=base.not_known,
            not_applicable=base.not_applicable,
            no_return=base.no_return,
            declined=base.declined,
            on_paper=base.on_paper,
            not_asked=base.not_asked,
        )

    def grossed_up(self, question: Question) -> Fraction | None:
        """Each type's sum times its population over that of those that gave a number.

        Counted in councils where a population is not known; None if a type is silent.
        """
        if question.type != "number":
            return None
        strata = []
        for type in {council.type for council in self.required}:
            councils = [council for council in self.required if council.type == type]
            giving = {
                council: each.number
                for council in councils
                if (each := self.given(council, question)) and each.number is not None
            }
            if not giving:
                return None
            known = all(council.population for council in councils)
            everyone = sum(size_of(council, known) for council in councils)
            heard = sum(size_of(council, known) for council in giving)
            strata.append(total(giving.values()) * Fraction(everyone, heard))
        return total(strata)


def size_of(council: Council, known: bool) -> int:
    """What a council weighs: its population if everybody's is known, else one."""
    return council.population or 0 if known else 1
