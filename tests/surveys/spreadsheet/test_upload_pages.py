"""Uploading as a person does it: a summary first, then the valid part."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from surveys.models import Answer, Return, Upload
from surveys.spreadsheet.looks import TO_BE_FILLED
from surveys.spreadsheet.rows import ANSWERS
from tests.factories import make_open_round, make_question, make_return, make_user
from tests.reading import squeezed
from tests.surveys.spreadsheet.filled import (
    answers_on_site,
    downloaded,
    filled,
    opened,
    packed,
    part_of,
    place,
    sent,
    uploaded,
    with_raw,
)


@pytest.fixture
def one(home: Council) -> Return:
    round = make_open_round("spring")
    people = make_question(round, "people", unit="people")
    make_question(round, "share", type="percentage")
    make_question(round, "words", type="text")
    return make_return(round, home, state="in_progress", answers={people: 1000})


@pytest.fixture
def page(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def test_nothing_changes_before_the_person_says_so(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": 1100, "share": "lots"})
    shown = squeezed(page.get(address).content.decode())
    assert "1 answer to save, 1 cell wrong" in shown
    assert "Cell E3, Share: “lots”" in shown
    assert "Enter a percentage between 0 and 100" in shown
    assert answers_on_site(one) == {"people": 1000}


def test_the_valid_part_is_saved_and_what_is_wrong_stays(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": 1100, "share": "lots", "words": "Fine"})
    assert page.post(address)["Location"] == address
    assert answers_on_site(one) == {"people": 1100, "words": "Fine"}
    shown = squeezed(page.get(address).content.decode())
    assert "0 answers to save, 1 cell wrong" in shown
    assert "Everything else in “ours.xlsx” is on the site." in shown
    assert opened(page.get(f"{address}marked/").content)[ANSWERS]["E3"].comment
    assert f'href="{address}"' in page.get(f"/returns/{one.pk}/").content.decode()
    assert Upload.objects.get().expires_at > timezone.now() + datetime.timedelta(days=20)


def test_once_everything_is_right_the_file_is_gone(page: Client, one: Return) -> None:
    page.post(uploaded(page, one, {"people": 1100, "share": "lots"}))
    address = uploaded(page, one, {"share": 45})
    assert page.post(address)["Location"] == f"/returns/{one.pk}/"
    assert not Upload.objects.exists()
    assert page.get(address).status_code == 404


def test_the_answers_are_the_persons(page: Client, one: Return, contributor: User) -> None:
    page.post(uploaded(page, one, {"people": 1100}))
    saved = one.answers.get()
    assert (saved.updated_by, saved.version) == (contributor, 2)


def test_the_same_file_twice_changes_nothing(page: Client, one: Return) -> None:
    file = filled(downloaded(one), {"people": 1100, "share": 45})
    page.post(sent(page, one, file).url)
    before = list(Answer.objects.values())
    address = sent(page, one, file).url
    assert "The spreadsheet changes nothing" in page.get(address).content.decode()
    page.post(address)
    assert list(Answer.objects.values()) == before


def test_a_clash_shows_both_and_is_decided_before_anything_is_saved(
    page: Client, one: Return
) -> None:
    address = uploaded(page, one, {"people": 1100, "share": 45})
    one.answers.update(number=1200, version=2)
    shown = squeezed(page.get(address).content.decode())
    assert "On the site: 1,200 people" in shown
    assert "In cell E2 of your file: 1,100 people" in shown
    response = page.post(address)
    assert "Choose which answer to keep: People" in response.content.decode()
    assert answers_on_site(one) == {"people": 1200}


@pytest.mark.parametrize(("chosen", "number"), [("site", 1200), ("2", 1100)])
def test_a_clash_ends_as_the_person_chose(
    page: Client, one: Return, chosen: str, number: int
) -> None:
    address = uploaded(page, one, {"people": 1100, "share": 45})
    one.answers.update(number=1200, version=2)
    page.post(address, {"clash-people": chosen})
    assert answers_on_site(one) == {"people": number, "share": 45}


def test_a_clash_decided_on_an_older_answer_is_asked_again(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": 1100})
    one.answers.update(number=1300, version=3)
    assert page.post(address, {"clash-people": "2"})["Location"] == address
    assert answers_on_site(one) == {"people": 1300}
    assert "On the site: 1,300 people" in page.get(address).content.decode()


def test_the_file_comes_back_with_its_problems_marked(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": "=1+1", "share": "0.5", "words": "Fine"})
    response = page.get(f"{address}marked/")
    sheet = opened(response.content)[ANSWERS]
    wrong, odd = (sheet[place(opened(response.content), key)] for key in ("people", "share"))
    assert wrong.comment.text.startswith(
        "Wrong: This cell holds a formula, and the file has no result"
    )
    assert odd.comment.text == "Do you mean 50%, or 0.5%?"
    assert wrong.fill.fgColor.rgb != odd.fill.fgColor.rgb
    assert (wrong.value, wrong.data_type) == ("=1+1", "s")
    assert sheet["E4"].value == "Fine"
    assert sheet["E4"].comment is None
    assert response["Content-Disposition"] == 'attachment; filename="gateshead-spring-marked.xlsx"'


def test_the_marked_file_says_beside_the_cells_what_is_wrong(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": 1100, "share": "lots"})
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert sheet["F1"].value == "What is to be put right"
    assert not sheet.column_dimensions["F"].hidden
    assert [sheet[f"F{row}"].value for row in (2, 4)] == [None, None]
    assert sheet["F3"].value.startswith("Wrong: Enter a percentage between 0 and 100")
    assert sheet.row_dimensions[3].height > 40


def test_a_message_about_another_column_names_its_cell(page: Client, one: Return) -> None:
    content = filled(downloaded(one), reasons={"share": "Perhaps"})
    address = sent(page, one, content).url
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert sheet["F3"].value.startswith("G3: Wrong: Choose Not known")


def test_what_was_put_right_is_marked_no_more(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": "many", "share": "lots"})
    marked = page.get(f"{address}marked/").content
    address = uploaded(page, one, {"people": 1100}, marked)
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert (sheet["E2"].comment, sheet["F2"].value) == (None, None)
    assert sheet["E2"].fill.fgColor.rgb.endswith(TO_BE_FILLED)
    assert sheet["F3"].value


def test_rows_of_the_marked_file_grow_with_what_is_typed(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"share": "lots"})
    marked = page.get(f"{address}marked/").content
    assert b"customHeight" not in part_of(marked, "xl/worksheets/sheet2.xml")


def test_a_file_from_before_the_column_of_messages_gets_one(page: Client, one: Return) -> None:
    book = opened(filled(downloaded(one), {"share": "lots"}))
    book[ANSWERS].delete_cols(6)
    address = sent(page, one, packed(book)).url
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert sheet["L1"].value == "What is to be put right"
    assert sheet["L3"].value.startswith("E3: Wrong:")


def test_what_a_formula_came_to_is_kept_in_the_marked_file(page: Client, one: Return) -> None:
    content = with_raw(downloaded(one), "E2", "<f>5000+338</f><v>5338</v>")
    address = sent(page, one, content).url
    marked = page.get(f"{address}marked/").content
    cell = opened(marked)[ANSWERS]["E2"]
    assert (cell.value, cell.data_type) == (5338, "n")
    assert cell.comment.text == "The file says 5,338, worked out by a formula: take it?"
    page.post(sent(page, one, marked).url)
    assert answers_on_site(one) == {"people": 5338}


@pytest.mark.parametrize(
    ("chosen", "saved"),
    [("site", 1000), ("1 5338", 5338), ("1 77", 1000)],
    ids=["leave", "take", "of-another-file"],
)
def test_the_result_of_a_formula_is_taken_or_left(
    page: Client, one: Return, chosen: str, saved: int
) -> None:
    one.answers.update(version=1)
    content = with_raw(downloaded(one), "E2", "<f>5000+338</f><v>5338</v>")
    address = sent(page, one, content).url
    shown = squeezed(page.get(address).content.decode())
    assert "The file says 5,338, worked out by a formula: take it?" in shown
    assert "Choose what is meant: People" in page.post(address).content.decode()
    page.post(address, {"asked-people": chosen})
    assert answers_on_site(one) == {"people": saved}


def test_a_result_decided_over_an_older_answer_is_asked_again(page: Client, one: Return) -> None:
    content = with_raw(downloaded(one), "E2", "<f>5000+338</f><v>5338</v>")
    address = sent(page, one, content).url
    one.answers.update(number=1300, version=9)
    assert page.post(address, {"asked-people": "1 5338"})["Location"] == address
    assert answers_on_site(one) == {"people": 1300}


def test_the_marked_file_put_right_can_be_uploaded(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": "lots"})
    marked = page.get(f"{address}marked/").content
    page.post(uploaded(page, one, {"people": 1100}, marked))
    assert answers_on_site(one) == {"people": 1100}


def test_the_problem_of_merged_cells_is_marked(page: Client, one: Return) -> None:
    book = opened(filled(downloaded(one), {"words": "Fine"}))
    book[ANSWERS].merge_cells("E2:E3")
    address = sent(page, one, packed(book)).url
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert "Unmerge them" in sheet["E2"].comment.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4", "This is a PDF"),
        (b"a,b\n1,2\n", "This is a text or CSV file."),
        (b"", "The submitted file is empty|Choose the spreadsheet|The file is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_not_kept(
    page: Client, one: Return, content: bytes, sentence: str
) -> None:
    shown = sent(page, one, content).content.decode()
    assert any(one_of in shown for one_of in sentence.split("|"))
    assert "There is a problem" in shown
    assert not Upload.objects.exists()


def test_no_file_is_told(page: Client, one: Return) -> None:
    shown = page.post(f"/returns/{one.pk}/upload/").content.decode()
    assert "Choose the spreadsheet that you filled in." in shown


class Unread:
    """A body of 100 MB that must not be read."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


