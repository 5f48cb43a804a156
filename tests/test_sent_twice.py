"""Every address that takes a POST gets each form twice at once, and does it once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from threading import Barrier, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from councils.accounts import ask_for_address
from councils.actions import invite
from councils.models import Council, User
from milestones.actions import ask_to_be_told
from milestones.models import Programme, ReportedFigure, Subscription
from ppf_site.sent.keys import FIELD, new_key
from surveys.actions.approving import ask_public
from surveys.actions.colleagues import hand_section
from surveys.actions.embargo import name_viewer
from surveys.actions.explaining import look_again
from surveys.actions.querying import ask
from surveys.actions.releasing import move_on
from surveys.actions.signing import ask_correction
from surveys.models import ChosenCouncil, Return, Round
from surveys.releases.doubts import doubts_of
from surveys.returns.since import mark_of
from tests.days import DAY, today
from tests.factories import (
    PASSWORD,
    england,
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_release,
    make_round,
    make_scale,
    make_section,
    make_user,
)
from tests.surveys.returns.signing import (
    forget_jobs,
    make_check,
    make_working_return,
    question_of,
)
from tests.surveys.spreadsheet.filled import downloaded, filled
from tests.test_addresses import ADMIN, ROWS, RUNNERS

Fields = Mapping[str, Any]
numbers = count(1)
NEXT = "another long pass phrase"
# A draft round filled in to try it: that nothing of it is kept has a test of its own.
# What the columns of a file are is kept with the file: the same row, however often it is said.
LEAVES_NOTHING = {
    "rounds/<slug:slug>/preview/",
    "manage/rounds/<slug:slug>/import/<int:pk>/columns/",
}
NAME = {"name": "Sam Okoro", "password": "a long pass phrase of Sam"}


@dataclass(frozen=True)
class Form:
    """One form: who sends it, and what is made for it anew each time. Nobody is a reader."""

    route: str
    by: str
    make: Callable[[Return, User], tuple[str, Fields]]
    state: str = "in_progress"
    requirement: str = "required"


def to(address: str, **fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form of a return, with {key} for its section and {mark} for its answers."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        told = {
            "key": question_of(return_of).section.key,
            "mark": mark_of(return_of),
            "person": by.pk,
        }
        sent = {name.replace("__", "-"): str(each).format(**told) for name, each in fields.items()}
        return f"/returns/{return_of.pk}/{address}".format(**told), sent

    return make


def colleague(do: str) -> Callable[[Return, User], tuple[str, Fields]]:
    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        fields: dict[str, Any] = {"do": do, "section": question_of(return_of).section.key}
        person = make_user(role="contributor", council=return_of.council)
        if do == "take":
            hand_section(return_of=return_of, section=question_of(return_of).section, to=person)
        invitation = invite(
            council=return_of.council, kind="contributor", email="a@example.org", by=by
        )
        role = person.roles.create(
            kind="signatory",
            council=return_of.council,
            is_deputy=True,
            starts_on=today().isoformat(),
            ends_on=today().isoformat(),
        )
        fields |= {"user": person.pk, "invitation": invitation.pk, "role": role.pk}
        fields |= {"invite-email": "new@example.org", "invite-kind": "contributor"}
        fields |= {"deputy-user": person.pk, "deputy-starts_on": "1/1/2090"}
        return f"/returns/{return_of.pk}/colleagues/", {**fields, "deputy-ends_on": "2/1/2090"}

    return make


def explained(return_of: Return, by: User) -> tuple[str, Fields]:
    make_check(return_of.round, severity="soft")
    look_again(return_of)
    raised = return_of.raised_checks.get()
    said = {"right": "yes", "text": "We counted twice.", "about": raised.values}
    fields = {f"raised-check-{raised.pk}-{name}": each for name, each in said.items()}
    return f"/returns/{return_of.pk}/checks/", fields


def file_of(return_of: Return) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.xlsx", filled(downloaded(return_of), {"people": 1100}))


def uploading(return_of: Return, by: User) -> tuple[str, Fields]:
    return f"/returns/{return_of.pk}/upload/", {"file": file_of(return_of)}


def uploaded(**fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        client = Client()
        client.force_login(by)
        return client.post(f"/returns/{return_of.pk}/upload/", {"file": file_of(return_of)})[
            "Location"
        ], fields

    return make


def invited(email: str = "", **fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        address = email or by.email
        host = make_user(role="administrator")
        sent = invite(council=return_of.council, kind="signatory", email=address, by=host)
        return f"/invitations/{sent.new_token()}/", fields

    return make


def readdressed(return_of: Return, by: User) -> tuple[str, Fields]:
    change = ask_for_address(user=by, email=f"moved-{next(numbers)}@example.org")
    return f"/accounts/address/{change.new_token()}/", {}


def at(address: str, **fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    return lambda each, by: (address, {name: str(v).format(by=by) for name, v in fields.items()})


def of_a_draft(address: str, **fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form of a page on which a draft is built: each time a draft of its own."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        draft = make_open_round(is_draft=True)
        first = make_section(draft, "section", position=0)
        people = make_question(draft, "people", section=first, position=0)
        places = make_question(draft, "places", section=first, position=1)
        make_check(draft, severity="hard")
        make_grid(draft, "rows")
        make_scale(draft, key="shared")
        told = {"people": people.pk, "places": places.pk}
        sent = {name: str(each).format(**told) for name, each in fields.items()}
        return f"/manage/rounds/{draft.slug}/{address}", sent

    return make


def asked(address: str, **fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form about an answer that an analyst has asked about: {query} is what was asked."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        query = ask(
            return_of=return_of,
            question=question_of(return_of),
            by=make_user(role="analyst"),
            text="So many?",
            inside=False,
        )
        return address.format(own=return_of.pk, query=query.pk), {
            name.replace("__", "-"): each for name, each in fields.items()
        }

    return make


def correction(**fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form about a correction that the council of a signed return asks for."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        person = make_user(role="contributor", council=return_of.council)
        ask_correction(return_of=return_of, by=person, reason="A late bill.")
        return f"/manage/returns/{return_of.pk}/reopen/", {
            name.replace("__", "-"): each for name, each in fields.items()
        }

    return make


ABOUT_AN_ANSWER = "/manage/returns/{own}/answers/people/"
DAYS = {"reference_date": "1/3/2090", "opens_on": "1/3/2090", "closes_on": "2/3/2090"}
STARTED = {"title": "Next year", "short_title": "Next", "sponsor": "Us", "respondents": "You"}
STARTED |= DAYS
ASKED = {"section": "section", "text": "How many?", "short_text": "Many", "type": "number"}
LOW = {"severity": "hard", "minimum": "2"}
WORKED_OUT = {**ASKED, "numerator": "{people}", "denominator": "{places}"}
CHOSEN = {
    "title": "Pace",
    "options-TOTAL_FORMS": "2",
    "options-INITIAL_FORMS": "0",
    "options-0-label": "Fast",
    "options-1-label": "Slow",
}


def chosen(return_of: Return, by: User) -> tuple[str, Fields]:
    council = return_of.council_id
    make = of_a_draft("councils/", who="some", councils=council, reason="The pilot.")
    return make(return_of, by)


def of_totals(return_of: Return, by: User) -> tuple[str, Fields]:
    """The opening of a round that asks no council: it leaves the same however many there are."""
    draft = make_open_round(is_draft=True, is_totals_only=True)
    make_question(draft, "people")
    return f"/manage/rounds/{draft.slug}/open/", {}


def compared(return_of: Return, by: User) -> tuple[str, Fields]:
    """What a question of an opened round follows."""
    asked = make_question(make_open_round(f"later-{next(numbers)}"), "people")
    before = make_question(make_round(f"before-{next(numbers)}"), "people")
    said = {"follows": before.pk, "comparability": "same", "reason": "The same words."}
    return f"/manage/rounds/{asked.round.slug}/questions/people/compared/", said


def each_otherwise(
    make: Callable[[Return, User], tuple[str, Fields]], name: str
) -> Callable[[Return, User], tuple[str, Fields]]:
    """The form with another short title each time it is made: two rounds alike are refused."""

    def made(return_of: Return, by: User) -> tuple[str, Fields]:
        address, fields = make(return_of, by)
        return address, {**fields, name: f"Next {next(numbers)}"}

    return made


BUILDING = [
    Form("manage/rounds/<slug:slug>/questions/<slug:key>/compared/", "analyst", compared),
    Form("manage/rounds/<slug:slug>/open/", "analyst", of_totals),
    Form("manage/rounds/<slug:slug>/councils/", "analyst", chosen),
    Form(
        "manage/rounds/new/",
        "analyst",
        each_otherwise(
            at(
                "/manage/rounds/new/",
                do="new",
                **{f"new-{name}": value for name, value in STARTED.items()},
            ),
            "new-short_title",
        ),
    ),
    Form(
        "manage/rounds/<slug:slug>/details/",
        "analyst",
        each_otherwise(
            of_a_draft("details/", **STARTED | {"reference_date": "1/11/2026"}), "short_title"
        ),
    ),
    *(
        Form(f"manage/rounds/<slug:slug>/{route}", "analyst", of_a_draft(address, **fields))
        for route, address, fields in (
            ("throw-away/", "throw-away/", {}),
            ("dates/", "dates/", DAYS | {"due_on": "1/3/2090", "reminds": "usual"}),
            ("questions/", "questions/", {"down": "people"}),
            ("add-question/", "add-question/", ASKED),
            ("questions/<slug:key>/", "questions/people/", ASKED),
            ("questions/<slug:key>/", "questions/people/", {"do": "remove"}),
            ("questions/<slug:key>/checks/", "questions/people/checks/?kind=range", LOW),
            ("checks/<slug:key>/", "checks/hard-range/", LOW),
            ("add-worked-out/", "add-worked-out/?kind=rate", WORKED_OUT),
            ("add-section/", "add-section/", {"title": "More"}),
            ("sections/<slug:key>/", "sections/section/", {"title": "Other"}),
            ("grids/<slug:key>/", "grids/rows/", {"stem": "Other"}),
            ("add-answers/", "add-answers/", CHOSEN),
            ("answers/<slug:key>/", "answers/shared/", CHOSEN),
        )
    ),
]


def past(name: str = "file.csv") -> tuple[Round, SimpleUploadedFile]:
    """A draft whose days are over, and a file of what the one council that it asks answered."""
    draft = make_round(is_draft=True)
    question = make_question(draft, "people")
    council = make_council(f"Past {next(numbers)}")
    ChosenCouncil.objects.create(round=draft, council=council, reason="The pilot.")
    rows = f"council,{question.key}\n{council.slug},12\n"
    return draft, SimpleUploadedFile(name, rows.encode())


def importing(return_of: Return, by: User) -> tuple[str, Fields]:
    draft, file = past()
    return f"/manage/rounds/{draft.slug}/import/", {"file": file, "source": "The archive"}


def imported(end: str = "", **fields: Any) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form about a file that waits."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        client = Client()
        client.force_login(by)
        address, sent = importing(return_of, by)
        columns = client.post(address, sent)["Location"]
        return columns.removesuffix("columns/") + end, fields

    return make


def totalled(return_of: Return, by: User) -> tuple[str, Fields]:
    """A file of totals that waits."""
    draft = make_round(is_draft=True, is_totals_only=True)
    people = make_question(draft, "people")
    england()
    file = SimpleUploadedFile("t.csv", f"area,{people.key}\nEngland,12\n".encode())
    client = Client()
    client.force_login(by)
    sent = {"file": file, "source": "The archive"}
    columns = client.post(f"/manage/rounds/{draft.slug}/import/", sent)["Location"]
    return columns.removesuffix("columns/"), {}


IMPORTING = [
    Form("manage/rounds/<slug:slug>/import/<int:pk>/", "analyst", totalled),
    Form("manage/rounds/<slug:slug>/import/", "analyst", importing),
    Form("manage/rounds/<slug:slug>/import/<int:pk>/", "analyst", imported()),
    Form("manage/rounds/<slug:slug>/import/<int:pk>/", "analyst", imported(discard="yes")),
]


def followed(address: str, **fields: str) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form of a page on which returns are followed: about this one."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        round = f"/manage/rounds/{return_of.round.slug}/"
        return f"{round}{address}", {"return": str(return_of.pk), **fields}

    return make


FOLLOWING = [
    Form(
        "manage/rounds/<slug:slug>/write/",
        "analyst",
        followed("write/", subject="It is due", body="Soon.", do="send"),
    ),
    Form(
        "conclude/",
        "analyst",
        to("conclude/", name="Ann Director", signed_on=today().isoformat(), entered="on"),
        requirement="on_paper",
    ),
    Form(
        "manage/rounds/<slug:slug>/requirement/",
        "analyst",
        followed("requirement/", requirement="declined", reason="They said so."),
    ),
]
ASKING = [
    Form("manage/returns/<int:pk>/answers/<slug:key>/", "analyst", each, state)
    for each, state in (
        (asked(ABOUT_AN_ANSWER, do="ask", ask__text="And since?"), "in_progress"),
        (asked(ABOUT_AN_ANSWER, do="settle"), "in_progress"),
        (
            asked(
                ABOUT_AN_ANSWER, do="reopen", reopen__until="1/1/2090", reopen__reason="Put right."
            ),
            "signed",
        ),
    )
]


def releasing(return_of: Return, by: User) -> tuple[str, Fields]:
    round = return_of.round
    accepted = [doubt.words for doubt in doubts_of(round)]
    return f"/manage/rounds/{round.slug}/release/", {"note": "", "accepted": accepted}


def released(address: str, **fields: str) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form about the first release of the round of a signed return."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        release = make_release(
            return_of.round, stage="sector" if "public" in address else "preview"
        )
        person = make_user(role="observer")
        told = {"email": person.email, "person": person.pk}
        if fields.get("do") == "strike":
            name_viewer(release=release, email=person.email)
        if fields.get("do") == "call-off":
            at = timezone.now() + DAY
            move_on(release=release, stage="public", at=at)
        if fields.get("do") in {"approve", "withdraw"}:
            told["asked"] = ask_public(release=release, by=make_user(role="analyst")).pk
        sent = {name: value.format(**told) for name, value in fields.items()}
        return f"/manage/rounds/{return_of.round.slug}/release/1/{address}", sent

    return make


def trying(return_of: Return, by: User) -> tuple[str, Fields]:
    make_release(return_of.round)
    return f"/manage/rounds/{return_of.round.slug}/release/changes/", {}


def widening(return_of: Return, by: User) -> tuple[str, Fields]:
    fields = {"fields_wanted": ["names_councils"], "reason": "All agreed."}
    return f"/manage/rounds/{return_of.round.slug}/publish-more/", fields


OF_A_RELEASE = "manage/rounds/<slug:slug>/release/<int:number>/"
ASKING += [
    Form("manage/rounds/<slug:slug>/release/", "analyst", releasing, "signed"),
    Form("manage/rounds/<slug:slug>/publish-more/", "analyst", widening),
    Form("manage/rounds/<slug:slug>/release/changes/", "analyst", trying, "signed"),
    Form(
        "manage/rounds/<slug:slug>/dates/",
        "analyst",
        followed("dates/", closes_on="1/1/2090", reason="Holidays.", reminds="usual"),
    ),
    *(
        Form(f"{OF_A_RELEASE}{route}", "analyst", released(address, **fields), "signed")
        for route, address, fields in (
            ("", "", {"do": "name", "email": "{email}"}),
            ("", "", {"do": "strike", "person": "{person}"}),
            ("", "", {"do": "call-off", "stage": "public"}),
            ("<str:stage>/", "public/", {"when": "now"}),
            ("<str:stage>/", "public/", {"do": "approve", "asked": "{asked}"}),
            ("<str:stage>/", "public/", {"do": "withdraw", "asked": "{asked}"}),
            (
                "narrow/",
                "narrow/",
                {"fields_wanted": "publishes_unanimous", "reason": "So.", "narrow": "yes"},
            ),
        )
    ),
]
ASKING += [
    Form("manage/returns/<int:pk>/reopen/", "analyst", each, "signed")
    for each in (
        correction(do="reopen", reopen__until="1/1/2090", reopen__reason="Put right."),
        correction(do="refuse", refuse__reason="It makes no difference."),
    )
]


def ending_a_council(return_of: Return, by: User) -> tuple[str, Fields]:
    """A council that ends, and a new one in its place."""
    council = make_council(f"Shire {next(numbers)}")
    name = f"New {council}"
    typed = {"name": name, "short_name": name, "type": "unitary", "follows": council.pk}
    typed |= {"region": council.region_id}
    fields: dict[str, Any] = {f"body-0-{key}": value for key, value in typed.items()}
    address = f"/manage/register/reorganise/?day=1/4/2090&ends={council.slug}&following=1"
    return address, {**fields, "all-is_same_body": "yes", "do": "make"}


def a_council(return_of: Return, by: User) -> tuple[str, Fields]:
    name = f"Shire {next(numbers)}"
    typed = {"name": name, "short_name": name, "type": "unitary", "do": "make"}
    return "/manage/register/begin/", {**typed, "region": return_of.council.region_id}


def taking_a_change_back(return_of: Return, by: User) -> tuple[str, Fields]:
    address, fields = ending_a_council(return_of, by)
    client = Client()
    client.force_login(by)
    assert client.post(address, fields).status_code == 302
    ended = parse_qs(urlsplit(address).query)["ends"][0]
    return f"/manage/register/take-back/{ended}/", {}


def another_code(return_of: Return, by: User) -> tuple[str, Fields]:
    code = f"E09{next(numbers):06}"
    fields = {"council": return_of.council.slug, "day": "1/4/2025", "code": code, "do": "make"}
    return "/manage/register/alter/", fields


def ending_a_role(return_of: Return, by: User) -> tuple[str, Fields]:
    role = make_user(role="observer").roles.get()
    ends = {"role": role.pk, f"role-{role.pk}-last_day": "1/4/2090"}
    return f"/manage/people/{role.user_id}/", ends


def withdrawing(return_of: Return, by: User) -> tuple[str, Fields]:
    email = f"nobody{next(numbers)}@example.org"
    made = invite(kind="observer", email=email, by=by)
    return "/manage/people/", {"withdraw": made.pk}


def inviting_an_observer(return_of: Return, by: User) -> tuple[str, Fields]:
    email = f"observer{next(numbers)}@example.org"
    return "/manage/people/invite/", {"email": email, "kind": "observer"}


def inviting_many(return_of: Return, by: User) -> tuple[str, Fields]:
    rows = f"email,role\nmany{next(numbers)}@example.org,observer\n"
    return "/manage/people/invite-many/", {"file": SimpleUploadedFile("p.csv", rows.encode())}


def a_programme(return_of: Return, by: User) -> tuple[str, Fields]:
    days = {"starts_on": "1/4/2090", "ends_on": "31/3/2092"}
    title = f"Care {next(numbers)}"
    return "/manage/programmes/", {"title": title, "description": "Care to buy.", **days}


def a_milestone(return_of: Return, by: User) -> tuple[str, Fields]:
    slug = f"care-{next(numbers)}"
    days = {"starts_on": "2090-04-01", "ends_on": "2092-03-31"}
    Programme.objects.create(slug=slug, title=slug, description="Care.", **days)
    fields = {"title": "Homes", "short_title": "Homes", "do": "save"}
    return f"/manage/programmes/{slug}/?part=milestone", fields


PRINTED = {"source": "The paper", "published": "2010", "what": "Councils differ.", "do": "save"}
# Nothing of a release is picked: it is a statement, and was seen to be one.
PRINTED |= {"seen": "cannot be told: No number was printed; "}


def a_reported_figure(return_of: Return, by: User) -> tuple[str, Fields]:
    made = ReportedFigure.objects.create(
        key=f"T-{next(numbers)}", source="The paper", what="They do.", held="statement"
    )
    return f"/manage/reported/{made.pk}/", PRINTED


KEEPING = [
    Form("manage/reported/add/", "analyst", at("/manage/reported/add/", **PRINTED)),
    Form("manage/reported/<int:pk>/", "analyst", a_reported_figure),
    Form("manage/register/reorganise/", "administrator", ending_a_council),
    Form("manage/register/begin/", "administrator", a_council),
    Form("manage/register/take-back/<slug:slug>/", "administrator", taking_a_change_back),
    Form("manage/register/alter/", "administrator", another_code),
    Form("manage/people/", "administrator", withdrawing),
    Form("manage/people/invite/", "administrator", inviting_an_observer),
    Form("manage/people/invite-many/", "administrator", inviting_many),
    Form("manage/people/<int:pk>/", "administrator", ending_a_role),
    Form("manage/programmes/", "analyst", a_programme),
    Form("manage/programmes/<slug:slug>/", "analyst", a_milestone),
]


def subscribed(address: str, **fields: str) -> Callable[[Return, User], tuple[str, Fields]]:
    """A form behind a link that went to a reader: {confirm} or {stop} is its token."""

    def make(return_of: Return, by: User) -> tuple[str, Fields]:
        ask_to_be_told(email=f"reader{next(numbers)}@example.org", subject={})
        subscription = Subscription.objects.latest("pk")
        tokens = {"confirm": subscription.new_token(), "stop": subscription.stop_token}
        return address.format(**tokens), fields

    return make


TELLING = [
    Form("tell-me/", "", at("/tell-me/", email="{by.email}")),
    Form("tell-me/confirm/<str:token>/", "", subscribed("/tell-me/confirm/{confirm}/")),
    Form("tell-me/stop/<str:token>/", "", subscribed("/tell-me/stop/{stop}/")),
]
FORMS = [
    *TELLING,
    *BUILDING,
    *IMPORTING,
    *KEEPING,
    *FOLLOWING,
    *ASKING,
    Form("answers/<slug:key>/ask/", "signatory", to("answers/people/ask/", text="Sure?")),
    Form(
        "queries/<int:query>/", "contributor", asked("/returns/{own}/queries/{query}/", text="Yes.")
    ),
    Form("hand-over/", "contributor", to("hand-over/")),
    Form("take-back/", "contributor", to("take-back/"), "to_sign"),
    Form(
        "sections/<slug:key>/",
        "contributor",
        to("sections/{key}/", **{"people": "12", "people.version": "1"}),
    ),
    Form(
        "answers/<slug:key>/",
        "contributor",
        to("answers/people/", **{"people": "12", "people.version": "1"}),
    ),
    Form("checks/", "contributor", explained),
    Form("sign/", "signatory", to("sign/", declared="on", name="Person", seen="{mark}"), "to_sign"),
    Form("send-back/", "signatory", to("send-back/", reason="Look again."), "to_sign"),
    Form("correction/", "contributor", to("correction/", reason="A late bill."), "signed"),
    *(Form("colleagues/", "signatory", colleague(do)) for do in ("give", "take", "invite")),
    *(Form("colleagues/", "signatory", colleague(do)) for do in ("withdraw", "deputy")),
    Form("colleagues/", "signatory", colleague("end-deputy")),
    Form("upload/", "contributor", uploading),
    Form("upload/<int:upload>/", "contributor", uploaded()),
    Form("upload/<int:upload>/", "contributor", uploaded(discard="yes")),
    Form("invitations/<str:token>/", "", invited("sam@example.org", **NAME)),
    Form("invitations/<str:token>/", "contributor", invited()),
    Form("accounts/login/", "", at("/accounts/login/", login="{by.email}", password=PASSWORD)),
    Form("accounts/password/reset/", "", at("/accounts/password/reset/", email="{by.email}")),
    Form("accounts/logout/", "contributor", at("/accounts/logout/")),
    Form(
        "accounts/password/change/",
        "contributor",
        at("/accounts/password/change/", oldpassword=PASSWORD, password1=NEXT, password2=NEXT),
    ),
    Form(
        "accounts/address/",
        "contributor",
        at("/accounts/address/", email="moved@example.org", password=PASSWORD),
    ),
    Form("accounts/address/<str:token>/", "contributor", readdressed),
]


@pytest.fixture
def _no_jobs_left(transactional_db: None) -> Iterator[None]:
    """Tests that commit empty every table when they end, but for those of the jobs."""
    yield
    forget_jobs()


def rows() -> dict[str, int]:
    """How many rows each table has, jobs and history among them, and how many e-mails went."""
    # That an outcome is kept, or an attempt counted, says nothing of what was done.
    tables = set(connection.introspection.table_names()) - {"sent_outcome", "site_cache"}
    counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return {**dict(cursor.fetchall()), "e-mails": len(mail.outbox)}


def more(before: dict[str, int]) -> dict[str, int]:
    return {name: now - before[name] for name, now in rows().items() if now != before[name]}


def told(answer: Any) -> tuple[int, str, str]:
    """What an answer is, but for the numbers in it."""
    messages = answer.cookies["messages"].value if "messages" in answer.cookies else ""
    return answer.status_code, answer.headers.get("Location", ""), messages


def send(sender: Client, address: str, fields: Fields, *, times: int) -> list[Any]:
    """At once, each through a connection of its own."""
    start, answers = Barrier(times), list[Any]()

    def send_once() -> None:
        browser = Client(raise_request_exception=False)
        browser.cookies.update(sender.cookies)
        copies = {name: _copy(each) for name, each in fields.items()}
        start.wait(timeout=30)
        try:
            answers.append(browser.post(address, copies))
        finally:
            connection.close()

    threads = [Thread(target=send_once) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def _copy(value: Any) -> Any:
    if not isinstance(value, SimpleUploadedFile):
        return value
    value.seek(0)
    return SimpleUploadedFile(value.name or "", value.read())


def sender_of(form: Form, council: Council) -> tuple[Client, User]:
    own = None if form.by in RUNNERS else council
    by = make_user(role=form.by or "contributor", name="Person", council=own)
    client = Client()
    client.get("/accounts/login/")
    if form.by:
        client.force_login(by)
    return client, by


def left_by(form: Form, *, times: int) -> tuple[dict[str, int], list[Any]]:
    """What the form leaves in the tables, on a return of its own."""
    council = make_council(f"Council {next(numbers)}")
    return_of = make_working_return(council, state=form.state)
    asked = {"requirement": form.requirement, "requirement_reason": "It came by post."}
    Return.objects.filter(pk=return_of.pk).exclude(requirement=form.requirement).update(**asked)
    make_user(role="signatory", council=council)
    client, by = sender_of(form, council)
    address, fields = form.make(return_of, by)
    before = rows()
    answers = send(client, address, {**fields, FIELD: new_key()}, times=times)
    User.objects.filter(email="sam@example.org").update(email=f"{address[-9:-1]}@example.org")
    return more(before), answers


def test_each_form_has_its_address() -> None:
    """What signing in is made of is allauth's, and sent here as far as it does anything."""
    ours = {row.route for row in ROWS if row.post != 405 and not row.route.startswith("accounts/")}
    written = {row for row in ours if not row.startswith("demo/")}
    sent = {form.route for form in FORMS}
    short = {route.removeprefix("returns/<int:pk>/") for route in written}
    # These only ever say no to a POST.
    refused = {row.route.removeprefix("returns/<int:pk>/") for row in _read_only()}
    assert short - sent - refused - LEAVES_NOTHING == set()


