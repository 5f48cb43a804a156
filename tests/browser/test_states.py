"""Every page of a return and of an invitation, in each of its states, wide and narrow."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from councils.models import Invitation, User
from surveys.actions.saving import save_answer
from surveys.actions.signing import ask_correction, hand_over, reopen, send_back, sign
from surveys.models import Answer, Check, Return, Round, Upload
from surveys.urls import of_a_return
from surveys.values import Value
from tests.browser.looking import broken_words
from tests.browser.paper import sheets
from tests.factories import (
    answer,
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_release,
    make_return,
    make_round,
    make_section,
    make_user,
    move_days,
)
from tests.surveys.returns.signing import explain, handed_over
from tests.surveys.spreadsheet.filled import downloaded, filled

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], None]
WIDTHS = [1280, 320]

# By the name of its address: under /returns/, below the return's own.
PAGES = {
    "return": "",
    "return-questions": "questions/",
    "return-section": "sections/section/",
    "return-checks": "checks/",
    "return-history": "history/",
    "return-answer-history": "answers/users/history/",
    "return-sign": "sign/",
    "return-correction": "correction/",
    "return-colleagues": "colleagues/",
    "return-compare": "compare/",
    "return-spreadsheet": "upload/",
}
# Looked at below, where they are: signed, or uploaded.
SOMETIMES = {"receipt", "return-upload"}
# What answers with a file, with another page or with one of the above.
NO_PAGES = {"returns", "return-hand-over", "return-take-back", "return-answer", "return-send-back"}
NO_PAGES |= {"return-spreadsheet-file", "return-marked"}
# There for a query alone, or for what came on paper.
NO_PAGES |= {"return-ask", "return-query", "return-conclude"}


def test_every_address_under_returns_is_looked_at() -> None:
    names = {pattern.name for pattern in of_a_return}
    assert names == {*PAGES, *SOMETIMES, *NO_PAGES}


# The people, and a return in each state


@pytest.fixture
def ours() -> Return:
    """Nothing in it yet; an earlier round is released, to be compared with."""
    council = make_council("Gateshead")
    before = make_round("earlier")
    earlier = make_question(before, "users", unit="people")
    likely = make_question(before, "likely", type="scale")
    make_return(before, council, answers={earlier: 6865, likely: "very-likely"})
    make_release(before, stage="public")
    round = make_open_round("spring")
    make_question(round, "users", unit="people", follows=earlier, comparability="same")
    make_question(round, "holders", unit="people", help_text="Once each.")
    make_question(round, "likely", type="scale", follows=likely, comparability="same")
    make_question(round, "ways", type="multiple")
    grid = make_grid(round)
    first = make_question(round, "older", type="yes_no", grid=grid)
    make_question(round, "younger", type="yes_no", scale=first.scale, grid=grid)
    make_question(round, "words", type="text", is_required=False)
    make_question(round, "share", type="percentage", section=make_section(round, "money"))
    make_checks(round)
    return make_return(round, council, state="not_started")


def make_checks(round: Round) -> None:
    """Holders are a part of users, and so many users are odd."""
    users, holders = (round.questions.get(key=key) for key in ("users", "holders"))
    part = Check.objects.create(
        round=round, key="part", kind="part", severity="hard", question=holders
    )
    part.others.add(users)
    Check.objects.create(
        round=round, key="odd", kind="range", severity="soft", question=users, maximum=9000
    )


@pytest.fixture
def priya(ours: Return) -> User:
    return make_user("priya@example.org", name="Priya", role="contributor", council=ours.council)


@pytest.fixture
def martin(ours: Return) -> User:
    return make_user("martin@example.org", name="Martin", role="signatory", council=ours.council)


@pytest.fixture
def ruth() -> User:
    return make_user("ruth@example.org", name="Ruth", role="analyst")


@dataclass
class Onlooker:
    """Looks at pages, wide and narrow, signed in or not."""

    page: Page
    site: str
    axe: Axe

    def come_in(self, person: User) -> None:
        """With the session that signing in would give."""
        client = Client()
        client.force_login(person)
        session = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site}])

    def open(self, address: str) -> None:
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = self.page.goto(self.site + address)
        assert answer is not None
        assert answer.status in {200, 410}, address

    def look(self) -> None:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.axe(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} wide at {width}"
            assert broken_words(self.page) == [], f"{self.page.url} at {width}"

    def look_at(self, *addresses: str) -> None:
        for address in addresses:
            self.open(address)
            self.look()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("alert").filter(has_text=words)).to_be_visible()


@pytest.fixture
def onlooker(page: Page, site: str, axe: Axe) -> Onlooker:
    return Onlooker(page, site, axe)


@pytest.fixture
def director(onlooker: Onlooker, martin: User) -> Onlooker:
    """Whoever may sign sees the most."""
    onlooker.come_in(martin)
    return onlooker


def save(return_of: Return, key: str, number: int, by: User) -> None:
    there = return_of.answers.filter(question__key=key).first()
    save_answer(
        return_of=return_of,
        question=return_of.round.questions.get(key=key),
        value=Value(number=Decimal(number)),
        by=by,
        version=there.version if there else 0,
    )


@pytest.fixture
def with_errors(ours: Return, priya: User) -> Return:
    """One answer cannot be right, one is odd, and others are missing."""
    save(ours, "users", 9500, priya)
    save(ours, "holders", 9900, priya)
    return ours


@pytest.fixture
def complete(with_errors: Return, priya: User) -> Return:
    save(with_errors, "holders", 300, priya)
    explain(with_errors)
    said = {"likely": "very-likely", "ways": ["web", "visit"], "older": "yes", "younger": "no"}
    for question in with_errors.round.questions.filter(key__in=said):
        answer(with_errors, question, said[question.key], note="As agreed.")
    save(with_errors, "share", 45, priya)
    return with_errors


@pytest.fixture
def to_sign(complete: Return, priya: User, martin: User) -> Return:
    """Handed over for the second time: the first time it came back with a reason."""
    hand_over(return_of=complete, by=priya)
    send_back(return_of=complete, by=martin, reason="The spending is last year’s.")
    hand_over(return_of=complete, by=priya)
    return complete


@pytest.fixture
def signed(to_sign: Return, martin: User, priya: User) -> Return:
    sign(return_of=to_sign, by=martin, name=martin.name)
    ask_correction(return_of=to_sign, by=priya, reason="A bill came late.")
    return to_sign


@pytest.fixture
def closed(with_errors: Return) -> Return:
    """Its days are over, and it is not signed."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    move_days(with_errors.round, closes_on=yesterday)
    return with_errors


