"""The table of areas in several rounds."""

from typing import Any

import django_tables2 as tables

from milestones.moving.courses import InRound
from milestones.moving.sentences import step_words
from milestones.moving.tables import joined_words
from surveys.sorting import RANKS
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address, figure_link

from .rounds import OverRounds


def rounds_table(over: OverRounds, *, source: str) -> FigureTable:
    """An area a row, a round a column; in the file the counts and the figures of each."""
    columns: list[tuple[str, tables.Column]] = [
        ("area", tables.Column("Area")),
        ("area_code", Hidden("Area code")),
    ]
    for at, step in enumerate(over.steps):
        name = step.release.round.short_title
        columns += [
            (f"shown_{at}", ShownColumn(name, attrs=NUMERIC)),
            (f"answer_{at}", Hidden(f"{name}: answer counted")),
            (f"k_{at}", Hidden(f"{name}: councils (k)")),
            (f"n_{at}", Hidden(f"{name}: base (n)")),
            (f"value_{at}", Hidden(f"{name}: per cent")),
            (f"figure_{at}", Hidden(f"{name}: figure")),
            (f"joined_{at}", Hidden(f"{name}: against the round before")),
        ]
    columns.append(("source", Hidden("Source")))
    rows = [
        {
            "rank": RANKS.get(area.kind, 0),
            "area": area.name,
            "area_code": area.code or area.slug,
            **{
                f"{key}_{at}": value
                for at, step in enumerate(course.steps)
                for key, value in _cells(step, at).items()
            },
            "source": source,
        }
        for area, course in over.told
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.source = "rounds", source
    table.caption = f"{over.name}, by area and round"
    return table


def _cells(step: InRound, at: int) -> dict[str, Any]:
    top = step.answers.top if step.answers else None
    figure = top.figure_id if top else step.amount.figure_id if step.amount else None
    joined = joined_words(step, "" if step.joins else "not joined")
    return {
        "shown": figure_link(top) if top and not step.said else step_words(step),
        "answer": top.choice.label if top else "",
        "k": top.k if top else None,
        "n": top.n if top else None,
        "value": step.value,
        "figure": figure_address(figure),
        "joined": joined if at else "the first shown",
    }
