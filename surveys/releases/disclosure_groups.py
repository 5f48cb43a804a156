"""Which small groups of councils follow from the shown areas, by adding and subtracting."""

from collections.abc import Callable, Collection, Iterable, Sequence

from surveys.stats import FEWEST

from .disclosure_cells import ENGLAND, Places, Where, atoms_in


def small_groups(places: Places, shown: Collection[Where], base: Sequence[int]) -> list[int]:
    """Groups of 1 to 4 councils of the base whose total follows exactly from those shown.

    `base` is councils by atom; a group is a set of atoms, as bits. What follows from totals of
    regions, of types and of England is a sum of layers, each some regions without some types
    that lie within them, or the other way round (their incidence is that of a bipartite graph,
    so totally unimodular). Only the smallest of those need be looked at, and there are 2 to the
    power of the types of them. Regions that are not shown follow together, once England does.
    """
    filled = sum(1 << atom for atom, councils in enumerate(base) if councils)
    rows = _bundles(places, shown, filled, "region")
    columns = _bundles(places, shown, filled, "type")
    if _follows(places, shown, filled):
        rows += [rest] if (rest := filled & ~_union(rows)) else []
        columns += [rest] if (rest := filled & ~_union(columns)) else []
    found = {*rows, *columns}
    for chosen in range(1 << len(columns)):
        within = _union(columns[index] for index in atoms_in(chosen))
        around = _union(row for row in rows if row & within)
        if within & ~around == 0:
            found.add(around & ~within)
        found.add(within & ~_union(row for row in rows if row & ~within == 0))
    return [group for group in found if 0 < sum(base[atom] for atom in atoms_in(group)) < FEWEST]


def _bundles(places: Places, shown: Collection[Where], filled: int, kind: str) -> list[int]:
    masks = (places.members[where] & filled for where in shown if where.kind == kind)
    return [mask for mask in masks if mask]


def _follows(places: Places, shown: Collection[Where], filled: int) -> bool:
    """Whether England is shown, or all of its regions are, or all of its types."""
    return ENGLAND in shown or any(
        _union(_bundles(places, shown, filled, kind)) == filled for kind in ("region", "type")
    )


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def hide_groups(
    places: Places,
    shown: set[Where],
    base: Sequence[int],
    may_hide: Callable[[Where], bool] = lambda where: True,
) -> list[Where]:
    """Further areas to hide, so that no small group follows: as few and as small as it takes.

    Each time the area that leaves the fewest such groups, of those the one with the smallest
    base, England last. A heuristic, as finding the fewest is hard (Fischetti and Salazar 2001);
    of a dozen areas it finds them nearly always.
    """
    shown = set(shown)
    hidden: list[Where] = []
    while small_groups(places, shown, base):
        candidates = [where for where in shown if may_hide(where) and places.add_up(base, where)]
        if not candidates:
            break
        hidden.append(
            min(
                candidates,
                key=lambda where: (
                    where == ENGLAND,
                    len(small_groups(places, shown - {where}, base)),
                    places.add_up(base, where),
                    where,
                ),
            )
        )
        shown.remove(hidden[-1])
    return hidden
