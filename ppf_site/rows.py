"""Rows that a statement gives as JSON documents, opened into models' own rows. Knows no app."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=models.Model)


def document_of(text: str) -> Any:
    """A document as the database sends it. Its numbers keep every digit."""
    return json.loads(text, parse_float=Decimal)


def row_of(model: type[Row], values: Mapping[str, Any]) -> Row:
    """A row to be read and never saved. Columns that the document lacks have their default."""
    given = {name: values[name] for name in _columns(model) if name in values}
    for name, to_python in _not_as_in_json(model).items():
        if given.get(name) is not None:
            given[name] = to_python(given[name])
    return model(**given)


def rows_in(asked: models.QuerySet[Row], *also: str) -> ArraySubquery:
    """Rows that stand beside another's, whole, in one statement with it: `row_of` opens them.

    `also` are annotations of theirs, which stand in the document too.
    """
    names = (*_columns(cast(type[models.Model], asked.model)), *also)
    columns = {name: F(name) for name in names}
    return ArraySubquery(asked.values(json=JSONObject(**columns)))


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _not_as_in_json(model: type[models.Model]) -> dict[str, Callable[[Any], Any]]:
    """What reads a column that JSON has no kind of value for."""
    fields = model._meta.concrete_fields
    apart = (models.DateField, models.DecimalField)
    return {field.attname: field.to_python for field in fields if isinstance(field, apart)}
