"""Times pages and compiling, and sets each beside the SQL that it cannot do without."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

import psycopg
from django.core.management import call_command
from django.db import connection, reset_queries, transaction
from django.test import Client, override_settings
from django.utils import timezone

from bench.browser import visits
from bench.large import grow
from bench.nginx import front
from bench.reading import FILES, a_member, downloads, reading
from bench.saving import saving
from bench.told import against, in_turn, once, say
from councils.models import User
from ppf_site.kept.store import STORE
from surveys.models import Answer, Release, Round
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
WITH_CHARTS = [PAGES[2], PAGES[4]]


def run(*, times: int, rounds: int, plans: bool, only: str | None = None) -> None:
    call_command("migrate", verbosity=0)
    # The real server finds its files by their hashed names.
    call_command("collectstatic", interactive=False, verbosity=0)
    with override_settings(DEMO=True):
        call_command("load_demo")
    parts: dict[str, Callable[[], object]] = {
        "anew": lambda: pages(PAGES, plans=plans),
        "reading": lambda: report("Pages that are kept, over /healthz", reading([*PAGES, *FILES])),
        "downloads": lambda: report("1,000 downloads at once", downloads(FILES[0], many=1000)),
        "nginx": lambda: report("Behind the nginx of docs/", front(PAGES[0])),
        "browser": lambda: report("A first visit", visits(WITH_CHARTS)),
        "compiling": lambda: time_compiling("ppf-2010"),
        "saving": report_saving,
    }
    with served_plainly():
        if only:
            parts[only]()
            return
        say("\nThe demonstration: 150 councils")
        found = {name: part() for name, part in parts.items()}
        before = found["anew"]
        assert isinstance(before, dict)
        large(times, rounds, before, plans=plans)


def large(times: int, rounds: int, before: dict[str, float], *, plans: bool) -> None:
    """The same pages when there is so much more, and those of a round that large."""
    say(f"\nGrowing to {times} times the councils in {rounds} more rounds")
    made = [Round.objects.get(pk=key) for key in grow(times=times, rounds=rounds)]
    say(f"{Answer.objects.count():,} answers")
    after = pages(PAGES, plans=plans)
    say("\nPage time with the large data set over the time without")
    for path in PAGES:
        say(f"  {path}: {against(after[path] / before[path], 1.1)}")
    time_compiling(made[0].slug)
    for round in made[:2]:
        publish(round)
    say("\nPages of a large round, and pages with two of them published")
    pages([*PAGES, *pages_of(made[0])], plans=plans)
    say("\nThe same for somebody signed in, with every council by name")
    pages(pages_of(made[0]), plans=plans, member=a_member())
    file = f"/rounds/{made[0].slug}/?download=csv"
    report("Its file, kept", reading([file]))


def pages_of(round: Round) -> list[str]:
    """Where its councils stand in tables, maps and strips."""
    return [
        f"/rounds/{round.slug}/",
        f"/expectations/personal-budgets-30-percent/?round={round.slug}",
        f"/measures/personal-budget-share/?round={round.slug}",
        f"/regions/london/?round={round.slug}",
        f"/councils/derby/?round={round.slug}",
        "/councils/",
    ]


def publish(round: Round) -> None:
    release = compiling.compile_release(round=round, leave_out=True)
    consent = "These councils agree to be told." if release.tells_few else ""
    release.move_to("public", at=timezone.now(), consent=consent)


def report(title: str, lines: Iterable[str]) -> None:
    say(f"\n{title}; load {os.getloadavg()[0]:.1f}")
    for line in lines:
        say(line)


def report_saving() -> None:
    for at_once in (1, 8):
        report(f"Saving an answer as it is typed, {at_once} at once", saving(at_once=at_once))


@contextmanager
def served_plainly() -> Iterator[None]:
    """Without the hashed file names that only a built site has."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, ALLOWED_HOSTS=["testserver"]):
        yield


def pages(paths: Sequence[str], *, plans: bool, member: User | None = None) -> dict[str, float]:
    """Made anew, of each the median server time in ms, beside its own queries through psycopg."""
    client = Client()
    if member:
        client.force_login(member)
    health = in_turn({"": lambda: client.get("/healthz")}, 100)[""]
    say(f"\nPages made anew, of 3 x their SQL + 5 x /healthz ({health:.2f} ms in this process)")
    return {path: page(client, path, health, plans=plans) for path in paths}


def page(client: Client, path: str, health: float, *, plans: bool) -> float:
    client.get(path)  # the words of its releases are read once in a process's life
    with override_settings(DEBUG=True):
        reset_queries()
        anew(client, path)
        queries = [query["sql"] for query in connection.queries]
    took = in_turn({"page": lambda: anew(client, path), "sql": lambda: send(queries)}, 15)
    share = took["page"] / (3 * took["sql"] + 5 * health)
    say(f"  {path}: {took['page']:.1f} ms, SQL {took['sql']:.1f} ms: {against(share, 1)}")
    say(f"    {len(queries)} queries (at most 6: {'holds' if len(queries) <= 6 else 'MISSES'})")
    if plans:
        explain(queries)
    return took["page"]


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


class Undo(Exception):
    """What was only measured is not kept."""


def time_compiling(slug: str) -> None:
    """compile_release beside the statements that it is made of, sent bare: both with the check of
    foreign keys that a commit makes, and both undone."""
    round = Round.objects.get(slug=slug)
    # Whichever came first would pay for reading from the disk what the other then finds in memory.
    undone(lambda: _bare(round, says=False))
    whole = once(
        partial(
            undone,
            lambda: compiling.compile_release(round=round, note="Measured.", leave_out=True),
        )
    )
    bare = once(partial(undone, lambda: _bare(round)))
    say(f"\nCompiling {slug}: {whole / 1000:.1f} s; its statements bare {bare / 1000:.1f} s")
    say(f"  over 1.5 x bare + 1 s {against(whole / (1.5 * bare + 1000), 1)}")


def _bare(round: Round, *, says: bool = True) -> None:
    release = Release.objects.create(round=round, number=99, note="Measured.")
    with connection.cursor() as cursor:
        for statement in compiling.FROM_ANSWERS:
            start = time.perf_counter()
            cursor.execute(statement, compiling.parameters_of(release))
            took = 1000 * (time.perf_counter() - start)
            if not says:
                continue
            say(f"  {took:8.0f} ms  {' '.join(statement.split())[:60]}")


def undone(act: Callable[[], object]) -> None:
    with suppress(Undo), transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raise Undo
