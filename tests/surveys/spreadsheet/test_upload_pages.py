"""Uploading as a person does it: a summary first, then the valid part."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from surveys.jobs import forget_uploads
from surveys.models import Answer, Return, Upload
from surveys.spreadsheet.rows import ANSWERS
from tests.factories import make_user, move_days
from tests.reading import squeezed
from tests.surveys.spreadsheet.filled import (
    answers_on_site,
    downloaded,
    filled,
    opened,
    sent,
    uploaded,
    with_raw,
)


def test_nothing_changes_before_the_person_says_so(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": 1100, "share": "lots"})
    shown = squeezed(page.get(address).content.decode())
    assert "1 answer to save, 1 cell wrong" in shown
    assert "Cell E3, Share: “lots”" in shown
    assert "Enter a percentage between 0 and 100" in shown
    assert answers_on_site(ours) == {"people": 1000}


def test_what_a_section_has_stands_one_below_the_other_on_a_phone(
    page: Client, ours: Return
) -> None:
    shown = page.get(uploaded(page, ours, {"people": 1100, "share": "lots"})).text
    counts = squeezed(shown.partition('id="counts"')[2].partition("</table>")[0])
    assert "table--stacked" in shown
    assert 'data-label="Changed">1</td>' in counts
    assert 'data-label="Wrong">1</td>' in counts
    assert 'data-label="To decide"' not in counts


def test_the_valid_part_is_saved_and_what_is_wrong_stays(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": 1100, "share": "lots", "words": "Fine"})
    assert page.post(address)["Location"] == address
    assert answers_on_site(ours) == {"people": 1100, "words": "Fine"}
    shown = squeezed(page.get(address).content.decode())
    assert "0 answers to save, 1 cell wrong" in shown
    assert "Everything else in “ours.xlsx” is on the site." in shown
    assert opened(page.get(f"{address}marked/").content)[ANSWERS]["E3"].comment
    assert f'href="{address}"' in page.get(f"/returns/{ours.pk}/").content.decode()
    assert Upload.objects.get().expires_at > timezone.now() + datetime.timedelta(days=20)


def test_once_everything_is_right_the_file_is_gone(page: Client, ours: Return) -> None:
    page.post(uploaded(page, ours, {"people": 1100, "share": "lots"}))
    address = uploaded(page, ours, {"share": 45})
    assert page.post(address)["Location"] == f"/returns/{ours.pk}/"
    assert not Upload.objects.exists()
    assert page.get(address).status_code == 404


def test_the_answers_are_the_persons(page: Client, ours: Return, contributor: User) -> None:
    page.post(uploaded(page, ours, {"people": 1100}))
    saved = ours.answers.get()
    assert (saved.updated_by, saved.version) == (contributor, 2)


def test_the_same_file_twice_changes_nothing(page: Client, ours: Return) -> None:
    file = filled(downloaded(ours), {"people": 1100, "share": 45})
    page.post(sent(page, ours, file).url)
    before = list(Answer.objects.values())
    address = sent(page, ours, file).url
    assert "The spreadsheet changes nothing" in page.get(address).content.decode()
    page.post(address)
    assert list(Answer.objects.values()) == before


def test_a_clash_shows_both_and_is_decided_before_anything_is_saved(
    page: Client, ours: Return
) -> None:
    address = uploaded(page, ours, {"people": 1100, "share": 45})
    ours.answers.update(number=1200, version=2)
    shown = squeezed(page.get(address).content.decode())
    assert "On the site: 1,200 people" in shown
    assert "In cell E2 of your file: 1,100 people" in shown
    response = page.post(address)
    assert "Choose which answer to keep: People" in response.content.decode()
    assert answers_on_site(ours) == {"people": 1200}


@pytest.mark.parametrize(("chosen", "number"), [("site", 1200), ("2", 1100)])
def test_a_clash_ends_as_the_person_chose(
    page: Client, ours: Return, chosen: str, number: int
) -> None:
    address = uploaded(page, ours, {"people": 1100, "share": 45})
    ours.answers.update(number=1200, version=2)
    page.post(address, {"clash-people": chosen})
    assert answers_on_site(ours) == {"people": number, "share": 45}


def test_a_clash_decided_on_an_older_answer_is_asked_again(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": 1100})
    ours.answers.update(number=1300, version=3)
    assert page.post(address, {"clash-people": "2"})["Location"] == address
    assert answers_on_site(ours) == {"people": 1300}
    assert "On the site: 1,300 people" in page.get(address).content.decode()


@pytest.mark.parametrize(
    ("chosen", "saved"),
    [("site", 1000), ("1 5338", 5338), ("1 77", 1000)],
    ids=["leave", "take", "of-another-file"],
)
def test_the_result_of_a_formula_is_taken_or_left(
    page: Client, ours: Return, chosen: str, saved: int
) -> None:
    ours.answers.update(version=1)
    content = with_raw(downloaded(ours), "E2", "<f>5000+338</f><v>5338</v>")
    address = sent(page, ours, content).url
    shown = squeezed(page.get(address).content.decode())
    assert "The file says 5,338, worked out by a formula: take it?" in shown
    assert "Choose what is meant: People" in page.post(address).content.decode()
    page.post(address, {"asked-people": chosen})
    assert answers_on_site(ours) == {"people": saved}


def test_a_result_decided_over_an_older_answer_is_asked_again(page: Client, ours: Return) -> None:
    content = with_raw(downloaded(ours), "E2", "<f>5000+338</f><v>5338</v>")
    address = sent(page, ours, content).url
    ours.answers.update(number=1300, version=9)
    assert page.post(address, {"asked-people": "1 5338"})["Location"] == address
    assert answers_on_site(ours) == {"people": 1300}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4", "This is a PDF"),
        (b"a,b\n1,2\n", "This is a text or CSV file."),
        (b"", "The submitted file is empty|Choose the spreadsheet|The file is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_not_kept(
    page: Client, ours: Return, content: bytes, sentence: str
) -> None:
    shown = sent(page, ours, content).content.decode()
    assert any(one_of in shown for one_of in sentence.split("|"))
    assert "There is a problem" in shown
    assert not Upload.objects.exists()


def test_no_file_is_told(page: Client, ours: Return) -> None:
    shown = page.post(f"/returns/{ours.pk}/upload/").content.decode()
    assert "Choose the spreadsheet that you filled in." in shown


class Unread:
    """A body of 100 MB that must not be read."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