@pytest.fixture
def reopened(signed: Return, ruth: User) -> Return:
    """One section is open again, and the one that is looked at is not."""
    money = signed.round.sections.filter(key="money")
    today = timezone.localdate()
    reopen(return_of=signed, by=ruth, until=today, reason="A late bill.", sections=list(money))
    return signed


STATES = ["ours", "with_errors", "to_sign", "signed", "closed", "reopened"]
WORDS = ["not started", "in progress with errors", "to sign", "signed", "closed", "reopened"]


@pytest.mark.parametrize("state", STATES, ids=WORDS)
def test_every_page_of_a_return_is_readable_in_each_state(
    director: Onlooker, request: pytest.FixtureRequest, state: str
) -> None:
    return_of: Return = request.getfixturevalue(state)
    receipts = [f"receipts/{signature.number}/" for signature in return_of.signatures.all()]
    director.look_at("/returns/")
    director.look_at(*(f"/returns/{return_of.pk}/{page}" for page in [*PAGES.values(), *receipts]))


def test_a_director_sees_last_round_beside_each_answer_on_a_telephone(
    director: Onlooker, to_sign: Return
) -> None:
    director.open(f"/returns/{to_sign.pk}/sign/")
    director.page.set_viewport_size({"width": 390, "height": 844})
    row = director.page.locator("tr[id]", has_text="What is users?")
    answered, last = (row.locator("td").nth(column) for column in (0, 1))
    expect(answered).to_contain_text("9,500 people")
    expect(last).to_contain_text("6,865 people")
    expect(last).to_contain_text("2,635 people more (38.4%)")
    left, right = answered.bounding_box(), last.bounding_box()
    assert left and right
    assert left["y"] == right["y"]
    assert right["x"] + right["width"] <= 390


def test_a_receipt_of_forty_answers_is_a_sheet_or_two(
    director: Onlooker, complete: Return, martin: User
) -> None:
    text = "How many people with ongoing support had a personal budget on 31 March 2026?"
    for number in range(28):
        answer(complete, make_question(complete.round, text=text), number)
    Answer.objects.filter(number__lt=4, question__text=text).update(note=f"{text} " * 3)
    sign(return_of=handed_over(complete), by=martin, name="Martin")
    director.open(f"/returns/{complete.pk}/receipts/1/")
    assert sheets(director.page) <= 2


def test_a_click_beside_the_form_prints_nothing(director: Onlooker, to_sign: Return) -> None:
    director.open(f"/returns/{to_sign.pk}/sign/")
    page = director.page
    page.evaluate("() => { window.print = () => { window.isPrinted = true } }")
    page.get_by_role("heading", name="Sign it").click()
    assert page.evaluate("window.isPrinted") is None


