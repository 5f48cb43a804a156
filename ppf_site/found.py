"""What a search finds besides regions and councils: each app says what it has under some words."""

import re
from collections.abc import Callable, Sequence
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


def names_page(words: str, page: str, *subject: str) -> bool:
    """Whether they name a page by what people call it, perhaps with what it is about; its subject
    alone is found without it."""
    return names(words, page, *subject) and not names(words, *subject)
