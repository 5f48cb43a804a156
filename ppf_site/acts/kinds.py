"""What is told of the history of each model: each app says it of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import models

# The parts of the history, as one chooses among them.
GROUPS = {
    "returns": "Returns and answers",
    "rounds": "Rounds and questions",
    "releases": "Releases",
    "programmes": "Programmes",
    "register": "Register of councils",
    "people": "People and roles",
}

LONGEST = 300
# What changed, what it was ("": nothing) and what it is, in words.
Change = tuple[str, str, str]


@dataclass(frozen=True)
class ActKind:
    """`subject` names a row of the model. What it links to has been read by then, and of these
    rows what `related` says by the name of the link: one of each; `fetched`: many of them.

    `council` and `round` are how the database gets from a row to its council and its round; "":
    it has none. `by` is the field that names who did it where no request is kept. `unsaid` fields
    follow from others. `verb` says what was done where "changed" is not the word, from the values
    before and after; "": nothing to tell. `added` is the word for a new row where it is not
    "added". `changes` replaces the list of fields, `also` says
    of an update what the fields do not.
    """

    model: type[models.Model]
    group: str
    subject: Callable[[Any], str]
    related: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fetched: Mapping[str, Sequence[str]] = field(default_factory=dict)
    council: str = ""
    round: str = ""
    by: str = ""
    unsaid: frozenset[str] = frozenset()
    verb: Callable[[Mapping[str, Any], Mapping[str, Any]], str] | None = None
    added: str = "Added"
    changes: Callable[[Any, Any], Sequence[Change]] | None = None
    also: Callable[[Any, Any], Sequence[Change]] | None = None
    only: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def events(self) -> type[pghistory.models.Event]:
        """The model of its history."""
        histories: list[Any] = [
            each for each in apps.get_models() if issubclass(each, pghistory.models.Event)
        ]
        found: type[pghistory.models.Event]
        [found] = [each for each in histories if each.pgh_tracked_model is self.model]
        return found

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        """Those of the model that its history keeps."""
        kept = {each.name for each in self.events._meta.concrete_fields}
        return [each for each in self.model._meta.concrete_fields if each.name in kept]


kinds: dict[str, ActKind] = {}


def told_as(model: type[models.Model], **said: Any) -> None:
    """Called by each app, in its `acts`."""
    kinds[model._meta.label] = ActKind(model, **said)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
