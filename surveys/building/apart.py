"""A title for answers that are written with a question: the lists of the round have it once."""

from collections.abc import Sequence

from surveys.models import Scale


def apart_from(title: str, scales: Sequence[Scale]) -> str:
    """With a number where other answers of the round have the title: nobody typed it as theirs."""
    taken, found, number = {each.title.casefold() for each in scales}, title[:120], 1
    while found.casefold() in taken:
        number += 1
        found = f"{title[:115]} {number}"
    return found
