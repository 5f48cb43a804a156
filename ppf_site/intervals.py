"""How sure a share of a few councils can be: plain numbers in, plain numbers out."""

from functools import lru_cache
from math import sqrt

from scipy.stats import fisher_exact

Z_95 = 1.959964


def wilson(k: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927), as shares between 0 and 1; n is at least 1."""
    share, spread = k / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / n / 4) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


@lru_cache(maxsize=8192)
def chance_of_gap(k: int, n: int, other_k: int, other_n: int) -> float | None:
    """How often a gap at least this wide would come about if both shares were the same.

    Fisher's exact test, two-sided, on the 2x2 table of councils. None without both bases. Kept,
    as an overview asks for the same two hundred tables each time.
    """
    if not n or not other_n:
        return None
    return float(fisher_exact([[k, n - k], [other_k, other_n - other_k]]).pvalue)
