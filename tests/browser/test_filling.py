"""Filling in a return as people do: typing, clashing with a colleague, by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from councils.models import User
from surveys.actions.saving import save_answer
from surveys.models import Answer, Check, Return
from surveys.values import Value
from tests.browser.conftest import watch
from tests.factories import (
    PASSWORD,
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_return,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], None]
SAVED = re.compile(r"Saved at \d+:\d\d[ap]m")


@pytest.fixture
def ours() -> Return:
    """A return with a question of each kind, and one last answer to carry over."""
    council = make_council("Gateshead")
    round = make_open_round("spring")
    earlier = make_question(make_round("earlier"), "users", unit="people")
    make_return(earlier.round, council, answers={earlier: 6865})
    users = make_question(
        round, "users", unit="people", follows=earlier, comparability="same", help_text="Once each."
    )
    holders = make_question(round, "holders", unit="people")
    make_question(round, "spending", unit="pounds")
    make_question(round, "share", type="percentage")
    make_question(round, "likely", type="scale")
    make_question(round, "ways", type="multiple")
    make_question(round, "when", type="date")
    grid = make_grid(round)
    first = make_question(round, "older", type="yes_no", grid=grid)
    make_question(round, "younger", type="yes_no", scale=first.scale, grid=grid)
    make_question(round, "words", type="text", is_required=False)
    part = Check.objects.create(
        round=round, key="part", kind="part", severity="hard", question=holders
    )
    part.others.add(users)
    Check.objects.create(
        round=round, key="odd", kind="range", severity="soft", question=users, maximum=9000
    )
    return make_return(round, council, state="not_started")


@pytest.fixture
def priya(ours: Return) -> User:
    return make_user("priya@example.org", name="Priya", role="contributor", council=ours.council)


@pytest.fixture
def martin(ours: Return) -> User:
    return make_user("martin@example.org", name="Martin", role="signatory", council=ours.council)


@pytest.fixture
def section(site: str, ours: Return) -> str:
    return f"{site}/returns/{ours.pk}/sections/section/"


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A colleague's browser."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    problems = watch(page)
    yield page
    context.close()
    assert problems == []


def sign_in(page: Page, user: User, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}/returns/")


@pytest.fixture
def opened(page: Page, site: str, section: str, priya: User) -> Page:
    """The section, as the contributor has it before her."""
    sign_in(page, priya, site)
    page.goto(section)
    return page


@pytest.fixture
def beside(other: Page, site: str, section: str, martin: User) -> Page:
    """The same section in the browser of the director."""
    sign_in(other, martin, site)
    other.goto(section)
    return other


def given() -> QuerySet[Answer]:
    return Answer.objects.filter(question__round__slug="spring")


def test_an_answer_is_saved_a_second_after_it_is_typed(opened: Page) -> None:
    opened.locator("#answer-users").type("1,234")
    expect(opened.locator("#question-users [data-pending]")).to_have_text("Not saved yet")
    expect(opened.locator("#question-users [data-status]")).to_have_text(SAVED)
    opened.reload()
    expect(opened.locator("#answer-users")).to_have_value("1,234")


def test_what_is_no_answer_is_refused_beside_its_field_and_in_the_summary(opened: Page) -> None:
    opened.locator("#answer-spending").type("£1.2m")
    expect(opened.locator("#problem-spending")).to_contain_text("such as 1,200,000")
    expect(opened.locator(".govuk-error-summary")).to_contain_text("Spending")
    opened.locator("#answer-spending").fill("1200000")
    expect(opened.locator("#question-spending [data-status]")).to_have_text(SAVED)
    expect(opened.locator(".govuk-error-summary")).to_have_count(0)


def test_what_was_refused_waits_beside_what_is_saved_until_it_is_decided(
    opened: Page, section: str, site: str, ours: Return
) -> None:
    opened.locator("#answer-spending").fill("26000000")
    expect(opened.locator("#question-spending [data-status]")).to_have_text(SAVED)
    opened.locator("#answer-spending").fill("£1.2m")
    expect(opened.locator("#problem-spending")).to_contain_text("such as 1,200,000")
    # Nothing asks whether to leave: the server has it.
    opened.goto(f"{site}/returns/{ours.pk}/")
    expect(opened.get_by_text("1 typed answer not saved")).to_be_visible()
    opened.goto(section)
    expect(opened.locator("#answer-spending")).to_have_value("£1.2m")
    opened.get_by_role("button", name="Keep the saved answer").click()
    expect(opened.locator("#answer-spending")).to_have_value("26,000,000")
    expect(opened.locator(".govuk-error-summary")).to_have_count(0)


def test_handing_over_stops_where_something_typed_never_reached_the_server(
    opened: Page, site: str, ours: Return
) -> None:
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.route("**/answers/**", lambda route: route.abort())
    opened.locator("#answer-users").fill("12")
    expect(opened.locator("[data-connection]")).to_contain_text("cannot be reached")
    opened.goto(f"{site}/returns/{ours.pk}/")
    expect(opened.get_by_text("Typed in this browser and not saved yet")).to_be_visible()
    expect(opened.locator("[data-left] a")).to_have_text("Users")
    opened.get_by_role("button", name="Hand over to the director").click()
    expect(opened.get_by_text("The return has not been handed over.")).to_be_visible()
    assert opened.url == f"{site}/returns/{ours.pk}/"


def test_last_rounds_answer_is_carried_over_with_one_press(opened: Page) -> None:
    opened.get_by_role("button", name="Use this answer for Users").click()
    expect(opened.locator("#answer-users")).to_have_value("6,865")
    expect(opened.locator("#question-users [data-status]")).to_have_text(SAVED)


def test_the_later_of_a_number_and_not_known_is_meant(opened: Page) -> None:
    opened.locator("#answer-users").type("5")
    opened.locator("#question-users").get_by_label("Not known").check()
    expect(opened.locator("#answer-users")).to_have_value("")
    expect(opened.locator("#question-users [data-status]")).to_have_text(SAVED)
    assert given().get().reason == "not_known"


@pytest.mark.parametrize(("choice", "number"), [("Priya", 40), ("yours", 50)])
def test_two_people_clash_and_choose(
    opened: Page, beside: Page, axe: Axe, choice: str, number: int
) -> None:
    opened.locator("#answer-users").type("40")
    expect(opened.locator("#question-users [data-status]")).to_have_text(SAVED)
    beside.locator("#answer-users").type("50")
    clash = beside.locator("#problem-users")
    expect(clash).to_contain_text("Priya changed this answer too. Which one is to be kept?")
    axe(beside)
    assert given().get().number == 40
    clash.get_by_label(re.compile(choice)).check()
    expect(beside.locator("#question-users [data-status]")).to_have_text(SAVED)
    expect(beside.locator("#answer-users")).to_have_value(str(number))
    assert given().get().number == number


def test_a_lost_session_keeps_what_was_typed_and_saves_it_after_signing_in(
    opened: Page, site: str, priya: User
) -> None:
    opened.context.clear_cookies(name="sessionid")
    opened.locator("#answer-users").type("77")
    expect(opened.locator("[data-connection]")).to_contain_text("You have been signed out")
    assert not given().exists()
    tab = opened.context.new_page()
    sign_in(tab, priya, site)
    expect(opened.locator("#question-users [data-status]")).to_have_text(SAVED, timeout=15_000)
    expect(opened.locator("[data-connection]")).to_be_empty()
    assert given().get().number == 77


def test_what_was_typed_while_the_server_was_away_is_there_again_in_a_new_window(
    opened: Page, section: str
) -> None:
    opened.context.set_offline(True)
    opened.locator("#answer-users").type("88")
    expect(opened.locator("[data-connection]")).to_contain_text("cannot be reached")
    opened.close(run_before_unload=False)
    context = opened.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(section)
    expect(again.locator("#answer-users")).to_have_value("88")
    expect(again.locator("#question-users [data-status]")).to_have_text(SAVED)


def test_a_return_that_closes_under_ones_hands_says_why_and_keeps_the_text(
    opened: Page, ours: Return, axe: Axe
) -> None:
    Return.objects.filter(pk=ours.pk).update(state="signed", signed_at=timezone.now())
    opened.locator("#answer-users").type("99")
    expect(opened.locator("[data-connection]")).to_contain_text("an analyst can reopen it")
    expect(opened.locator("#answer-users")).to_have_value("99")
    axe(opened)


def test_a_section_is_filled_in_by_keyboard_alone(opened: Page, ours: Return) -> None:
    press = opened.keyboard.press
    reached = set[str]()
    typed = {"users": "5000", "holders": "300", "spending": "£7,000", "share": "45%"}
    typed |= {"when": "31/3/2026", "words": "Well."}
    for _ in range(90):
        press("Tab")
        name, kind = opened.evaluate("[document.activeElement.name, document.activeElement.type]")
        if name in typed and name not in reached:
            opened.keyboard.type(typed[name])
        elif name in {"likely", "older", "younger", "ways"} and name not in reached:
            press("Space")
        elif name == "then":
            break
        if kind and name:
            reached.add(name)
    press("Enter")
    opened.wait_for_url(re.compile(rf"/returns/{ours.pk}/$"))
    expect(opened.get_by_role("heading", level=1)).to_contain_text("10 of 10 answered")


def test_the_page_works_without_scripts(
    browser: Browser, site: str, section: str, priya: User
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    plain = context.new_page()
    sign_in(plain, priya, site)
    plain.goto(section)
    plain.locator("#answer-users").fill("12")
    plain.locator("#answer-spending").fill("lots")
    plain.get_by_role("button", name="Save", exact=True).last.click()
    expect(plain.locator(".govuk-error-summary")).to_contain_text("Spending")
    expect(plain.locator("#answer-spending")).to_have_value("lots")
    assert given().get().number == 12
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_section_is_readable_by_everyone_in_every_state(
    opened: Page, ours: Return, martin: User, axe: Axe, width: int
) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    axe(opened)
    users = ours.round.questions.get(key="users")
    nine = Value(number=Decimal(9))
    save_answer(return_of=ours, question=users, value=nine, by=martin, version=0)
    opened.locator("#answer-users").fill("9500")
    opened.locator("#answer-holders").fill("9,900 or so")
    expect(opened.locator("#problem-holders")).to_contain_text("in figures")
    expect(opened.locator("#problem-users")).to_contain_text("Martin changed this answer too")
    axe(opened)
    opened.locator("#problem-users").get_by_label(re.compile("yours")).check()
    opened.locator("#answer-holders").fill("9900")
    expect(opened.locator("#raised-checks-holders")).to_contain_text("which it is a part of")
    expect(opened.locator("#raised-checks-users")).to_contain_text("Is this right?")
    axe(opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
