"""The charts of the opening page."""

from collections.abc import Sequence

from milestones.measures.charts import axis_end, point_of
from milestones.measures.measured import OnBase
from milestones.stats import REST_OF_ENGLAND, Furthest
from ppf_site import words
from ppf_site.charts.bars import ShareRow, comparison_bars
from ppf_site.charts.chart import Chart
from ppf_site.charts.dots import DumbbellRow, dumbbell
from ppf_site.charts.lines import Line, Lines
from surveys.sentences import k_of_n, source_line

from . import sentences
from .findings import Barriers

# So many barriers are told on the opening page.
FEW = 5


def slope(bases: Sequence[OnBase], *, source: str) -> Chart | None:
    """The measure on all its bases against the target: a line a base."""
    lines = [
        Line(
            words.capital(on_base.base.name),
            [point_of(rate) for rate in on_base.counted if rate.pooled is not None],
        )
        for on_base in bases
    ]
    lines = [line for line in lines if line.points]
    if not lines:
        return None
    target = bases[0].target
    drawing = Lines(lines, axis_end(bases), target=float(target) if target is not None else None)
    said = "; ".join(f"{line.name}: {line.points[-1].says}" for line in lines)
    title = sentences.slope_title(bases)
    about = bases[0].measure.title
    about = "" if title.startswith(about) else about
    return Chart("slope", title, f"{said}.", source, drawing, subject=about)


def furthest(found: Furthest, *, source: str) -> Chart | None:
    """The regions furthest from the rest of England: those above it, then those below."""
    told = [*found.above, *found.below]
    if not told:
        return None
    rows = [
        DumbbellRow(
            f"{pair.left.place.name}: {words.lower_first(outlook.label)}",
            100 * (pair.left.share or 0),
            100 * (pair.right.share or 0),
            k_of_n(pair.left),
            k_of_n(pair.right),
        )
        for outlook, pair in told
    ]
    bars = dumbbell(
        rows, here="The region", rest=words.capital(REST_OF_ENGLAND.name), tells_robust=False
    )
    title, said = sentences.furthest_title(found), sentences.furthest_summary(found)
    return Chart("furthest", title, said, source, bars, table_id="table-furthest")


def in_the_way(barriers: Barriers) -> Chart | None:
    """The barriers that most councils named, any of them, the most named first."""
    named = [reading for reading in barriers.ranked if reading.k is not None and reading.n]
    if not named:
        return None
    bars = comparison_bars(
        [
            ShareRow(reading.choice.label, reading.k or 0, reading.n or 0, 0)
            for reading in named[:FEW]
        ],
        label="Councils that named it",
    )
    title = sentences.barriers_title(named)
    said = f"{sentences.barriers_summary(named[:FEW])}."
    source = source_line(barriers.release, barriers.england.base)
    about = barriers.link.question.text
    return Chart("barriers", title, said, source, bars, subject=about)