def test_a_reopened_section_and_both_receipts_are_readable(
    director: Onlooker, martin: User, reopened: Return
) -> None:
    start = f"/returns/{reopened.pk}/"
    director.look_at(f"{start}sections/money/")
    sign(return_of=handed_over(reopened), by=martin, name=martin.name)
    director.look_at(f"{start}receipts/1/", f"{start}receipts/2/")


@pytest.mark.parametrize("state", ["complete", "to_sign"])
def test_what_a_contributor_sees_of_signing_is_readable(
    onlooker: Onlooker, priya: User, request: pytest.FixtureRequest, state: str
) -> None:
    return_of: Return = request.getfixturevalue(state)
    onlooker.come_in(priya)
    onlooker.look_at(*(f"/returns/{return_of.pk}/{page}" for page in ("", "sign/", "colleagues/")))


def test_a_clash_is_readable_as_it_comes_up_and_when_the_page_is_sent(
    director: Onlooker, ours: Return, priya: User
) -> None:
    page = director.page
    director.open(f"/returns/{ours.pk}/sections/section/")
    save(ours, "users", 40, priya)
    page.get_by_label("What is users?").fill("50")
    clash = page.get_by_role("group", name=re.compile("Priya changed this answer too"))
    expect(clash).to_be_visible()
    director.look()
    director.press("Save")
    director.is_told("There is a problem")
    expect(clash).to_be_visible()
    director.look()


def test_what_an_upload_would_change_is_readable(
    director: Onlooker, complete: Return, martin: User
) -> None:
    file = filled(downloaded(complete), {"users": 9700, "holders": 9900, "share": "half"})
    save(complete, "users", 9600, martin)
    kept = Upload.objects.keep(return_of=complete, by=martin, file_name="our.xlsx", content=file)
    director.look_at(f"/returns/{complete.pk}/upload/{kept.pk}/")
    director.press("Save the valid part")
    director.is_told("Choose which answer to keep: Users")
    director.look()


# By state, page and button: what the page says to a form that is sent as it is.
EMPTY = [
    ("with_errors", "", "Hand over to the director", "The return was not handed over"),
    ("with_errors", "upload/", "Upload and look", "Choose the spreadsheet that you filled in."),
    ("to_sign", "sign/", "Sign the return", "Tick the declaration to sign."),
    ("to_sign", "sign/", "Send it back", "Say what should be changed"),
    ("to_sign", "colleagues/", "Send the invitation", "Enter your colleague’s e-mail address."),
    ("to_sign", "colleagues/", "Name the deputy", "Choose a colleague."),
    ("signed", "correction/", "Ask for a correction", "Say what is wrong and what it should be."),
]


@pytest.mark.parametrize("form", EMPTY, ids=[form[2] for form in EMPTY])
def test_a_form_that_is_sent_empty_says_so_readably(
    director: Onlooker,
    request: pytest.FixtureRequest,
    form: tuple[str, str, str, str],
) -> None:
    state, address, button, told = form
    return_of: Return = request.getfixturevalue(state)
    director.open(f"/returns/{return_of.pk}/{address}")
    director.press(button)
    director.is_told(told)
    director.look()


def test_an_odd_value_that_is_right_for_no_reason_is_told_readably(
    director: Onlooker, with_errors: Return
) -> None:
    director.open(f"/returns/{with_errors.pk}/checks/")
    director.page.get_by_label("Yes, it is right").check()
    director.press("Save")
    director.is_told("Say why it is right.")
    director.look()


# Invitations


@pytest.fixture
def invited(ours: Return, martin: User) -> Callable[..., str]:
    """Makes an invitation; the address of its page."""

    def make(email: str, *, days: int = 14, accepted_by: User | None = None) -> str:
        now = timezone.now()
        made = Invitation.objects.create(
            council=ours.council,
            kind="signatory",
            email=email,
            invited_by=martin,
            expires_at=now + datetime.timedelta(days=days),
            accepted_at=now if accepted_by else None,
            accepted_by=accepted_by,
        )
        return f"/invitations/{made.new_token()}/"

    return make


def test_every_page_of_an_invitation_is_readable(
    onlooker: Onlooker, ruth: User, invited: Callable[..., str]
) -> None:
    new, theirs = invited("new@example.org"), invited(ruth.email)
    onlooker.look_at(new)
    onlooker.press("Set up the account")
    onlooker.is_told("There is a problem")
    onlooker.look()
    onlooker.look_at(invited("late@example.org", days=-1))
    onlooker.look_at(invited("used@example.org", accepted_by=ruth), theirs)
    onlooker.come_in(ruth)
    onlooker.look_at(theirs, new)
