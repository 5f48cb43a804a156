"""Two rounds of a course held beside each other, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.permissions import Person
from milestones.measures.reaching import may_count
from ppf_site import words
from ppf_site.pages import Lost, Suggestion
from surveys.permissions import hides_few
from surveys.releases.moves import MatchedRates, council_moves, matched_rates, move_counts
from surveys.releases.paired import CouncilPair, PairCount, counted

from . import sentences
from .courses import Course, InRound
from .stats import Flows, flows_for_the_public, flows_of, tells_of_many


@dataclass(frozen=True, slots=True)
class Moving:
    """What the page is about: one course in one area, and two of its rounds.

    `flows` is None where there is nothing to match, or the reader may not see it; `is_limited`:
    they hold only what the public is told. `neither`: so many were asked and answered no round.
    """

    course: Course
    area: str
    earlier: InRound | None
    flows: Flows | None
    councils: Sequence[CouncilPair]
    is_hidden: bool
    is_limited: bool = False
    rates: MatchedRates | None = None
    neither: int = 0

    @property
    def last(self) -> InRound:
        return self.course.steps[-1]

    @property
    def matched(self) -> dict[int, tuple[float, str]]:
        """Of the councils that answered both, by question: the share with the best answer, or
        the rate, in per cent and in words."""
        flows, earlier, rates = self.flows, self.earlier, self.rates
        if earlier is None:
            return {}
        first, last = earlier.question.pk, self.last.question.pk
        if rates is not None:
            told = ((first, rates.before), (last, rates.after))
            return {key: (float(rate), sentences.matched_rate(rates, rate)) for key, rate in told}
        n = flows.matched if flows is not None else None
        if flows is None or not n or flows.best_before is None or self.last.answers is None:
            return {}
        ends = ((first, flows.best_before), (last, flows.best_after))
        return {key: (100 * k / n, words.k_of_n(k, n)) for key, k in ends}


def moving_in(course: Course, area: str, since: str, person: Person, *, is_first: bool) -> Moving:
    """`is_first`: the course is the one that the page opens with."""
    earlier = earlier_round(course, since)
    if earlier is None or not course.can_flow:
        return Moving(course, area, earlier, None, (), is_hidden=False)
    before, after = course.choices(earlier), course.choices(course.steps[-1])
    between = course.between(earlier)
    if any(_hides(person, step, course) for step in (earlier, course.steps[-1])):
        # One table of an expectation: several could be held beside each other, and tell more.
        is_shown = is_first and area == "england" and earlier is course.joined[-2]
        every = move_counts(between) if is_shown else []
        counts = [each for each in every if not answered_neither(each)]
        if course.target is not None and not tells_of_many(counts):
            counts = []
        flows = flows_for_the_public(counts, before, after) if counts else None
        neither = sum(each.councils for each in every if answered_neither(each))
        return Moving(
            course, area, earlier, flows, (), flows is None, is_limited=True, neither=neither
        )
    asked = [each for each in council_moves(between) if area in {"england", each.region}]
    councils = [each for each in asked if not answered_neither(each)]
    flows = flows_of(counted(councils), before, after)
    rates = matched_rates(between, area) if course.steps[-1].answers is None else None
    neither = len(asked) - len(councils)
    return Moving(course, area, earlier, flows, councils, False, rates=rates, neither=neither)


def answered_neither(each: PairCount | CouncilPair) -> bool:
    return each.before is None and each.after is None


def _hides(person: Person, step: InRound, course: Course) -> bool:
    """Whether every council's own answer, or its rate as it is, is not for this person."""
    if course.target is not None and not may_count(person, step.release, step.question):
        return True
    return hides_few(person, step.release)


def earlier_round(course: Course, since: str = "") -> InRound | None:
    """The round asked for, else the one before the last; None without one that is joined."""
    steps = course.joined[:-1]
    if not since or not steps:
        return steps[-1] if steps else None
    found = next((step for step in steps if step.release.round.slug == since), None)
    if found is None:
        raise Lost(
            f"No earlier round called “{since}” can be compared with the last.",
            [
                Suggestion(step.release.round.title, f"?since={step.release.round.slug}")
                for step in steps
            ],
        )
    return found
