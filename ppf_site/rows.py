"""Rows that a statement gives as JSON documents, opened into models' own rows. Knows no app."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def document_of(text: str) -> Any:
    """A document as the database sends it. Its numbers keep every digit."""
    return json.loads(text, parse_float=Decimal)


def row_of(model: type[Row], values: Mapping[str, Any]) -> Row:
    """A row to be read and never saved. Columns that the document lacks have their default."""
    given = {
        field.attname: _python(field, values[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in values
    }
    return model(**given)


def _python(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.ForeignKey):
        return value
    return field.to_python(value)
