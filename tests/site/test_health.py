"""The addresses for whoever watches the site."""

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from ppf_site import health


def test_healthz_asks_nothing_of_the_database(rf: RequestFactory) -> None:
    # No database mark on this test: a query would fail it.
    response = health.healthz(rf.get("/healthz"))
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_ok_while_the_database_answers(rf: RequestFactory) -> None:
    response = health.readyz(rf.get("/readyz"))
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_is_503_while_the_database_does_not_answer(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert health.readyz(rf.get("/readyz")).status_code == 503


@pytest.mark.parametrize("view", [health.healthz, health.readyz])
def test_watchers_need_no_sign_in(view: object) -> None:
    assert getattr(view, "login_required", True) is False


def test_answers_are_never_cached(rf: RequestFactory) -> None:
    assert "no-store" in health.healthz(rf.get("/healthz"))["Cache-Control"]


def test_posting_is_refused(rf: RequestFactory) -> None:
    assert health.healthz(rf.post("/healthz")).status_code == 405
