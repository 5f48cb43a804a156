"""Nor what somebody else saved of checks, answers, days, worked-out values and reported figures."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from milestones.models import ReportedFigure
from surveys.models import Check, Option, Question, Round, Scale
from tests.factories import make_question
from tests.milestones.submitted import Fields, untouched
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
Typed = dict[str, Any]
OWN: Typed = {"reminds": "own"}
MEANWHILE = "while you had"


@pytest.fixture
def parts(draft: Round) -> dict[str, str]:
    """The pages of what stands beside a draft's questions, and of a reported figure."""
    people, section = draft.questions.get(key="people"), draft.sections.get(key="first")
    beds, homes, _flats = (
        make_question(draft, key, section=section, position=place, unit="people")
        for place, key in enumerate(["beds", "homes", "flats"], 2)
    )
    sources: Typed = {"numerator": people, "denominator": beds, "derivation": "rate"}
    make_question(draft, "rate", section=section, position=5, type="percentage", **sources)
    summed = Check.objects.create(
        round=draft, question=people, key="adds-up", kind="sum", severity="soft"
    )
    summed.others.set([beds, homes])
    scale = Scale.objects.create(round=draft, key="extent", title="Extent")
    for place, label in enumerate(["Great", "Small"]):
        Option.objects.create(scale=scale, key=label.lower(), label=label, position=place)
    figure = ReportedFigure.objects.create(
        key="1", source="A notice", published="2010", what="Few", area="England", held="statement"
    )
    return {
        "rate": "/manage/rounds/spring/questions/rate/",
        "check": "/manage/rounds/spring/checks/adds-up/",
        "scale": "/manage/rounds/spring/answers/extent/",
        "days": "/manage/rounds/spring/dates/",
        "figure": f"/manage/reported/{figure.pk}/",
    }


def opened(client: Client, address: str) -> Fields:
    return read(client.get(address).text)


def read(page: str) -> Fields:
    return untouched(page.replace("novalidate>", 'novalidate id="it">'), "it")


def save(client: Client, address: str, fields: Fields, typed: Typed) -> str:
    page = client.post(address, {**fields, **as_sent(typed), "do": "save"}, follow=True).text
    if "Nothing is saved yet" in page:
        page = client.post(address, {**read(page), "do": "save"}, follow=True).text
    return squeezed(page)


def as_sent(typed: Typed) -> Fields:
    """As a page has them: "+3" is the day in three days, and questions go by their numbers."""
    numbers = {each.key: str(each.pk) for each in Question.objects.all()}
    today = timezone.localdate()
    found: Fields = {}
    for name, value in typed.items():
        values: list[str] = value if isinstance(value, list) else [value]
        found[name] = [
            f"{today + datetime.timedelta(days=int(each)):%d/%m/%Y}"
            if each.startswith("+")
            else numbers.get(each, each)
            for each in values
        ]
    return found


@pytest.mark.parametrize(
    ("part", "first", "second"),
    [
        ("rate", {"text": "Share of all"}, {"short_text": "All"}),
        ("rate", {"denominator": "homes"}, {"text": "Share of all"}),
        ("check", {"severity": "hard"}, {"others": ["beds", "flats"]}),
        ("check", {"others": ["beds", "homes", "flats"]}, {"severity": "hard"}),
        ("scale", {"options-1-label": "None"}, {"title": "How far"}),
        ("scale", {"title": "How far"}, {"options-2-label": "None"}),
        ("days", {"planned_release_on": "+30"}, {"due_on": "+12"}),
        ("days", {"due_on": "+12"}, {"reminds": "none"}),
        ("days", {"reminds": "own", "reminder-0": "+3"}, {"due_on": "+12"}),
        ("figure", {"what": "Hardly any"}, {"note": "Of all"}),
    ],
)
def test_what_two_changed_of_a_part_is_kept_of_both(
    runner: Client, parts: dict[str, str], part: str, first: Typed, second: Typed
) -> None:
    address = parts[part]
    ours, theirs = opened(runner, address), opened(runner, address)
    assert "Saved" in save(runner, address, ours, first)
    assert "Saved" in save(runner, address, theirs, second)
    now, wanted = opened(runner, address), as_sent({**first, **second})
    assert {name: now.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("part", "typed", "told"),
    [
        ("rate", ({"numerator": "homes"}, {"numerator": "flats"}), "it is “Homes” now"),
        ("check", ({"others": ["homes", "flats"]}, {"others": ["beds", "flats"]}), "Homes, Flats"),
        ("scale", ({"options-0-tone": "2"}, {"options-0-tone": "1"}), "“Great” and “Small” now"),
        ("days", ({"closes_on": "+20"}, {"closes_on": "+21"}), "it is “"),
        ("days", (OWN | {"reminder-0": "+3"}, OWN | {"reminder-0": "+4"}), "days of reminders"),
        ("figure", ({"what": "Hardly any"}, {"what": "None"}), "it is “Hardly any” now"),
    ],
)
def test_what_both_changed_is_told_and_saved_when_it_is_sent_again(
    runner: Client, parts: dict[str, str], part: str, typed: tuple[Typed, Typed], told: str
) -> None:
    address, (first, second) = parts[part], typed
    ours, theirs = opened(runner, address), opened(runner, address)
    assert "Saved" in save(runner, address, ours, first)
    page = runner.post(address, {**theirs, **as_sent(second), "do": "save"}).text
    assert MEANWHILE in page and told in squeezed(page)
    now, wanted = opened(runner, address), as_sent(first)
    assert {name: now.get(name) for name in wanted} == wanted
    assert "Saved" in save(runner, address, read(page), {})
    now, wanted = opened(runner, address), as_sent(second)
    assert {name: now.get(name) for name in wanted} == wanted


def test_a_reminder_that_is_added_does_not_hide_what_somebody_else_changed(
    runner: Client, parts: dict[str, str]
) -> None:
    address = parts["days"]
    ours, theirs = opened(runner, address), opened(runner, address)
    save(runner, address, ours, {"due_on": "+12"})
    page = runner.post(address, {**theirs, "do": "add"}).text
    assert "Saved" in save(runner, address, read(page), {"planned_release_on": "+30"})
    now, wanted = opened(runner, address), as_sent({"due_on": "+12"})
    assert now["due_on"] == wanted["due_on"]


def test_two_who_pick_another_figure_are_told_of_each_other(
    runner: Client, parts: dict[str, str]
) -> None:
    address = parts["figure"]
    theirs = opened(runner, address)
    ReportedFigure.objects.update(round="spring", question="people", statistic="sum")
    page = runner.post(address, {**theirs, "about": "returns:", "do": "look"}).text
    assert "changed which figure it speaks of while you had it open" in squeezed(page)


@pytest.mark.parametrize("part", ["rate", "check", "scale", "days", "figure"])
def test_who_saves_a_part_waits_for_who_saves_it_before_reading_it(
    runner: Client, parts: dict[str, str], part: str
) -> None:
    tables = {
        "rate": "surveys_question",
        "check": "surveys_check",
        "scale": "surveys_scale",
        "days": "surveys_roundday",
        "figure": "milestones_reportedfigure",
    }
    with CaptureQueriesContext(connection) as found:
        assert runner.post(parts[part], {"do": "save"}).status_code == 200
    asked = [each["sql"] for each in found]
    waits = next(place for place, sql in enumerate(asked) if "FOR UPDATE" in sql)
    assert not any(f'FROM "{tables[part]}"' in sql for sql in asked[:waits])