def _read_only() -> list[Any]:
    return [row for row in ROWS if isinstance(row.post, dict) and row.post.get("*") == 405]


@pytest.mark.usefixtures("_no_jobs_left")
def test_each_form_sent_twice_at_once_leaves_what_it_leaves_once() -> None:
    wrong = {}
    for number, form in enumerate(FORMS):
        once, _ = left_by(form, times=1)
        twice, answers = left_by(form, times=2)
        first, second = (told(answer) for answer in answers)
        if once != twice or first != second or first[0] >= 400 or not once:
            wrong[f"{number} {form.route}"] = (once, twice, first, second)
    assert wrong == {}


@pytest.mark.usefixtures("_no_jobs_left")
def test_each_form_of_the_administration_sent_twice_at_once_is_done_once() -> None:
    round, client = _world(), Client()
    client.force_login(make_user(role="administrator"))
    wrong, done = {}, set[str]()
    for address in _admin_addresses(round):
        once, _ = _left_by_admin(client, address, times=1)
        twice, answers = _left_by_admin(client, address, times=2)
        first, second = (told(answer) for answer in answers)
        done |= {address} if once else set()
        if first != second or first[0] >= 500 or once != twice:
            wrong[address] = (once, twice, first, second)
    assert wrong == {}
    assert {address.split("/")[3] for address in done} >= {"council", "region", "section"}


