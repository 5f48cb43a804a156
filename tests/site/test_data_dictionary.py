"""The data dictionary names every table, and every column of a figure."""

import re

import pytest
from django.apps import apps
from django.conf import settings

from surveys.models import Figure

NAMED = set(re.findall(r"`(\w+)`", (settings.BASE_DIR / "docs" / "data-dictionary.md").read_text()))
TABLES = [
    model._meta.db_table
    for app in ("councils", "surveys", "milestones")
    for model in apps.get_app_config(app).get_models()
    if not model._meta.proxy and not model._meta.db_table.endswith("event")
]
COLUMNS = [
    field.name
    for field in Figure._meta.get_fields()
    if field.concrete and field.name not in {"id", "release"}
]


@pytest.mark.parametrize("name", [*TABLES, *COLUMNS])
def test_it_is_named(name: str) -> None:
    assert name in NAMED
