"""A time of day, read as people write it."""

import datetime

import pytest

from ppf_site.refused import Refused
from ppf_site.times import read_time


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("9:30", 9, 30),
        ("09.30", 9, 30),
        ("9:30am", 9, 30),
        ("9.30 a.m.", 9, 30),
        (" 2 PM ", 14, 0),
        ("12am", 0, 0),
        ("12:15pm", 12, 15),
        ("noon", 12, 0),
        ("14:00", 14, 0),
    ],
)
def test_a_time_is_read_as_it_is_written(typed: str, hour: int, minute: int) -> None:
    assert read_time(typed) == datetime.time(hour, minute)


@pytest.mark.parametrize("typed", ["9", "24:00", "13pm", "0am", "9:60", "soon", "14:5"])
def test_anything_else_is_asked_again(typed: str) -> None:
    with pytest.raises(Refused, match=r"such as 9:30am or 14:00"):
        read_time(typed)
