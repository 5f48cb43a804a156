"""Every page of the administration opens with real rows, and saves what it shows unchanged."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from councils.actions import invite
from councils.models import Council, Role, User
from milestones.models import Commentary
from surveys.models import Round
from tests.milestones.conftest import SignIn, choose_and_ask
from tests.milestones.submitted import untouched

OURS = ("councils", "surveys", "milestones")
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
HISTORIES = [model for model in apps.get_models() if hasattr(model, "pgh_obj_id")]
MOST = 4


def some_rows(model: type[Model]) -> Sequence[Model]:
    """A few, from the first to the last: rows differ in what is filled in."""
    rows = list(model._default_manager.order_by("pk")[:2000])
    step = max(1, len(rows) // MOST)
    return rows[::step]


def address_of(row: Model) -> str:
    names = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(names, args=[row.pk])


def changes_kept() -> int:
    return sum(model._default_manager.count() for model in HISTORIES)


def errors_of(page: Any) -> list[str]:
    """What a form that was not saved says, its inline rows included."""
    return page.context["errors"] if page.status_code == 200 else []


@pytest.fixture
def _one_invited(demo: None) -> None:
    """What the demonstration has none of."""
    by = User.objects.get(roles__kind=Role.Kind.ADMINISTRATOR)
    council = Council.objects.order_by("pk")[0]
    invite(council=council, kind=Role.Kind.CONTRIBUTOR, email="new@example.org", by=by)
    choose_and_ask(by)
    Commentary.objects.create(
        round=Round.objects.order_by("pk")[0],
        by="Ann Other",
        position_held="president, Directors",
        written_on=datetime.date(2010, 5, 27),
        text="It went well.",
    )


@pytest.mark.usefixtures("_one_invited")
@pytest.mark.parametrize("role", ["administrator", "analyst"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_an_untouched_form_is_saved_and_changes_nothing(
    demo_client: SignIn, model: type[Model], role: str
) -> None:
    client = demo_client(role)
    rows = some_rows(model)
    assert rows
    for row in rows:
        save_untouched(client, row)


def save_untouched(client: Client, row: Model) -> None:
    page = client.get(address_of(row))
    if page.status_code == 404:
        return  # rows of a kind that are not theirs to see
    assert page.status_code == 200
    may_change = page.context["has_change_permission"]
    before = changes_kept()
    sent = untouched(page.text, f"{row._meta.model_name}_form")
    answer = client.post(address_of(row), sent)
    assert errors_of(answer) == [], row
    assert answer.status_code == (302 if may_change else 403)
    assert changes_kept() == before, row
    if may_change:
        entry = LogEntry.objects.latest("pk")
        assert entry.get_change_message() == "No fields changed.", row
