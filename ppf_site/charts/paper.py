"""The paper of a picture: words, boxes, dots and lines at places in pixels."""

from xml.etree.ElementTree import Element, SubElement, tostring

from . import looks, text
from .looks import Look
from .svg import patterns, px

WIDTH = 1200.0
EDGE = 40.0
LINE_HEIGHT = 1.3

# x and y, in pixels.
Spot = tuple[float, float]


class Paper:
    """A page of fixed width that grows downwards."""

    def __init__(self, width: float = WIDTH, edge: float = EDGE) -> None:
        self.width, self.edge = width, edge
        self.parts = Element("g")
        self.y = edge
        self.hatches: dict[str, Look] = {}

    def write(
        self, words: str, size: float, *, bold: bool = False, colour: str = looks.INK
    ) -> None:
        for line in text.lines(words, self.width - 2 * self.edge, size, bold=bold):
            self.y += size
            self.label(line, self.edge, self.y, size, bold=bold, colour=colour)
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

    def document(self, title: str, description: str) -> str:
        height = self.y + self.edge
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {px(self.width)} {px(height)}",
                "width": px(self.width),
                "height": px(height),
                "font-family": f"'{text.FAMILY}', Arial, sans-serif",
                "role": "img",
                "aria-labelledby": "title description",
            },
        )
        SubElement(root, "title", {"id": "title"}).text = title
        SubElement(root, "desc", {"id": "description"}).text = description
        if self.hatches:
            root.append(patterns(self.hatches.values()))
        paper = {"width": "100%", "height": "100%", "fill": looks.WHITE}
        SubElement(root, "rect", paper)
        root.append(self.parts)
        return tostring(root, encoding="unicode")
