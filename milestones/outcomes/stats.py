"""Forecast against outcome: what of each forecast came about. Plain values, no database."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from surveys.releases.paired import JointCount, PairCount
from surveys.stats import FEWEST, Choice

Outcome = Literal["met", "not met", "not known"]
OUTCOMES: tuple[Outcome, ...] = ("met", "not met", "not known")
# So far a count that is told must lie within what could be worked out without it, either way.
SLACK = 2


@dataclass(frozen=True, slots=True)
class CameAbout:
    """Of the councils that gave one forecast, how many met it later, did not, or are not known.

    `forecast` is None of councils that gave none. Several answers may be told as one: `label`, and
    `merges` which they are.
    """

    forecast: str | None
    label: str
    tone: int
    met: int
    not_met: int
    not_known: int
    merges: tuple[str | None, ...] = ()

    @property
    def is_merged(self) -> bool:
        return len(self.merges) > 1

    @property
    def has_without(self) -> bool:
        """Whether those that gave no forecast are told together with others."""
        return None in self.merges

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


def most_optimistic_first(areas: Iterable[InArea]) -> list[InArea]:
    """As their chart has them; those of which it cannot be told at the end."""
    return sorted(areas, key=lambda area: (area.optimism is None, -(area.optimism or 0)))


def by_region(
    counts: Sequence[PairCount], choices: Sequence[Choice], good: frozenset[str]
) -> list[InArea]:
    names = {row.region: row.region_name for row in counts}
    return [
        in_area(slug, name, [row for row in counts if row.region == slug], choices, good)
        for slug, name in names.items()
    ]


@dataclass(frozen=True, slots=True)
class Divided:
    """England's forecasts and what came of them, and the same by region, and by type."""

    england: InArea
    parts: Sequence[Sequence[InArea]]

    def together(self, keys: Collection[str]) -> CameAbout:
        """England's councils that gave one of these forecasts; "" of those that gave none."""
        return reduce(together, [each for each in self.england.answers if _key(each) in keys])


def divided(
    counts: Sequence[PairCount], choices: Sequence[Choice], good: frozenset[str]
) -> Divided:
    types = dict.fromkeys(row.council_type for row in counts)
    by_type = [
        in_area(kind, kind, [row for row in counts if row.council_type == kind], choices, good)
        for kind in types
    ]
    england = in_area("england", "England", counts, choices, good)
    return Divided(england, [by_region(counts, choices, good), by_type])


def for_the_public(told: Divided) -> tuple[CameAbout, ...] | None:
    """England's forecasts, merged until none tells what a council that is not named answered.

    Whoever reads the releases knows of each region and type how many gave each forecast, and of
    each council whether it met it. None where nothing is left that could be told. Each forecast
    that is told has 5 councils or more, some of which met it and some of which did not; and what
    is told of it could be otherwise, by two councils either way, given all of that.
    """
    groups = _groups([told], [])
    return None if groups is None else tuple(told.together(keys) for keys in groups)


def bases_for_the_public(
    counts: Sequence[JointCount], choices: Sequence[Choice], goods: Sequence[frozenset[str]]
) -> list[tuple[CameAbout, ...] | None]:
    """The same of one forecast and its outcomes on several bases, which anyone can lay side by
    side: where few councils met it on one base only, the difference is what these foretold.

    All bases are told alike where that could be otherwise of each way in which councils' outcomes
    on all of them went together; else the first alone. `goods` are what means that it was met.
    """
    bases = [
        divided([count.with_one(count.afters[at]) for count in counts], choices, good)
        for at, good in enumerate(goods)
    ]
    groups = _groups(bases, _ways(counts, choices, goods) if len(bases) > 1 else [])
    if groups is not None:
        return [tuple(told.together(keys) for keys in groups) for told in bases]
    return [for_the_public(bases[0]), *[None] * (len(bases) - 1)]


def _ways(
    counts: Sequence[JointCount], choices: Sequence[Choice], goods: Sequence[frozenset[str]]
) -> list[Divided]:
    """For each way that it went on all bases, the councils of which it did, as those that met."""
    went = [
        tuple(after and after in good for after, good in zip(count.afters, goods, strict=True))
        for count in counts
    ]
    return [
        divided(
            [
                count.with_one("so" if own == way else None)
                for count, own in zip(counts, went, strict=True)
            ],
            choices,
            frozenset({"so"}),
        )
        for way in dict.fromkeys(went)
    ]


def _groups(bases: Sequence[Divided], ways: Sequence[Divided]) -> list[tuple[str, ...]] | None:
    """Forecasts that are told together, as keys; None where nothing can be told."""
    groups: list[tuple[str, ...]] = [(_key(each),) for each in bases[0].england.answers]
    while len(groups) > 1:
        wrong = next(
            (at for at, keys in enumerate(groups) if not _are_safe(keys, bases, ways)), None
        )
        if wrong is None:
            return groups
        first = max(wrong - 1, 0)
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    return None


def _key(answer: CameAbout) -> str:
    return answer.forecast or ""


def together(left: CameAbout, right: CameAbout) -> CameAbout:
    joined = f"{left.forecast or ''}+{right.forecast or ''}"
    return CameAbout(
        forecast=joined,
        label=f"{left.label}, {right.label[:1].lower()}{right.label[1:]}",
        tone=right.tone,
        met=left.met + right.met,
        not_met=left.not_met + right.not_met,
        not_known=left.not_known + right.not_known,
        merges=(*(left.merges or (left.forecast,)), *(right.merges or (right.forecast,))),
    )


def _are_safe(keys: Collection[str], bases: Sequence[Divided], ways: Sequence[Divided]) -> bool:
    answers = [told.together(keys) for told in bases]
    if any(each.told < FEWEST or not 0 < each.met < each.told for each in answers):
        return False
    return all(
        _could_be_otherwise(keys, told, outcome) for told in bases for outcome in OUTCOMES
    ) and all(_could_be_otherwise(keys, way, "met") for way in ways)


def _could_be_otherwise(keys: Collection[str], told: Divided, outcome: Outcome) -> bool:
    """Whether the count is off the least and the most that each division leaves possible."""
    if not sum(each.count(outcome) for each in told.england.answers):
        return True
    count = told.together(keys).count(outcome)
    return all(
        _lies_within(count, [_margins(keys, outcome, part) for part in division])
        for division in told.parts
    )


def _margins(keys: Collection[str], outcome: Outcome, part: InArea) -> tuple[int, int, int]:
    """Of one part: who gave the forecast, who had the outcome, and all its councils."""
    gave = sum(each.councils for each in part.answers if _key(each) in keys)
    had = sum(each.count(outcome) for each in part.answers)
    return gave, had, part.required


def _lies_within(count: int, margins: Sequence[tuple[int, int, int]]) -> bool:
    least = sum(max(0, gave + had - all_) for gave, had, all_ in margins)
    most = sum(min(gave, had) for gave, had, _ in margins)
    return least + SLACK <= count <= most - SLACK
