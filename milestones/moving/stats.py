"""From answer to answer between two rounds. Plain values, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from milestones.outcomes.stats import CameAbout, divided, for_the_public
from surveys.releases.moves import REACHED
from surveys.releases.paired import PairCount
from surveys.releases.reached import is_of_many
from surveys.stats import Choice

# Where the public is told only whether a council gave the best answer later.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Flow:
    """Of the councils that gave one answer before, how many gave each answer later.

    `key` is None of councils that answered later only; so is the key in `to` of those that
    answered before only. Several answers may be told as one: `label`; `holds_silent`: with those
    that gave none before, so that it cannot be told how many of them answered both rounds.
    """

    key: str | None
    label: str
    to: Mapping[str | None, int]
    holds_silent: bool = False

    @property
    def councils(self) -> int:
        return sum(self.to.values())

    def share_to(self, key: str | None) -> float | None:
        """Of those that gave this answer before; None where none did."""
        return self.to.get(key, 0) / self.councils if self.councils else None

    @property
    def matched(self) -> int:
        """Those that answered later too."""
        return self.councils - self.to.get(None, 0)


@dataclass(frozen=True, slots=True)
class Flows:
    """All flows between two rounds, the best answer before first; `after` are the later answers.

    `is_merged`: some answers are told together, or only as another answer than the best.
    """

    rows: Sequence[Flow]
    after: Sequence[Choice]
    is_merged: bool = False

    @property
    def both(self) -> Sequence[Flow]:
        """Those of councils that answered before."""
        return [row for row in self.rows if row.key is not None]

    @property
    def matched(self) -> int | None:
        """Councils, or bodies that continue them one to one, that answered both rounds; None where
        those that answered one only are told with others."""
        if any(row.holds_silent for row in self.rows):
            return None
        return sum(row.matched for row in self.both)

    @property
    def silent(self) -> int:
        """Councils of the earlier round that gave no answer in the later one."""
        return sum(row.to.get(None, 0) for row in self.rows)

    @property
    def left_out(self) -> tuple[int, int] | None:
        """Councils of the earlier round, and of the later one, that cannot be matched."""
        if self.matched is None:
            return None
        earlier = sum(row.to.get(None, 0) for row in self.both)
        return earlier, sum(row.councils for row in self.rows if row.key is None)

    @property
    def best(self) -> str:
        return self.after[0].key

    @property
    def stayers(self) -> Flow | None:
        """Those that gave the best answer before; None where it is told with others."""
        return next((row for row in self.rows if row.key == self.best), None)

    @property
    def best_before(self) -> int | None:
        """Of the matched, those that gave the best answer before; None where that is not told."""
        if self.stayers is not None:
            return self.stayers.matched
        return None if self.is_merged else 0

    @property
    def best_after(self) -> int:
        return sum(row.to.get(self.best, 0) for row in self.both)

    @property
    def kept(self) -> int:
        """Councils with the best answer in both rounds; 0 where it is told with others."""
        return self.stayers.to.get(self.best, 0) if self.stayers else 0

    @property
    def left(self) -> int:
        """Those that gave the best answer before, and another one later."""
        return self.stayers.matched - self.kept if self.stayers else 0

    @property
    def came(self) -> int:
        """Those that gave the best answer later, and before another one (or, where these are told
        together, none)."""
        return self.best_after - self.kept

    @property
    def ways(self) -> tuple[int, int, int]:
        """Of the matched, whose later answer is better than the one before, worse, and as good."""
        tones = {choice.key: choice.tone for choice in self.after}
        steps = [
            (tones[key] - tones[row.key], councils)
            for row in self.both
            for key, councils in row.to.items()
            if row.key in tones and key is not None
        ]
        better = sum(councils for step, councils in steps if step > 0)
        worse = sum(councils for step, councils in steps if step < 0)
        return better, worse, sum(councils for _, councils in steps) - better - worse


def flows_of(
    counts: Iterable[PairCount], before: Sequence[Choice], after: Sequence[Choice]
) -> Flows:
    """Every answer to every answer. Only for who may see councils' own answers of both rounds."""
    rows = list(counts)
    keys: list[tuple[str | None, str]] = [(choice.key, choice.label) for choice in before]
    found = [
        Flow(key, label, _to([row for row in rows if row.before == key], after))
        for key, label in [*keys, (None, NO_ANSWER)]
    ]
    return Flows([flow for flow in found if flow.councils], after)


NO_ANSWER = "No answer"


def _to(rows: Sequence[PairCount], after: Sequence[Choice]) -> dict[str | None, int]:
    keys: list[str | None] = [choice.key for choice in after]
    return {key: sum(row.councils for row in rows if row.after == key) for key in [*keys, None]}


def flows_for_the_public(
    counts: Sequence[PairCount], before: Sequence[Choice], after: Sequence[Choice]
) -> Flows | None:
    """How many gave the best answer later, of those that gave each answer before: as far as it
    tells nobody's answers, which `for_the_public` decides. None where nothing can be told.

    The councils that are left out are rows and columns of it, so that what is told less what each
    round published by itself tells nothing of them either.
    """
    best = frozenset({after[0].key})
    every = divided(counts, before, best)
    given = tuple(each for each in every.england.answers if each.councils)
    if not given:
        return None
    england = replace(every.england, answers=given)
    told = for_the_public(replace(every, england=england))
    if told is None:
        return None
    label = after[1].label if len(after) == 2 else "Another answer"
    other = Choice(OTHER, label, after[-1].tone)
    merged = len(told) < len(england.answers) or len(after) > 2
    return Flows([_told(each, after[0].key) for each in told], [after[0], other], merged)


def tells_of_many(counts: Sequence[PairCount]) -> bool:
    """Of a rate: whether in each round the count of those at the target may be told at all."""
    for end in ("before", "after"):
        said = [count for count in counts if getattr(count, end) is not None]
        reached = sum(count.councils for count in said if getattr(count, end) == REACHED)
        if not is_of_many(reached, sum(count.councils for count in said)):
            return False
    return True


def _told(answer: CameAbout, best: str) -> Flow:
    label = answer.label.replace(", no forecast", " or no answer")
    to = {best: answer.met, OTHER: answer.not_met, None: answer.not_known}
    silent = answer.forecast is not None and answer.forecast.endswith("+")
    return Flow(answer.forecast, NO_ANSWER if answer.forecast is None else label, to, silent)
