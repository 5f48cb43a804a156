"""What the database refuses in words is said on the form that asked for it. Knows no model."""

from __future__ import annotations

import logging
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django import forms
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.http import HttpRequest, HttpResponse

from .edited_together import EditedTogether

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)
# Triggers raise these with a message; a constraint raises them too, but under its name.
CHECK_VIOLATION, RESTRICT_VIOLATION = "23514", "23001"
# What a constraint says has a name and no words for whoever typed: these are said in their place.
OTHERWISE = "Something in it cannot be so beside what is here already."
IN_WORDS = {
    "23502": "Something that is needed is missing.",
    "23503": "It needs something that is not here, or that is still in use.",
    "23505": "What may be here once is here already.",
    "23514": "A value is outside what is allowed.",
    "23P01": "It overlaps what is here already.",
    "22001": "A text is longer than there is room for.",
    "22003": "A number is larger than there is room for.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """The words of a trigger, and the field they belong to, if it named one."""

    message: str
    column: str


def refusal_of(error: DatabaseError) -> Refusal | None:
    """None where the error is of a constraint, which has a name and no words."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or diagnosis.constraint_name:
        return None
    if diagnosis.sqlstate not in {CHECK_VIOLATION, RESTRICT_VIOLATION}:
        return None
    return Refusal(diagnosis.message_primary or "", diagnosis.column_name or "")


def told_of(error: DatabaseError) -> str:
    """What a person is told, whatever it was. The database's own text names tables: it is logged,
    for whoever runs the site, and shown to nobody."""
    refusal = refusal_of(error)
    if refusal is not None:
        return refusal.message
    logger.warning("The database refused: %s", error)
    diagnosis = getattr(error.__cause__, "diag", None)
    return IN_WORDS.get(getattr(diagnosis, "sqlstate", None) or "", OTHERWISE)


class SaysRefusals(EditedTogether[Row]):
    """A refused form is shown again, as it was filled in, with the words beside the field."""

    refusal: Refusal | None = None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                answer = super().changeform_view(request, object_id, form_url, extra_context)
                # What is checked at the end of a transaction can refuse in words too.
                if request.method == "POST":
                    connection.check_constraints()
                return answer
        except IntegrityError as error:
            refusal = refusal_of(error)
            if refusal is None or self.refusal is not None:
                raise
        telling = copy(self)
        telling.refusal = refusal
        return telling.changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return form if self.refusal is None else refused(form, self.refusal)


def refused(form: type[forms.BaseForm], refusal: Refusal) -> type[forms.BaseForm]:
    """The form, of which the database has refused what it would save."""

    def clean(self: forms.BaseForm) -> Any:
        cleaned = form.clean(self)
        self.add_error(refusal.column if refusal.column in self.fields else None, refusal.message)
        return cleaned

    made: Any = type(form)
    return cast("type[forms.BaseForm]", made(form.__name__, (form,), {"clean": clean}))
