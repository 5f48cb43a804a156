"""What several releases of a round tell together: of who did not change, and of who did."""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from surveys.stats import FEWEST

from .corrections import changed_by_figure
from .disclosure import Hidden
from .disclosure_cells import ENGLAND, Asked, Contents, Entry, Kind, Part, Where

# Sums are worked out to the remainder of a prime, with unknowns drawn by chance: what is not
# told comes to 0 once in 10 to the power of 18.
PRIME = 2**61 - 1
# In one release: region and type, which of the council's answers it was, whether it counts.
State = tuple[str, str, int, bool] | None
# Councils that were in the same places and changed in the same releases.
Path = tuple[State, ...]
# Councils of one path, and which of their answers.
Unknown = tuple[Path, int]
Row = dict[int, int]


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """A release as readers have it. Of one that names councils they have every answer."""

    contents: Contents
    hidden: Hidden
    names_councils: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Some councils' sum, or by how much it changed, worked out from what was drawn by chance.

    It is 0 if it follows: of the releases before, and of those with the new one.
    """

    councils: int
    before: int
    after: int

    def __add__(self, other: "Group") -> "Group":
        return Group(
            self.councils + other.councils,
            (self.before + other.before) % PRIME,
            (self.after + other.after) % PRIME,
        )

    @property
    def is_told(self) -> bool:
        return self.councils < FEWEST and self.after == 0 and self.before != 0


def tells_together(earlier: Sequence[KeptRelease], release: KeptRelease) -> bool:
    """Whether it tells those who kept the earlier ones anything of 1 to 4 councils.

    That is what they add up to, or by how much that changed, unless the earlier ones told it.
    Who changed an answer is taken to be known. By exact linear algebra: councils of one region
    and type that changed in the same releases are one unknown for each answer they gave.
    """
    every = [*earlier, release]
    changed = {
        key for each in earlier for key, _ in changed_by_figure(each.contents, release.contents)
    }
    return any(
        tells(every, asked, part)
        for asked in release.contents.questions
        for part in parts_of(asked)
        if asked.key in changed or not hide_alike(every, asked.key, part)
    )


def hide_alike(releases: Sequence[KeptRelease], key: str, part: Part) -> bool:
    """Then all say the same, if nobody changed."""
    first, *others = (hidden_areas(each, key, part) for each in releases)
    return all(areas == first for areas in others)


def parts_of(asked: Asked) -> list[Part]:
    if asked.kind == Kind.NUMBER or asked.numerator:
        return [Part.COUNTS, Part.SUM]
    return [Part.COUNTS, Part.OPTIONS] if asked.options else [Part.COUNTS]


def tells(releases: Sequence[KeptRelease], asked: Asked, part: Part) -> bool:
    shown = [hidden_areas(each, asked.key, part) for each in releases]
    paths = Counter(paths_of(releases, asked, part))
    unknowns = sorted({(path, at[2]) for path in paths for at in path if at and at[3]}, key=str)
    number = {unknown: index for index, unknown in enumerate(unknowns)}
    rows = [
        rows_of(each, areas, at, number)
        for at, (each, areas) in enumerate(zip(releases, shown, strict=True))
    ]
    before = solution([row for own in rows[:-1] for row in own], len(number))
    after = solution([row for own in rows for row in own], len(number))
    return is_any_told(groups_of(paths, number, before, after))


def hidden_areas(release: KeptRelease, key: str, part: Part) -> set[Where]:
    return {where for (own, where), parts in release.hidden.items() if own == key and part in parts}


def paths_of(releases: Sequence[KeptRelease], asked: Asked, part: Part) -> Iterator[Path]:
    """Of each council that answered in any of them."""
    versions: defaultdict[int, dict[Hashable, int]] = defaultdict(dict)
    found: defaultdict[int, list[State]] = defaultdict(list)
    for at, release in enumerate(releases):
        for each in release.contents.respondents:
            if each.is_answered:
                answer = answer_of(release.contents, each.council, asked, part)
                own = versions[each.council]
                version = own.setdefault(answer, len(own))
                path = found[each.council]
                path += [None] * (at - len(path))
                path.append((each.region, each.type, version, answer is not None))
    for path in found.values():
        yield (*path, *[None] * (len(releases) - len(path)))


def answer_of(contents: Contents, council: int, asked: Asked, part: Part) -> Hashable:
    """What of its answer the part counts or adds up; None if it is not in the part's base."""
    entry = contents.entries.get(council, {}).get(asked.key)
    if part == Part.COUNTS:
        return "blank" if entry is None else entry.reason or "value"
    if entry is None or not (entry.reason == "" or is_in_base(entry, asked, part)):
        return None
    return entry.choices, entry.number, entry.numerator, entry.denominator


