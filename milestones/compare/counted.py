"""Whether the title of a comparison tells the counts of what it compares."""

from collections.abc import Sequence

from surveys.stats import Breakdown, Reading
from surveys.stats_compare import Comparison

# So many areas are told one after the other; of more it is said how many pairs are apart.
MOST_TOLD = 3


def title_counts(places: Sequence[Breakdown], pairs: Sequence[Comparison]) -> bool:
    """Whether that title tells the counts of every place."""
    if is_of_two(pairs):
        pair = pairs[0]
        # Of England beside a part of it, the title tells the rest.
        told = {reading.place for reading in sides(pair)}
        is_of_these = {place.top.place for place in places} <= told
        return is_of_these and pair.verdict != "level" and not has_leader(pair)
    if len(places) < 2 or not all_answered(places):
        return False
    # Level, they are told as one: in counts where these are the same.
    counts = {(place.top.k, place.top.n) for place in places}
    return len(counts) == 1 if is_level(places) else len(places) <= MOST_TOLD


def is_of_two(pairs: Sequence[Comparison]) -> bool:
    return len(pairs) == 1 and all(
        reading.k is not None and reading.n for reading in sides(pairs[0])
    )


def has_leader(pair: Comparison) -> bool:
    """Of an answer that is neither good nor bad nobody is ahead."""
    return pair.is_robust and pair.left.choice.tone > 0


def all_answered(places: Sequence[Breakdown]) -> bool:
    return all(place.top.k is not None and place.top.n for place in places)


def is_level(places: Sequence[Breakdown]) -> bool:
    return len({place.top.share for place in places}) == 1


def sides(pair: Comparison) -> tuple[Reading, Reading]:
    return pair.left, pair.right