def _left_by_admin(client: Client, address: str, *, times: int) -> tuple[dict[str, int], list[Any]]:
    fields = _as_it_stands(client, address)
    before = rows()
    answers = send(client, address, fields, times=times)
    return more(before), answers


def _world() -> Round:
    first, host = make_working_return(make_council()), make_user(role="administrator")
    invite(council=first.council, kind="contributor", email="a@example.org", by=host)
    return make_round()


def _admin_addresses(round: Round) -> list[str]:
    """Each model's page to add a row and to change one, and its list."""
    found = []
    written = [model for model in admin.site._registry if model._meta.managed]
    for model in written:
        start = f"/{ADMIN}{model._meta.app_label}/{model._meta.model_name}/"
        first = model._base_manager.order_by("pk").first()
        found += [start, f"{start}add/"]
        found += [f"{start}{first.pk}/change/"] if first else []
    council = Council.objects.first()
    assert council
    return [*found, f"/admin/councils/council/{council.pk}/invite/"]


def _as_it_stands(client: Client, address: str) -> Fields:
    """The page's form, filled in as it came, with what an invitation needs."""
    page = client.get(address)
    form = page.context.get("adminform") if page.context else None
    email = f"person-{next(numbers)}@example.net"
    fields: dict[str, Any] = {FIELD: new_key(), "email": email, "kind": "contributor"}
    html = page.content.decode()
    for name, value in re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', html):
        fields.setdefault(name, value)
    for bound in form.form if form else []:
        if bound.value() not in (None, ""):
            fields[bound.html_name] = bound.value()
    return fields
