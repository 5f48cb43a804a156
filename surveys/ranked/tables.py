"""The table of answers that are named by many: the same as the chart, with what it leaves out."""

from dataclasses import replace

from surveys.sentences import captioned, source_line
from surveys.tables import FigureTable
from surveys.tables_reading import reading_table

from .named import Ranked


def ranked_table(found: Ranked, area: str, *, name: str, of: str = "Answer") -> FigureTable:
    """An answer a row, as released, “none of these” among them."""
    readings = [
        replace(reading, place=replace(reading.place, name=reading.choice.label))
        for reading in [*found.ranked, *found.none]
    ]
    return reading_table(
        readings,
        name=name,
        caption=captioned(found.question, area),
        source=source_line(found.release, found.answers.base if found.answers else None),
        of=of,
        sorts=f"{name}-sort",
    )
