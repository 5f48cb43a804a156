"""Filling in a return: pages, saving with the button or by itself, clashes, checks, history."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Council, User
from councils.whose_form import mark_of
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.explaining import explain
from surveys.actions.saving import save_answer
from surveys.actions.signing import hand_over, sign
from surveys.models import (
    Answer,
    Check,
    Presence,
    Question,
    RaisedCheck,
    Return,
    Round,
    Section,
    Step,
)
from surveys.values import Value
from tests.factories import (
    answer,
    make_grid,
    make_open_round,
    make_question,
    make_return,
    make_role,
    make_round,
    make_section,
    make_user,
    move_days,
)
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over

pytestmark = pytest.mark.django_db
Post = dict[str, Any]


@pytest.fixture
def round() -> Round:
    return make_open_round("spring")


@pytest.fixture
def users(round: Round) -> Question:
    return make_question(round, "users", unit="people")


@pytest.fixture
def holders(round: Round, users: Question) -> Question:
    return make_question(round, "holders", unit="people")


@pytest.fixture
def ours(round: Round, home: Council, holders: Question) -> Return:
    return make_return(round, home, state="not_started")


@pytest.fixture
def inside(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


@pytest.fixture
def section(ours: Return) -> str:
    return f"/returns/{ours.pk}/sections/section/"


def post(**values: str) -> Post:
    """A form as the page sends it: version 0 of each question that is not said."""
    named = {key.replace("__", "."): value for key, value in values.items()}
    return {"users.version": "0", "holders.version": "0", **named}


def text_of(response: Any) -> str:
    return squeezed(response.content.decode())


# Home and the task list


def test_home_says_what_is_due_and_when(inside: Client, ours: Return) -> None:
    page = text_of(inside.get("/returns/"))
    last = timezone.localdate() + datetime.timedelta(days=14)
    assert f"due in 14 days, by the end of {last.day} {last:%B %Y}" in page
    assert "0 of 2 answered" in page


def test_home_helps_whoever_has_no_council(client: Client, regional_lead: User) -> None:
    client.force_login(regional_lead)
    assert "Returns are filled in by councils" in text_of(client.get("/returns/"))


def test_home_groups_the_returns_of_several_councils(
    inside: Client, ours: Return, contributor: User, elsewhere: Council
) -> None:
    make_return(ours.round, elsewhere, state="in_progress")
    make_role(contributor, "contributor", council=elsewhere)
    page = text_of(inside.get("/returns/"))
    assert "Gateshead</h2>" in page
    assert "Torbay</h2>" in page


def test_the_way_to_ones_returns_is_on_every_page_of_a_councils_people_alone(
    inside: Client, analyst: User
) -> None:
    assert "Your returns" in text_of(inside.get("/rounds/"))
    inside.force_login(analyst)
    assert "Your returns" not in text_of(inside.get("/rounds/"))


def test_the_task_list_says_who_works_on_what_now(
    inside: Client, ours: Return, users: Question, signatory: User
) -> None:
    be_in(ours, users.section, signatory)
    assert f"{signatory} is working on it now" in text_of(inside.get(f"/returns/{ours.pk}/"))
    Presence.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=3))
    assert "working on it now" not in text_of(inside.get(f"/returns/{ours.pk}/"))


def be_in(return_of: Return, section: Section, person: User) -> Client:
    """Signed in, with the section before them."""
    client = Client()
    client.force_login(person)
    client.get(f"/returns/{return_of.pk}/sections/{section.key}/")
    return client


@pytest.mark.parametrize("how", ["signs out", "is signed out everywhere", "may not sign in"])
def test_nobody_is_there_whose_session_has_ended(
    inside: Client, ours: Return, users: Question, signatory: User, how: str
) -> None:
    theirs = be_in(ours, users.section, signatory)
    if how == "signs out":
        theirs.post("/accounts/logout/")
    elif how == "is signed out everywhere":
        signatory.end_sessions()
    else:
        User.objects.filter(pk=signatory.pk).update(is_active=False)
    assert "working on it now" not in text_of(inside.get(f"/returns/{ours.pk}/"))


def test_a_return_with_questions_open_is_not_handed_over(inside: Client, ours: Return) -> None:
    page = inside.post(f"/returns/{ours.pk}/hand-over/")
    assert "2 required questions are not answered" in text_of(page)
    ours.refresh_from_db()
    assert ours.state != "to_sign"


def test_a_whole_return_is_handed_over_and_taken_back(
    inside: Client, ours: Return, section: str, signatory: User
) -> None:
    inside.post(section, post(users="10", holders="5"))
    page = inside.post(f"/returns/{ours.pk}/hand-over/", follow=True)
    assert "with the director to sign" in text_of(page)
    inside.post(f"/returns/{ours.pk}/take-back/")
    ours.refresh_from_db()
    assert ours.state == "in_progress"


def test_the_reason_for_sending_back_stands_out(
    inside: Client, ours: Return, signatory: User
) -> None:
    Step.objects.create(return_of=ours, kind="sent_back", by=signatory, reason="Count carers.")
    assert "Count carers." in text_of(inside.get(f"/returns/{ours.pk}/"))


def test_all_questions_stand_on_one_page_to_print(inside: Client, ours: Return) -> None:
    make_question(ours.round, "carers", type="yes_no", options=("Yes", "No"))
    make_question(ours.round, "causes", type="multiple", options=("Money", "Staff"))
    page = text_of(inside.get(f"/returns/{ours.pk}/questions/"))
    assert "What is users?" in page
    assert "A whole number of people" in page
    assert "One of: Yes; No" in page
    assert "Any of: Money; Staff" in page


@pytest.mark.parametrize("where", ["", "sign/", "questions/"])
def test_who_answers_reads_what_of_it_will_be_published(
    inside: Client, ours: Return, where: str
) -> None:
    page = text_of(inside.get(f"/returns/{ours.pk}/{where}"))
    assert "What is published:</strong> Counts for England" in page


# Saving a page


def test_the_button_saves_what_people_type(inside: Client, ours: Return, section: str) -> None:
    inside.post(section, post(users="1,234", holders="", holders__reason="not_known"))
    assert ours.answers.get(question__key="users").number == 1234
    assert ours.answers.get(question__key="holders").reason == "not_known"


def test_what_is_valid_is_saved_though_something_else_is_not(
    inside: Client, ours: Return, section: str
) -> None:
    page = text_of(inside.post(section, post(users="100", holders="£1.2m")))
    assert ours.answers.get().number == 100
    assert 'value="£1.2m"' in page
    assert "There is a problem" in page
    assert "<title>Error: " in page


def test_a_page_sent_unchanged_writes_nothing(inside: Client, ours: Return, section: str) -> None:
    inside.post(section, post(users="5"))
    inside.post(section, post(users="5", users__version="1"))
    assert ours.answers.get().version == 1


def test_an_answer_and_a_reason_for_none_are_asked_about(
    inside: Client, ours: Return, section: str
) -> None:
    page = text_of(inside.post(section, post(users="5", users__reason="not_known")))
    assert "not both" in page
    assert not ours.answers.exists()


def test_a_blank_box_takes_the_answer_away(inside: Client, ours: Return, section: str) -> None:
    inside.post(section, post(users="5"))
    inside.post(section, post(users="", users__version="1"))
    assert ours.answers.get().number is None


def test_a_note_is_kept_with_the_answer(inside: Client, ours: Return, section: str) -> None:
    inside.post(section, post(users="5", users__note="An estimate.\r\nFrom March."))
    assert ours.answers.get().note == "An estimate.\nFrom March."


def test_what_was_typed_outlasts_a_lost_session(
    client: Client, contributor: User, ours: Return, section: str
) -> None:
    gone = client.post(section, post(users="77", person=mark_of(contributor)))
    assert gone.headers["Location"].startswith("/accounts/login/")
    client.post(
        "/accounts/login/",
        {"login": contributor.email, "password": "a long pass phrase of the tests"},
    )
    page = text_of(client.get(section))
    assert 'value="77"' in page
    assert "You were signed out before this was saved" in page
    assert not ours.answers.exists()


@pytest.mark.parametrize("kind", ["scale", "single", "yes_no", "multiple"])
def test_every_kind_of_choice_is_shown_and_saved(
    inside: Client, ours: Return, section: str, kind: str
) -> None:
    question = make_question(ours.round, "choice", type=kind)
    assert question.scale is not None
    first = question.scale.options.all()[0]
    assert f'value="{first.key}"' in text_of(inside.get(section))
    inside.post(section, {"choice": first.key, "choice.version": "0"})
    assert ours.answers.get().choices == [first.key]


def test_a_reason_stands_among_the_choices(inside: Client, ours: Return, section: str) -> None:
    make_question(ours.round, "choice", type="scale")
    inside.post(section, {"choice": "reason.not_applicable", "choice.version": "0"})
    assert ours.answers.get().reason == "not_applicable"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("percentage", "45.5%", Decimal("45.5")),
        ("date", "31 March 2026", datetime.date(2026, 3, 31)),
        ("text", "One\r\ntwo", "One\ntwo"),
    ],
)
def test_every_kind_of_box_is_shown_and_saved(
    inside: Client, ours: Return, kind: str, typed: str, value: Any
) -> None:
    section = f"/returns/{ours.pk}/sections/section/"
    column = "number" if kind == "percentage" else kind
    make_question(ours.round, "box", type=kind)
    inside.post(section, {"box": typed, "box.version": "0"})
    assert getattr(ours.answers.get(), column) == value
    page = text_of(inside.get(section))
    inside.post(section, {"box": typed, "box.version": "1"})
    assert ours.answers.get().version == 1
    assert 'id="answer-box"' in page


def test_questions_of_a_grid_stand_in_one_table(inside: Client, ours: Return, section: str) -> None:
    grid = make_grid(ours.round)
    first = make_question(ours.round, "row-1", type="yes_no", grid=grid)
    make_question(ours.round, "row-2", type="yes_no", scale=first.scale, grid=grid)
    page = text_of(inside.get(section))
    assert page.count("grid__heads") == 1
    assert page.count('role="radiogroup"') == 2


# Last round's answer


@pytest.fixture
def before(users: Question, home: Council) -> Question:
    """The question that `users` follows, answered with 6,865 in a signed return."""
    earlier = make_question(make_round("earlier"), "users", unit="people")
    make_return(earlier.round, home, answers={earlier: 6865})
    users.follows, users.comparability = earlier, "wording"
    users.save()
    return earlier


def test_last_rounds_answer_is_shown_and_carried_over(
    inside: Client, ours: Return, section: str, before: Question
) -> None:
    page = text_of(inside.get(section))
    assert "On 31 March 2011: <strong>6,865 people</strong>. It was worded differently." in page
    inside.post(section, post(carry="users", holders="12"))
    assert set(ours.answers.values_list("number", flat=True)) == {12, 6865}


def test_an_answer_to_other_options_is_read_but_not_carried_over(
    inside: Client, ours: Return, section: str, before: Question, users: Question
) -> None:
    Question.objects.filter(pk=users.pk).update(comparability="options")
    page = text_of(inside.get(section))
    assert "6,865 people" in page
    assert "Use this answer" not in page


# Each answer by itself


def test_an_answer_is_saved_by_itself_and_says_when(inside: Client, ours: Return) -> None:
    told = inside.post(f"/returns/{ours.pk}/answers/users/", post(users="8")).json()
    assert (told["state"], told["version"]) == ("saved", 1)
    assert told["status"] == f"Saved at {words.clock(timezone.now())}"
    assert Presence.objects.filter(return_of=ours).exists()


def test_an_answer_that_is_none_is_refused_with_what_to_type(inside: Client, ours: Return) -> None:
    told = inside.post(f"/returns/{ours.pk}/answers/users/", post(users="about 12")).json()
    assert told["state"] == "refused"
    assert "Enter a whole number of people in figures" in told["problem"]


def test_a_closed_return_says_why_and_saves_nothing(
    inside: Client, ours: Return, section: str
) -> None:
    move_days(ours.round, closes_on=timezone.localdate() - datetime.timedelta(days=1))
    told = inside.post(f"/returns/{ours.pk}/answers/users/", post(users="8")).json()
    assert told["state"] == "closed"
    assert "This round closed at the end of" in told["why"]
    page = text_of(inside.post(section, post(users="8")))
    assert "What you typed and is not saved" in page
    assert "8 people" in page
    assert not ours.answers.exists()


def test_the_address_of_an_answer_leads_to_its_field(inside: Client, ours: Return) -> None:
    there = inside.get(f"/returns/{ours.pk}/answers/users/")
    assert there.headers["Location"] == f"/returns/{ours.pk}/sections/section/#question-users"


# Clashes


@pytest.fixture
def theirs(ours: Return, users: Question, signatory: User) -> Answer:
    """A colleague's answer, saved after the contributor opened the page."""
    save_answer(
        return_of=ours, question=users, value=Value(number=Decimal(50)), by=signatory, version=0
    )
    return Answer.objects.get()


