"""Forecast against outcome: what of each forecast came about. Plain values, no database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.releases.paired import PairCount
from surveys.stats import FEWEST, Choice

Outcome = Literal["met", "not met", "not known"]
OUTCOMES: tuple[Outcome, ...] = ("met", "not met", "not known")
# So far a count that is told must lie within what could be worked out without it, either way.
SLACK = 2


@dataclass(frozen=True, slots=True)
class CameAbout:
    """Of the councils that gave one forecast, how many met it later, did not, or are not known.

    `forecast` is None of councils that gave none. Several answers may be told as one: `label`.
    """

    forecast: str | None
    label: str
    tone: int
    met: int
    not_met: int
    not_known: int

    @property
    def councils(self) -> int:
        return self.met + self.not_met + self.not_known

    @property
    def told(self) -> int:
        """The base of what came about: those with an outcome."""
        return self.met + self.not_met

    def count(self, outcome: Outcome) -> int:
        return {"met": self.met, "not met": self.not_met, "not known": self.not_known}[outcome]


@dataclass(frozen=True, slots=True)
class InArea:
    """One area's forecasts and what came of them, of the same councils."""

    slug: str
    name: str
    answers: tuple[CameAbout, ...]

    @property
    def required(self) -> int:
        return sum(answer.councils for answer in self.answers)

    @property
    def top(self) -> CameAbout:
        return self.answers[0]

    @property
    def paired(self) -> int:
        """Councils with both a forecast and an outcome."""
        return sum(answer.told for answer in self.answers if answer.forecast is not None)

    @property
    def forecast_share(self) -> float | None:
        """Of the paired, those that gave the best forecast."""
        return self.top.told / self.paired if self.paired else None

    @property
    def met(self) -> int:
        return sum(answer.met for answer in self.answers if answer.forecast is not None)

    @property
    def met_share(self) -> float | None:
        return self.met / self.paired if self.paired else None

    @property
    def optimism(self) -> float | None:
        """The best forecast's share less that of those that met it: of the same councils, in
        shares. More than nothing: more were sure than did."""
        if self.forecast_share is None or self.met_share is None:
            return None
        return self.forecast_share - self.met_share


def in_area(
    slug: str,
    name: str,
    counts: Iterable[PairCount],
    choices: Sequence[Choice],
    good: frozenset[str],
) -> InArea:
    """`choices` are the forecasts, the best first; `good` the outcomes that mean it was met."""
    rows = list(counts)
    keys = [choice.key for choice in choices]
    answers = [_came_about(choice.key, choice.label, choice.tone, rows, good) for choice in choices]
    silent = [row for row in rows if row.before not in keys]
    answers.append(_came_about(None, "No forecast", 0, silent, good))
    return InArea(slug, name, tuple(answers))


def _came_about(
    key: str | None, label: str, tone: int, rows: Sequence[PairCount], good: frozenset[str]
) -> CameAbout:
    ours = [row for row in rows if key is None or row.before == key]

    def count(is_so: Callable[[PairCount], bool]) -> int:
        return sum(row.councils for row in ours if is_so(row))

    return CameAbout(
        forecast=key,
        label=label,
        tone=tone,
        met=count(lambda row: row.after in good),
        not_met=count(lambda row: row.after is not None and row.after not in good),
        not_known=count(lambda row: row.after is None),
    )


def by_region(
    counts: Sequence[PairCount], choices: Sequence[Choice], good: frozenset[str]
) -> list[InArea]:
    names = {row.region: row.region_name for row in counts}
    return [
        in_area(slug, name, [row for row in counts if row.region == slug], choices, good)
        for slug, name in names.items()
    ]


def for_the_public(
    england: InArea, parts: Sequence[Sequence[InArea]]
) -> tuple[CameAbout, ...] | None:
    """England's forecasts, merged until none tells what a council that is not named answered.

    `parts` divide England by region, and by type: whoever reads the releases knows of each part
    how many gave each forecast, and of each council whether it met it. None where nothing is left
    that could be told. Each forecast that is told has 5 councils or more, some of which met it and
    some of which did not; and what is told of it could be otherwise, by two councils either way,
    given all of that.
    """
    answers = list(england.answers)
    while len(answers) > 1:
        wrong = next(
            (at for at, answer in enumerate(answers) if not _is_safe(answer, england, parts)), None
        )
        if wrong is None:
            return tuple(answers)
        first = max(wrong - 1, 0)
        answers[first : first + 2] = [_together(answers[first], answers[first + 1])]
    return None


def _together(left: CameAbout, right: CameAbout) -> CameAbout:
    joined = f"{left.forecast or ''}+{right.forecast or ''}"
    return CameAbout(
        forecast=joined,
        label=f"{left.label}, {right.label[:1].lower()}{right.label[1:]}",
        tone=right.tone,
        met=left.met + right.met,
        not_met=left.not_met + right.not_met,
        not_known=left.not_known + right.not_known,
    )


def _is_safe(answer: CameAbout, england: InArea, parts: Sequence[Sequence[InArea]]) -> bool:
    if answer.told < FEWEST or not 0 < answer.met < answer.told:
        return False
    return all(
        _lies_within(answer, outcome, [_margins(answer, outcome, part) for part in division])
        for division in parts
        for outcome in OUTCOMES
        if sum(each.count(outcome) for each in england.answers)
    )


def _margins(answer: CameAbout, outcome: Outcome, part: InArea) -> tuple[int, int, int]:
    """Of one part: who gave the forecast, who had the outcome, and all its councils."""
    keys = (answer.forecast or "").split("+")
    gave = sum(each.councils for each in part.answers if (each.forecast or "") in keys)
    had = sum(each.count(outcome) for each in part.answers)
    return gave, had, part.required


def _lies_within(
    answer: CameAbout, outcome: Outcome, margins: Sequence[tuple[int, int, int]]
) -> bool:
    """Whether the count is off the least and the most that the margins leave possible."""
    least = sum(max(0, gave + had - all_) for gave, had, all_ in margins)
    most = sum(min(gave, had) for gave, had, _ in margins)
    return least + SLACK <= answer.count(outcome) <= most - SLACK
