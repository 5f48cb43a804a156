"""Times pages and compiling, and sets each beside the SQL that it cannot do without."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import psycopg
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client, override_settings

from bench.large import grow
from bench.reading import FILES, reading
from bench.saving import saving
from ppf_site.kept.store import STORE
from surveys.models import Answer, Round
from surveys.releases import compiling

PAGES = [
    "/",
    "/milestones/personal-budgets/",
    "/expectations/personal-budgets-30-percent/?round=ppf-2010",
    "/compare/?expectation=personal-budgets-30-percent&round=ppf-2010",
    "/regions/east-midlands/",
    "/councils/derby/",
    "/rounds/ppf-2009/",
    "/reported/",
]


def run(
    *, times: int, rounds: int, plans: bool, only_saving: bool = False, only_reading: bool = False
) -> None:
    call_command("migrate", verbosity=0)
    # The real server finds its files by their hashed names.
    call_command("collectstatic", interactive=False, verbosity=0)
    with override_settings(DEMO=True):
        call_command("load_demo")
    with served_plainly():
        if only_saving:
            report_saving()
            return
        if only_reading:
            report_reading()
            return
        say("\nThe demonstration: 150 councils")
        before = pages(plans=plans)
        report_reading()
        time_compiling("ppf-2010")
        report_saving()
        say(f"\nGrowing to {times} times the councils in {rounds} more rounds")
        made = grow(times=times, rounds=rounds)
        say(f"{Answer.objects.count():,} answers")
        after = pages(plans=plans)
        say("\nPage time with the large data set over the time without (at most 1.1)")
        for path in PAGES:
            say(f"  {after[path] / before[path]:5.2f}  {path}")
        time_compiling(Round.objects.get(pk=made[0]).slug)


def report_reading() -> None:
    say("\nPages through the real server, over /healthz (at most, of requests a second at least)")
    for line in reading([*PAGES, *FILES]):
        say(line)


def report_saving() -> None:
    for at_once in (1, 8):
        say(f"\nSaving an answer as it is typed, {at_once} at once")
        for line in saving(at_once=at_once):
            say(line)


@contextmanager
def served_plainly() -> Iterator[None]:
    """Without the hashed file names that only a built site has."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, ALLOWED_HOSTS=["testserver"]):
        yield


def pages(*, plans: bool) -> dict[str, float]:
    say("  page p50 ms   its SQL ms   queries   of 3 x SQL + 15 ms")
    return {path: page(path, plans=plans) for path in PAGES}


def page(path: str, *, plans: bool) -> float:
    """The median server time of the page in ms, beside its own queries sent through psycopg."""
    client = Client()
    client.get(path)  # the words of its releases are read once in a process's life
    with override_settings(DEBUG=True):
        reset_queries()
        anew(client, path)
        queries = [query["sql"] for query in connection.queries]
    took = median(lambda: anew(client, path), 15)
    bare = median(lambda: send(queries), 15)
    share = took / (3 * bare + 15)
    say(f"  {took:11.1f} {bare:12.1f} {len(queries):9} {share:10.2f}   {path}")
    if plans:
        explain(queries)
    return took


def anew(client: Client, path: str) -> None:
    STORE.clear()
    client.get(path)


def send(queries: list[str]) -> None:
    wrapped = connection.connection
    assert isinstance(wrapped, psycopg.Connection)
    for query in queries:
        wrapped.execute(query).fetchall()


def explain(queries: list[str]) -> None:
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN ANALYZE {query}")
            lines = [row[0] for row in cursor.fetchall()]
            if float(lines[-1].split()[2]) > 5:
                say("\n".join(lines))


def time_compiling(slug: str) -> None:
    """compile_release beside its statements sent bare, in a transaction that is rolled back."""
    round = Round.objects.get(slug=slug)
    whole = once(lambda: compiling.compile_release(round=round, note="Measured."))
    statements: list[str] = []
    with mock.patch.object(compiling, "FROM_ANSWERS", Recorded(compiling.FROM_ANSWERS, statements)):
        bare = once(lambda: compiling.compile_release(round=round, note="Measured again."))
    say(f"  compiling {slug}: {whole:.0f} ms; again {bare:.0f} ms; {len(statements)} statements")
    for statement, took in Recorded.times:
        say(f"    {took:8.0f} ms  {statement}")


class Recorded(list[str]):
    """The statements, with the time that each one took till the next was asked for."""

    times: list[tuple[str, float]] = []

    def __init__(self, statements: list[str], seen: list[str]) -> None:
        super().__init__(statements)
        self.seen = seen

    def __iter__(self) -> Iterator[str]:
        Recorded.times = []
        for statement in super().__iter__():
            start = time.perf_counter()
            yield statement
            self.seen.append(statement)
            name = " ".join(statement.split())[:60]
            Recorded.times.append((name, 1000 * (time.perf_counter() - start)))


def once(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def median(act: Callable[[], object], count: int) -> float:
    act()
    return statistics.median(once(act) for _ in range(count))


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a report for the terminal
