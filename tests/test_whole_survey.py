"""153 councils and 60 questions: no page of those who run rounds takes more than 12 queries."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from councils.models import Council, User
from milestones.models import ReportedFigure
from surveys.models import ImportFile, Return
from tests.large import make_large_survey
from tests.test_addresses import ALL_ROUTES

MOST = 12
OURS = {"councils", "milestones", "surveys"}
MANAGED = sorted({route for route in ALL_ROUTES if route.startswith("manage/")})
# What stands for the parts of an address. Some pages are there for a draft alone, others never.
ROUNDS = ["spring", "draft", "before", "past"]
PARTS = {
    "take-back/<slug:slug>": "take-back/{ending}",
    "<slug:slug>": "{round}",
    "<int:number>": "1",
    "<str:stage>": "public",
    "<slug:chart>.<form:form>": "response.svg",
    "programmes/{round}": "programmes/programme",
    "people/<int:pk>": "people/{person}",
    "reported/<int:pk>": "reported/{reported}",
    "import/<int:pk>": "import/{file}",
    "returns/<int:pk>/answers/<slug:key>": "returns/{own}/answers/question-50",
    "returns/<int:pk>": "returns/{own}",
    "questions/<slug:key>": "questions/question-50",
    "checks/<slug:key>": "checks/range-50",
    "sections/<slug:key>": "sections/section-1",
    "grids/<slug:key>": "grids/rows",
    "answers/<slug:key>": "answers/likely",
}


# What is no reading: savepoints, who writes for the history, and conditions of constraints.
HOLDING = (
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "ROLLBACK TO SAVEPOINT",
    "SELECT set_config",
    'SELECT 1 AS "_check"',
)
# What a page shows only where it is asked for, or once a form was sent back.
KINDS = "/manage/rounds/draft/questions/question-50/checks/?kind="
WORKED_OUT = "/manage/rounds/draft/add-worked-out/?kind="
ASKED_FOR = [
    *(f"{KINDS}{kind}" for kind in ("part", "sum", "range", "change")),
    *(f"{WORKED_OUT}{kind}" for kind in ("rate", "band", "tally")),
]


# The models of this site that the administration has pages of.
ADMINISTERED = sorted(
    (model for model in admin.site._registry if model._meta.app_label in OURS),
    key=lambda model: model._meta.label,
)


@pytest.fixture(scope="class")
def runner(register: None, django_db_blocker: DjangoDbBlocker) -> User:
    """Who runs a survey of that size."""
    with django_db_blocker.unblock():
        return make_large_survey()


@pytest.fixture
def desk(client: Client, runner: User) -> Client:
    client.force_login(runner)
    # A process asks some things once in its life.
    client.get("/manage/")
    return client


def addresses_of(route: str) -> list[str]:
    """By what is in the survey; each of them once."""
    for part, said in PARTS.items():
        route = route.replace(part, said)
    assert not re.search("[<>]", route), f"Say what stands for the parts of {route}"
    numbers = {
        "own": Return.objects.filter(round__slug="spring").values_list("pk", flat=True)[0],
        "person": User.objects.values_list("pk", flat=True)[0],
        "reported": ReportedFigure.objects.get().pk,
        "file": ImportFile.objects.get().pk,
        "ending": Council.objects.get(abolished__gt=timezone.localdate()).slug,
    }
    return list(dict.fromkeys(f"/{route.format(round=slug, **numbers)}" for slug in ROUNDS))


def queries_of(desk: Client, address: str) -> int | None:
    """None where there is no such page."""
    with CaptureQueriesContext(connection) as asked:
        response = desk.get(address)
    return len(asked) if response.status_code == 200 else None


@pytest.mark.usefixtures("runner", "db")
class TestOfAWholeSurvey:
    @pytest.mark.parametrize("route", MANAGED)
    def test_a_page_takes_a_dozen_queries_at_most(self, desk: Client, route: str) -> None:
        asked = {address: queries_of(desk, address) for address in addresses_of(route)}
        found = {address: count for address, count in asked.items() if count is not None}
        assert found
        assert {address: count for address, count in found.items() if count > MOST} == {}

    @pytest.mark.parametrize("address", ASKED_FOR)
    def test_so_does_what_is_asked_for_by_name(self, desk: Client, address: str) -> None:
        assert queries_of(desk, address) in range(1, MOST + 1)
        with CaptureQueriesContext(connection) as asked:
            sent_back = desk.post(address, {"do": "save"})
        read = [each["sql"] for each in asked if not each["sql"].startswith(HOLDING)]
        assert sent_back.status_code == 200 and len(read) <= MOST

    @pytest.mark.parametrize("model", ADMINISTERED, ids=lambda model: model._meta.label_lower)
    def test_a_page_of_the_administration_takes_a_dozen_queries_at_most(
        self, desk: Client, model: type[Model]
    ) -> None:
        there = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        first = model._default_manager.order_by("pk").first()
        addresses = [there, *([f"{there}{first.pk}/change/"] if first else [])]
        asked = {address: queries_of(desk, address) for address in addresses}
        assert None not in asked.values()
        found = {address: count for address, count in asked.items() if (count or 0) > MOST}
        assert found == {}
