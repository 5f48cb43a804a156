"""A pytest plugin: the environment that the settings read, and a PostgreSQL for the tests."""

import os
from collections.abc import Generator
from contextlib import ExitStack

import hypothesis
import pytest
from django.conf import settings

from ppf_site.embedded_postgres import EmbeddedPostgresError, throwaway_postgres
from ppf_site.processes import exit_on_signals


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Runs before pytest-django reads the settings, which it does in this same hook."""
    os.environ["SECRET_KEY"] = "of the tests alone"
    os.environ["SITE_URL"] = "http://127.0.0.1"
    for name in ("DEMO", "DEBUG", "RELEASE_NEEDS_TWO"):
        os.environ.pop(name, None)
    # Workers of pytest-xdist inherit the address that their starter set.
    if "DATABASE_URL" not in os.environ:
        exit_on_signals()
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        try:
            os.environ["DATABASE_URL"] = stack.enter_context(throwaway_postgres())
        except EmbeddedPostgresError as error:
            raise pytest.UsageError(str(error)) from None
    return (yield)


def pytest_configure() -> None:
    """Sets what differs in tests; pytest-django has read the settings by now."""
    # Nothing fails for being slow: what is fast enough is a matter of bench/.
    hypothesis.settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("untimed")
    # Each connection for itself: a kept one would stop the test database from being dropped.
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    # Straight from static/, so that tests of pages need no built files.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.WHITENOISE_AUTOREFRESH = True
    # The real one takes a tenth of a second for each person signed in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
