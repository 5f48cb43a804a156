"""What is kept of the last change to something that councils had been asked about."""

from typing import Any

from django.db import models

from surveys.models import Comparability


def changed_comparability() -> models.CharField[Any, Any]:
    """To what was asked before; "" while nothing has changed since."""
    return models.CharField(
        "comparability to what was asked before",
        max_length=10,
        choices=Comparability,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )


def changed_because() -> models.CharField[Any, Any]:
    return models.CharField(
        "why it changed", max_length=300, blank=True, default="", db_default="", editable=False
    )


def changed_with_both(of: str) -> models.CheckConstraint:
    """Whatever is said to be comparable, or not, is said with why."""
    neither = models.Q(comparability="", change_note="")
    both = ~models.Q(comparability="") & ~models.Q(change_note="")
    return models.CheckConstraint(condition=neither | both, name=f"{of}_change_is_explained")
