"""Someone who has only what is published, a ruler and patience: works hidden answers out.

Knows nothing of how hiding is decided: counts the answers anew, one council at a time, takes away
what is hidden, and tries to get it back by exact linear algebra and by linear programming over
single councils.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from scipy.optimize import linprog

from surveys.releases.disclosure import Hidden
from surveys.releases.disclosure_cells import (
    ENGLAND,
    Asked,
    Contents,
    Entry,
    Kind,
    Part,
    Respondent,
    Where,
)

# A published figure: question, area, and what it counts or adds up.
Published = dict[tuple[str, Where, str], Fraction]
Row = dict[tuple[str, int], Fraction]


def answer_name(name: str, version: int) -> str:
    """Of a council that changed its answer, which one of them."""
    return f"{name}, answer {version}" if version else name


def areas_of(respondent: Respondent) -> tuple[Where, Where, Where]:
    return ENGLAND, Where("region", respondent.region), Where("type", respondent.type)


def parts_of(asked: Asked, entry: Entry | None) -> dict[str, tuple[Part, Fraction]]:
    """What one council adds to each figure of a question."""
    if entry is None:
        return {}
    if entry.reason:
        return {entry.reason: (Part.COUNTS, Fraction(1))}
    found = {"value": (Part.COUNTS, Fraction(1))}
    for option in entry.choices:
        found[f"={option}"] = (Part.OPTIONS, Fraction(1))
    if asked.kind == Kind.NUMBER and entry.number is not None:
        found["sum"] = (Part.SUM, Fraction(entry.number))
    for name in ("numerator", "denominator"):
        number = getattr(entry, name)
        if asked.numerator and number is not None:
            found[name] = (Part.SUM, Fraction(number))
    return found


def names_of(asked: Asked) -> dict[str, Part]:
    states = ("value", "not_known", "not_applicable", "not_asked")
    names = dict.fromkeys(states, Part.COUNTS)
    names |= {f"={option}": Part.OPTIONS for option in asked.options}
    if asked.kind == Kind.NUMBER:
        names["sum"] = Part.SUM
    if asked.numerator:
        names |= {"numerator": Part.SUM, "denominator": Part.SUM}
    return names


def all_figures(contents: Contents) -> Published:
    """Every additive figure, hidden or not."""
    answered = [respondent for respondent in contents.respondents if respondent.is_answered]
    found: Published = {}
    for asked in contents.questions:
        for where in {area for this in answered for area in areas_of(this)}:
            for name in names_of(asked):
                found[asked.key, where, name] = Fraction(0)
        for each in answered:
            entry = contents.entries.get(each.council, {}).get(asked.key)
            for name, (_, amount) in parts_of(asked, entry).items():
                for where in areas_of(each):
                    found[asked.key, where, name] += amount
    return found


def published(contents: Contents, hidden: Hidden) -> Published:
    """What is left to see."""
    parts = {asked.key: names_of(asked) for asked in contents.questions}
    return {
        (key, where, name): amount
        for (key, where, name), amount in all_figures(contents).items()
        if parts[key][name] not in hidden.get((key, where), {})
    }


@dataclass
class Span:
    """The rows that are known, in echelon form: what follows from them is a sum of them."""

    rows: dict[tuple[str, int], Row] = field(default_factory=dict)

    def reduced(self, row: Row) -> Row:
        row = dict(row)
        while lead := next((at for at in sorted(row) if at in self.rows), None):
            times = row[lead]
            for at, weight in self.rows[lead].items():
                row[at] = row.get(at, Fraction(0)) - times * weight
                if not row[at]:
                    del row[at]
        return row

    def add(self, row: Row) -> None:
        left = self.reduced(row)
        if left:
            lead = min(left)
            self.rows[lead] = {at: weight / left[lead] for at, weight in left.items()}

    def tells(self, row: Row) -> bool:
        return not self.reduced(row)


@dataclass
class Attacker:
    """Who answered is public, and the questions are; of the figures those published."""

    respondents: list[Respondent]
    questions: Mapping[str, Asked]
    figures: Published

    @classmethod
    def of(cls, contents: Contents, hidden: Hidden) -> "Attacker":
        return cls(
            [respondent for respondent in contents.respondents if respondent.is_answered],
            {asked.key: asked for asked in contents.questions},
            published(contents, hidden),
        )

    def inside(self, where: Where) -> list[int]:
        return [
            respondent.council for respondent in self.respondents if where in areas_of(respondent)
        ]

    def span(self, key: str, name: str) -> Span:
        """What adding and subtracting gives of one figure, over single councils."""
        span = Span()
        for own, where, what in self.figures:
            if (own, what) == (key, name):
                span.add(
                    dict.fromkeys(((name, council) for council in self.inside(where)), Fraction(1))
                )
        return span

    def groups(self) -> list[tuple[int, ...]]:
        """Councils that can be told apart as a group: those of up to 5 regions and types each."""
        atoms: dict[tuple[str, str], list[int]] = {}
        for respondent in self.respondents:
            atoms.setdefault((respondent.region, respondent.type), []).append(respondent.council)
        return [
            tuple(council for atom in chosen for council in atom)
            for size in range(1, min(len(atoms), 5) + 1)
            for chosen in combinations(atoms.values(), size)
        ]

    def told_groups(self, key: str, name: str) -> list[tuple[int, ...]]:
        span = self.span(key, name)
        each = Fraction(1)
        return [
            group
            for group in self.groups()
            if span.tells(dict.fromkeys(((name, council) for council in group), each))
        ]

    def gap_is_told(self, rate: str, side: str, where: Where) -> bool:
        """Whether the sum of those who gave one part of a rate, and have none, follows exactly."""
        asked = self.questions[rate]
        part = asked.numerator if side == "numerator" else asked.denominator
        span = Span()
        for (key, place, name), amount in self.figures.items():
            own = [("own", council) for council in self.inside(place)]
            gap = [("gap", council) for council in self.inside(place)]
            if (key, name) == (rate, side):
                span.add(dict.fromkeys(own, Fraction(1)))
            if (key, name) == (part, "sum"):
                span.add(dict.fromkeys([*own, *gap], Fraction(1)))
            if (key, name) == (rate, "value") and self.figures.get((part, place, name)) == amount:
                for at in gap:
                    span.add({at: Fraction(1)})
        wanted = [("gap", council) for council in self.inside(where)]
        return span.tells(dict.fromkeys(wanted, Fraction(1)))

    def range_of_sum(self, key: str, name: str, where: Where) -> tuple[float, float]:
        """The least and the most that an area's sum can be, as no council gives less than 0."""
        councils = [respondent.council for respondent in self.respondents]
        rows, amounts = [], []
        for (own, place, what), amount in self.figures.items():
            if (own, what) == (key, name):
                inside = set(self.inside(place))
                rows.append([1.0 if council in inside else 0.0 for council in councils])
                amounts.append(float(amount))
        inside = set(self.inside(where))
        goal = [1.0 if council in inside else 0.0 for council in councils]
        found = [
            linprog([sign * each for each in goal], A_eq=rows or None, b_eq=amounts or None)
            for sign in (1, -1)
        ]
        return float(found[0].fun), float("inf") if found[1].fun is None else -float(found[1].fun)

    def certain(self, keys: Iterable[str]) -> dict[tuple[str, str], set[tuple[str, str]]]:
        """By question and option: the regions and types of councils that must have chosen it.

        Linear programming over each council's own choices, in the questions and the tallies of
        them. Councils of one region and type cannot be told apart, so one of each is asked about.
        """
        chosen = {
            (key, f"={option}", respondent.council): None
            for key in keys
            for option in self.questions[key].options
            for respondent in self.respondents
        }
        index = {at: number for number, at in enumerate(chosen)}
        rules = Rules(index)
        for (key, where, name), amount in self.figures.items():
            if key not in keys:
                continue
            if name.startswith("="):
                rules.equal({(key, name, each): 1 for each in self.inside(where)}, amount)
            elif name == "value" and self.questions[key].kind == Kind.ONE_CHOICE:
                options = self.questions[key].options
                everyone = {
                    (key, f"={option}", each): 1
                    for each in self.inside(where)
                    for option in options
                }
                rules.equal(everyone, amount)
        for key in keys:
            self.add_rules(rules, key, keys)
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        firsts = {
            (respondent.region, respondent.type): respondent.council
            for respondent in self.respondents
        }
        for key in keys:
            for option in self.questions[key].options:
                for atom, council in firsts.items():
                    if rules.least((key, f"={option}", council)) > 0.999:
                        found.setdefault((key, option), set()).add(atom)
        return found

    def add_rules(self, rules: "Rules", key: str, keys: Iterable[str]) -> None:
        asked = self.questions[key]
        for respondent in self.respondents:
            own = {(key, f"={option}", respondent.council): 1 for option in asked.options}
            if asked.kind == Kind.ONE_CHOICE:
                rules.at_most(own, 1)
            if asked.rows and set(asked.rows) <= set(keys):
                self.add_tally(rules, asked, respondent.council)

    def add_tally(self, rules: "Rules", tally: Asked, council: int) -> None:
        """“All” is who said a tallied option in every row, “none” who did in no row, and whoever
        is neither said it in one at least, and something else in one at least."""
        some = (tally.key, "=some", council)
        for total, is_tallied in (("all", True), ("none", False)):
            own = (tally.key, f"={total}", council)
            those = [
                {
                    (row, f"={option}", council): 1
                    for option in self.questions[row].options
                    if (option in tally.tallied_options) == is_tallied
                }
                for row in tally.rows
            ]
            together = {at: 1 for row in those for at in row}
            for row in those:
                rules.at_most({own: 1} | dict.fromkeys(row, -1), 0)
            rules.at_most({own: len(those), some: 1} | dict.fromkeys(together, -1), 0)
            rules.at_most(together | {own: -1}, len(those) - 1)


