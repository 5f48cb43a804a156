"""What every SVG is written with: lengths, and fillings with hatches."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from .looks import Look


def patterns(hatched: Iterable[Look]) -> Element:
    found = Element("defs")
    for look in hatched:
        size = {"width": "7", "height": "7", "patternUnits": "userSpaceOnUse"}
        turned = {"id": look.name, "patternTransform": "rotate(45)"}
        pattern = SubElement(found, "pattern", turned | size)
        SubElement(pattern, "rect", {"width": "7", "height": "7", "fill": look.fill})
        SubElement(pattern, "rect", {"width": "1.6", "height": "7", "fill": look.hatch})
    return found


def px(value: float) -> str:
    return f"{round(value, 2):g}"
