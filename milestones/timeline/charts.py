"""What is due when, and how sure councils were of it: a bar an expectation, along the days."""

from collections.abc import Sequence
from dataclasses import replace

from ppf_site import words
from ppf_site.charts.bars import ShareRow, comparison_bars
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import Row
from surveys.models import Release
from surveys.sentences import k_of_n, source_lines

from .due import DueDay, DueRow


def due_chart(
    days: Sequence[DueDay],
    *,
    title: str,
    page: str,
    source: str = "",
    key: str = "due",
    later: Sequence[Release] = (),
) -> Chart | None:
    """England's best answer on each expectation, those of a day under it, the surest first. None
    where councils were asked about none of them. `later` told how far some got."""
    told = [(day, row) for day in days for row in day.rows if _is_counted(row)]
    if not told:
        return None
    rows = [_row(day, row) for day, row in told]
    bars = comparison_bars([share for share, _ in rows], label=_answer(told[0][1]))
    drawn = [
        replace(bar, group=about.group, note=about.note)
        for bar, (_, about) in zip(bars.rows, rows, strict=True)
    ]
    return Chart(
        key,
        title,
        _summary([row for _, row in told]),
        source or _source([row for _, row in told], later),
        replace(bars, rows=drawn),
        page=page,
    )


def _is_counted(row: DueRow) -> bool:
    return row.said is not None and row.said.k is not None and bool(row.said.n)


def _answer(row: DueRow) -> str:
    return f"{row.said.choice.label if row.said else ''}, councils in England"


def _row(day: DueDay, row: DueRow) -> tuple[ShareRow, Row]:
    said = row.said
    assert said is not None
    missing = max((said.base.required or 0) - (said.n or 0), 0)
    share = ShareRow(row.expectation.label, said.k or 0, said.n or 0, missing)
    return share, Row(share.area, [], "", group=f"Due {day.label}", note=_beside(row))


def _beside(row: DueRow) -> str:
    """How it moved, and how far it got."""
    return "; ".join(part for part in (row.moved, row.later) if part)


def _summary(rows: Sequence[DueRow]) -> str:
    said = "; ".join(
        f"{row.expectation.label}, due {row.expectation.due_label}: {k_of_n(row.said)}"
        f"{f', {_beside(row)}' if _beside(row) else ''}"
        for row in rows
        if row.said
    )
    asked = "" if any(row.moved for row in rows) else " No earlier round asked about any of them."
    return f"{words.capital(said)}.{asked}"


def _source(rows: Sequence[DueRow], later: Sequence[Release]) -> str:
    """Each was told where it was last asked."""
    asked = [row.course.steps[-1].release for row in rows if row.course]
    return source_lines([*asked, *later])
