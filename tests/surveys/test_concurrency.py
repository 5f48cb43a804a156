"""Two analysts who compile the same round at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from surveys.models import Release, Round
from surveys.releases.compiling import compile_release
from tests.factories import make_question, make_return, make_round


def compile_at(start: Barrier, round: Round, errors: list[Exception]) -> None:
    try:
        start.wait(timeout=10)
        compile_release(round=round, note="At the same time.")
    except Exception as error:
        errors.append(error)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_compilations_at_once_make_the_numbers_1_and_2() -> None:
    round = make_round()
    make_return(round, answers={make_question(round): 1})
    start, errors = Barrier(2), list[Exception]()
    threads = [Thread(target=compile_at, args=(start, round, errors)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    assert sorted(Release.objects.values_list("number", flat=True)) == [1, 2]
