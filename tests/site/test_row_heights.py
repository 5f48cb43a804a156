"""Rows of a spreadsheet as tall as their text."""

import pytest

from ppf_site.row_heights import POINTS_AROUND, POINTS_OF_A_LINE, TALLEST, height_of


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("One line", 20, 1),
        ("Two lines of words", 10, 2),
        ("Each\non\nits own", 30, 3),
        ("First\n\nafter an empty one", 30, 3),
        ("x" * 27, 10, 3),
        ("A word, " + "x" * 27, 10, 4),
    ],
)
def test_lines_are_counted_as_a_cell_wraps_them(text: str, width: int, lines: int) -> None:
    assert height_of([(text, width)]) == lines * POINTS_OF_A_LINE + POINTS_AROUND


def test_the_tallest_cell_decides() -> None:
    assert height_of([("a", 10), ("a\nb\nc", 10)]) == height_of([("a\nb\nc", 10)])


def test_no_row_is_taller_than_programs_allow() -> None:
    assert height_of([("words " * 5000, 10)]) == TALLEST