def test_a_clash_shows_both_values_and_who_and_overwrites_nothing(
    inside: Client, theirs: Answer, section: str, signatory: User
) -> None:
    page = text_of(inside.post(section, post(users="40", holders="3")))
    asked = f"{signatory} changed this answer too. Which one is to be kept?"
    assert f">{asked}</legend>" in page
    assert f"{asked}</a>" in page.partition("<h1")[0]
    assert "<strong>50 people</strong>" in page
    assert "<strong>40 people</strong>" in page
    theirs.refresh_from_db()
    assert theirs.number == 50
    assert Answer.objects.get(question__key="holders").number == 3


@pytest.mark.parametrize(("keep", "number"), [("mine", 40), ("theirs", 50)])
def test_after_a_clash_the_chosen_answer_is_kept(
    inside: Client, theirs: Answer, section: str, keep: str, number: int
) -> None:
    inside.post(section, post(users="40", users__over="1", users__keep=keep))
    theirs.refresh_from_db()
    assert theirs.number == number


def test_a_third_answer_since_the_clash_asks_again(
    inside: Client, theirs: Answer, section: str
) -> None:
    Answer.objects.update(number=60, version=2)
    page = inside.post(section, post(users="40", users__over="1", users__keep="mine"))
    assert "<strong>60 people</strong>" in text_of(page)


