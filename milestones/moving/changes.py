"""What of an expectation or a measure changed from one round to the next, as releases have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from milestones.models import Expectation, Measure, MeasureRate
from ppf_site import words
from surveys.models.question_types import Comparability

JOINS = {Comparability.SAME.value, Comparability.WORDING.value}
BREAKS = {Comparability.OPTIONS.value, Comparability.NONE.value}
# The further on, the less it can be compared.
WORSE = ["", Comparability.SAME.value, Comparability.WORDING.value, Comparability.OPTIONS.value]

Part = Expectation | Measure


@dataclass(frozen=True, slots=True)
class PartChange:
    """How comparable those who changed it said that it is, and what is otherwise now."""

    of: str
    comparability: str
    what: Sequence[str]

    @property
    def joins(self) -> bool:
        return self.comparability in JOINS


def change_between(before: Part, after: Part) -> PartChange | None:
    """None where it is as it was. What was changed before anybody was asked was not explained, and
    is no change to what was asked."""
    if not after.comparability:
        return None
    what = [*_of_both(before, after)]
    kind = "measure" if isinstance(after, Measure) else "expectation"
    return PartChange(kind, after.comparability, what) if what else None


def _of_both(before: Part, after: Part) -> list[str]:
    found = []
    if isinstance(before, Expectation) and isinstance(after, Expectation):
        if before.due_on != after.due_on:
            found.append(f"due {after.due_label} (before: {before.due_label})")
        is_reworded = before.text != after.text
    elif isinstance(before, Measure) and isinstance(after, Measure):
        if before.higher_is_better != after.higher_is_better:
            found.append(f"{'higher' if after.higher_is_better else 'lower'} is now the better")
        is_reworded = (before.title, before.description) != (after.title, after.description)
    else:
        return []
    if before.target_percent != after.target_percent:
        found.append(_targets(before.target_percent, after.target_percent))
    return [*found, *(["other words"] if is_reworded else [])]


def _targets(before: Decimal | None, after: Decimal | None) -> str:
    now = "no target" if after is None else f"a target of {words.number(after)}%"
    return f"{now} (before: {'none' if before is None else f'{words.number(before)}%'})"


def measures_changed(rates: Sequence[MeasureRate]) -> list[PartChange | None]:
    """Of each of a measure's rates, the earliest first, against the one before."""
    measures = [rate.base.measure for rate in rates]
    changes = [change_between(*each) for each in pairwise(measures)]
    return [None, *changes][: len(rates)]


def worst(*told: str) -> str:
    """The least comparable of what is said of a question and of what it asks about."""
    return max(told, key=lambda each: WORSE.index(each) if each in WORSE else len(WORSE))
