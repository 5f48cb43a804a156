"""A release is whole: nothing that is edited afterwards changes a byte of its pages and files."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import unified_diff
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from councils.models import Council, Region, User
from milestones.models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
)
from surveys.actions.narrowing import narrow
from surveys.models import Check, Option, Question, Release, Return, Round
from tests.factories import (
    answer,
    make_council,
    make_question,
    make_rate,
    make_release,
    make_return,
    make_role,
    make_user,
)
from tests.milestones.submitted import Fields, untouched
from tests.milestones.world import World, make_world

EDITED: list[type[Model]] = [
    Programme, Milestone, Expectation, Measure, MeasureBase,
    Round, Question, Check, Return, Council, Region, User,
]  # fmt: skip
# What differs from one request to the next, whatever stands on the page.
PASSING = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
# Who may see it can be narrowed later, and who somebody is can change: neither is the release.
WHO_SEES = {"is_published", "is_front", "is_active"}
DATE = re.compile(r"\d{1,2} \w+ \d{4}|\d{4}-\d{2}-\d{2}")


@pytest.fixture
def released(db: None) -> Release:
    """A round about one expectation with a measure, of two regions, released to everybody."""
    call_command("load_councils", verbosity=0)
    north, south = (Region.objects.get(slug=slug) for slug in ("north-east", "south-west"))
    world = make_world({north: 6, south: 6}, names_councils=True)
    everybody = make_question(world.round, "users", unit="people", counts_people=True)
    make_rate(world.people, everybody, "share")
    _measure(world)
    for number, return_of in enumerate(Return.objects.filter(round=world.round)):
        answer(return_of, everybody, 9_000_000 + number)
    return make_release(world.round, stage="public")


def _measure(world: World) -> None:
    measure = Measure.objects.create(
        expectation=world.expectation, slug="share", title="Share on budgets", target_percent=30
    )
    base = MeasureBase.objects.create(measure=measure, key="all", name="all users")
    rate = Question.objects.get(round=world.round, key="share")
    MeasureRate.objects.create(base=base, question=rate)
    ExpectationQuestion.objects.create(
        expectation=world.expectation, question=world.likely, role="barrier"
    )


@pytest.fixture
def people(released: Release) -> dict[str, Client]:
    """Browsers of a reader, a contributor and an administrator."""
    council = Council.objects.order_by("pk")[0]
    found = {"reader": Client()}
    for role, place in (("contributor", council), ("administrator", None)):
        found[role] = Client()
        found[role].force_login(make_user(role=role, council=place))
    make_user("bystander@example.org")
    return found


def addresses(release: Release) -> list[str]:
    here = f"/releases/{release.pk}/"
    council = release.returns.order_by("pk")[0]
    pages = [
        here,
        f"{here}overview/",
        f"{here}milestones/milestone-1/",
        f"{here}expectations/savings/",
        f"{here}expectations/savings/barriers/",
        f"{here}expectations/savings/moving/",
        f"{here}compare/?areas=north-east,south-west",
        f"{here}regions/north-east/",
        f"{here}councils/{council.slug}/",
    ]
    return [*pages, *(f"{page}{'&' if '?' in page else '?'}download=csv" for page in pages)]


def untouched_text(page: str) -> str:
    """Without what passes, and without who else sees it, which narrowing changes."""
    text = PASSING.sub("", page).rpartition("</header>")[2]
    same = re.sub(
        r"<details[^>]*>\s*<summary[^>]*>You see more here.*?</details>", "", text, flags=re.S
    )
    return re.sub(r"\n\s*\n", "\n", same)


def everything(release: Release, people: dict[str, Client]) -> dict[tuple[str, str], str]:
    return {
        (role, address): untouched_text(client.get(address).text)
        for role, client in people.items()
        if role != "administrator"
        for address in addresses(release)
    }


def changes(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> list[str]:
    """The lines that are no longer the same, with the page that they stand on."""
    return [
        f"{role} {address} {line}"
        for (role, address), text in before.items()
        for line in unified_diff(
            text.splitlines(), after[role, address].splitlines(), n=0, lineterm=""
        )
        if not line.startswith(("---", "+++", "@@"))
    ]


def forms() -> list[tuple[str, str]]:
    """The change page of one row of each kind, and of every option: address and the form's id."""
    found = []
    for model in EDITED:
        # Of people the one who looks at nothing.
        order = "-pk" if model is User else "pk"
        row = model._default_manager.order_by(order).first()
        if row is not None:
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            page = reverse(f"admin:{name}_change", args=[row.pk])
            found.append((page, f"{model._meta.model_name}_form"))
    return found


def edited(value: str) -> str:
    """Something else of the same kind."""
    if DATE.fullmatch(value):
        return "2031-05-05"
    if not value or value.isdigit():
        return str(int(value or 0) + 1)
    return "" if value == "on" else f"{value} (edited)"


def edit(client: Client, page: str, form_id: str, chosen: int) -> None:
    fields: Fields = untouched(client.get(page).text, form_id)
    names = [
        name
        for name in fields
        if not name.startswith(("csrf", "_", "roles-")) and "_FORMS" not in name
    ]
    # Which row a part of the form is of is no edit that a person makes.
    names = [name for name in names if name not in WHO_SEES and not name.endswith("-id")]
    if not names:
        return
    name = names[chosen % len(names)]
    fields[name] = [edited(value) for value in fields[name]] or ["edited"]
    assert client.post(page, fields).status_code in {200, 302}


