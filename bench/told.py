"""What a report says."""

import statistics
import time
from collections.abc import Callable, Mapping


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a report for the terminal


def against(value: float, most: float) -> str:
    """A figure with its bound, and plainly whether it keeps to it."""
    return f"{value:.2f} (at most {most:g}: {'holds' if value <= most else 'MISSES'})"


def at_least(value: float, least: float) -> str:
    return f"{value:.2f} (at least {least:g}: {'holds' if value >= least else 'MISSES'})"


def once(act: Callable[[], object]) -> float:
    """In milliseconds."""
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def in_turn(acts: Mapping[str, Callable[[], object]], count: int) -> dict[str, float]:
    """Medians in milliseconds. One after the other each time, so that whatever else the machine
    does meets all of them."""
    took: dict[str, list[float]] = {name: [] for name in acts}
    for act in acts.values():
        act()
    for _ in range(count):
        for name, act in acts.items():
            took[name].append(once(act))
    return {name: statistics.median(times) for name, times in took.items()}