def test_nobody_clashes_over_an_answer_that_they_left_as_it_was(
    inside: Client, theirs: Answer, section: str, users: Question, signatory: User
) -> None:
    value = Value(number=Decimal(51))
    save_answer(return_of=theirs.return_of, question=users, value=value, by=signatory, version=1)
    page = inside.post(section, post(users="50", users__version="1", holders="4"))
    assert page.status_code == 302
    assert set(Answer.objects.values_list("number", flat=True)) == {4, 51}


def test_an_answer_typed_by_itself_clashes_beside_its_field(
    inside: Client, theirs: Answer, ours: Return
) -> None:
    address = f"/returns/{ours.pk}/answers/users/"
    told = inside.post(address, post(users="40")).json()
    assert told["state"] == "clash"
    assert "Which one is to be kept?" in told["problem"]
    kept = inside.post(address, post(users="40", users__over="1", users__keep="theirs")).json()
    assert (kept["state"], kept["values"], kept["version"]) == ("saved", ["50"], 1)


# Checks


@pytest.fixture
def part(round: Round, users: Question, holders: Question) -> Check:
    check = Check.objects.create(
        round=round, key="part", kind="part", severity="hard", question=holders
    )
    check.others.add(users)
    return check


@pytest.fixture
def odd(round: Round, users: Question) -> Check:
    return Check.objects.create(
        round=round, key="odd", kind="range", severity="soft", question=users, maximum=100
    )


