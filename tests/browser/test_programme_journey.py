"""A whole programme without a developer: set up, asked, answered, released and corrected."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from councils.models import Council, User
from surveys.models import Return
from tests.browser.conftest import watch
from tests.browser.mouse import Mouse
from tests.factories import make_council, make_region, make_user

pytestmark = pytest.mark.django_db(transaction=True)

TITLE, SLUG = "Care market readiness 2027", "care-market-readiness-2027"
LIKELY = "How likely is it that every contract is priced at the true cost by 31 March 2028?"
USERS, ONGOING, HOLDERS = (
    "All service users",
    "Users with ongoing support",
    "Direct payment holders",
)
PRICED, AGREED = "Priced by March 2028", "Agreed on"
MEASURE = "/measures/share-of-users-on-direct-payments/"
MOST_LOADS = 60
UNLIKELY = {"priced-by-march-2028": "Very unlikely", "direct-payment-holders": "100"}
QUESTIONS = [
    (LIKELY, "Priced by March 2028", "A scale", {"answers": "Likelihood"}),
    ("Is a market position statement published?", "Statement published", "Yes or no", {}),
    (
        "Who leads on the care market?",
        "Who leads",
        "One choice of several",
        {"lines": "A director\nA head of service\nNobody"},
    ),
    (
        "What is in the way?",
        "In the way",
        "Several choices",
        {"lines": "Money\nStaff\nProviders", "none": "yes"},
    ),
    ("How many service users were there?", USERS, "A whole number", {"unit": "people"}),
    ("How many had ongoing support?", ONGOING, "A whole number", {"unit": "people"}),
    ("How many held a direct payment?", HOLDERS, "A whole number", {"unit": "people"}),
    ("What share of providers is rated good?", "Rated good", "A percentage", {}),
    ("When was the statement agreed?", "Agreed on", "A date", {}),
    ("What would help?", "What would help", "Long text", {}),
]
ANSWERS = {
    "priced-by-march-2028": "Very likely",
    "statement-published": "Yes",
    "who-leads": "A director",
    "in-the-way": "Money",
    "all-service-users": "1,000",
    "users-with-ongoing-support": "800",
    "direct-payment-holders": "400",
    "rated-good": "75",
    "agreed-on": "1 March 2026",
    "what-would-help": "A longer settlement.",
}


@dataclass
class Cast:
    ellen: Mouse
    tom: Mouse
    derby: Mouse
    derbys_director: Mouse
    leicester: Mouse
    leicesters_director: Mouse
    reader: Mouse


@pytest.fixture
def cast(browser: Browser, site: str) -> Iterator[Cast]:
    region = make_region("East Midlands")
    derby, leicester, _, _ = (
        make_council(name, region=region)
        for name in ("Derby", "Leicester", "Nottingham", "Rutland")
    )
    problems: list[list[str]] = []
    contexts = []

    def at(user: User | None, to: str) -> Mouse:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
        contexts.append(context)
        mouse = Mouse(context.new_page(), site)
        problems.append(watch(mouse.page))
        if user:
            mouse.signs_in(user, to)
            mouse.loads = 0
        return mouse

    def of_council(name: str, role: str, council: Council) -> Mouse:
        user = make_user(f"{name}@example.org", name=name, role=role, council=council)
        return at(user, "/returns/")

    yield Cast(
        ellen=at(make_user("ellen@example.org", name="Ellen", role="administrator"), "/manage/"),
        tom=at(make_user("tom@example.org", name="Tom", role="analyst"), "/manage/"),
        derby=of_council("Priya", "contributor", derby),
        derbys_director=of_council("Martin", "signatory", derby),
        leicester=of_council("Lena", "contributor", leicester),
        leicesters_director=of_council("Dora", "signatory", leicester),
        reader=at(None, "/"),
    )
    for context in contexts:
        context.close()
    assert [each for each in problems if each] == []


def test_a_programme_is_set_up_asked_and_released_in_the_browser(cast: Cast) -> None:
    tom, ellen, reader = cast.tom, cast.ellen, cast.reader
    start_the_round(tom)
    for question in QUESTIONS:
        add_question(tom, *question)
    work_out_rates(tom)
    add_checks(tom)
    choose_who_is_asked(tom)
    define(ellen)
    assert tom.loads + ellen.loads < MOST_LOADS

    open_the_round(tom)
    answer(cast.derby, cast.derbys_director, "Martin", ANSWERS)
    answer(cast.leicester, cast.leicesters_director, "Dora", ANSWERS | UNLIKELY)
    enter_from_paper(tom, ANSWERS)
    ask_and_settle(tom, cast.derby)
    reader.opens("/")
    reader.reads("No results of a round")
    release(tom, 1)
    reader.opens("/")
    reader.reads(
        "2 of the 3 councils asked in England are very likely to price every contract by March "
        "2028."
    )
    reader.opens(MEASURE)
    # (400 + 100 + 400) of 3 x 1,000, and of 3 x 800.
    reader.reads(
        "30.0% of all service users, 30% met; 37.5% of users with ongoing support, 30% met"
    )

    correct(tom, cast.derby, cast.derbys_director)
    release(tom, 2, note="One council’s list was not whole.")
    reader.opens(MEASURE)
    # (700 + 100 + 400) of the same.
    reader.reads(
        "40.0% of all service users, 30% met; 50.0% of users with ongoing support, 30% met"
    )
    reader.opens(f"/rounds/{SLUG}/")
    reader.reads("One council’s list was not whole.")


def written(day: datetime.date) -> str:
    return f"{day:%-d %B %Y}"


def start_the_round(tom: Mouse) -> None:
    today = timezone.localdate()
    tom.follows("Start a round")
    form = tom.main.get_by_role("region", name="From nothing")
    tom.writes(
        {
            "Title": TITLE,
            "Short title": "Market 2027",
            "Who runs it": "ADASS and the LGA",
            "Who in the council answers": "Directors of adult social services",
            "Reference date": written(today),
            "Opens on": written(today),
            "Closes on": written(today + datetime.timedelta(days=30)),
        },
        form,
    )
    tom.presses("Start it", form)
    tom.follows("Add a section")
    tom.writes({"Title": "The care market"})
    tom.presses("Save")
    tom.follows("Add a question")


def add_question(tom: Mouse, text: str, name: str, type: str, more: dict[str, str]) -> None:
    tom.writes({"The question": text, "Short name": name})
    tom.picks(type)
    if "unit" in more:
        tom.writes({"Unit": more["unit"]})
    if "answers" in more:
        tom.selects("Answers to choose from", more["answers"])
    if "lines" in more:
        tom.selects("Answers to choose from", "New ones")
        tom.writes({"New answers, one a line": more["lines"]})
    if "none" in more:
        tom.picks("Add “None of these”")
    is_last = name == QUESTIONS[-1][1]
    tom.presses("Save" if is_last else "Save and add another")


def work_out_rates(tom: Mouse) -> None:
    for whole in (USERS, ONGOING):
        tom.follows("Add a rate, band or tally")
        tom.follows("A rate")
        tom.writes(
            {"What it is": f"{HOLDERS}, of {whole.lower()}", "Short name": f"Of {whole.lower()}"}
        )
        tom.selects("The number that is the part", HOLDERS)
        tom.selects("The number that is the whole", whole)
        tom.presses("Save")


def add_checks(tom: Mouse) -> None:
    """A range, parts of a whole, and a day that is past."""
    add_check(tom, USERS, "Range", {"Highest number": "5000"})
    add_check(tom, ONGOING, "Part", chosen={"The whole that it is a part of": USERS})
    add_check(tom, HOLDERS, "Part", chosen={"The whole that it is a part of": USERS})
    add_check(tom, AGREED, "")


def add_check(
    tom: Mouse,
    about: str,
    kind: str,
    texts: dict[str, str] | None = None,
    chosen: dict[str, str] | None = None,
) -> None:
    tom.follows(re.compile(rf"Add a check\s*: {about}"))
    if kind:
        tom.follows(kind)
    for label, option in (chosen or {}).items():
        tom.selects(label, option)
    tom.writes(texts or {})
    tom.presses("Save")


def choose_who_is_asked(tom: Mouse) -> None:
    tom.follows(TITLE, tom.page.get_by_role("navigation", name="Breadcrumb"))
    tom.follows("Words and what is published")
    tom.writes(
        {"How it is asked": "By e-mail to directors.", "What to bear in mind": "Few councils."}
    )
    tom.picks("Named councils’ answers are public", "Counts of people under 5 are shown")
    tom.picks("Counts by area are public")
    tom.presses("Save")
    tom.follows("Who is asked")
    tom.picks("Only these", "Derby", "Leicester", "Nottingham")
    tom.writes({"Why only these": "The councils of the pilot."})
    tom.presses("Save")


def define(ellen: Mouse) -> None:
    """Two milestones, three expectations, a measure with two bases and a target."""
    ellen.follows("Programmes and their milestones")
    ellen.writes(
        {
            "Title": TITLE,
            "What it is, for readers": "What councils do so that the care market holds.",
            "First day": "1 April 2026",
            "Last day": "31 March 2028",
        }
    )
    ellen.picks("Published", "The site opens with it")
    ellen.presses("Start the programme")
    add_milestone(ellen, "Fair prices", "Prices")
    add_expectation(ellen, PRICED, "Price every contract at its true cost.", "price every contract")
    add_question_that_tells(ellen, PRICED, "How likely", PRICED)
    ellen.follows(re.compile(r"Add an expectation\s*to 1. Fair prices"))
    add_expectation(
        ellen, "Direct payments", "Have 30% on direct payments.", "have 30%", target="30"
    )
    ellen.follows(re.compile(r"Add a measure\s*to Direct payments"))
    ellen.writes({"What is counted": "Share of users on direct payments"})
    ellen.presses("Save the measure")
    for whole in (USERS, ONGOING):
        if whole == ONGOING:
            ellen.follows("Add a base")
        ellen.writes({"What is counted below the line": whole.lower()})
        ellen.presses("Save the base")
        ellen.selects("Rate", f"Of {whole.lower()}")
        ellen.picks("What was so on the round’s day")
        ellen.presses("Save the rate")
    add_milestone(ellen, "A known market", "Market")
    add_expectation(
        ellen, "Statement", "Publish a market position statement.", "publish a statement"
    )
    add_question_that_tells(ellen, "Statement", "Whether it came about", "Statement published")


def add_milestone(ellen: Mouse, title: str, short: str) -> None:
    ellen.follows("Add a milestone")
    ellen.writes({"Title": title, "Short title": short})
    ellen.presses("Save the milestone")


def add_expectation(ellen: Mouse, label: str, text: str, short: str, *, target: str = "") -> None:
    ellen.writes({"Label": label, "What each council should have done": text})
    ellen.writes({"The same after “likely to”": short, "Due on": "31 March 2028"})
    if target:
        ellen.writes({"Target, in per cent": target})
    ellen.presses("Save the expectation")


def add_question_that_tells(ellen: Mouse, label: str, role: str, question: str) -> None:
    ellen.follows(re.compile(rf"Add a question\s*to {label}"))
    ellen.picks(role)
    ellen.selects("Question", question)
    ellen.presses("Save the question")


# From opening to a correction


def open_the_round(tom: Mouse) -> None:
    tom.follows("Open it to the councils")
    tom.presses("Open the round")
    tom.reads("3 returns required. 4 people are told.")


def fill_in(person: Mouse, answers: dict[str, str]) -> None:
    """On the page of the section, as a council or on its behalf."""
    person.follows("The care market")
    for key, answer in answers.items():
        box = person.page.locator(f"#question-{key}")
        radio = box.get_by_role("radio", name=answer, exact=True)
        choice = radio.or_(box.get_by_role("checkbox", name=answer, exact=True))
        if choice.count():
            choice.check()
        else:
            box.get_by_role("textbox").first.fill(answer)
    person.presses("Save and go back to the return")


def answer(contributor: Mouse, director: Mouse, name: str, answers: dict[str, str]) -> None:
    contributor.opens("/returns/")
    contributor.follows(TITLE)
    fill_in(contributor, answers)
    contributor.presses("Hand over to the director")
    contributor.reads("The return is with the director to sign.")
    sign(director, name)


def sign(director: Mouse, name: str) -> None:
    director.opens("/returns/")
    director.follows(TITLE)
    director.follows("Read and sign the return")
    director.picks("I have read these answers")
    director.writes({"Type your full name": name})
    director.presses("Sign the return")
    director.reads("signed on")


def enter_from_paper(tom: Mouse, answers: dict[str, str]) -> None:
    """Of a council where nobody has an account."""
    tom.follows("Follow the returns")
    tom.follows("Nottingham")
    tom.follows("It came on paper, was declined, or is no longer required")
    tom.picks("Received on paper")
    tom.writes({"Why": "It came by post."})
    tom.presses("Change what is required")
    tom.follows("Enter it on the")
    fill_in(tom, answers)
    tom.follows("Conclude it as signed on paper")
    tom.writes({"Signed on paper by": "Nora", "Signed on paper on": written(timezone.localdate())})
    tom.picks("I have entered what the paper says")
    tom.presses("Conclude it as signed on paper")


def ask_and_settle(tom: Mouse, priya: Mouse) -> None:
    """About an answer that is signed already: the council is asked on its first page."""
    tom.opens(f"/manage/rounds/{SLUG}/returns/")
    tom.follows("Derby")
    tom.follows(re.compile(rf"Ask about\s+it\s*: {HOLDERS}"))
    tom.writes({"What you want to know": "Is this of all users?"})
    tom.presses("Ask the council")
    priya.opens("/returns/")
    priya.follows(HOLDERS)
    priya.writes({"Your answer": "Yes, of all."})
    priya.presses("Send the answer")
    tom.opens(f"/manage/rounds/{SLUG}/queries/")
    tom.follows(HOLDERS)
    tom.reads("Yes, of all.")
    tom.presses("Settle it")
    tom.reads("Settled")


def release(tom: Mouse, number: int, note: str = "") -> None:
    """With what is doubtful accepted; to the sector, then to everybody."""
    tom.opens(f"/manage/rounds/{SLUG}/release/")
    if note:
        tom.follows("See every figure that the correction would")
        tom.presses("Work out what changes")
        tom.reads(HOLDERS)
        tom.opens(f"/manage/rounds/{SLUG}/release/")
        tom.writes({"What the correction changes, and why": note})
    for doubt in tom.page.locator("input[name=accepted]").all():
        doubt.check()
    tom.presses("Compile")
    tom.follows(f"Release {number}")
    for act in ("Open to the sector", "Make public"):
        tom.follows(act)
        tom.picks("At once")
        tom.presses(act)


def correct(tom: Mouse, priya: Mouse, martin: Mouse) -> None:
    """Derby's return is reopened, changed and signed again."""
    derby = Return.objects.get(council__name="Derby")
    tom.opens(f"/manage/returns/{derby.pk}/reopen/")
    until = timezone.localdate() + datetime.timedelta(days=5)
    tom.writes(
        {"Open until the end of": written(until), "Why it is reopened": "One list is missing."}
    )
    tom.presses("Reopen it")
    priya.opens("/returns/")
    priya.follows(TITLE)
    fill_in(priya, {"direct-payment-holders": "700"})
    priya.presses("Hand over to the director")
    sign(martin, "Martin")
