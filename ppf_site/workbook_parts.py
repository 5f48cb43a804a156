"""The parts of an uploaded workbook, found by their relationships and given their usual names.

Readers look for some parts by the names that most programs give them. Others write workbook2.xml.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, relpath
from xml.etree import ElementTree

CONTENT_TYPES = "[Content_Types].xml"
STRICT = "http://purl.oclc.org/ooxml/"
FOLDER = "xl/"
WORKBOOK = "xl/workbook.xml"
# By the end of the type of their relationship.
USUAL_NAMES = {
    "/sharedStrings": "xl/sharedStrings.xml",
    "/styles": "xl/styles.xml",
    "/theme": "xl/theme/theme1.xml",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    id: str
    kind: str
    target: str


def workbook_part(parts: Mapping[str, bytes]) -> tuple[str, bool]:
    """The name of the part that is the workbook, "" if there is none; and whether it is Strict."""
    for each in _relationships(parts, ""):
        if each.kind.endswith("/officeDocument") and each.target in parts:
            return each.target, each.kind.startswith(STRICT)
    return "", False


def under_usual_names(parts: Mapping[str, bytes], workbook: str) -> dict[str, bytes]:
    """The same parts; what refers to one that has another name now is put right."""
    names = _new_names(parts, workbook)
    if not names:
        return dict(parts)
    touched = {"", workbook, *names}
    changed = {
        _rels_of(names.get(part, part)): _with_targets(parts, part, names)
        for part in touched
        if _rels_of(part) in parts
    }
    gone = {_rels_of(part) for part in touched} | (set(names.values()) - set(names))
    renamed = {names.get(name, name): part for name, part in parts.items() if name not in gone}
    return {**renamed, **changed, CONTENT_TYPES: _with_types(parts[CONTENT_TYPES], names)}


def _new_names(parts: Mapping[str, bytes], workbook: str) -> dict[str, str]:
    """By the old name, of the workbook and the parts that it names."""
    names = {workbook: WORKBOOK}
    for each in _relationships(parts, workbook):
        usual = USUAL_NAMES.get(each.kind[each.kind.rfind("/") :])
        inside = each.target if each.target.startswith(FOLDER) else f"{FOLDER}{each.target}"
        if each.target in parts:
            names[each.target] = usual or inside
    return {old: new for old, new in names.items() if old != new}


def _rels_of(part: str) -> str:
    """Where the relationships of a part stand; "" is the package itself."""
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _relationships(parts: Mapping[str, bytes], source: str) -> Iterator[Relationship]:
    for element in _xml(parts.get(_rels_of(source), b"<none/>")):
        if element.get("TargetMode") != "External":
            target = normpath(join("/", dirname(source), element.get("Target", ""))).lstrip("/")
            yield Relationship(element.get("Id", ""), element.get("Type", ""), target)


def _with_targets(parts: Mapping[str, bytes], source: str, names: Mapping[str, str]) -> bytes:
    """The relationships of a part, as seen from its new place."""
    root = _xml(parts[_rels_of(source)])
    inside = {each.id: each.target for each in _relationships(parts, source)}
    folder = join("/", dirname(names.get(source, source)))
    for element in root:
        target = inside.get(element.get("Id", ""))
        if target is not None:
            element.set("Target", relpath(join("/", names.get(target, target)), folder))
    return bytes(ElementTree.tostring(root, "utf-8"))


def _with_types(content: bytes, names: Mapping[str, str]) -> bytes:
    root = _xml(content)
    taken = set(names.values()) - set(names)
    for element in list(root):
        name = element.get("PartName", "").lstrip("/")
        if name in names:
            element.set("PartName", f"/{names[name]}")
        elif name in taken:
            root.remove(element)
    return bytes(ElementTree.tostring(root, "utf-8"))


def _xml(content: bytes) -> ElementTree.Element:
    # It has been counted before: no document type, and nothing out of bounds.
    return ElementTree.fromstring(content)  # noqa: S314
