"""A return's whole way, from the first answer to the release, by keyboard alone."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, expect

from councils.models import User
from surveys.models import Answer, Check, Figure, Return, Signature
from tests.browser.conftest import watch
from tests.browser.keyboard import Keyboard
from tests.factories import (
    make_council,
    make_open_round,
    make_question,
    make_region,
    make_return,
    make_round,
    make_section,
    make_user,
)
from tests.surveys.spreadsheet.filled import filled

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = re.compile(r"Saved at \d+:\d\d[ap]m")
CLASH = "Priya changed this answer too. Which one is to be kept?"
REASON = "The spending is last year’s."
WHY_ODD = "Two surgeries joined us."


@pytest.fixture
def ours() -> Return:
    """The return of Gateshead, with an earlier one behind it and another council's beside it."""
    region = make_region("North East")
    council = make_council("Gateshead", region=region)
    earlier = make_question(make_round("earlier"), "users", unit="people")
    make_return(earlier.round, council, answers={earlier: 6865})
    round = make_open_round("spring")
    care = make_section(round, "care", position=1)
    money = make_section(round, "money", position=2)
    users = make_question(
        round, "users", unit="people", section=care, follows=earlier, comparability="same"
    )
    make_question(round, "likely", type="scale", section=care)
    spending = make_question(round, "spending", unit="pounds", section=money)
    share = make_question(round, "share", type="percentage", section=money)
    Check.objects.create(
        round=round, key="odd", kind="range", severity="soft", question=users, maximum=9000
    )
    other = {users: 3000, spending: 5000, share: 20}
    make_return(round, make_council("Durham", region=region), answers=other)
    return make_return(round, council, state="not_started")


@dataclass
class Cast:
    """Who takes part, each in a browser of their own."""

    contributor: Keyboard
    colleague: Keyboard
    signatory: Keyboard
    analyst: Keyboard


@pytest.fixture
def signed_in(browser: Browser, site: str) -> Iterator[Callable[[User, str], Keyboard]]:
    """Opens a browser, signs somebody in, and leaves them on the page they asked for."""
    problems: list[list[str]] = []
    contexts = []

    def open_one(user: User, to: str) -> Keyboard:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
        contexts.append(context)
        keys = Keyboard(context.new_page(), site)
        problems.append(watch(keys.page))
        keys.signs_in(user, to)
        return keys

    yield open_one
    for context in contexts:
        context.close()
    assert [each for each in problems if each] == []


@pytest.fixture
def cast(ours: Return, signed_in: Callable[[User, str], Keyboard]) -> Cast:
    def of_the_council(name: str, role: str) -> Keyboard:
        user = make_user(f"{name}@example.org", name=name, role=role, council=ours.council)
        return signed_in(user, "/returns/")

    ruth = make_user("ruth@example.org", name="Ruth", role="analyst")
    return Cast(
        contributor=of_the_council("Priya", "contributor"),
        colleague=of_the_council("Joan", "contributor"),
        signatory=of_the_council("Martin", "signatory"),
        analyst=signed_in(ruth, "/admin/"),
    )


