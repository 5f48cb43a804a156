"""The cast: everybody who may come to the site, each in the same place in every test."""

import os
from collections.abc import Iterator

import pgtrigger
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from councils.imports import REGISTER, save
from councils.models import Council, Region, User
from councils.register_file import parse
from ppf_site.kept.store import STORE
from tests.demo.fixtures import demo, demo_connection, demo_database
from tests.factories import make_council, make_region, make_user
from tests.migrated import migrated_database
from tests.shared import made_once

__all__ = ["demo", "demo_connection", "demo_database"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A test database begins as a copy of one that is migrated already."""
    template = migrated_database(os.environ["DATABASE_URL"])
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture
def home_region(db: None) -> Region:
    return make_region("North East")


@pytest.fixture
def home(home_region: Region) -> Council:
    """The council of the contributor and of the signatory."""
    return make_council("Gateshead", region=home_region)


@pytest.fixture
def elsewhere(db: None) -> Council:
    """The stranger's council, in another region."""
    return make_council("Torbay", region=make_region("South West"))


@pytest.fixture
def reader() -> AnonymousUser:
    """Somebody who has not signed in."""
    return AnonymousUser()


@pytest.fixture
def contributor(home: Council) -> User:
    return make_user("contributor@example.org", role="contributor", council=home)


@pytest.fixture
def signatory(home: Council) -> User:
    return make_user("signatory@example.org", name="Ann Director", role="signatory", council=home)


@pytest.fixture
def regional_lead(home_region: Region) -> User:
    """The lead of the region that `home` is in."""
    return make_user("lead@example.org", role="regional_lead", region=home_region)


@pytest.fixture
def analyst(db: None) -> User:
    return make_user("analyst@example.org", role="analyst")


@pytest.fixture
def administrator(db: None) -> User:
    return make_user("administrator@example.org", role="administrator")


@pytest.fixture
def observer(db: None) -> User:
    """Somebody of a regulator: reads what the sector reads."""
    return make_user("observer@example.org", role="observer")


@pytest.fixture
def stranger(elsewhere: Council) -> User:
    """A contributor of another council, in another region."""
    return make_user("stranger@example.org", role="contributor", council=elsewhere)


@pytest.fixture(scope="class")
def register(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[object]:
    """The register of councils that the project carries, loaded once for the tests of a class."""
    yield from made_once(
        django_db_blocker, lambda: save(parse(REGISTER.read_text(encoding="utf-8")))
    )


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """A page that another test kept was made with its settings."""
    STORE.clear()


@pytest.fixture(scope="session", autouse=True)
def _sealed_tables_can_be_emptied() -> Iterator[None]:
    """Tests that commit empty every table when they end, which a release would refuse."""
    empty = getattr(TransactionTestCase, "_fixture_teardown")  # noqa: B009 (untyped)

    def empty_without_triggers(case: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_without_triggers)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop running in its thread, in which
    nothing else can start one."""
    items.sort(key=lambda item: item.nodeid.startswith("tests/browser/"))
