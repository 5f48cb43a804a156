"""Tables of figures say what their charts draw."""

import pytest

from surveys.stats import Base, Breakdown, Choice, Place, Reading
from surveys.tables import breakdown_table


@pytest.mark.parametrize(
    ("base", "told"),
    [
        (Base(9, 9), "nobody"),
        (Base(9, 10, no_return=1), "1 sent no return"),
        (Base(9, 11, no_return=2), "2 sent no return"),
        (
            Base(9, 14, not_known=2, not_applicable=1, no_return=1),
            "5: 1 sent no return, 1 left it blank, 2 did not know and 1 said it does not apply",
        ),
        (Base(None, None), "not published"),
    ],
)
def test_who_is_not_in_the_base_is_told_with_their_number_and_the_reasons(
    base: Base, told: str
) -> None:
    place = Place("north-east", "North East", "region")
    reading = Reading(1, place, Choice("very-likely", "Very likely", 2), 8, base)
    table = breakdown_table(
        [Breakdown(place, base, (reading,))], name="answers", caption="Answers", source="Source"
    )
    [row] = table.rows
    assert row.get_cell("missing") == told
