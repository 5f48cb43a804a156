"""The same thing in several rounds, area by area: joined only where rounds can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from milestones.library import Library
from milestones.models import MeasureRate
from milestones.moving.changes import JOINS, change_between
from milestones.moving.courses import Course, InRound, Told
from milestones.selection import Role, Selection
from ppf_site import words
from ppf_site.pages import Lost, Suggestion
from surveys.models import Question, Round
from surveys.stats import Choice, Place

from .rates import rate_name

# As many are told of one area.
MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class ToldInRounds:
    """What is asked for, with the release and the question of each round, and what it asks about;
    `rounds` are all that tell it. `foretold` are the questions that asked what was to come;
    `target` and `basis` are of a measure."""

    label: str
    asked: Sequence[Told]
    rounds: Sequence[Round]
    target: Decimal | None = None
    higher_is_better: bool = True
    foretold: frozenset[int] = frozenset()
    basis: str = ""

    @property
    def of_base(self) -> dict[str, str]:
        """What an address says of it: one round by itself may tell another base first."""
        return {"basis": self.basis} if self.basis else {}


@dataclass(frozen=True, slots=True)
class OverRounds:
    """One course for each area, all of the same rounds, the earliest first.

    `changed` says of councils what was otherwise in one of the rounds. `answer` is the one that
    is told, where each council gives several.
    """

    label: str
    areas: Sequence[Place]
    courses: Sequence[Course]
    changed: Sequence[str] = ()
    foretold: frozenset[int] = frozenset()
    answer: Choice | None = None

    def is_foretold(self, step: InRound) -> bool:
        """Where all rounds asked what was to come, none is to be told from what came."""
        return step.question.pk in self.foretold and any(
            each.question.pk not in self.foretold for each in self.steps
        )

    @property
    def steps(self) -> Sequence[InRound]:
        return self.courses[0].steps

    @property
    def told(self) -> list[tuple[Place, Course]]:
        return list(zip(self.areas, self.courses, strict=True))

    @property
    def alone(self) -> list[tuple[Place, Course]]:
        """Single councils whose answers are words, not shares."""
        return [each for each in self.told if any(step.said for step in each[1].steps)]

    @property
    def of_councils(self) -> "OverRounds":
        """With these alone."""
        return self._of(self.alone)

    @property
    def drawn(self) -> "OverRounds":
        """Without what no chart of shares or rates can show."""
        return self._of(
            [each for each in self.told if any(step.value is not None for step in each[1].steps)]
        )

    def _of(self, told: Sequence[tuple[Place, Course]]) -> "OverRounds":
        return replace(
            self, areas=[area for area, _ in told], courses=[course for _, course in told]
        )

    @property
    def best(self) -> list[InRound]:
        """The rounds with the answers of an area that has some in each, where there is one."""
        whole = [course.steps for course in self.courses if all(s.answers for s in course.steps)]
        return [*next(iter(whole), self.steps)]

    @property
    def apart(self) -> list[InRound]:
        """Rounds that cannot be joined with the one before."""
        return [step for step in self.steps[1:] if not step.joins]

    @property
    def counted(self) -> str:
        """The answer whose share is told in every round; "" of rates, and of several."""
        steps = [step for course in self.courses for step in course.steps]
        labels = {step.answers.top.choice.label for step in steps if step.answers}
        return labels.pop() if len(labels) == 1 else ""

    @property
    def is_named_first(self) -> bool:
        """Whether that is said once of all: beside shares each council's own answer is a word."""
        return bool(self.counted) and not self.alone

    @property
    def name(self) -> str:
        """What is told, with the answer that is counted."""
        if self.answer or not self.is_named_first:
            return self.label
        return f"{self.label}, “{words.lower_first(self.counted)}”"

    @property
    def has_one_answer(self) -> bool:
        """Whether the best answer is the same in every round, or it is a rate."""
        steps = [step for course in self.courses for step in course.steps]
        return len({step.answers.top.choice.label for step in steps if step.answers}) < 2


def rates_told(library: Library, slug: str, rounds: Sequence[str], basis: str) -> ToldInRounds:
    """The measure's rate on the base asked for, else on the one that most of the rounds tell.

    Raises Lost, with what there is, where a round tells none.
    """
    rates = [
        rate
        for rate in library.rates_of(slug)
        if rate.role == MeasureRate.Role.ACTUAL and basis in {"", rate.base.key}
    ]
    by_base: dict[str, dict[str, MeasureRate]] = {}
    for rate in rates:
        by_base.setdefault(rate.base.key, {})[_round_of(library, rate).slug] = rate

    def worth(key: str) -> tuple[int, int]:
        told = by_base[key]
        return len(set(rounds) & set(told)), next(iter(told.values())).base.position

    told = by_base[max(by_base, key=worth)] if by_base else {}
    missing = [slug for slug in rounds if slug not in told]
    if missing or not told:
        known = [_round_of(library, rate) for rate in told.values()]
        raise Lost(
            f"No released round called “{', '.join(missing) or slug}” tells this measure.",
            [Suggestion(round.title, round.get_absolute_url()) for round in known],
        )
    base = told[rounds[0]].base
    return ToldInRounds(
        rate_name(base),
        [_of_rate(library, told[each]) for each in rounds],
        [_round_of(library, rate) for rate in told.values()],
        base.measure.target_percent,
        base.measure.higher_is_better,
        basis=base.key,
    )


def _of_rate(library: Library, rate: MeasureRate) -> Told:
    return library.release(rate.release_pk), rate.question, rate.base.measure


def _round_of(library: Library, rate: MeasureRate) -> Round:
    return library.release(rate.release_pk).round


def choices_told(selections: Sequence[Selection]) -> ToldInRounds:
    """Of an expectation or a question, as each round's page has it."""
    return ToldInRounds(
        selections[-1].subject.label,
        [(each.release, each.question, each.expectation) for each in selections],
        selections[0].rounds,
        foretold=frozenset(
            each.question.pk for each in selections if each.link.role == Role.FORECAST
        ),
    )


def course_over(library: Library, told: ToldInRounds) -> Course:
    """Without figures: each round's own question, joined with the round before where it asked the
    same, or the same in other words."""
    every = {
        question.pk: question
        for edition in library.editions.values()
        for question in edition.questions.values()
    }
    steps: list[InRound] = []
    before = None
    for release, question, part in sorted(
        told.asked, key=lambda each: each[0].round.reference_date
    ):
        change = change_between(before, part) if before is not None else None
        joins = bool(steps) and follows(question, steps[-1].question, every)
        joins = joins and (change is None or change.joins)
        steps.append(InRound(release, question, joins, change=change))
        before = part
    return Course("rounds", told.label, steps, told.target, told.higher_is_better)


def follows(later: Question, earlier: Question, every: Mapping[int, Question]) -> bool:
    """Whether the later question can be compared with the earlier one, through all in between."""
    at: Question | None = later
    while at is not None and at.pk != earlier.pk:
        at = every.get(at.follows_id or 0) if at.comparability in JOINS else None
    return at is not None
