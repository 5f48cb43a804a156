"""Pages open to everybody through the real server, beside /healthz, for readers and members."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

from bench.served import Browser, served
from councils.models import Role, User

YARDSTICK = "/healthz"
ACCEPTED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FILES = ["/rounds/ppf-2010/?download=csv", "/rounds/ppf-2010/?download=xlsx"]
EACH = 200
SECONDS = 2.0


def reading(paths: list[str]) -> Iterator[str]:
    """A line a page: medians over that of /healthz; requests a second at 10 at once, of those of
    /healthz; what goes over the wire."""
    with served() as port:
        member = _member()
        _make_all(port, [None, member], paths)
        health = median(partial(_get, Browser(port), YARDSTICK))
        health_rate = rate(port, YARDSTICK)
        yield f"  /healthz: {health:.2f} ms, {health_rate:.0f} a second at 10 at once"
        yield "  kept (1.5)   304 (1.2)   signed in (3)   a second (0.5)   KB"
        for path in paths:
            # The server lets go of a connection that is not used for a while.
            reader = Browser(port)
            size = len(_get(reader, path)) / 1024
            known = {"If-None-Match": reader.headers["ETag"]}
            kept = median(partial(_get, reader, path)) / health
            again = median(partial(_get, reader, path, known, status=304)) / health
            signed_in = median(partial(_get, Browser(port, member), path)) / health
            share = rate(port, path) / health_rate
            yield (
                f"  {kept:10.2f} {again:11.2f} {signed_in:15.2f} {share:16.2f} {size:4.0f}   {path}"
            )


def _get(
    browser: Browser, path: str, known: dict[str, str] | None = None, status: int = 200
) -> bytes:
    return browser.ask("GET", path, headers={**ACCEPTED, **(known or {})}, status=status)


def _member() -> User:
    """Somebody of the sector, with an audience's pages and a name of their own."""
    lead = Role.objects.in_force().filter(kind=Role.Kind.REGIONAL_LEAD)
    return lead.select_related("user")[0].user


def _make_all(port: int, people: list[User | None], paths: list[str]) -> None:
    """In both processes: whoever comes often enough has come to both."""
    for person in people:
        for _ in range(12):
            browser = Browser(port, person)
            for path in paths:
                _get(browser, path)


def median(ask: Callable[[], object], count: int = EACH) -> float:
    took = []
    for _ in range(count):
        start = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def rate(port: int, path: str, at_once: int = 10) -> float:
    """Requests answered a second while so many browsers ask without a pause."""
    counts = [0] * at_once
    end = time.monotonic() + SECONDS

    def ask(number: int) -> None:
        browser = Browser(port)
        while time.monotonic() < end:
            _get(browser, path)
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=[number]) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
