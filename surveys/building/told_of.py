"""What a round's questions tell of, as apps to the right link them: it stands beside each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from surveys.models import Round


@dataclass(frozen=True, slots=True)
class ToldOf:
    """`address`: where the link is seen among its like, and changed; "" if nowhere."""

    question_id: int
    words: str
    address: str


Tell = Callable[[Round], Iterable[ToldOf]]
_tellers: list[Tell] = []


def also_tells(tell: Tell) -> None:
    """Called by the app that links something to questions."""
    _tellers.append(tell)


def told_of(round: Round) -> Mapping[int, list[ToldOf]]:
    """By question. A query for each kind of link."""
    found: dict[int, list[ToldOf]] = defaultdict(list)
    for tell in _tellers:
        for told in tell(round):
            found[told.question_id].append(told)
    return found
