"""Answers to a question with options, so that each option's published count comes out."""

from collections.abc import Mapping, Sequence


class CannotFillError(Exception):
    """The counts do not fit the councils."""


def fill(
    scores: Mapping[str, float],
    counts: Sequence[tuple[str, int]],
    *,
    region_of: Mapping[str, str],
    fixed: Mapping[tuple[str, str], int],
) -> dict[str, str]:
    """An option for each council: the best option goes to the highest scores, and so on down.

    `counts` is for England, best option first; the last takes whoever is left. `fixed` sets how
    many of a region's councils choose an option, and the rest of England makes up its count.
    """
    left = sorted(scores, key=lambda code: (-scores[code], code))
    chosen: dict[str, str] = {}
    for option, count in counts:
        set_apart = {region for region, name in fixed if name == option}
        takers = [
            code
            for region in sorted(set_apart)
            for code in _first(left, region, region_of, fixed[region, option])
        ]
        others = [code for code in left if region_of[code] not in set_apart]
        needed = count - len(takers)
        if needed < 0 or needed > len(others):
            raise CannotFillError(f"{option}: {count} cannot be reached")
        takers += others[:needed]
        chosen.update(dict.fromkeys(takers, option))
        left = [code for code in left if code not in chosen]
    if left:
        raise CannotFillError(f"{len(left)} councils are left without an option")
    return chosen


def _first(left: Sequence[str], region: str, region_of: Mapping[str, str], count: int) -> list[str]:
    found = [code for code in left if region_of[code] == region][:count]
    if len(found) < count:
        raise CannotFillError(f"{region} has only {len(found)} of {count} councils left")
    return found


def tick(
    scores: Mapping[str, Mapping[str, float]], counts: Mapping[str, int], *, nothing: str
) -> dict[str, list[str]]:
    """Several choices for each council: each option goes to its so many highest scores.

    A council that is left without any says that none applies.
    """
    takers = {
        option: set(sorted(scores, key=lambda code: (-scores[code][option], code))[:count])
        for option, count in counts.items()
    }
    return {
        code: [option for option in counts if code in takers[option]] or [nothing]
        for code in scores
    }


def in_proportion(total: int, shares: Mapping[str, float]) -> list[tuple[str, int]]:
    """So many for each option, in proportion, by largest remainder."""
    whole = sum(shares.values())
    exact = {option: total * share / whole for option, share in shares.items()}
    given = {option: int(value) for option, value in exact.items()}
    rank = sorted(exact, key=lambda option: given[option] - exact[option])
    for option in rank[: total - sum(given.values())]:
        given[option] += 1
    return list(given.items())