def test_a_hard_problem_is_saved_and_shown_beside_the_field_and_in_the_summary(
    inside: Client, ours: Return, section: str, part: Check
) -> None:
    inside.post(section, post(users="10", holders="20"))
    page = text_of(inside.get(section))
    assert ours.answers.count() == 2
    assert page.count("20 people is more than “Users”, 10 people") == 2
    assert 'href="#answer-holders"' in page


def test_an_odd_value_is_quoted_back_and_its_explanation_kept(
    inside: Client, ours: Return, section: str, odd: Check, contributor: User
) -> None:
    inside.post(section, post(users="500"))
    address = f"/returns/{ours.pk}/checks/"
    page = text_of(inside.get(address))
    assert "500 people is more than 100 people" in page
    name = f"raised-check-{RaisedCheck.objects.get().pk}"
    said = {f"{name}-right": "yes", f"{name}-about": RaisedCheck.objects.get().values}
    assert "Say why it is right." in text_of(inside.post(address, said))
    inside.post(address, {**said, f"{name}-text": "We merged teams."})
    found = RaisedCheck.objects.get()
    assert (found.explanation, found.explained_by) == ("We merged teams.", contributor)
    inside.post(section, post(users="600", users__version="1"))
    assert RaisedCheck.objects.get().explanation == ""


def test_no_leads_to_the_answer(inside: Client, ours: Return, section: str, odd: Check) -> None:
    inside.post(section, post(users="500"))
    name = f"raised-check-{RaisedCheck.objects.get().pk}"
    gone = inside.post(f"/returns/{ours.pk}/checks/", {f"{name}-right": "no"})
    assert gone.headers["Location"] == f"/returns/{ours.pk}/answers/users/"


def test_an_explanation_of_another_number_is_not_kept(
    ours: Return, users: Question, odd: Check, contributor: User
) -> None:
    save_answer(
        return_of=ours, question=users, value=Value(number=Decimal(500)), by=contributor, version=0
    )
    with pytest.raises(Refused, match="has been changed since"):
        explain(raised=RaisedCheck.objects.get(), text="It is so.", about="400", by=contributor)


def test_opening_the_checks_of_a_signed_return_changes_nothing(
    inside: Client, ours: Return, odd: Check
) -> None:
    answer(ours, odd.question, 500)
    Return.objects.update(state="signed", signed_at=timezone.now())
    inside.get(f"/returns/{ours.pk}/checks/")
    assert not RaisedCheck.objects.exists()


