"""What the forms of all parts of a programme have in common."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from milestones.models import Programme
from ppf_site.meanwhile import TellsOthers
from ppf_site.named_apart import NamedApart

Row = TypeVar("Row", bound=Model)


class PartForm(TellsOthers, NamedApart[Row]):
    """A part of a programme; `parent` is what a new one belongs to."""

    def __init__(self, *args: Any, programme: Programme, parent: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.parent = parent
        if self.instance.pk is None and parent is not None:
            self.belong(parent)

    def belong(self, parent: Any) -> None:
        """Makes the new part one of its parent's."""
        raise NotImplementedError
