"""Where on a grid each council and each region stands: nearest to its place on the map.

Pure: plain positions in, columns and rows out. Solved as an assignment (`scipy`'s Hungarian
method): the sum of squared distances between a place and its tile is as small as can be.
"""

from collections.abc import Hashable, Mapping
from math import ceil, cos, radians, sqrt
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

Key = TypeVar("Key", bound=Hashable)
# Latitude and longitude, in degrees.
Position = tuple[float, float]
# Column and row, from the top left.
Spot = tuple[int, int]
# England's regions stand three abreast.
REGIONS_ABREAST = 3
# At the middle of England a degree of longitude is so much of one of latitude.
NARROWER = cos(radians(52.9))


def council_spots(places: Mapping[Key, Position]) -> dict[Key, Spot]:
    """The councils of one region, on a grid about as wide and as tall as the region is."""
    if not places:
        return {}
    height, width = _extent(places)
    columns = max(1, round(sqrt(len(places) * min(max(width / height, 0.6), 1.8))))
    return _assigned(places, columns, ceil(len(places) / columns))


def region_spots(centres: Mapping[Key, Position]) -> dict[Key, Spot]:
    """A few regions, with some empty places between them so that each can stand where it is."""
    if not centres:
        return {}
    columns = min(REGIONS_ABREAST, len(centres))
    return _assigned(centres, columns, ceil(len(centres) / columns) + (len(centres) > columns))


def _extent(places: Mapping[Key, Position]) -> tuple[float, float]:
    """North to south and west to east, in degrees of latitude; never nothing."""
    north = [position[0] for position in places.values()]
    east = [position[1] * NARROWER for position in places.values()]
    return max(max(north) - min(north), 0.01), max(max(east) - min(east), 0.01)


def _assigned(places: Mapping[Key, Position], columns: int, rows: int) -> dict[Key, Spot]:
    keys = list(places)
    at = np.array([(-places[key][0], places[key][1]) for key in keys], dtype=float)
    low, high = at.min(axis=0), at.max(axis=0)
    scaled = (at - low) / np.where(high > low, high - low, 1.0)
    spots = [(column, row) for row in range(rows) for column in range(columns)]
    middle = np.array(
        [(row / max(rows - 1, 1), column / max(columns - 1, 1)) for column, row in spots]
    )
    cost = ((scaled[:, None, :] - middle[None, :, :]) ** 2).sum(axis=2)
    found, chosen = linear_sum_assignment(cost)
    return {keys[number]: spots[spot] for number, spot in zip(found, chosen, strict=True)}
