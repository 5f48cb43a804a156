"""A chart as a picture that stands by itself: its finding, key, bars, source and address."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

import resvg_py

from . import looks, text
from .bars import Bars, Mark, Row
from .chart import Chart
from .looks import Look

WIDTH = 1200.0
EDGE = 40.0
ROW = 40.0
BAR = 26.0
LINE_HEIGHT = 1.3
TITLE, BODY, SMALL = 30.0, 20.0, 16.0
# As large as the widest name may be before it takes a second line.
NAMES = 330.0
SPACE = 16.0


def to_svg(chart: Chart, address: str = "") -> str:
    """As one SVG document, with the finding as its title for those who do not see it."""
    sheet = _Sheet()
    sheet.write(chart.title, TITLE, bold=True)
    sheet.y += 6
    sheet.write(chart.summary, BODY)
    sheet.y += 14
    sheet.key(chart)
    sheet.rows(chart.bars)
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
        attributes = {"x": _px(x), "y": _px(y), "font-size": _px(size), "fill": colour}
        if bold:
            attributes["font-weight"] = "700"
        if anchor != "start":
            attributes["text-anchor"] = anchor
        SubElement(self.parts, "text", attributes).text = words

    def box(self, look: Look, x: float, y: float, width: float, height: float) -> None:
        attributes = {"x": _px(x), "y": _px(y), "width": _px(width), "height": _px(height)}
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

    def rows(self, bars: Bars) -> None:
        names = max((text.width(row.area, BODY) for row in bars.rows), default=0)
        left = EDGE + min(names, NAMES) + SPACE
        values = max((text.width(row.label, BODY, bold=True) for row in bars.rows), default=0)
        span = WIDTH - EDGE - values - SPACE - left
        top = self.y
        ends = (_rows_end(bars.rows) + top) if bars.rows else top
        for value, tick in bars.ticks:
            x = left + span * bars.along(value) / 100
            self.line(x, top, ends, looks.LINE)
            self.label(tick, x, ends + SMALL + 4, SMALL, colour=looks.QUIET, anchor="middle")
        for row in bars.rows:
            self.row(bars, row, left, span)
        self.line(left + span * bars.along(bars.baseline) / 100, top, ends, looks.INK)
        self.y = ends + (SMALL + 8 if bars.ticks else 0)

    def row(self, bars: Bars, row: Row, left: float, span: float) -> None:
        if row.apart:
            self.y += SPACE / 2
        name = text.lines(row.area, NAMES, BODY) or [""]
        middle = self.y + ROW / 2
        for number, line in enumerate(name):
            y = middle + 7 + (number - (len(name) - 1) / 2) * BODY
            self.label(line, left - SPACE, y, BODY, anchor="end")
        for mark in row.marks:
            self.mark(bars, mark, left + span * bars.along(mark.start) / 100, span, middle)
        self.label(row.label, left + span + SPACE, middle + 7, BODY, bold=True)
        self.y += ROW

    def mark(self, bars: Bars, mark: Mark, x: float, span: float, middle: float) -> None:
        width = span * bars.across(mark.width) / 100
        self.box(mark.look, x, middle - BAR / 2, width, BAR)
        if mark.beside:
            self.label(mark.count, x + width + 6, middle + 7, BODY)
        elif mark.count and width >= text.width(mark.count, BODY, bold=True) + 6:
            at = x + width / 2
            self.label(
                mark.count, at, middle + 7, BODY, colour=mark.look.ink, anchor="middle", bold=True
            )

    def line(self, x: float, top: float, bottom: float, colour: str) -> None:
        attributes = {"x1": _px(x), "x2": _px(x), "y1": _px(top), "y2": _px(bottom)}
        SubElement(self.parts, "line", attributes | {"stroke": colour, "stroke-width": "2"})

    def document(self, chart: Chart) -> str:
        height = self.y + EDGE
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_px(WIDTH)} {_px(height)}",
                "width": _px(WIDTH),
                "height": _px(height),
                "font-family": f"'{text.FAMILY}', Arial, sans-serif",
                "role": "img",
                "aria-labelledby": "title description",
            },
        )
        SubElement(root, "title", {"id": "title"}).text = chart.title
        SubElement(root, "desc", {"id": "description"}).text = " ".join(_told(chart))
        if self.hatches:
            root.append(_patterns(self.hatches.values()))
        paper = {"width": "100%", "height": "100%", "fill": looks.WHITE}
        SubElement(root, "rect", paper)
        root.append(self.parts)
        return tostring(root, encoding="unicode")


def _rows_end(rows: Sequence[Row]) -> float:
    return ROW * len(rows) + SPACE / 2 * sum(row.apart for row in rows)


def _told(chart: Chart) -> Iterator[str]:
    """The chart in words: the summary, then each row as it is drawn."""
    yield chart.summary
    for row in chart.bars.rows:
        yield f"{row.area}: {'; '.join(mark.says for mark in row.marks)}."
    yield chart.source


def _patterns(hatched: Iterable[Look]) -> Element:
    found = Element("defs")
    for look in hatched:
        size = {"width": "7", "height": "7", "patternUnits": "userSpaceOnUse"}
        turned = {"id": look.name, "patternTransform": "rotate(45)"}
        pattern = SubElement(found, "pattern", turned | size)
        SubElement(pattern, "rect", {"width": "7", "height": "7", "fill": look.fill})
        SubElement(pattern, "rect", {"width": "1.6", "height": "7", "fill": look.hatch})
    return found


def _px(value: float) -> str:
    return f"{round(value, 2):g}"
