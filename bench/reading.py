"""Pages open to everybody through the real server, beside /healthz, for readers and members."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPException

from bench.served import Browser, served
from bench.told import against, at_least, in_turn
from councils.models import Role, User

YARDSTICK = "/healthz"
ACCEPTED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FILES = ["/rounds/ppf-2010/?download=csv", "/rounds/ppf-2010/?download=xlsx"]
EACH = 50
# With new connections, each to whichever process takes it.
TURNS = 4
SECONDS = 2.0
KEPT, AGAIN, SIGNED_IN, SHARE = 1.5, 1.2, 3, 0.5


def reading(paths: list[str]) -> Iterator[str]:
    """Of each page medians over that of /healthz, asked in turn with it; requests a second at 10
    at once, of those of /healthz; and what goes over the wire."""
    with served() as port:
        member = a_member()
        _make_all(port, [None, member], paths)
        for path in paths:
            took = _medians(port, path, member)
            health = took[YARDSTICK]
            share = rate(port, path) / rate(port, YARDSTICK)
            size = len(_get(Browser(port), path)) / 1024
            yield f"  {path}: {size:.0f} KB; /healthz {health:.2f} ms"
            yield f"    kept {against(took['kept'] / health, KEPT)}"
            yield f"    304 {against(took['again'] / health, AGAIN)}"
            yield f"    signed in {against(took['signed in'] / health, SIGNED_IN)}"
            yield f"    requests a second at 10 at once, of /healthz {at_least(share, SHARE)}"


def _medians(port: int, path: str, member: User) -> dict[str, float]:
    """Over several turns, of each kind of asking the middle one."""
    turns = [_turn(port, path, member) for _ in range(TURNS)]
    return {name: sorted(turn[name] for turn in turns)[TURNS // 2] for name in turns[0]}


def _turn(port: int, path: str, member: User) -> dict[str, float]:
    # The server lets go of a connection that is not used for a while.
    reader, signed_in = Browser(port), Browser(port, member)
    _get(reader, path)
    known = {"If-None-Match": reader.headers["ETag"]}
    return in_turn(
        {
            YARDSTICK: partial(_get, reader, YARDSTICK),
            "kept": partial(_get, reader, path),
            "again": partial(_get, reader, path, known, status=304),
            "signed in": partial(_get, signed_in, path),
        },
        EACH,
    )


def _get(
    browser: Browser, path: str, known: dict[str, str] | None = None, status: int = 200
) -> bytes:
    return browser.ask("GET", path, headers={**ACCEPTED, **(known or {})}, status=status)


def a_member() -> User:
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


def downloads(path: str, *, many: int) -> Iterator[str]:
    """So many people take one file at once, while somebody asks whether the site is there."""
    found: Counter[str] = Counter()

    def take() -> None:
        with suppress(OSError, HTTPException, AssertionError):
            _get(Browser(port), path)
            found["whole"] += 1

    with served() as port:
        _get(Browser(port), path)
        threads = [threading.Thread(target=take) for _ in range(many)]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        waits = []
        while any(thread.is_alive() for thread in threads):
            asked = time.monotonic()
            _get(Browser(port), YARDSTICK)
            waits.append(1000 * (time.monotonic() - asked))
            time.sleep(0.02)
        took = time.monotonic() - start
    yield f"  {path}: {found['whole']} of {many} whole in {took:.1f} s"
    yield f"    /healthz meanwhile: {len(waits)} times, the slowest {max(waits):.0f} ms"
