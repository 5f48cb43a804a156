"""What the history keeps of a request: the page that a change came from, and no secret."""

import importlib
import logging
from collections.abc import Iterator

import pghistory.models
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from councils.actions import invite
from councils.models import Council, User
from ppf_site.history import WithoutSecrets, address_kept
from tests.councils.letters import link_to
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db
FORGET = importlib.import_module("councils.migrations.0016_secrets_out_of_history").FORGET


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    forget_jobs()


def kept() -> list[str]:
    return [row.metadata["url"] for row in pghistory.models.Context.objects.order_by("created_at")]


def test_an_invitations_secret_is_not_kept(home: Council, contributor: User) -> None:
    invite(council=home, kind="contributor", email="new@example.org", by=contributor)
    link = link_to("new@example.org")
    Client().post(link, {"name": "Sam", "password": "a long pass phrase of Sam"})
    assert kept() == ["/invitations/…/"]


def test_nor_is_that_of_a_link_to_choose_a_password(contributor: User) -> None:
    Client().post("/accounts/password/reset/", {"email": contributor.email})
    link = link_to(contributor.email)
    assert address_kept(link) == "/accounts/password/reset/key/…/"
    # Whatever is behind it, and whatever of the person's number is also elsewhere in it.
    assert address_kept(f"{link}more/") == "/accounts/password/reset/key/…/"
    for number in ("1", "e", "9z"):
        assert address_kept(f"/accounts/password/reset/key/{number}-c1e-9zk/").endswith("/key/…/")


def test_nor_is_one_in_the_log_of_what_was_refused() -> None:
    said = ("Forbidden", "/invitations/abc/", 403)
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s %s", said, None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Forbidden: /invitations/…/ 403"
    [console] = list(settings.LOGGING["handlers"].values())
    assert console["filters"] == ["without_secrets"]


def secret(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, bool]]:
    """Each address that has a token in it, and whether its view is marked."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from secret(each.url_patterns)
        elif {"token", "uidb36"} & set(each.pattern.regex.groupindex):
            yield str(each.pattern), getattr(each.callback, "address_is_secret", False)


def test_every_address_with_a_token_in_it_is_marked() -> None:
    found = dict(secret(get_resolver().url_patterns))
    assert len(found) == 5
    assert all(found.values())


@pytest.mark.parametrize(
    "path", ["/returns/1/sections/people/", "/accounts/address/", "/nowhere/", "/"]
)
def test_other_addresses_are_kept_whole(path: str) -> None:
    assert address_kept(path) == path


def test_those_that_were_kept_are_forgotten() -> None:
    urls = ["/invitations/abc/", "/accounts/password/reset/key/1-abc/", "/returns/1/", None]
    for number, url in enumerate(urls):
        metadata = {"user": 1} if url is None else {"user": 1, "url": url}
        pghistory.models.Context.objects.create(
            id=f"00000000-0000-0000-0000-00000000000{number}", metadata=metadata
        )
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
    left = pghistory.models.Context.objects.order_by("id").values_list("metadata__url", flat=True)
    forgotten = ["/invitations/…/", "/accounts/password/reset/key/…/"]
    assert list(left) == [*forgotten, "/returns/1/", None]
