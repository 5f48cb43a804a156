"""What a lettered briefing calls an expectation or a measure whose own words name a place."""

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from milestones.glance.findings import Glance
from milestones.measures.measured import OnBase
from milestones.models import Expectation
from milestones.stats import Outlook
from surveys.stats import Breakdown, Reading
from surveys.stats_compare import Comparison

from .letters import speaks_of

Pairs = Sequence[tuple[Outlook, Comparison]]


def pairs_without(pairs: Pairs, names: Collection[str]) -> Pairs:
    """Those that name any of these are told by their number on the page, as are milestones."""
    milestones = list(dict.fromkeys(outlook.milestone_slug for outlook, _ in pairs))
    return [
        (
            _outlook(outlook, number, milestones.index(outlook.milestone_slug) + 1, names),
            _pair(pair, names),
        )
        for number, (outlook, pair) in enumerate(pairs, 1)
    ]


def answers_without(
    answers: Sequence[tuple[Outlook, Breakdown]], pairs: Pairs, names: Collection[str]
) -> list[tuple[Outlook, Breakdown]]:
    """`pairs` are as `pairs_without` made them: an expectation has one name on the page."""
    told = {outlook.slug: outlook for outlook, _ in pairs}
    sides = _sides([breakdown for _, breakdown in answers], names)
    return [
        (told[outlook.slug], side)
        for (outlook, _), side in zip(answers, sides, strict=True)
        if outlook.slug in told
    ]


def glance_without(glance: Glance, pairs: Pairs, names: Collection[str]) -> Glance:
    """`pairs` are as `pairs_without` made them: an expectation has one name on the page."""
    told = {outlook.slug: outlook for outlook, _ in pairs}
    bases = [_on_base(each, number, told, names) for number, each in enumerate(glance.bases, 1)]
    ends, sides = glance.ends, glance.sides
    if ends is not None:
        outcome = copy.copy(ends.outcome)
        outcome.basis = _or(outcome.basis, "", names)
        expectation = _expectation(ends.expectation, told, names)
        ends = replace(ends, expectation=expectation, outcome=outcome)
    if sides is not None:
        before, after = sides
        sides = (_sides(before, names), _sides(after, names))
    return replace(glance, bases=bases, ends=ends, sides=sides)


def _sides(sides: Sequence[Breakdown], names: Collection[str]) -> list[Breakdown]:
    return [
        replace(side, readings=tuple(_reading(each, names) for each in side.readings))
        for side in sides
    ]


def _outlook(outlook: Outlook, number: int, milestone: int, names: Collection[str]) -> Outlook:
    return replace(
        outlook,
        label=_or(outlook.label, f"Expectation {number}", names),
        short_text=_or(outlook.short_text, f"bring about expectation {number}", names),
        due_label=_or(outlook.due_label, "", names),
        milestone=_or(outlook.milestone, f"Milestone {milestone}", names),
    )


def _pair(pair: Comparison, names: Collection[str]) -> Comparison:
    return replace(pair, left=_reading(pair.left, names), right=_reading(pair.right, names))


def _reading(reading: Reading, names: Collection[str]) -> Reading:
    label = _or(reading.choice.label, "The best answer", names)
    return replace(reading, choice=replace(reading.choice, label=label))


def _expectation(
    expectation: Expectation, told: Mapping[str, Outlook], names: Collection[str]
) -> Expectation:
    found = copy.copy(expectation)
    same = told.get(expectation.slug)
    found.label = _or(found.label, same.label if same else "The expectation", names)
    found.short_text = _or(
        found.short_text, same.short_text if same else "do what was expected", names
    )
    found.due_label = _or(found.due_label, "", names)
    return found


def _on_base(
    on_base: OnBase, number: int, told: Mapping[str, Outlook], names: Collection[str]
) -> OnBase:
    measure, base = copy.copy(on_base.measure), copy.copy(on_base.base)
    measure.title = _or(measure.title, "What was counted", names)
    base.name = _or(base.name, "those counted" if number == 1 else f"base {number}", names)
    if measure.expectation is not None:
        measure.expectation = _expectation(measure.expectation, told, names)
    return replace(on_base, measure=measure, base=base)


def _or(text: str, instead: str, names: Collection[str]) -> str:
    return instead if speaks_of(text, names) else text