def test_a_hundred_megabytes_are_refused_unread(contributor: User, one: Return) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    body: Any = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(100 * 1024 * 1024),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    send: Any = strict.generic
    response = send("POST", f"/returns/{one.pk}/upload/", **body)
    assert response.status_code == 413
    assert "The file is larger than 5 MB." in response.content.decode()


def test_an_upload_needs_its_token(contributor: User, one: Return) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    assert sent(strict, one, downloaded(one)).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"state": "signed", "signed_at": timezone.now()}, "This return was signed on"),
        ({"state": "to_sign"}, "This return is with the director to sign."),
    ],
)
def test_a_return_that_cannot_be_changed_keeps_nothing(
    page: Client, one: Return, fields: dict[str, Any], why: str
) -> None:
    file = filled(downloaded(one), {"people": 1100})
    address = sent(page, one, file).url
    Return.objects.filter(pk=one.pk).update(**fields)
    page.post(address)
    Upload.objects.all().delete()
    assert why in sent(page, one, file).content.decode()
    assert not Upload.objects.exists()
    assert answers_on_site(one) == {"people": 1000}


def test_a_round_that_closed_keeps_nothing(page: Client, one: Return) -> None:
    file = filled(downloaded(one), {"people": 1100})
    one.round.closes_on = timezone.localdate() - datetime.timedelta(days=1)
    one.round.save()
    assert "This round closed at the end of" in sent(page, one, file).content.decode()
    assert not Upload.objects.exists()


