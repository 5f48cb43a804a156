"""Times saving answers as they are typed, beside the same writes in one bare transaction."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from django.test import Client

from bench.served import Browser, served
from councils.accounts import ROLES_BACKEND
from councils.models import Role, User
from ppf_site.demo.people import HALF_DONE_BY
from ppf_site.demo.rounds import OPEN_ROUND
from surveys.models import Question, Return

TIMES = 40
AT_MOST = 6
# In turn: what else the machine does meets both sides.
TURNS = 3
# Two that are saved in turn, so that each time something changes.
NUMBERS = (1000, 1001)
# What the history is told of a request.
HISTORY = """
SELECT set_config('pghistory.context_id', %s, true),
    set_config('pghistory.context_metadata', %s, true)
"""
# Saves the answer over the version, and gives the version that it is saved as.
Save = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Typist:
    """Somebody of the one council, at a question of their own."""

    person: User
    return_of: Return
    key: str

    @property
    def address(self) -> str:
        return f"/returns/{self.return_of.pk}/answers/{self.key}/"

    @property
    def version(self) -> int:
        there = self.return_of.answers.filter(question__key=self.key).first()
        return there.version if there else 0

    def form(self, number: int, version: int) -> dict[str, Any]:
        return {self.key: str(number), f"{self.key}.version": version}


def saving(*, at_once: int) -> Iterator[str]:
    """Lines of a report: served by gunicorn, the same writes bare, and the one over the other.

    History and checks are part of both; so is waiting for each other's turn at the checks.
    """
    typists = _typists(at_once)
    written = {typist.key: _writes_of(typist) for typist in typists}
    took: dict[str, list[float]] = {"served": [], "bare": []}
    with served() as port:
        for _ in range(TURNS):
            took["bare"] += _timed(typists, lambda typist: _bare(typist, written[typist.key]))
            took["served"] += _timed(typists, lambda typist: _served(typist, port))
    for name, times in took.items():
        yield f"  {name}: p50 {statistics.median(times):.1f} ms, p95 {_p95(times):.1f} ms"
    ratio = _p95(took["served"]) / _p95(took["bare"])
    holds = "holds" if ratio <= AT_MOST else "MISSES"
    yield f"  p95 {ratio:.2f} x bare, at most {AT_MOST}: {holds}"


def _typists(count: int) -> list[Typist]:
    """As many people of one council as there are questions to type numbers into."""
    first = User.objects.get(email=HALF_DONE_BY)
    return_of = Return.objects.get(round__slug=OPEN_ROUND, council__roles__user=first)
    asked = Question.objects.asked_in(return_of.round_id).filter(type="number")[:count]
    people = [_colleague(return_of, number) for number in range(len(asked))]
    return [
        Typist(person, return_of, question.key)
        for person, question in zip(people, asked, strict=True)
    ]


def _colleague(return_of: Return, number: int) -> User:
    person, is_new = User.objects.get_or_create(
        email=f"typist-{number}@example.org", defaults={"name": f"Typist {number}"}
    )
    if is_new:
        Role.objects.create(
            user=person, kind=Role.Kind.CONTRIBUTOR, council_id=return_of.council_id
        )
    return person


def _timed(typists: Sequence[Typist], way: Callable[[Typist], Save]) -> list[float]:
    """How long each save took in ms, all of them typing at once."""
    took: list[float] = []
    gate = Barrier(len(typists))

    def type_in(typist: Typist) -> None:
        save, version = way(typist), typist.version
        connection.close()
        gate.wait(60)
        for turn in range(TIMES):
            start = time.perf_counter()
            version = save(turn, version)
            took.append(1000 * (time.perf_counter() - start))

    threads = [Thread(target=type_in, args=[typist]) for typist in typists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == TIMES * len(typists), "Somebody's answer was not saved."
    return took


def _served(typist: Typist, port: int) -> Save:
    browser = Browser(port, typist.person)

    def save(turn: int, version: int) -> int:
        form = typist.form(NUMBERS[turn % 2], version)
        told = json.loads(browser.ask("POST", typist.address, form))
        assert told["state"] == "saved", told
        return int(told["version"])

    return save


Writes = list[tuple[str, dict[str, Any]]]


def _writes_of(typist: Typist) -> list[Writes]:
    """The statements with which the site saves each of the two numbers, as it sends them."""
    client, version = Client(), typist.version
    client.force_login(typist.person, backend=ROLES_BACKEND)
    found: list[Writes] = []
    for number in NUMBERS:
        writes: Writes = []

        with connection.execute_wrapper(partial(_note, writes)):
            told = client.post(typist.address, typist.form(number, version)).json()
        assert told["state"] == "saved", told
        version = told["version"]
        found.append(writes)
    return found


def _note(writes: Writes, execute: Callable[..., Any], *words: Any) -> Any:
    sql, params, *_ = words
    if "INSERT INTO" in sql:
        writes.append((sql, dict(params)))
    return execute(*words)


def _bare(typist: Typist, written: list[Writes]) -> Save:
    bare = psycopg.connect(os.environ["DATABASE_URL"], cursor_factory=psycopg.ClientCursor)

    def save(turn: int, version: int) -> int:
        with bare.transaction():
            bare.execute(HISTORY, [str(uuid4()), json.dumps({"url": typist.address})])
            for sql, params in written[turn % 2]:
                bare.execute(sql, _over(params, version))
        return version + 1

    return save


def _over(params: dict[str, Any], version: int) -> dict[str, Any]:
    """The same statement for an answer that goes over this version."""
    if "given" not in params:
        return params
    [given] = json.loads(params["given"])
    return {**params, "given": json.dumps([{**given, "over": version}])}


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]
