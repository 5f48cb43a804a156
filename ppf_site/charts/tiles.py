"""Where: a tile an area or a council, in its place as nearly as a grid allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .drawing import Swatch, Told
from .looks import Look


class Tile(NamedTuple):
    """`short` is written on it, `says` is it in words."""

    name: str
    short: str
    says: str
    look: Look
    url: str = ""
    value: str = ""


# What a council's tile, an area's and a panel's name take on the page, in pixels.
A_TILE, AN_AREA, A_NAME = 46, 86, 40
Grid = Sequence[Sequence[Tile | None]]


class Panel(NamedTuple):
    """Tiles that belong together, row by row; a name over them unless there is but one panel."""

    name: str
    rows: Grid
    url: str = ""

    @property
    def columns(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def tiles(self) -> Iterator[Tile]:
        return (tile for row in self.rows for tile in row if tile)


@dataclass(frozen=True)
class Tiles:
    """Panels in their places, row by row as well."""

    template = "_chart_tiles.html"

    panels: Sequence[Sequence[Panel | None]]
    legend: Sequence[Swatch] = ()

    @property
    def tall(self) -> int:
        """In pixels, on a page of ordinary width: by the tallest panel of each row."""
        side = A_TILE if self.columns > 1 else AN_AREA
        tallest = [max(len(panel.rows) for panel in row if panel) for row in self.panels]
        return sum(side * rows + A_NAME for rows in tallest)

    @property
    def kind(self) -> str:
        return "tiles"

    @property
    def looks(self) -> set[Look]:
        return {tile.look for panel in self.filled for tile in panel.tiles}

    @property
    def filled(self) -> list[Panel]:
        return [panel for row in self.panels for panel in row if panel]

    @property
    def columns(self) -> int:
        return max((len(row) for row in self.panels), default=0)

    # Every tile says what it is.
    has_values = False

    @property
    def spec(self) -> dict[str, Any]:
        return {}

    @property
    def told(self) -> Iterator[Told]:
        for panel in self.filled:
            for tile in panel.tiles:
                yield tile.name, [tile.says]
