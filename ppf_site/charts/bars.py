"""Bars to one measure, a row an area: the value that every drawing of a chart is made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ppf_site import words

from . import looks
from .drawing import QUARTERS, Bars, Mark, Row, Swatch

# What is said of who did not answer, and of where the share could lie had they answered.
NO_ANSWER = "No answer"
COULD_CHANGE = "What the missing councils could change"
COULD_BE_LESS, COULD_BE_MORE = "Could be less", "Could be more"
# At the right of a row whose counts are hidden: it has no bar, and is no zero.
NOT_SHOWN = "not shown"
# Empty space between the columns of a diverging chart, in per cent of the required councils.
GAP = 5.0


class BarOption(NamedTuple):
    """An answer that a bar is made of."""

    key: str
    label: str
    tone: int


class AnswerRow(NamedTuple):
    """What the councils of one area answered: counts by option, the base, and who is not in it."""

    area: str
    counts: Mapping[str, int]
    n: int
    missing: int = 0
    is_hidden: bool = False  # from this reader

    def percent(self, count: int) -> float:
        """Of the required councils: all answers and the missing make 100."""
        return 100 * count / (self.n + self.missing)

    def widths(self, options: Sequence[BarOption]) -> dict[str, float]:
        return {option.key: self.percent(self.counts.get(option.key, 0)) for option in options}


class OwnAnswer(NamedTuple):
    """The answer of the council that a chart is about, among others': which, and in words."""

    key: str
    says: str
    label: str  # what stands at the row's right


class ShareRow(NamedTuple):
    """k of the n councils of one area, and how many required ones are not among the n."""

    area: str
    k: int
    n: int
    missing: int
    is_hidden: bool = False  # from this reader

    @property
    def share(self) -> float:
        return 100 * self.k / self.n

    @property
    def bounds(self) -> tuple[float, float]:
        """The share in per cent if none of the missing had said it, and if all had."""
        required = self.n + self.missing
        return 100 * self.k / required, 100 * (self.k + self.missing) / required


def diverging_bars(
    rows: Sequence[AnswerRow], options: Sequence[BarOption], *, apart: Sequence[str] = ()
) -> Bars:
    """Answers of each area: likely ones to the right of a line and unlikely ones to the left.

    The strongest answers stand at the line, so that "very likely" has one baseline and the
    longest bar is the highest. Widths are per cent of the required councils. The neutral answer
    and councils that are not in the base (hatched) have columns of their own at the right, to the
    same measure, so that each row makes 100%. Areas named in `apart` stand off from the others.
    """
    held = [row for row in rows if row.n and not row.is_hidden]
    best = max(options, key=lambda option: option.tone)
    edges = _edges(held, options)

    def drawn_row(row: AnswerRow) -> Row:
        if row.is_hidden:
            return Row(row.area, [], NOT_SHOWN, row.area in apart)
        label = words.k_of_n(row.counts.get(best.key, 0), row.n)
        return Row(row.area, list(_answers(row, options, edges)), label, row.area in apart)

    drawn = [drawn_row(row) for row in rows if row.n or row.is_hidden]
    legend = [
        Swatch(looks.tone(option.tone), option.label)
        for option in sorted(options, key=lambda option: -option.tone)
    ]
    if any(row.missing for row in held):
        legend.append(Swatch(looks.MISSING, NO_ANSWER))
    return Bars("diverging", drawn, edges.low, edges.high, legend=legend)


def with_own(
    rows: Sequence[AnswerRow],
    options: Sequence[BarOption],
    own: Mapping[str, OwnAnswer],
    *,
    name: str,
) -> Bars:
    """Others' answers as diverging bars, and on each the council's own as a dot."""
    edges = _edges([row for row in rows if row.n], options)
    bars = diverging_bars(rows, options)
    counts = {row.area: row for row in rows}
    labels = {option.key: option.label for option in options}
    drawn = []
    for row in bars.rows:
        ours = own[row.area]
        # Where the dot stands there is no room for the count: the row's label tells it.
        marks = [
            replace(mark, count="") if mark.series == labels[ours.key] else mark
            for mark in row.marks
        ]
        dot = _own(counts[row.area], options, ours, edges, name)
        drawn.append(Row(row.area, [*marks, dot], ours.label))
    legend = [Swatch(looks.HERE_OPEN, name), *bars.legend]
    return Bars("diverging", drawn, bars.low, bars.high, legend=legend)


