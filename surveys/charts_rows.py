"""Rows of charts from what a release tells: what is hidden is a row that says so, no zero."""

from collections.abc import Sequence

from ppf_site.charts.bars import AnswerRow, BarOption, ShareRow

from .stats import Breakdown, Choice, Reading


def answer_row(name: str, answers: Breakdown) -> AnswerRow:
    """Hidden as a whole where any answer is: the others beside it would look like all of them."""
    if is_hidden(answers):
        return AnswerRow(name, {}, 0, is_hidden=True)
    counts = {each.choice.key: each.k for each in answers.readings if each.k is not None}
    return AnswerRow(name, counts, answers.base.n or 0, answers.base.missing or 0)


def share_row(name: str, reading: Reading) -> ShareRow:
    if reading.withheld or reading.k is None:
        return ShareRow(name, 0, 0, 0, is_hidden=bool(reading.withheld))
    return ShareRow(name, reading.k, reading.n or 0, reading.base.missing or 0)


def bar_options(answers: Breakdown) -> list[BarOption]:
    return [bar_option(reading.choice) for reading in answers.readings]


def bar_option(choice: Choice) -> BarOption:
    return BarOption(choice.key, choice.label, choice.tone)


def is_hidden(answers: Breakdown) -> bool:
    return any(reading.withheld for reading in answers.readings)


def is_told(answers: Breakdown) -> bool:
    """Whether every answer has a count, of councils that gave one."""
    return bool(answers.base.n) and all(each.k is not None for each in answers.readings)


def told_or_hidden(places: Sequence[Breakdown]) -> list[Breakdown]:
    """Those that have a row: without answers, or with published shares alone, a place has none."""
    return [place for place in places if is_told(place) or is_hidden(place)]
