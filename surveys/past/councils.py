"""Which council a row of a file is about, by any code or name that it has or had."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from councils.models import Council

# What reports add to a council's name, and leave out of it.
ADDED = {"council", "city", "county", "borough", "metropolitan", "district", "london", "royal"}
ADDED |= {"unitary", "authority", "of", "the", "mbc", "bc", "cc", "lb", "ua"}
SPELLED = {"&": " and ", "st.": "saint", "st ": "saint "}


@dataclass(frozen=True, slots=True)
class CouncilsByName:
    """The register by what a file may call a council; `asked` are those of the round."""

    asked: Names
    others: Names

    @classmethod
    def of_round(cls, asked: Collection[int]) -> CouncilsByName:
        """One query. `asked` are the councils that have, or will have, a return."""
        register = list(Council.objects.with_codes().with_earlier_names())
        return cls(
            Names(council for council in register if council.pk in asked),
            Names(council for council in register if council.pk not in asked),
        )

    def find(self, said: str) -> Council | None:
        """The one council of the round that is meant."""
        return self.asked.find(said)

    def knows(self, said: str) -> bool:
        return self.find(said) is not None

    def why_not(self, said: str) -> str:
        """Why none of the round's councils is meant, and what to do."""
        if self.asked.is_several(said):
            return "More than one council could be meant. Write its code instead."
        if other := self.others.find(said):
            return f"{other.name} is not asked in this round, so it has no return here."
        return "No council has this code or name. Write its code, or its name as the register has."


class Names:
    """Councils by code, slug and name; a name as reports have it where only one is left."""

    def __init__(self, councils: Iterable[Council]) -> None:
        self.exact: dict[str, set[Council]] = defaultdict(set)
        self.loose: dict[str, set[Council]] = defaultdict(set)
        self.all = list(councils)
        for council in self.all:
            earlier: list[str] = getattr(council, "earlier_names", [])
            names = [council.name, council.short_name, *earlier]
            for known in (*council.all_codes, council.slug, *names):
                self.exact[_plain(known)].add(council)
            for name in names:
                self.loose[_bare(name)].add(council)

    def find(self, said: str) -> Council | None:
        found = self._meant(said)
        return next(iter(found)) if len(found) == 1 else None

    def is_several(self, said: str) -> bool:
        return len(self._meant(said)) > 1

    def _meant(self, said: str) -> set[Council]:
        if not _plain(said):
            return set()
        return self.exact.get(_plain(said)) or self.loose.get(_bare(said), set())


def _plain(name: str) -> str:
    said = name.casefold()
    for written, spelled in SPELLED.items():
        said = said.replace(written, spelled)
    return " ".join(re.sub(r"[^\w]+", " ", said).split())


def _bare(name: str) -> str:
    """Without what says which kind of council it is; as it is where nothing would be left."""
    words = _plain(name).split()
    return " ".join(word for word in words if word not in ADDED) or " ".join(words)
