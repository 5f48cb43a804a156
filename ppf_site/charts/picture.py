"""A chart as a picture that stands by itself: its finding, key, bars, source and address."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import resvg_py

from . import looks, text
from .chart import Chart
from .drawing import Bars, Mark, Row, RowsKey
from .key import KeyItem, last_line, placed, shapes_of
from .lines import BOTTOM, HEIGHT, Lines
from .looks import Look
from .paper import Paper
from .tiles import Panel, Tile, Tiles

ROW = 40.0
BAR = 22.0
HEADING = 26.0
CLOSE_ROW = 27.0
TITLE, BODY, SMALL = 30.0, 20.0, 16.0
# As large as the widest name may be before it takes a second line.
NAMES = 330.0
SPACE = 16.0
# The side of the largest tile, and between panels this much of one.
TILE = 150.0
# On paper that has words of its own around it.
SLIM_EDGE, SMALL_TILE = 8.0, 96.0
PANEL_GAP = 0.6
# Of a tile, between its edge and its words.
ROUND_WORDS = 6.0


def to_svg(chart: Chart, address: str = "") -> str:
    """As one SVG document, with the finding as its title for those who do not see it."""
    sheet = _Picture()
    if chart.subject:
        sheet.write(chart.subject, BODY)
    sheet.write(chart.title, TITLE, bold=True)
    sheet.y += 6
    sheet.write(chart.summary, BODY)
    sheet.y += 14
    sheet.key(chart)
    sheet.draw(chart.drawing)
    sheet.y += 18
    sheet.write(chart.source, SMALL, colour=looks.QUIET)
    if address:
        sheet.write(address, SMALL, colour=looks.QUIET)
    return sheet.document(chart.title_alone, " ".join(chart.told))


def to_figure(chart: Chart, width: float) -> str:
    """Its key and its drawing alone, for paper that sets the words around them itself: as wide as
    they are to be read, for text is never scaled."""
    sheet = _Picture(width, SLIM_EDGE)
    sheet.tile = SMALL_TILE
    sheet.key(chart)
    sheet.draw(chart.drawing)
    return sheet.document(chart.title_alone, " ".join(chart.told))


def to_png(chart: Chart, address: str = "") -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=to_svg(chart, address),
            skip_system_fonts=True,
            font_files=[str(text.REGULAR), str(text.BOLD)],
            font_family=text.FAMILY,
        )
    )


class _Picture(Paper):
    """A chart, part by part from the top. `tile` is the side of the largest tile."""

    tile = TILE

    def key(self, chart: Chart) -> None:
        if chart.legend:
            key = placed(chart.legend, self.width - self.edge, left=self.edge, size=BODY)
            self.swatches(key, BODY, shapes_of(chart.drawing))
        self.y += 22

    def swatches(
        self, key: Sequence[KeyItem], size: float, shapes: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Line by line, down from here to under the last; each as the drawing has it."""
        for item in key:
            y = self.y + item.line * size * 1.6
            if item.look:
                self.swatch(item.look, shapes.get(item.look.name, ""), item.x, y, size - 2)
            self.label(item.label, item.words_at, y + size - 4, size)
        self.y += size - 2 + size * 1.6 * last_line(key)

    def swatch(self, look: Look, shape: str, x: float, y: float, side: float) -> None:
        middle = y + side / 2
        if shape == "line":
            self.stroke(look.fill, (x, middle), (x + side, middle), width=3)
        elif shape == "dot":
            self.dot(look, x + side / 2, middle)
        else:
            self.box(look, x, y, side, side)

    def draw(self, drawing: Bars | Lines | Tiles) -> None:
        if isinstance(drawing, Bars):
            self.rows(drawing)
        elif isinstance(drawing, Lines):
            self.lines(drawing)
        else:
            self.tiles(drawing)

    def rows(self, bars: Bars) -> None:
        names = max((text.width(row.area, BODY) for row in bars.rows), default=0)
        left = self.edge + min(names, NAMES) + SPACE
        beside = [text.width(row.label, BODY, bold=True) for row in bars.rows]
        values = max([*beside, *(text.width(bars.untold(row), SMALL) for row in bars.rows)])
        span = self.width - self.edge - values - SPACE - left
        top = self.y
        ends = top + _all_rows(bars, self)
        for value, tick in bars.ticks:
            x = left + span * bars.along(value) / 100
            self.line(x, top, ends, looks.LINE)
            self.label(tick, x, ends + SMALL + 4, SMALL, colour=looks.QUIET, anchor="middle")
        over = []
        for row, heading, key in zip(bars.rows, bars.headings, bars.keys, strict=True):
            if heading or key:
                over.append((self.y, heading, key))
            self.y += _room_over(heading, key, self)
            self.row(bars, row, left, span)
        for level in bars.levels:
            x = left + span * bars.along(level) / 100
            self.line(x, top, ends, looks.TARGET.fill)
        self.line(left + span * bars.along(bars.baseline) / 100, top, ends, looks.INK)
        for at, heading, key in over:
            self.over(at, heading, key)
        self.y = ends + (SMALL + 8 if bars.ticks else 0)
        if bars.axis:
            self.write(bars.axis, SMALL, colour=looks.QUIET)

    def over(self, top: float, heading: str, key: RowsKey | None) -> None:
        """What stands over a row: a heading, and beside it the key of what is under it, for which
        the lines through all rows make way."""
        if key:
            self.box(
                looks.PAPER,
                self.edge,
                top,
                self.width - 2 * self.edge,
                _room_over(heading, key, self),
            )
        self.label(heading, self.edge, top + HEADING - SPACE / 2, BODY, bold=True)
        self.y = top + HEADING - SPACE / 2 - SMALL + 3
        self.swatches(_beside(heading, key, self), SMALL)

    def row(self, bars: Bars, row: Row, left: float, span: float) -> None:
        if row.apart:
            self.y += SPACE / 2
        name = text.lines(row.area, NAMES, BODY) or [""]
        height = _row_height(bars, row)
        middle = self.y + height / 2
        for number, line in enumerate(name):
            y = middle + 7 + (number - (len(name) - 1) / 2) * BODY
            self.label(line, left - SPACE, y, BODY, anchor="end")
        for mark in row.marks:
            self.mark(bars, mark, left + span * bars.along(mark.start) / 100, span, middle)
        untold = bars.untold(row)
        at = left + span + SPACE
        self.label(row.label, at, middle + (-1 if untold else 7), BODY, bold=True)
        if untold:
            self.label(untold, at, middle + SMALL, SMALL, colour=looks.QUIET)
        self.y += height

    def mark(self, bars: Bars, mark: Mark, x: float, span: float, middle: float) -> None:
        width = span * bars.across(mark.width) / 100
        if mark.shape != "bar":
            self.shape(mark, x, width, middle)
            return
        self.box(mark.look, x, middle - BAR / 2, width, BAR)
        if mark.beside:
            self.label(mark.count, x + width + 6, middle + 7, BODY)
        elif mark.count and bars.fits(mark):
            at = x + width / 2
            self.label(
                mark.count, at, middle + 7, BODY, colour=mark.look.ink, anchor="middle", bold=True
            )

    def shape(self, mark: Mark, x: float, width: float, middle: float) -> None:
        if mark.shape == "span":
            self.box(mark.look, x, middle - 4, width, 8)
        elif mark.shape == "tick":
            self.stroke(mark.look.fill, (x, middle - 13), (x, middle + 13), width=4)
        else:
            self.dot(mark.look, x, middle - mark.rise)

    def lines(self, lines: Lines) -> None:
        top, span = self.y, self.width - 2 * self.edge

        def across(x: float) -> float:
            return self.edge + span * x / 100

        self.stroke(looks.INK, (self.edge, top + BOTTOM), (self.width - self.edge, top + BOTTOM))
        if lines.level is not None:
            level = top + lines.level
            self.stroke(
                looks.TARGET.fill, (self.edge, level), (self.width - self.edge, level), width=3
            )
            said, colour = lines.level_text, looks.TARGET.fill
            self.label(said, self.edge, level - 6, SMALL, bold=True, colour=colour)
        for stroke in lines.strokes:
            start = (across(stroke.x1), top + stroke.y1)
            end = (across(stroke.x2), top + stroke.y2)
            dashes = "6 5" if stroke.is_open else ""
            self.stroke(stroke.look.fill, start, end, width=4, dashes=dashes)
        for point in lines.points:
            x = across(point.x)
            look = Look("", looks.WHITE, point.look.fill, looks.INK) if point.is_open else None
            self.dot(look or point.look, x, top + point.y)
            self.label(point.text, x, top + point.text_y, BODY, anchor=point.anchor, bold=True)
        for x, day, anchor in lines.ticks:
            self.label(day, across(x), top + BOTTOM + 22, SMALL, colour=looks.QUIET, anchor=anchor)
        self.y = top + HEIGHT

    def tiles(self, tiles: Tiles) -> None:
        """All tiles of one size, as large as the widest row of panels lets them be."""
        widths = [
            sum(panel.columns if panel else 0 for panel in row) + PANEL_GAP * (len(row) - 1)
            for row in tiles.panels
        ]
        size = min(self.tile, (self.width - 2 * self.edge) / max(widths, default=1))
        for row in tiles.panels:
            self._panels(row, size)

    def _panels(self, panels: Sequence[Panel | None], size: float) -> None:
        x, top, tallest = self.edge, self.y, 0.0
        for panel in panels:
            if panel is None:
                continue
            y = top + (SMALL + 10 if panel.name else 0)
            if panel.name:
                self.label(panel.name, x, top + SMALL, SMALL, bold=True)
            for number, row in enumerate(panel.rows):
                for place, tile in enumerate(row):
                    if tile:
                        self._tile(tile, x + place * size, y + number * size, size)
            tallest = max(tallest, y - top + len(panel.rows) * size)
            room = text.width(panel.name, SMALL, bold=True) + SPACE if panel.name else 0
            x += max((panel.columns + PANEL_GAP) * size, room)
        self.y = top + tallest + 16

    def _tile(self, tile: Tile, x: float, y: float, size: float) -> None:
        self.box(tile.look, x, y, size - 2, size - 2)
        middle, ink = x + size / 2 - 1, tile.look.ink
        small = min(SMALL, size / 2.4)
        name = text.lines(tile.short, size - 2 * ROUND_WORDS, small)
        value = [tile.value] if tile.value else []
        step = small * 1.3
        first = y + size / 2 + small / 3 - step * (len(name) + len(value) - 1) / 2
        for line, words in enumerate([*name, *value]):
            at, bold = first + line * step, line == len(name)
            self.label(words, middle, at, small, colour=ink, anchor="middle", bold=bold)


def _row_height(bars: Bars, row: Row) -> float:
    """A row of two lines stands no closer than others do."""
    has_two_lines = bars.untold(row) or text.width(row.area, BODY) > NAMES
    return CLOSE_ROW if bars.is_close and not has_two_lines else ROW


def _all_rows(bars: Bars, paper: Paper) -> float:
    apart = SPACE / 2 * sum(row.apart for row in bars.rows)
    over = sum(
        _room_over(heading, key, paper)
        for heading, key in zip(bars.headings, bars.keys, strict=True)
    )
    return sum(_row_height(bars, row) for row in bars.rows) + over + apart


def _room_over(heading: str, key: RowsKey | None, paper: Paper) -> float:
    if not (heading or key):
        return 0
    return HEADING + SMALL * 1.6 * last_line(_beside(heading, key, paper))


def _beside(heading: str, key: RowsKey | None, paper: Paper) -> list[KeyItem]:
    """The key of some rows, after the heading over them."""
    if key is None:
        return []
    after = text.width(heading, BODY, bold=True) + SPACE if heading else 0
    right = paper.width - paper.edge
    return placed(key.swatches, right, left=paper.edge, size=SMALL, after=after, last=key.right)
