"""How often one may try, counted for all processes together, so that nobody locks out another."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from pytest_django import Settings

from councils.models import User
from tests.councils.letters import sent
from tests.factories import PASSWORD
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture(autouse=True)
def _behind_one_proxy(settings: Settings, db: None) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forget_jobs()


def try_in(email: str, password: str, *, at: str, said: str = "") -> bool:
    """By way of a proxy on this machine, which adds whom it was asked by; whether it opened."""
    client = Client(headers={"x-forwarded-for": f"{said}, {at}" if said else at})
    fields = {"login": email, "password": password}
    return client.post("/accounts/login/", fields).status_code == 302


def fail(email: str, *, at: str, times: int = 5) -> None:
    for number in range(times):
        assert not try_in(email, "wrong", at=at, said=f"10.0.0.{number}")


def test_what_is_counted_is_in_the_database() -> None:
    assert isinstance(caches["default"], DatabaseCache)


def test_who_guesses_a_password_has_to_wait(contributor: User) -> None:
    fail(contributor.email, at=HERE)
    assert not try_in(contributor.email, PASSWORD, at=HERE)
    # Nor does it help to say that one comes from elsewhere.
    assert not try_in(contributor.email, PASSWORD, at=HERE, said=THERE)


def test_who_guesses_locks_out_nobody_but_themselves(contributor: User, signatory: User) -> None:
    fail(contributor.email, at=HERE)
    assert try_in(contributor.email, PASSWORD, at=THERE)
    assert try_in(signatory.email, PASSWORD, at=HERE)


def test_a_flood_does_not_keep_out_who_has_signed_in_from_there(
    settings: Settings, contributor: User, signatory: User
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sign_in_from": "4/5m/ip"}
    assert try_in(contributor.email, PASSWORD, at=HERE)
    for number in range(4):
        try_in(f"nobody{number}@example.org", "wrong", at=HERE)
    assert not try_in(signatory.email, PASSWORD, at=HERE)
    assert try_in(contributor.email, PASSWORD, at=HERE)


def test_no_more_than_a_few_links_an_hour_go_to_one_person(contributor: User) -> None:
    """Whoever asks: those that were sent still work, so the person is not kept out."""
    for number in range(7):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}"})
        answer = client.post("/accounts/password/reset/", {"email": contributor.email})
        assert answer.status_code == 302
    assert len(sent()[contributor.email]) == 5


def test_a_page_says_what_to_do_where_a_limit_is_reached(
    client: Client, contributor: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "change_address": "1/h/user"}
    client.force_login(contributor)
    client.post("/accounts/address/", {})
    answer = client.post("/accounts/address/", {})
    assert (answer.status_code, "wait a few minutes" in answer.text) == (429, True)
    cache.clear()
    assert client.post("/accounts/address/", {}).status_code == 200


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One for each time that a password is hashed."""
    done: list[str] = []
    plain = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append(salt)
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return done


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_takes_as_long_whether_or_not_there_is_an_account(
    contributor: User, hashed: list[str], known: bool
) -> None:
    hashed.clear()
    assert not try_in(contributor.email if known else "nobody@example.org", "wrong", at=HERE)
    assert len(hashed) == 1
