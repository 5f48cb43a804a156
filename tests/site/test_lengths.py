"""Every text has a limit: the database holds to it, and the page says it beside the field."""

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client

from councils.models import Council, User
from ppf_site.lengths import LONGEST_TEXT
from surveys.models import Answer, Return
from tests.surveys.returns.signing import make_check, make_working_return, question_of

APPS = ["councils", "surveys", "milestones"]
# Made by the site of what is limited itself.
MADE = {
    "surveys.RaisedCheck.message",
    "surveys.RaisedCheck.values",
    "surveys.ReleasedAnswer.text",
    "surveys.Unsaved.said",
    "surveys.Narrowing.after",
    "surveys.Narrowing.before",
    "surveys.Unsaved.why",
    "surveys.Widening.after",
    "surveys.Widening.before",
}
TOO_LONG = "a" * (LONGEST_TEXT + 1)


def texts() -> list[tuple[type[models.Model], models.Field[object, object]]]:
    kept = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    written = [model for model in kept if not model.__name__.endswith("Event")]
    return [
        (model, field)
        for model in written
        if not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, models.TextField) and str(field) not in MADE
    ]


def test_every_text_that_somebody_writes_has_its_limit_in_the_database() -> None:
    without = [
        str(field)
        for model, field in texts()
        if not field.max_length
        or not any(rule.name.endswith(f"{field.name}_length") for rule in model._meta.constraints)
    ]
    assert without == []
    assert len(texts()) >= 15


@pytest.fixture
def return_of(home: Council) -> Return:
    return make_working_return(home)


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def test_the_database_refuses_more(return_of: Return) -> None:
    with pytest.raises(IntegrityError, match="answer_note_length"), transaction.atomic():
        Answer.objects.update(note=TOO_LONG)


def test_a_note_that_is_too_long_is_refused_and_stays_on_the_page(
    signed_in: Client, return_of: Return
) -> None:
    address = f"/returns/{return_of.pk}/sections/section/"
    sent = {"people": "12", "people.version": "1", "people.note": TOO_LONG}
    page = signed_in.post(address, sent).content.decode()
    assert "shorten the note to 10,000 characters. It has 10,001." in page
    assert TOO_LONG in page
    assert Answer.objects.get().note == ""


def test_a_note_saved_as_it_is_typed_has_the_same_limit(
    signed_in: Client, return_of: Return
) -> None:
    sent = {"people": "12", "people.version": "1", "people.note": TOO_LONG}
    told = signed_in.post(f"/returns/{return_of.pk}/answers/people/", sent).json()
    assert told["state"] == "refused"
    assert "Shorten the note" in told["problem"]


def test_the_limit_stands_beside_every_text_box(signed_in: Client, return_of: Return) -> None:
    make_check(return_of.round, severity="soft")
    Return.objects.filter(pk=return_of.pk).update(state="in_progress")
    limits = {
        f"/returns/{return_of.pk}/sections/{question_of(return_of).section.key}/": "10,000",
        f"/returns/{return_of.pk}/checks/": "2,000",
    }
    for address, limit in limits.items():
        page = signed_in.get(address).content.decode()
        assert page.count("<textarea") == page.count(f"You can enter up to {limit} characters")


def test_the_limit_stands_beside_the_box_of_a_reason(signed_in: Client, home: Council) -> None:
    signed = make_working_return(home, state="signed")
    page = signed_in.get(f"/returns/{signed.pk}/correction/").content.decode()
    assert 'data-maxlength="10000"' in page
    assert "You can enter up to 10,000 characters" in page
