"""What a figure is compared with, where two people pick it at once."""

from collections.abc import Sequence
from typing import Any

from ppf_site.meanwhile import TellsOthers

from .picking import KEPT, Picked, ReleasedChoices

PICKS = ("programme", "in_round", "about", "answer", "place")
USUAL_RULE = "equal"


class TellsPicks(TellsOthers):
    """The picks are compared together: each goes with those before it. The programme is no part of
    them: it only narrows the lists. `held`: what is picked in the database."""

    held: Picked
    shelf: ReleasedChoices

    @property
    def compared(self) -> Sequence[str]:
        return [*(name for name in self.fields if name not in PICKS), "picks"]

    def told_beside(self, name: str) -> str:
        return "about" if name == "picks" else name

    def shown(self, name: str) -> str:
        if name == "picks":
            return _as_sent(self.held.round, self.held.about, self.held.option, self.held.area)
        return super().shown(name) or (USUAL_RULE if name == "rule" else "")

    def typed(self, name: str) -> str:
        if name == "picks":
            return _as_sent(*(self.data.get(each, "") for each in PICKS[1:]))
        return super().typed(name)

    def put(self, data: Any, name: str, now: str) -> None:
        if name != "picks":
            super().put(data, name, now)
            return
        for pick, value in zip(PICKS, ["", *now.split("\n")], strict=True):
            data[pick] = value

    def told(self, name: str, now: str) -> str:
        if name != "picks":
            return super().told(name, now)
        return (
            "Somebody else changed which figure it speaks of while you had it open: it is "
            f"{self._held_words()} now. Save again to have yours instead."
        )

    def _held_words(self) -> str:
        """Its names, as the lists have them."""
        held, shelf = self.held, self.shelf
        about = {key: label for _, own in shelf.about(held) for key, label in own}
        lists = (
            (held.about, {KEPT: "as the list has it", **about}),
            (held.option, dict(shelf.options(held))),
            (held.area, dict(shelf.areas(held))),
            (held.round, dict(shelf.rounds(""))),
        )
        found = [names.get(key, key) for key, names in lists if key]
        return f"“{', '.join(found)}”" if found else "none"


def _as_sent(round: str, about: str, option: str, area: str) -> str:
    return "\n".join((round, about, option, area or "england"))
