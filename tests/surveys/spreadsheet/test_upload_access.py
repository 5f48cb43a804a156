"""Uploading belongs to a council's own people, and a waiting file to one of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from councils.models import Council, User
from surveys.models import Return, Upload
from tests.factories import make_open_round, make_question, make_return, make_user
from tests.surveys.spreadsheet.filled import answers_on_site, downloaded, filled, sent, uploaded

PAGES = ["spreadsheet/", "upload/", "upload/{upload}/", "upload/{upload}/marked/"]


@pytest.fixture
def return_of(home: Council) -> Return:
    round = make_open_round("spring")
    people = make_question(round, "people", unit="people")
    make_question(round, "share", type="percentage")
    make_question(round, "words", type="text")
    return make_return(round, home, state="in_progress", answers={people: 1000})


@pytest.fixture
def page(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def test_a_file_is_its_persons_alone(page: Client, return_of: Return, home: Council) -> None:
    address = uploaded(page, return_of, {"people": 1100})
    colleague = Client()
    colleague.force_login(make_user(role="contributor", council=home))
    assert [colleague.get(address).status_code, colleague.post(address).status_code] == [404, 404]
    assert colleague.get(f"{address}marked/").status_code == 404
    assert answers_on_site(return_of) == {"people": 1000}


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("who", ["stranger", "regional_lead", "analyst", "administrator"])
def test_nobody_elses_return_is_there(
    page: Client, return_of: Return, request: pytest.FixtureRequest, who: str, where: str
) -> None:
    uploaded(page, return_of, {"people": 1100})
    kept = Upload.objects.get()
    other = Client()
    other.force_login(request.getfixturevalue(who))
    address = f"/returns/{return_of.pk}/{where.format(upload=kept.pk)}"
    file = SimpleUploadedFile("a.xlsx", bytes(kept.content))
    got = [other.get(address), other.head(address), other.post(address, {"file": file})]
    is_read_only = where in {PAGES[0], PAGES[3]}
    assert [each.status_code for each in got] == [404, 404, 405 if is_read_only else 404]
    assert Upload.objects.get() == kept
    assert answers_on_site(return_of) == {"people": 1000}


def test_a_large_body_to_anothers_return_is_not_there_either(
    stranger: User, return_of: Return
) -> None:
    client = Client()
    client.force_login(stranger)
    anothers, nobodys = (
        client.generic("POST", f"/returns/{pk}/upload/", b"x" * 6_000_000)
        for pk in (return_of.pk, 0)
    )
    # Refused by its length, before anybody looks whose return it is.
    assert anothers.status_code == nobodys.status_code == 413


def test_ones_own_file_cannot_be_reached_through_another_return(
    page: Client, return_of: Return, stranger: User, elsewhere: Council
) -> None:
    theirs = make_return(return_of.round, elsewhere, state="in_progress")
    uploaded(page, return_of, {"people": 1100})
    kept = Upload.objects.get().pk
    other = Client()
    other.force_login(stranger)
    assert other.get(f"/returns/{theirs.pk}/upload/{kept}/").status_code == 404
    assert other.post(f"/returns/{theirs.pk}/upload/{kept}/").status_code == 404


def test_another_councils_file_is_refused_as_such(
    return_of: Return, stranger: User, elsewhere: Council
) -> None:
    theirs = make_return(return_of.round, elsewhere, state="in_progress")
    other = Client()
    other.force_login(stranger)
    shown = sent(other, theirs, filled(downloaded(return_of), {"people": 1})).content.decode()
    assert "This is the spreadsheet of Gateshead." in shown
    assert not theirs.answers.exists()