# History


def test_the_history_says_who_changed_what_from_what_to_what(
    inside: Client, ours: Return, section: str, contributor: User
) -> None:
    inside.post(section, post(users="1,000"))
    inside.post(section, post(users="1,200", users__version="1"))
    for address in ("history/", "answers/users/history/"):
        page = text_of(inside.get(f"/returns/{ours.pk}/{address}"))
        assert "1,000 people</td>" in page
        assert "1,200 people</td>" in page
        assert str(contributor) in page


def test_what_was_written_past_the_site_is_in_the_history_too(
    inside: Client, ours: Return, users: Question
) -> None:
    answer(ours, users, 4)
    Answer.objects.update(number=9)
    page = text_of(inside.get(f"/returns/{ours.pk}/history/"))
    assert "9 people</td>" in page
    assert "Not recorded" in page


def test_the_history_is_given_in_pages(inside: Client, ours: Return, users: Question) -> None:
    each = answer(ours, users, 0)
    for number in range(60):
        Answer.objects.filter(pk=each.pk).update(number=number + 1)
    page = text_of(inside.get(f"/returns/{ours.pk}/history/?page=2"))
    assert "0 people</td>" in page
    assert "60 people</td>" not in page
    assert "does not know" not in page


@pytest.mark.parametrize("typed", ["abc", "0", "99", "1.5"])
def test_a_page_of_the_history_that_there_is_not_is_named_and_the_first_shown(
    inside: Client, ours: Return, users: Question, typed: str
) -> None:
    answer(ours, users, 7)
    page = text_of(inside.get(f"/returns/{ours.pk}/history/", {"page": typed}))
    assert "“page”. It was left out" in page
    assert "7 people</td>" in page


# Read-only


def test_a_signed_return_is_shown_as_text_with_who_can_reopen_it(
    inside: Client, ours: Return, section: str, contributor: User, signatory: User
) -> None:
    inside.post(section, post(users="10", holders="5"))
    hand_over(return_of=ours, by=contributor)
    page = text_of(inside.get(section))
    assert "This return is with the director to sign" in page
    sign(return_of=handed_over(ours), by=signatory, name=signatory.name)
    page = text_of(inside.get(section))
    assert "an analyst can reopen it" in page
    assert "10 people" in page
    assert "<input" not in page.split("<main")[1]


def test_only_the_reopened_section_can_be_changed(
    inside: Client, ours: Return, section: str
) -> None:
    other = make_question(ours.round, "other", section=_other_section(ours))
    Return.objects.update(state="in_progress", reopened_until=timezone.localdate())
    ours.reopened_sections.add(other.section)
    assert "The others are read-only" in text_of(inside.get(section))
    open_page = text_of(inside.get(f"/returns/{ours.pk}/sections/other/"))
    assert 'name="other"' in open_page


def _other_section(ours: Return) -> Any:
    return make_section(ours.round, "other", position=2)


# Whose return it is, and what a page costs

PAGES = [
    "",
    "questions/",
    "hand-over/",
    "take-back/",
    "sections/section/",
    "answers/users/",
    "answers/users/history/",
    "checks/",
    "history/",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["stranger", "regional_lead", "analyst", "administrator"])
def test_someone_elses_return_looks_as_if_it_did_not_exist(
    client: Client, ours: Return, page: str, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    post_only = page in {"hand-over/", "take-back/"}
    methods: list[Callable[..., Any]] = [client.post] if post_only else [client.get, client.head]
    if page in {"sections/section/", "answers/users/", "checks/"}:
        methods.append(client.post)
    for method in methods:
        there = method(f"/returns/{ours.pk}/{page}")
        nowhere = method(f"/returns/999999/{page}")
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert not ours.answers.exists()


@pytest.mark.parametrize("page", ["sections/nowhere/", "answers/nothing/", "answers/no/history/"])
def test_a_section_or_question_that_is_not_there_is_not_found(
    inside: Client, ours: Return, page: str
) -> None:
    assert inside.get(f"/returns/{ours.pk}/{page}").status_code == 404


def test_a_page_costs_the_same_with_more_questions(
    inside: Client, ours: Return, section: str
) -> None:
    inside.get(section)
    with CaptureQueriesContext(connection) as few:
        inside.get(section)
    for number in range(10):
        question = make_question(ours.round, f"more-{number}", type="scale")
        answer(ours, question, "very-likely", updated_by=make_user())
    with CaptureQueriesContext(connection) as many:
        inside.get(section)
    # The options of the scales are one query more, in a savepoint or not.
    assert len(many) <= len(few) + 1
    assert len(many) <= 18