def test_a_return_is_filled_in_signed_reopened_and_released_by_keyboard_alone(
    ours: Return, cast: Cast, tmp_path: Path
) -> None:
    priya, joan, martin, ruth = cast.contributor, cast.colleague, cast.signatory, cast.analyst

    for each in (priya, joan):
        open_the_return(each)
        each.follows("Care")
        each.reads("Care")
    fill_in(priya, "users", "1,210")
    clash_over_users(joan, theirs="1,210 people", mine="1,300 people")
    choose(priya, "likely", "Very likely")
    priya.presses("Save and continue to Money")
    priya.reads("Money")
    assert numbers(ours) == {"users": 1300}

    upload_the_valid_part(priya, tmp_path, {"users": 9500, "spending": 7000, "share": "about half"})
    assert numbers(ours) == {"users": 9500, "spending": 7000}
    put_right(priya, "share", "45")
    explain_the_odd_value(priya, WHY_ODD)
    hand_over(priya)

    send_back(martin, REASON)
    priya.opens(f"/returns/{ours.pk}/")
    expect(priya.page.get_by_role("region", name="Sent back")).to_contain_text(REASON)
    put_right(priya, "spending", "£7,700")
    hand_over(priya)
    first = sign(martin, ours, "Martin", shows=["£7,700", "9,500 people", WHY_ODD])

    ask_for_a_correction(priya, ours, first)
    reopen(ruth, until=timezone.localdate() + datetime.timedelta(days=7))
    priya.opens(f"/returns/{ours.pk}/")
    put_right(priya, "spending", "7900")
    hand_over(priya)
    second = sign(martin, ours, "Martin", shows=["£7,900", "9,500 people", WHY_ODD])
    read_the_first_receipt_again(martin, first, second)

    release(ruth)
    priya.opens("/councils/gateshead/?round=spring")
    for answer in ("Users 9,500 people", "Likely Very likely", "Spending £7,900", "Share 45%"):
        expect(priya.page.get_by_role("row", name=answer)).to_be_visible()
    spent = Figure.objects.get(question__key="spending", area__kind="england", option=None)
    assert (spent.sum, spent.n) == (Decimal(7900 + 5000), 2)


# What each of them does


def open_the_return(keys: Keyboard) -> None:
    keys.opens("/returns/")
    keys.follows("Spring")
    keys.reads("of 4 answered")


def box_of(keys: Keyboard, question: str) -> Locator:
    """The part of the page that one question has."""
    return keys.page.locator(f"#question-{question}")


def fill_in(keys: Keyboard, question: str, words: str) -> None:
    keys.types(f"What is {question}?", words)
    expect(box_of(keys, question)).to_contain_text(SAVED)


def choose(keys: Keyboard, question: str, option: str) -> None:
    keys.chooses(box_of(keys, question).get_by_role("radio", name=option))
    expect(box_of(keys, question)).to_contain_text(SAVED)


def clash_over_users(keys: Keyboard, *, theirs: str, mine: str) -> None:
    """The page was opened before a colleague saved: both values are shown, and one is chosen."""
    keys.types("What is users?", mine.removesuffix(" people"))
    clash = keys.page.get_by_role("group", name=CLASH)
    expect(clash.get_by_role("radio", name=f"{theirs}: Priya")).to_be_visible()
    keys.chooses(clash.get_by_role("radio", name=f"{mine}: yours"))
    expect(clash).to_have_count(0)
    expect(box_of(keys, "users")).to_contain_text(SAVED)


def upload_the_valid_part(keys: Keyboard, folder: Path, answers: dict[str, object]) -> None:
    """Filled in offline, with one cell that holds words where a number belongs."""
    keys.follows("All sections")
    keys.follows("Fill in as a spreadsheet")
    with keys.page.expect_download() as started:
        keys.follows("Download the spreadsheet")
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    file.write_bytes(filled(file.read_bytes(), answers))
    keys.page.get_by_label("The spreadsheet that you filled in").set_input_files(file)
    keys.presses("Upload and look")
    keys.reads("2 answers to save, 1 cell wrong")
    expect(keys.page.get_by_text("Share: “about half”")).to_be_visible()
    keys.presses("Save the valid part")
    expect(keys.page.get_by_text("2 answers saved from your spreadsheet.")).to_be_visible()
    keys.follows("Back to the return")


def put_right(keys: Keyboard, question: str, words: str) -> None:
    keys.follows("Money")
    keys.reads("Money")
    fill_in(keys, question, words)
    keys.presses("Save and go back to the return")
    keys.reads("4 of 4 answered")


def explain_the_odd_value(keys: Keyboard, why: str) -> None:
    keys.follows("Checks: 1 to look at")
    expect(keys.page.get_by_text("9,500 people is more than 9,000 people")).to_be_visible()
    keys.chooses(keys.page.get_by_role("radio", name="Yes, it is right"))
    keys.types("If it is right, say why", why)
    keys.presses("Save")
    keys.reads("Every odd value is explained")
    keys.follows("Back to the return")


