"""Who saves what others may save too waits until they have: what is compared is then what is."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

Row = TypeVar("Row", bound=models.Model)
Asked = TypeVar("Asked", bound=HttpRequest)
Named = ParamSpec("Named")


def in_turn(
    view: Callable[Concatenate[Asked, Named], HttpResponse],
) -> Callable[Concatenate[Asked, Named], HttpResponse]:
    """What the view reads `to_save` stays so until it has answered."""

    @wraps(view)
    def waiting(request: Asked, /, *args: Named.args, **kwargs: Named.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return waiting


def to_save(request: HttpRequest, rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """The rows, locked where something is saved: a form's row is read after."""
    return rows.select_for_update(of=["self"]) if request.method == "POST" else rows
