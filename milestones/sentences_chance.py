"""What is said of chance, before the table that tells how often it alone would do it."""

from collections.abc import Sequence

from ppf_site import words


def such_pairs(counts: Sequence[int]) -> str:
    """What a table of chance allows for, before it."""
    if len(set(counts)) == 1:
        told = f"{words.plural(counts[0], 'such pair')} could have been picked"
    else:
        told = "Each pair is one of several such pairs that could have been picked"
    return (
        f"{told}, and the widest of many gaps is often wide by chance, so the p value is also "
        "given times their number, at most 1."
    )
