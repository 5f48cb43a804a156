"""A chart as a picture that stands by itself: its finding, key, bars, source and address."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

import resvg_py

from . import looks, text
from .chart import Chart
from .drawing import Bars, Mark, Row
from .lines import BOTTOM, HEIGHT, Lines
from .looks import Look
from .svg import patterns, px
from .tiles import Panel, Tile, Tiles

WIDTH = 1200.0
EDGE = 40.0
ROW = 40.0
BAR = 22.0
HEADING = 26.0
CLOSE_ROW = 27.0
LINE_HEIGHT = 1.3
TITLE, BODY, SMALL = 30.0, 20.0, 16.0
# As large as the widest name may be before it takes a second line.
NAMES = 330.0
SPACE = 16.0
# The side of the largest tile, and between panels this much of one.
TILE = 150.0
PANEL_GAP = 0.6

# x and y, in pixels.
Spot = tuple[float, float]


def to_svg(chart: Chart, address: str = "") -> str:
    """As one SVG document, with the finding as its title for those who do not see it."""
    sheet = _Sheet()
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
    return sheet.document(chart)


def to_png(chart: Chart, address: str = "") -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=to_svg(chart, address),
            skip_system_fonts=True,
            font_files=[str(text.REGULAR), str(text.BOLD)],
            font_family=text.FAMILY,
        )
    )


class _Sheet:
    """A page of fixed width that grows downwards."""

    def __init__(self) -> None:
        self.parts = Element("g")
        self.y = EDGE
        self.hatches: dict[str, Look] = {}

    def write(
        self, words: str, size: float, *, bold: bool = False, colour: str = looks.INK
    ) -> None:
        for line in text.lines(words, WIDTH - 2 * EDGE, size, bold=bold):
            self.y += size
            self.label(line, EDGE, self.y, size, bold=bold, colour=colour)
            self.y += size * (LINE_HEIGHT - 1)

    def label(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = looks.INK,
        anchor: str = "start",
    ) -> None:
        attributes = {"x": px(x), "y": px(y), "font-size": px(size), "fill": colour}
        if bold:
            attributes["font-weight"] = "700"
        if anchor != "start":
            attributes["text-anchor"] = anchor
        SubElement(self.parts, "text", attributes).text = words

    def box(self, look: Look, x: float, y: float, width: float, height: float) -> None:
        attributes = {"x": px(x), "y": px(y), "width": px(width), "height": px(height)}
        fill = self.filling(look)
        SubElement(self.parts, "rect", attributes | {"fill": fill, "stroke": look.outline})

    def filling(self, look: Look) -> str:
        if not look.hatch:
            return look.fill
        self.hatches[look.name] = look
        return f"url(#{look.name})"

    def key(self, chart: Chart) -> None:
        x = EDGE
        for swatch in chart.legend:
            room = 18 + 8 + text.width(swatch.label, BODY) + 26
            if x > EDGE and x + room > WIDTH - EDGE:
                x, self.y = EDGE, self.y + BODY * 1.6
            self.box(swatch.look, x, self.y, 18, 18)
            self.label(swatch.label, x + 26, self.y + 16, BODY)
            x += room
        self.y += 18 + 22

    def draw(self, drawing: Bars | Lines | Tiles) -> None:
        if isinstance(drawing, Bars):
            self.rows(drawing)
        elif isinstance(drawing, Lines):
            self.lines(drawing)
        else:
            self.tiles(drawing)

    def rows(self, bars: Bars) -> None:
        names = max((text.width(row.area, BODY) for row in bars.rows), default=0)
        left = EDGE + min(names, NAMES) + SPACE
        beside = [text.width(row.label, BODY, bold=True) for row in bars.rows]
        values = max([*beside, *(text.width(bars.untold(row), SMALL) for row in bars.rows)])
        span = WIDTH - EDGE - values - SPACE - left
        top = self.y
        ends = top + _all_rows(bars)
        for value, tick in bars.ticks:
            x = left + span * bars.along(value) / 100
            self.line(x, top, ends, looks.LINE)
            self.label(tick, x, ends + SMALL + 4, SMALL, colour=looks.QUIET, anchor="middle")
        for row, heading in zip(bars.rows, bars.headings, strict=True):
            if heading:
                self.label(heading, EDGE, self.y + HEADING - SPACE / 2, BODY, bold=True)
                self.y += HEADING
            self.row(bars, row, left, span)
        for level in bars.levels:
            x = left + span * bars.along(level) / 100
            self.line(x, top, ends, looks.TARGET.fill)
        self.line(left + span * bars.along(bars.baseline) / 100, top, ends, looks.INK)
        self.y = ends + (SMALL + 8 if bars.ticks else 0)
        if bars.axis:
            self.write(bars.axis, SMALL, colour=looks.QUIET)

    def row(self, bars: Bars, row: Row, left: float, span: float) -> None:
        if row.apart:
            self.y += SPACE / 2
        name = text.lines(row.area, NAMES, BODY) or [""]
        height = _row_height(bars)
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

    def dot(self, look: Look, x: float, y: float) -> None:
        place = {"cx": px(x), "cy": px(y), "r": "7", "fill": look.fill}
        SubElement(self.parts, "circle", place | {"stroke": look.outline, "stroke-width": "2"})

    def line(self, x: float, top: float, bottom: float, colour: str) -> None:
        self.stroke(colour, (x, top), (x, bottom))

    def stroke(
        self, colour: str, start: Spot, end: Spot, *, width: float = 2, dashes: str = ""
    ) -> None:
        places = zip(("x1", "y1", "x2", "y2"), (*start, *end), strict=True)
        drawn = {"stroke": colour, "stroke-width": px(width)}
        dashed = {"stroke-dasharray": dashes} if dashes else {}
        ends = {name: px(value) for name, value in places}
        SubElement(self.parts, "line", ends | drawn | dashed)

    def lines(self, lines: Lines) -> None:
        top, span = self.y, WIDTH - 2 * EDGE

        def across(x: float) -> float:
            return EDGE + span * x / 100

        self.stroke(looks.INK, (EDGE, top + BOTTOM), (WIDTH - EDGE, top + BOTTOM))
        if lines.level is not None:
            level = top + lines.level
            self.stroke(looks.TARGET.fill, (EDGE, level), (WIDTH - EDGE, level), width=3)
            said, colour = lines.level_text, looks.TARGET.fill
            self.label(said, EDGE, level - 6, SMALL, bold=True, colour=colour)
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
        size = min(TILE, (WIDTH - 2 * EDGE) / max(widths, default=1))
        for row in tiles.panels:
            self._panels(row, size)

    def _panels(self, panels: Sequence[Panel | None], size: float) -> None:
        x, top, tallest = EDGE, self.y, 0.0
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
        down = y + size / 2 + small / 3 - (small * 0.7 if tile.value else 0)
        for line, words in enumerate(filter(None, (tile.short, tile.value))):
            at = down + line * small * 1.4
            self.label(words, middle, at, small, colour=ink, anchor="middle", bold=bool(line))

    def document(self, chart: Chart) -> str:
        height = self.y + EDGE
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {px(WIDTH)} {px(height)}",
                "width": px(WIDTH),
                "height": px(height),
                "font-family": f"'{text.FAMILY}', Arial, sans-serif",
                "role": "img",
                "aria-labelledby": "title description",
            },
        )
        SubElement(root, "title", {"id": "title"}).text = chart.title
        SubElement(root, "desc", {"id": "description"}).text = " ".join(chart.told)
        if self.hatches:
            root.append(patterns(self.hatches.values()))
        paper = {"width": "100%", "height": "100%", "fill": looks.WHITE}
        SubElement(root, "rect", paper)
        root.append(self.parts)
        return tostring(root, encoding="unicode")


def _row_height(bars: Bars) -> float:
    return CLOSE_ROW if bars.is_close else ROW


def _all_rows(bars: Bars) -> float:
    apart = SPACE / 2 * sum(row.apart for row in bars.rows)
    return _row_height(bars) * len(bars.rows) + HEADING * sum(map(bool, bars.headings)) + apart
