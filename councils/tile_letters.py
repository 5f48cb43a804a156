"""The few letters that a council's tile has room for: of one map no two the same.

Pure: names in, letters out. "Leicester" and "Leicestershire" begin alike for nine letters, so the
first four are not enough: Leic and Leics, NTyn, BlBu and BlPo.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, zip_longest

FIRST = 4
# Words of a name that have no letter of their own.
BETWEEN = {"and", "of", "the", "upon"}
# A first word as short as "North" or "Isle" tells less than the next one.
SHORT = 5


def tile_letters(names: Iterable[str]) -> dict[str, str]:
    """By name: four letters, or five."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        alike[_first(name)].append(name)
    found = {group[0]: letters for letters, group in alike.items() if len(group) == 1}
    taken = set(found.values())
    for group in alike.values():
        for name in group if len(group) > 1 else ():
            found[name] = next(each for each in _others(name, group) if each not in taken)
            taken.add(found[name])
    return found


def _words(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", name.replace("'", "").replace("’", ""))
    return [word for word in words if word.lower() not in BETWEEN] or [name]


def _first(name: str) -> str:
    """ "Derb", "NTyn" of North Tyneside, "IWig" of the Isle of Wight."""
    first, *rest = _words(name)
    if not rest or len(first) > SHORT:
        return first[:FIRST]
    initials = first if first.isupper() else first[0]
    return f"{initials}{''.join(rest)}"[:FIRST]


def _others(name: str, group: list[str]) -> Iterator[str]:
    """Where names begin alike: with what tells them apart."""
    first, *rest = _words(name)
    start = next(at for at, each in enumerate(zip_longest(*group)) if len(set(each)) > 1)
    if rest:
        initials = "".join(word[0] for word in rest)[: FIRST - 2]
        yield f"{first[: FIRST - len(initials)]}{initials}"
    elif start == len(name):
        yield first[:FIRST]
    elif name[start:] == "shire":
        yield f"{first[:FIRST]}s"
    yield f"{name[:2]}{name[start : start + 2].title()}"
    for number in count(2):
        yield f"{name[: FIRST - 1]}{number}"