def _own(
    row: AnswerRow, options: Sequence[BarOption], own: OwnAnswer, edges: "_Edges", name: str
) -> Mark:
    """In the middle of the part that gave the same answer, or where that would stand."""
    widths = row.widths(options)
    option = next(option for option in options if option.key == own.key)
    stronger = sum(
        widths[other.key]
        for other in options
        if other.tone * option.tone > 0 and abs(other.tone) > abs(option.tone)
    )
    if option.tone == 0:
        at = edges.neutral + widths[option.key] / 2
    else:
        at = (stronger + widths[option.key] / 2) * (1 if option.tone > 0 else -1)
    return Mark(name, looks.HERE_OPEN, at, 0, own.says, shape="dot")


class _Edges(NamedTuple):
    """Where the columns of a diverging chart begin and end."""

    low: float
    neutral: float
    missing: float
    high: float


def _edges(rows: Sequence[AnswerRow], options: Sequence[BarOption]) -> _Edges:
    """As wide as the longest bar of each column needs; a column that is empty takes no room."""

    def longest(wanted: Sequence[BarOption]) -> float:
        return max((sum(row.widths(wanted).values()) for row in rows), default=0.0)

    left = longest([option for option in options if option.tone < 0])
    right = longest([option for option in options if option.tone > 0])
    neutral = longest([option for option in options if option.tone == 0])
    missing = max((row.percent(row.missing) for row in rows), default=0.0)
    neutral_at = right + GAP if neutral else right
    missing_at = neutral_at + neutral + GAP if missing else neutral_at + neutral
    end = missing_at + missing + GAP if missing else missing_at  # the count stands beside
    return _Edges(-left, neutral_at, missing_at, max(end, 1.0))


def _answers(row: AnswerRow, options: Sequence[BarOption], edges: _Edges) -> Iterator[Mark]:
    right = left = 0.0
    for option in sorted(options, key=lambda option: -abs(option.tone)):
        count = row.counts.get(option.key, 0)
        width = row.percent(count)
        if option.tone > 0:
            start, right = right, right + width
        elif option.tone < 0:
            left -= width
            start = left
        else:
            start = edges.neutral
        if count:
            says = f"{option.label}: {words.k_of_n(count, row.n)}"
            look = looks.tone(option.tone)
            yield Mark(option.label, look, start, width, says, words.number(count))
    if row.missing:
        count_words = words.number(row.missing)
        says = f"{NO_ANSWER}: {count_words}"
        width = row.percent(row.missing)
        yield Mark(NO_ANSWER, looks.MISSING, edges.missing, width, says, count_words, beside=True)


def comparison_bars(
    rows: Sequence[ShareRow], *, label: str = "Share of councils", tone: int = 2
) -> Bars:
    """The share of each area as a bar, labelled "8 of 9 (89%)".

    Its hatched end is what the missing councils could have made of it.
    """
    held = [row for row in rows if row.n and not row.is_hidden]
    drawn = [
        Row(row.area, [], NOT_SHOWN)
        if row.is_hidden
        else Row(row.area, list(_share(row, label, tone)), words.k_of_n(row.k, row.n))
        for row in rows
        if row.n or row.is_hidden
    ]
    legend = [Swatch(looks.tone(tone), label)]
    if any(row.missing for row in held):
        legend.append(Swatch(looks.MISSING, COULD_CHANGE))
    return Bars("comparison", drawn, 0, 100, ticks=QUARTERS, legend=legend)


def _share(row: ShareRow, label: str, tone: int) -> Iterator[Mark]:
    """The bar; over it the end that the missing could take away, beyond it what they could add."""
    yield Mark(label, looks.tone(tone), 0, row.share, words.k_of_n(row.k, row.n))
    if not row.missing:
        return
    low, high = row.bounds
    says = (
        f"{words.rounded(low)}% to {words.rounded(high)}%, whatever the missing would have said "
        f"({words.plural(row.missing, 'council')})"
    )
    if low < row.share:
        yield Mark(COULD_BE_LESS, looks.unsure(tone), low, row.share - low, says)
    if high > row.share:
        yield Mark(COULD_BE_MORE, looks.MISSING, row.share, high - row.share, says)