def is_in_base(entry: Entry, asked: Asked, part: Part) -> bool:
    """“Not known” is an answer where the question counts it among them."""
    return part == Part.OPTIONS and asked.counts_not_known and entry.reason == "not_known"


def rows_of(
    release: KeptRelease, hidden: set[Where], at: int, number: Mapping[Unknown, int]
) -> list[Row]:
    """What is shown, each as the unknowns that add up to it."""
    rows: defaultdict[Where, Row] = defaultdict(dict)
    for (path, version), index in number.items():
        state = path[at]
        if state is None or state[2] != version:
            continue
        if release.names_councils:
            rows[Where("unknown", str(index))][index] = 1
        for where in (ENGLAND, Where("region", state[0]), Where("type", state[1])):
            if where not in hidden:
                rows[where][index] = 1
    return list(rows.values())


def solution(rows: Iterable[Row], unknowns: int) -> list[int]:
    """Unknowns drawn by chance, with every row 0: then what follows from the rows is 0 too."""
    echelon: dict[int, Row] = {}
    for shown in rows:
        row = dict(shown)
        while row and (lead := min(row)) in echelon:
            times = row[lead]
            for index, weight in echelon[lead].items():
                row[index] = (row.get(index, 0) - times * weight) % PRIME
                if not row[index]:
                    del row[index]
        if row:
            lead = min(row)
            inverse = pow(row[lead], -1, PRIME)
            echelon[lead] = {index: weight * inverse % PRIME for index, weight in row.items()}
    dice = random.Random(unknowns)  # noqa: S311
    found = [dice.randrange(1, PRIME) for _ in range(unknowns)]
    for lead in sorted(echelon, reverse=True):
        rest = (weight * found[at] for at, weight in echelon[lead].items() if at != lead)
        found[lead] = -sum(rest) % PRIME
    return found


def groups_of(
    paths: Mapping[Path, int], number: Mapping[Unknown, int], before: list[int], after: list[int]
) -> Iterator[Group]:
    """Councils of one path, with one of their answers or with how they changed it."""
    by_path: defaultdict[Path, list[int]] = defaultdict(list)
    for (path, _), index in number.items():
        by_path[path].append(index)
    for path, indexes in by_path.items():
        councils = paths[path]
        if councils >= FEWEST:
            continue
        for index in indexes:
            yield Group(councils, before[index], after[index])
        for own, other in combinations(indexes, 2):
            changed = [(values[own] - values[other]) % PRIME for values in (before, after)]
            yield Group(councils, *changed)


def is_any_told(groups: Iterable[Group]) -> bool:
    """Whether up to 4 of them, of 1 to 4 councils together, add up to what follows.

    Two and two meet in the middle. What was told before adds nothing to any other.
    """
    unknown = [group for group in groups if group.before]
    pairs = [*unknown, *(own + other for own, other in combinations(unknown, 2))]
    pairs = [group for group in pairs if group.councils < FEWEST]
    if any(group.is_told for group in pairs):
        return True
    by_sum: defaultdict[int, list[Group]] = defaultdict(list)
    for group in pairs:
        by_sum[group.after].append(group)
    return any((group + other).is_told for group in pairs for other in by_sum[-group.after % PRIME])
