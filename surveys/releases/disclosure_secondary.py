"""Hiding further cells, few and small, until none that is hidden follows from those shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.stats import FEWEST

from .disclosure_audit import Failure, audit, bundles_of
from .disclosure_cells import ENGLAND, Part, Places, Suppressed, Table, Where, Why, hide
from .disclosure_clues import shown_counts_agree
from .disclosure_groups import hide_groups

# After so many areas of one question hidden one by one, all but England are.
ENOUGH_STEPS = 4

Cell = tuple[str, Part]
Placed = tuple[Cell, Where]


@dataclass
class Secondary:
    """A release with its primary cells hidden, on its way to what can be shown."""

    tables: Mapping[str, Table]
    places: Places
    hidden: Suppressed
    publishes_unanimous: bool = field(kw_only=True)

    def run(self) -> None:
        """Each set of bound questions by itself: nothing else can tell of it."""
        for bundle in bundles_of(self.tables):
            self.settle(bundle)

    def settle(self, bundle: list[str]) -> None:
        """Hide with others until neither subtraction nor the audit tells anything.

        It ends, as each step hides a cell, and once all are hidden nothing is told.
        """
        steps = 0
        while True:
            while self.hide_groups(bundle) | self.bind_rates(bundle) | self.bind_bands(bundle):
                pass
            found = self.audit_of([bundle])
            if not found or not self.hide_more(found[0], bundle, steps):
                return
            steps += 1

    def audit_of(self, bundles: Iterable[list[str]]) -> list[Failure]:
        return audit(
            self.tables,
            self.places,
            self.hidden,
            publishes_unanimous=self.publishes_unanimous,
            bundles=bundles,
        )

    def hide(self, key: str, part: Part, where: Where) -> bool:
        return hide(self.hidden, self.tables[key], part, where, Why.WITH_OTHERS)

    def shown(self, key: str, part: Part) -> set[Where]:
        return {where for where in self.places.inside if self.hidden.is_shown(key, part, where)}

    def hide_groups(self, bundle: list[str]) -> bool:
        """Until no group of 1 to 4 councils follows from what one question's areas show."""
        is_new = False
        for key in bundle:
            for part in self.tables[key].additive:
                base = self.tables[key].base(part, self.places)
                for where in hide_groups(self.places, self.shown(key, part), base):
                    is_new |= self.hide(key, part, where)
        return is_new

    def bind_rates(self, bundle: list[str]) -> bool:
        """A rate's sums and those of its parts, where one would tell the other or their gap."""
        is_new = False
        for key in bundle:
            rate = self.tables[key]
            for part in (rate.asked.numerator, rate.asked.denominator):
                if part in self.tables and self.tables[part].has_sum:
                    is_new |= self.hide_alike(rate, self.tables[part])
                    is_new |= self.hide_gaps(rate, self.tables[part])
        return is_new

    def bind_bands(self, bundle: list[str]) -> bool:
        """As many councils have a band as gave its number: hidden of the one, of the other."""
        is_new = False
        for key in bundle:
            banded = self.tables[key].asked.banded
            if banded not in self.tables:
                continue
            for first, other in ((key, banded), (banded, key)):
                for where in list(self.hidden.areas(first, Part.COUNTS)):
                    is_new |= self.hide(other, Part.COUNTS, where)
        return is_new

    def hide_alike(self, rate: Table, part: Table) -> bool:
        """Where as many councils are behind both, the sums are one: hidden in both or neither."""
        is_new = False
        for where in shown_counts_agree(self.places, rate, part, self.hidden):
            if not self.hidden.is_shown(part.asked.key, Part.SUM, where):
                is_new |= self.hide_rate(rate, where)
            elif self.hidden.why(rate.asked.key, Part.SUM, where) not in {None, Why.WITH_PARTS}:
                is_new |= self.hide(part.asked.key, Part.SUM, where)
        return is_new

    def hide_gaps(self, rate: Table, part: Table) -> bool:
        """Where 1 to 4 councils gave the part and have no rate, the gap between the sums is theirs.

        The rate's sums are hidden, as they are of fewer councils, and its rounded rate stays.
        """
        gap = [all_of - own for all_of, own in zip(part.value, rate.value, strict=True)]
        both = self.shown(rate.asked.key, Part.SUM) & self.shown(part.asked.key, Part.SUM)
        none = shown_counts_agree(self.places, rate, part, self.hidden)
        few = {where for where in both if 0 < self.places.add_up(gap, where) < FEWEST}
        further = hide_groups(self.places, (both - few) | set(none), gap)
        is_new = [self.hide_rate(rate, where) for where in (*few, *further)]
        return any(is_new)

    def hide_rate(self, rate: Table, where: Where) -> bool:
        """Hide its sums on account of the questions that it is worked out from."""
        return hide(self.hidden, rate, Part.SUM, where, Why.WITH_PARTS)

    def hide_more(self, failure: Failure, bundle: list[str], steps: int) -> bool:
        """The next cells to hide because of a failure; False if nothing is left to hide.

        What follows only through a bound question is hidden there too, in the same area. Else
        one more area of its own question goes, the smallest that could have given the answer
        instead; after a few of those all areas but England, then England. Last, what the bound
        questions still show.
        """
        own = failure.question, failure.part
        more = [(own, where) for where in self.next_areas(own, failure, steps)]
        rest = [
            ((key, part), where)
            for key in bundle
            for part in self.parts(key, failure)
            for where in self.next_areas((key, part), failure, steps)
        ]
        if failure.is_gap:
            stages = (*self.pooled_beside(failure.question), more, rest)
        elif self.is_told_by_bound(failure):
            stages = (*self.same_areas(failure, bundle), more, rest)
        else:
            stages = (more, *self.same_areas(failure, bundle), rest)
        for cells in stages:
            done = [self.hide(*cell, where) for cell, where in cells]
            if any(done):
                return True
        return False

    def pooled_beside(self, rate: str) -> tuple[list[Placed], list[Placed]]:
        """Its rounded rates where the sums are hidden: of regions and types, then England's."""
        areas = [where for where in self.places.inside if where not in self.shown(rate, Part.SUM)]
        cells = [((rate, Part.POOLED), where) for where in areas]
        return [cell for cell in cells if cell[1] != ENGLAND], cells

    def same_areas(self, failure: Failure, bundle: list[str]) -> tuple[list[Placed], list[Placed]]:
        """The same area in the bound questions: the rounded rates, then everything."""
        cells = [
            ((key, part), where)
            for key in self.neighbours(failure.question, bundle)
            for part in self.parts(key, failure)
            for where in areas_around(failure)
        ]
        return [cell for cell in cells if cell[0][1] == Part.POOLED], cells

    def is_told_by_bound(self, failure: Failure) -> bool:
        """Whether it would not follow from its own question alone."""
        alone = self.audit_of([[failure.question]])
        return (failure.part, failure.place) not in {(other.part, other.place) for other in alone}

    def neighbours(self, key: str, bundle: list[str]) -> list[str]:
        """The questions that this one is worked out from, and those worked out from it."""
        parts = self.tables[key].asked.parts
        return [
            other for other in bundle if other in parts or key in self.tables[other].asked.parts
        ]

    def parts(self, key: str, failure: Failure) -> list[Part]:
        """What of a bound question tells of the failing one: its counts, or its other parts."""
        if failure.part == Part.COUNTS:
            return [Part.COUNTS]
        table = self.tables[key]
        own: list[Part] = [part for part in table.additive if part != Part.COUNTS]
        return [Part.POOLED, *own] if table.asked.numerator else own

    def next_areas(self, cell: Cell, failure: Failure, steps: int) -> list[Where]:
        """The area that is hidden next, or after some steps all but England; [] if all are."""
        base = self.tables[cell[0]].base(cell[1], self.places)
        shown = [where for where in self.shown(*cell) if self.places.add_up(base, where)]
        parts = [where for where in shown if where != ENGLAND]
        if not parts:
            return shown
        if steps >= ENOUGH_STEPS:
            return parts
        around = areas_around(failure)
        kinds = {where.kind for where in around}
        return [
            min(
                parts,
                key=lambda where: (
                    where not in around,
                    not self.could_swap(failure, where),
                    where.kind not in kinds,
                    self.places.add_up(base, where),
                    where,
                ),
            )
        ]

    def could_swap(self, failure: Failure, other: Where) -> bool:
        """Whether councils there could have said it in place of some of the failing area's.

        They are of the same type, if it is a region, and have not all said it themselves.
        """
        column = self.tables[failure.question].columns.get((failure.part, failure.column))
        if column is None:
            return True
        base = self.tables[failure.question].base(failure.part, self.places)
        axis = 0 if other.kind == "type" else 1
        lines = {
            self.places.atoms[atom][axis]
            for where in areas_around(failure)
            for atom in self.places.inside.get(where, ())
            if column[atom]
        }
        return any(
            self.places.atoms[atom][axis] in lines
            and (column[atom] < base[atom] or failure.part == Part.SUM)
            for atom in self.places.inside[other]
        )


def areas_around(failure: Failure) -> list[Where]:
    if isinstance(failure.place, Where):
        return [failure.place]
    return [Where("region", failure.place[0]), Where("type", failure.place[1])]
