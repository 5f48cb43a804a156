"""What several tests look at and none of them keeps: made once, then gone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeVar

from django.db import transaction
from pytest_django import DjangoDbBlocker

Made = TypeVar("Made")


def made_once(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """The body of a fixture of a class or a module.

    What `make` writes stays until the fixture ends; what each test adds is undone after it, as
    its own transaction lies within this one.
    """
    with ExitStack() as stack:
        with blocker.unblock():
            stack.enter_context(transaction.atomic())
            made = make()
        yield made
        with blocker.unblock():
            transaction.set_rollback(True)
            stack.close()