@settings(
    max_examples=8,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a failing list of edits is short as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 199)), min_size=4, max_size=10))
def test_no_form_changes_what_was_released(
    released: Release, people: dict[str, Client], edits: list[tuple[int, int]]
) -> None:
    before = everything(released, people)
    with transaction.atomic():
        pages = forms()
        for which, field in edits:
            page, form_id = pages[which % len(pages)]
            edit(people["administrator"], page, form_id, field)
        assert changes(before, everything(released, people)) == []
        transaction.set_rollback(True)


def rewritten(release: Release) -> Iterator[tuple[type[Model], dict[str, Any]]]:
    """The words, names and settings that a statement can change: none may show."""
    later = datetime.date(2031, 5, 5)
    yield Programme, {"title": "Another programme", "description": "Other words"}
    yield Milestone, {"title": "Another milestone", "short_title": "Another", "description": "New"}
    yield (
        Expectation,
        {
            "label": "Another label",
            "text": "Other words.",
            "short_text": "do something else",
            "due_on": later,
            "due_label": "May 2031",
            "target_percent": 99,
        },
    )
    yield Measure, {"title": "Another measure", "target_percent": 99}
    yield MeasureBase, {"name": "other users"}
    yield (
        Round,
        {"sponsor": "Another sponsor", "method": "Another method", "caveats": "Other caveats"},
    )
    yield Round, {"names_councils": False, "discloses_small_counts": False}
    yield apps.get_model("surveys", "Section"), {"title": "Another section"}
    yield Question, {"short_text": "Another", "help_text": "Other help", "counts_people": False}
    yield Region, {"name": "Another region"}
    yield apps.get_model("councils", "Area"), {"name": "Another area"}
    yield User, {"name": "Somebody else"}


def test_no_statement_changes_what_was_released(
    released: Release, people: dict[str, Client]
) -> None:
    before = everything(released, people)
    for model, values in rewritten(released):
        first = model._default_manager.order_by("pk")[:1].values("pk")
        model._default_manager.filter(pk__in=first).update(**values)
    assert changes(before, everything(released, people)) == []


def test_wording_put_right_after_the_release_does_not_change_it(
    released: Release, people: dict[str, Client]
) -> None:
    before = everything(released, people)
    Question.objects.filter(round=released.round_id).update(text="Other words?")
    Option.objects.filter(scale__round=released.round_id).update(label="Another label")
    assert changes(before, everything(released, people)) == []


def test_a_correction_changes_the_notice_of_it_alone(
    released: Release, people: dict[str, Client]
) -> None:
    before = everything(released, people)
    make_release(Round.objects.get(pk=released.round_id), stage="public", note="A new note.")
    after = everything(released, people)
    for key, text in before.items():
        lines = {line.strip() for line in after[key].splitlines()}
        gone = {line.strip() for line in text.splitlines()} - lines
        notice = {each for each in gone if "says whether there is a correction" in each}
        assert gone - notice == set(), key


OFFERED = r"<details[^>]*chart__embed.*?</details>"
# Said in place of an offer, to whoever sees more than the public.
NOT_OFFERED = r"<p[^>]*>\s*You may see more than the public does, so .*?</p>"


def without_offers(page: str) -> str:
    return " ".join(re.sub(f"(?s){OFFERED}|{NOT_OFFERED}", "", page).split())


def test_narrowing_leaves_what_the_sector_reads_and_says_so_on_one_page(
    released: Release, people: dict[str, Client]
) -> None:
    """But that charts which only the sector sees from then on are not offered for other sites."""
    before = everything(released, people)
    narrow(release=released, fields=["names_councils"], reason="They had been promised.")
    after = everything(released, people)
    here = f"/releases/{released.pk}/"
    differ = {
        key for key, text in before.items() if without_offers(after[key]) != without_offers(text)
    }
    assert {key for key in differ if key[0] == "contributor"} == {("contributor", here)}
    told = "\n".join(changes({("contributor", here): before["contributor", here]}, after))
    assert "They had been promised." in told
    council = released.returns.order_by("pk")[0]
    assert ("reader", f"{here}councils/{council.slug}/") in differ


def test_a_council_that_goes_and_a_question_that_comes_do_not_change_it(
    released: Release, people: dict[str, Client]
) -> None:
    before = everything(released, people)
    Council.objects.filter(pk=released.returns.order_by("pk")[0].council_id).update(
        latitude=Decimal("53"), note="Gone."
    )
    make_question(Round.objects.get(pk=released.round_id), "new-question", is_required=False)
    make_council("New council", region=Region.objects.order_by("pk")[0], code="E06999901")
    make_role(User.objects.get(email="bystander@example.org"), "analyst")
    assert changes(before, everything(released, people)) == []


def test_loading_the_register_anew_does_not_change_it(
    released: Release, people: dict[str, Client]
) -> None:
    before = everything(released, people)
    call_command("load_councils", verbosity=0)
    assert changes(before, everything(released, people)) == []


def test_the_return_of_another_round_is_not_in_it(
    released: Release, people: dict[str, Client]
) -> None:
    before = everything(released, people)
    other = make_world({Region.objects.order_by("pk")[0]: 6}, slug="winter")
    make_return(
        other.round, make_council(region=Region.objects.order_by("pk")[0], code="E06999902")
    )
    make_release(other.round, stage="public")
    assert changes(before, everything(released, people)) == []
