"""Tiles stand as the places do: north over south, west before east."""

import csv
from pathlib import Path

import pytest

from councils.tiles import Position, Spot, council_spots, region_spots

REGISTER = Path(__file__).parents[2] / "councils/data/councils.csv"


@pytest.fixture(scope="module")
def england() -> dict[str, dict[str, Position]]:
    """By region, the councils in force today and where they are."""
    found: dict[str, dict[str, Position]] = {}
    with REGISTER.open(newline="") as file:
        for row in csv.DictReader(file):
            if not row["abolished"]:
                position = (float(row["latitude"]), float(row["longitude"]))
                found.setdefault(row["region_name"], {})[row["name"]] = position
    return found


def centres(england: dict[str, dict[str, Position]]) -> dict[str, Position]:
    return {
        region: (
            sum(north for north, _ in places.values()) / len(places),
            sum(east for _, east in places.values()) / len(places),
        )
        for region, places in england.items()
    }


def is_over(upper: Spot, lower: Spot) -> bool:
    return upper[1] < lower[1]


def test_nine_regions_stand_in_their_places(england: dict[str, dict[str, Position]]) -> None:
    spots = region_spots(centres(england))
    assert len(set(spots.values())) == 9
    assert is_over(spots["North East"], spots["Yorkshire and The Humber"])
    assert is_over(spots["Yorkshire and The Humber"], spots["East Midlands"])
    assert is_over(spots["East Midlands"], spots["South East"])
    west_to_east = ["West Midlands", "East Midlands", "East of England"]
    assert [spots[region][0] for region in west_to_east] == [0, 1, 2]


def test_every_council_has_a_tile_of_its_own(england: dict[str, dict[str, Position]]) -> None:
    for region, places in england.items():
        spots = council_spots(places)
        assert spots.keys() == places.keys(), region
        assert len(set(spots.values())) == len(places), region


def test_london_is_londons_shape(england: dict[str, dict[str, Position]]) -> None:
    spots = council_spots(england["London"])
    assert is_over(spots["Barnet"], spots["Camden"])
    assert is_over(spots["Camden"], spots["Croydon"])
    assert spots["Hillingdon"][0] < spots["Westminster"][0] < spots["Havering"][0]


def test_one_council_has_one_tile() -> None:
    assert council_spots({"Alone": (52.0, -1.0)}) == {"Alone": (0, 0)}


def test_nowhere_has_none() -> None:
    assert council_spots({}) == region_spots({}) == {}