# How long


def test_a_new_file_takes_the_place_of_the_persons_last(page: Client, one: Return) -> None:
    first = uploaded(page, one, {"people": 1100})
    uploaded(page, one, {"people": 1200})
    assert page.post(first).status_code == 404
    assert Upload.objects.count() == 1
    assert answers_on_site(one) == {"people": 1000}


def test_a_file_is_kept_a_day(page: Client, one: Return, home: Council) -> None:
    address = uploaded(page, one, {"people": 1100})
    Upload.objects.update(
        at=timezone.now() - datetime.timedelta(hours=25),
        expires_at=timezone.now() - datetime.timedelta(hours=1),
    )
    assert page.get(address).status_code == 404
    colleague = Client()
    colleague.force_login(make_user(role="contributor", council=home))
    uploaded(colleague, one, {"people": 1200})
    assert Upload.objects.count() == 1


def test_a_file_can_be_thrown_away(page: Client, one: Return) -> None:
    address = uploaded(page, one, {"people": 1100})
    assert page.post(address, {"discard": "yes"})["Location"] == f"/returns/{one.pk}/upload/"
    assert not Upload.objects.exists()
    assert answers_on_site(one) == {"people": 1000}


def test_a_file_name_is_shown_as_text(page: Client, one: Return) -> None:
    address = sent(page, one, downloaded(one), "<b>x</b>.xlsx").url
    assert b"<b>" not in page.get(address).content
