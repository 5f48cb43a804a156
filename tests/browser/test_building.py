"""What a round asks is put in order by dragging and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from councils.models import User
from surveys.models import Round
from tests.factories import PASSWORD, make_open_round, make_question, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def builder(page: Page, site: str) -> Page:
    """An analyst looks at what a draft asks."""
    draft = make_open_round("spring", is_draft=True)
    for place, key in enumerate(("first", "second", "third")):
        make_question(draft, key, type="text", position=place, section=make_section(draft))
    make_section(draft, "empty", position=1)
    person: User = make_user(role="analyst")
    page.goto(f"{site}/accounts/login/?next=/manage/rounds/spring/questions/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    return page


def dragged(page: Page, key: str, x: float, y: float) -> None:
    handle = page.locator(f"[data-unit={key}] .unit__handle").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(x, y, steps=6)
    page.mouse.up()


def order(page: Page) -> list[str]:
    expect(page.locator("[data-unit]")).to_have_count(3)
    found = Round.objects.get().questions.order_by("section__position", "position")
    return list(found.values_list("key", flat=True))


def test_a_question_is_dragged_to_another_place_and_moved_by_keyboard(builder: Page) -> None:
    builder.set_viewport_size({"width": 1280, "height": 2400})
    second = builder.locator("[data-unit=second]").bounding_box()
    assert second
    with builder.expect_navigation():
        dragged(builder, "first", second["x"] + 50, second["y"] + second["height"] - 5)
    assert order(builder) == ["second", "first", "third"]
    builder.locator("[data-unit=third] button[name=up]").focus()
    with builder.expect_navigation():
        builder.keyboard.press("Enter")
    assert order(builder) == ["second", "third", "first"]
    empty = builder.locator("[data-section=empty]").bounding_box()
    assert empty
    with builder.expect_navigation():
        dragged(builder, "second", empty["x"] + 50, empty["y"])
    assert order(builder) == ["third", "first", "second"]
    assert Round.objects.get().questions.get(key="second").section.key == "empty"