def hand_over(keys: Keyboard) -> None:
    keys.presses("Hand over to the director")
    expect(keys.page.get_by_text("The return is with the director to sign.")).to_be_visible()


def send_back(keys: Keyboard, reason: str) -> None:
    open_the_return(keys)
    keys.follows("Read and sign the return")
    keys.types("What should be changed", reason)
    keys.presses("Send it back")
    expect(keys.page.get_by_text("The return is back with your colleagues.")).to_be_visible()


def sign(keys: Keyboard, return_of: Return, name: str, *, shows: list[str]) -> Signature:
    """Having read the answers, under the declaration; the receipt says them again."""
    open_the_return(keys)
    keys.follows("Read and sign the return")
    read_all(keys, shows)
    keys.ticks("I have read these answers")
    keys.types("Type your full name", name)
    keys.presses("Sign the return")
    keys.reads("Gateshead signed on")
    signature = return_of.signatures.order_by("-number")[0]
    read_all(keys, [signature.reference, name, *shows])
    return signature


def read_all(keys: Keyboard, words: list[str]) -> None:
    for each in words:
        expect(keys.page.locator("main").get_by_text(each).first).to_be_visible()


def ask_for_a_correction(keys: Keyboard, return_of: Return, receipt: Signature) -> None:
    """From the receipt: the return itself can only be read."""
    keys.opens(f"/returns/{return_of.pk}/sections/money/")
    expect(keys.page.get_by_text("is read-only")).to_be_visible()
    expect(keys.page.get_by_role("textbox", name="What is spending?")).to_have_count(0)
    keys.follows("All sections")
    keys.follows(receipt.reference)
    keys.follows("ask for a correction")
    keys.types("What is wrong, and what it should be", "The spending lacks a late bill.")
    keys.presses("Ask for a correction")
    expect(keys.page.get_by_text("Analysts have been told.")).to_be_visible()


def reopen(keys: Keyboard, *, until: datetime.date) -> None:
    keys.opens("/admin/surveys/return/?correction=asked")
    keys.follows("Gateshead")
    keys.follows("Reopen")
    keys.types("Open until the end of", f"{until:%-d %B %Y}")
    keys.types("Why it is reopened", "A late bill.")
    keys.presses("Reopen")
    expect(keys.page.get_by_text("The council is told by e-mail.").first).to_be_visible()


def read_the_first_receipt_again(keys: Keyboard, first: Signature, second: Signature) -> None:
    assert first.reference != second.reference
    keys.follows(first.reference)
    expect(keys.page.get_by_text("This is an earlier version")).to_be_visible()
    read_all(keys, ["£7,700"])
    expect(keys.page.get_by_text("£7,900")).to_have_count(0)


def release(keys: Keyboard) -> None:
    """Compiled from the round's page, then made public from its own, asked once more."""
    keys.opens("/admin/surveys/round/")
    keys.follows("Spring")
    keys.follows("Release it")
    expect(keys.page.get_by_role("button", name="Compile")).to_be_visible()
    for doubt in keys.page.locator("input[name=accepted]").all():
        keys.reaches(doubt)
        keys.press("Space")
    keys.presses("Compile")
    expect(keys.page.get_by_text("Preview it, then move it on.")).to_be_visible()
    keys.follows("Release 1")
    keys.follows("Make public")
    expect(keys.page.get_by_text("taken back later, on the record")).to_be_visible()
    keys.presses("Make public")
    expect(keys.page.get_by_text("Spring, release 1 is now public.")).to_be_visible()


def numbers(return_of: Return) -> dict[str, int]:
    rows = Answer.objects.filter(return_of=return_of, number__isnull=False).select_related(
        "question"
    )
    return {row.question.key: int(row.number or 0) for row in rows}
