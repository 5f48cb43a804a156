"""What a search finds besides regions and councils: each app says what it has under some words."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Any, NamedTuple


class Found(NamedTuple):
    """`told` is what it is: "Expectation"."""

    name: str
    told: str
    url: str


# Whoever searches, as views have them, and the words.
Finder = Callable[[Any, str], Sequence[Found]]
finders: list[Finder] = []


def also_finds(finder: Finder) -> Finder:
    """Decorates the function of an app to the right of those that search."""
    finders.append(finder)
    return finder


# All that there is to be found, by name, where nothing was under the words as they were typed.
Namer = Callable[[Any], Sequence[str]]
namers: list[Namer] = []


def also_names(namer: Namer) -> Namer:
    """Decorates the function of an app to the right of those that search."""
    namers.append(namer)
    return namer


def named_elsewhere(person: Any) -> list[str]:
    return [name for namer in reversed(namers) for name in namer(person)]


def found_elsewhere(person: Any, words: str) -> list[Found]:
    """What people mostly look for comes first: the apps further right have it."""
    if not words:
        return []
    return [found for finder in reversed(finders) for found in finder(person, words)]


def as_words(text: str) -> list[str]:
    """In one spelling: "St. Helen's" as "St Helens", "Bath & North-East" so too."""
    spelt = re.sub(r"[.'’‘`]", "", text.casefold()).replace("&", " and ")
    return spelt.replace("-", " ").split()


def names(words: str, *told: str) -> bool:
    """Whether each of the words begins one of those that are told."""
    known, asked = as_words(" ".join(told)), as_words(words)
    return bool(asked) and all(any(word.startswith(part) for word in known) for part in asked)


# Of a name misspelt so little that it is likely to be meant, and as many as are offered.
ALIKE, MOST_NEAR = 0.75, 5


def near(words: str, every: Iterable[str]) -> list[str]:
    """The names that may have been meant by words under which nothing was found: those that have,
    for each of the words, one that is spelt much like it, the nearest first."""
    asked = as_words(words)
    parts = {name: set(as_words(name)) for name in every}
    known = {part for own in parts.values() for part in own}
    alike = [set(get_close_matches(word, known, len(known) or 1, ALIKE)) for word in asked]
    likely = [name for name, own in parts.items() if all(own & each for each in alike)]
    said = " ".join(asked)

    def far(name: str) -> float:
        return -SequenceMatcher(None, said, " ".join(as_words(name))).ratio()

    return sorted(likely, key=far)[:MOST_NEAR] if asked else []


def names_page(words: str, page: str, *subject: str) -> bool:
    """Whether they name a page by what people call it, perhaps with what it is about; its subject
    alone is found without it."""
    return names(words, page, *subject) and not names(words, *subject)