def test_a_hundred_megabytes_are_refused_unread(contributor: User, ours: Return) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    body: Any = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(100 * 1024 * 1024),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    send: Any = strict.generic
    response = send("POST", f"/returns/{ours.pk}/upload/", **body)
    assert response.status_code == 413
    assert "The file is larger than 5 MB." in response.content.decode()


def test_an_upload_needs_its_token(contributor: User, ours: Return) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    assert sent(strict, ours, downloaded(ours)).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"state": "signed", "signed_at": timezone.now()}, "This return was signed on"),
        ({"state": "to_sign"}, "This return is with the director to sign."),
    ],
)
def test_a_return_that_cannot_be_changed_keeps_nothing(
    page: Client, ours: Return, fields: dict[str, Any], why: str
) -> None:
    file = filled(downloaded(ours), {"people": 1100})
    address = sent(page, ours, file).url
    Return.objects.filter(pk=ours.pk).update(**fields)
    page.post(address)
    Upload.objects.all().delete()
    assert why in sent(page, ours, file).content.decode()
    assert not Upload.objects.exists()
    assert answers_on_site(ours) == {"people": 1000}


def test_a_round_that_closed_keeps_nothing(page: Client, ours: Return) -> None:
    file = filled(downloaded(ours), {"people": 1100})
    move_days(ours.round, closes_on=timezone.localdate() - datetime.timedelta(days=1))
    assert "This round closed at the end of" in sent(page, ours, file).content.decode()
    assert not Upload.objects.exists()


# How long


def test_a_new_file_takes_the_place_of_the_persons_last(page: Client, ours: Return) -> None:
    first = uploaded(page, ours, {"people": 1100})
    uploaded(page, ours, {"people": 1200})
    assert page.post(first).status_code == 404
    assert Upload.objects.count() == 1
    assert answers_on_site(ours) == {"people": 1000}


def test_a_file_is_kept_a_day(page: Client, ours: Return, home: Council) -> None:
    address = uploaded(page, ours, {"people": 1100})
    Upload.objects.update(
        at=timezone.now() - datetime.timedelta(hours=25),
        expires_at=timezone.now() - datetime.timedelta(hours=1),
    )
    assert page.get(address).status_code == 404
    colleague = Client()
    colleague.force_login(make_user(role="contributor", council=home))
    uploaded(colleague, ours, {"people": 1200})
    assert Upload.objects.count() == 1


def test_a_file_can_be_thrown_away(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": 1100})
    assert page.post(address, {"discard": "yes"})["Location"] == f"/returns/{ours.pk}/upload/"
    assert not Upload.objects.exists()
    assert answers_on_site(ours) == {"people": 1000}


def test_a_file_name_is_shown_as_text(page: Client, ours: Return) -> None:
    address = sent(page, ours, downloaded(ours), "<b>x</b>.xlsx").url
    assert b"<b>" not in page.get(address).content


def test_files_that_nobody_came_back_for_or_of_a_round_that_is_over_are_deleted(
    page: Client, ours: Return
) -> None:
    uploaded(page, ours, {"people": 1100})
    forget_uploads(0)
    assert Upload.objects.count() == 1
    move_days(ours.round, closes_on=timezone.localdate() - datetime.timedelta(days=1))
    Return.objects.filter(pk=ours.pk).update(requirement="on_paper", requirement_reason="By post.")
    forget_uploads(0)
    assert Upload.objects.count() == 1
    Return.objects.filter(pk=ours.pk).update(
        requirement="required", requirement_reason="A mistake."
    )
    forget_uploads(0)
    assert not Upload.objects.exists()
