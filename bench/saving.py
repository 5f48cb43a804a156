"""Times saving answers, by several people of one council at once."""

import statistics
import time
from collections.abc import Sequence
from threading import Thread

from django.db import connection
from django.test import Client

from councils.accounts import ROLES_BACKEND
from councils.models import User
from ppf_site.demo.people import HALF_DONE_BY
from ppf_site.demo.rounds import OPEN_ROUND
from surveys.models import Question, Return

TIMES = 40


def saving(*, at_once: int) -> tuple[float, float]:
    """Median and 95th percentile in ms of one answer saved as it is typed, with its history.

    Each person types into a question of their own, all of one return. The requests share this
    one process: a site with several has less to wait for.
    """
    by = User.objects.get(email=HALF_DONE_BY)
    one = Return.objects.get(round__slug=OPEN_ROUND, council__roles__user=by)
    asked = Question.objects.asked_in(one.round_id).filter(type="number")[:at_once]
    took: list[float] = []
    threads = [Thread(target=_type, args=(one, question.key, by, took)) for question in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(took), _percentile(took, 0.95)


def _type(one: Return, key: str, by: User, took: list[float]) -> None:
    client = Client()
    client.force_login(by, backend=ROLES_BACKEND)
    address = f"/returns/{one.pk}/answers/{key}/"
    there = one.answers.filter(question__key=key).first()
    version = there.version if there else 0
    for number in range(TIMES):
        start = time.perf_counter()
        told = client.post(address, {key: str(1000 + number), f"{key}.version": version}).json()
        took.append(1000 * (time.perf_counter() - start))
        assert told["state"] == "saved", told
        version = told["version"]
    connection.close()


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]