# Which of its answers, from 0, each council gave in a release.
Versions = Mapping[int, int]


def span_of(kept: Iterable[tuple[Attacker, Versions]], key: str, name: str) -> Span:
    """What releases tell together: who did not change an answer said the same in all of them."""
    span = Span()
    for attacker, version in kept:
        for own, where, what in attacker.figures:
            if (own, what) == (key, name):
                inside = attacker.inside(where)
                ats = [(answer_name(name, version[council]), council) for council in inside]
                span.add(dict.fromkeys(ats, Fraction(1)))
    return span


class Rules:
    """Equations and limits between the councils' own choices."""

    def __init__(self, index: Mapping[tuple[str, str, int], int]) -> None:
        self.index = index
        self.left: list[tuple[list[float], float]] = []
        self.limits: list[tuple[list[float], float]] = []

    def row(self, weights: Mapping[tuple[str, str, int], int]) -> list[float]:
        row = [0.0] * len(self.index)
        for at, weight in weights.items():
            row[self.index[at]] = weight
        return row

    def equal(self, weights: Mapping[tuple[str, str, int], int], amount: Fraction) -> None:
        self.left.append((self.row(weights), float(amount)))

    def at_most(self, weights: Mapping[tuple[str, str, int], int], limit: float) -> None:
        self.limits.append((self.row(weights), limit))

    def least(self, at: tuple[str, str, int]) -> float:
        found = linprog(
            self.row({at: 1}),
            A_eq=[row for row, _ in self.left] or None,
            b_eq=[amount for _, amount in self.left] or None,
            A_ub=[row for row, _ in self.limits] or None,
            b_ub=[limit for _, limit in self.limits] or None,
            bounds=(0, 1),
        )
        return float(found.fun)
