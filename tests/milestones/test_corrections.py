"""One answer changes and a correction is compiled: everything that shows it follows, together."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from councils.models import User
from ppf_site.demo.people import demo_people
from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import Answer, Figure, Release, Round
from surveys.releases.compiling import compile_release
from tests.factories import make_release, put_right
from tests.milestones.test_findings import table_of, text_of

QUERY = "expectation=personal-budgets-30-percent&round=ppf-2010&areas=east-midlands,south-west"
NOTE = "Derby had ticked the wrong box."
Look = Callable[[Client, str], str]


@dataclass(frozen=True)
class Corrected:
    """Before: 8 of 9 in the East Midlands. After: 7 of 9."""

    first: Release
    second: Release

    def figure(self, release: Release) -> Figure:
        return Figure.objects.get(
            release=release,
            area__slug="east-midlands",
            option__key="very-likely",
            question__expectations__expectation__slug="personal-budgets-30-percent",
            question__expectations__role="forecast",
        )


@pytest.fixture
def corrected(demo: None, client: Client) -> Corrected:
    """With one council changed, the numbers before are the sector's again: it looks here."""
    person = next(each for each in demo_people() if each.kind == "contributor")
    client.force_login(User.objects.get(email=person.email))
    round = Round.objects.get(slug="ppf-2010")
    first = round.releases.get()
    changed = Answer.objects.filter(
        return_of__round=round,
        return_of__council__region__slug="east-midlands",
        question__expectations__expectation__slug="personal-budgets-30-percent",
        choices=["very-likely"],
    ).first()
    assert changed
    put_right(Answer.objects.filter(pk=changed.pk), choices=["fairly-likely"])
    second = make_release(round, stage="public", note=NOTE)
    return Corrected(first, second)


def on_the_page(client: Client, address: str) -> str:
    return text_of(client.get(address).text)


def in_the_table(client: Client, address: str) -> str:
    return table_of(client.get(address).text, "comparison")


def in_the_chart(client: Client, address: str) -> str:
    return str(client.get(address).context["chart"].drawing.rows)


def in_the_picture(client: Client, address: str) -> str:
    page, _, query = address.partition("?")
    return client.get(f"{page}comparison.svg?{query}").text


def in_the_drawing(client: Client, address: str) -> str:
    """The numbers that the browser is given to draw."""
    page, _, query = address.partition("?")
    return client.get(f"{page}comparison.json?{query}").text


def in_the_csv(client: Client, address: str) -> str:
    text = client.get(f"{address}&download=csv").content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return str([f"{row['Councils (k)']} of {row['Base (n)']}" for row in rows])


def in_the_workbook(client: Client, address: str) -> str:
    file = io.BytesIO(client.get(f"{address}&download=xlsx").content)
    _, *rows = CalamineWorkbook.from_filelike(file).get_sheet_by_name("Table").to_python()
    return str([f"{row[1]:.0f} of {row[2]:.0f}" for row in rows])


LOOKS = [
    on_the_page,
    in_the_table,
    in_the_chart,
    in_the_picture,
    in_the_drawing,
    in_the_csv,
    in_the_workbook,
]


@pytest.mark.parametrize("look", LOOKS)
def test_the_newest_release_is_what_is_shown(
    client: Client, corrected: Corrected, look: Look
) -> None:
    shown = look(client, f"/compare/?{QUERY}")
    assert "7 of 9" in shown
    assert "8 of 9" not in shown


@pytest.mark.parametrize("look", LOOKS)
def test_the_first_release_still_shows_its_own(
    client: Client, corrected: Corrected, look: Look
) -> None:
    shown = look(client, f"/releases/{corrected.first.pk}/compare/?{QUERY}")
    assert "8 of 9" in shown
    assert "7 of 9" not in shown


@pytest.mark.parametrize(
    "address",
    [
        "/expectations/personal-budgets-30-percent/?round=ppf-2010",
        "/regions/east-midlands/",
        "/milestones/personal-budgets/",
    ],
)
def test_the_correction_is_on_every_page_with_the_figure(
    client: Client, corrected: Corrected, address: str
) -> None:
    assert f'/figures/{corrected.figure(corrected.second).pk}/">7 of 9' in client.get(address).text


@pytest.mark.parametrize(
    "page",
    [
        "expectations/personal-budgets-30-percent/",
        "regions/east-midlands/",
        "milestones/personal-budgets/",
        "overview/",
    ],
)
def test_the_first_releases_addresses_show_the_first_figure(
    client: Client, corrected: Corrected, page: str
) -> None:
    text = client.get(f"/releases/{corrected.first.pk}/{page}").text
    assert f'/figures/{corrected.figure(corrected.first).pk}/">8 of 9' in text


def test_the_old_figure_keeps_its_address(client: Client, corrected: Corrected) -> None:
    address = corrected.figure(corrected.first).get_absolute_url()
    assert "8 of 9 (89%)" in text_of(client.get(address).text)


def test_the_new_figure_has_an_address_of_its_own(client: Client, corrected: Corrected) -> None:
    address = corrected.figure(corrected.second).get_absolute_url()
    assert "7 of 9 (78%)" in text_of(client.get(address).text)


def test_the_rounds_page_tells_what_the_correction_changed(
    client: Client, corrected: Corrected
) -> None:
    assert NOTE in text_of(client.get("/rounds/ppf-2010/").text)


def test_the_first_release_points_to_its_correction(client: Client, corrected: Corrected) -> None:
    page = client.get(corrected.first.get_absolute_url())
    assert f'href="{corrected.second.get_absolute_url()}"' in page.text
    assert "There is a correction" in page.text


def test_a_figure_says_what_its_correction_gives(client: Client, corrected: Corrected) -> None:
    page = text_of(client.get(corrected.figure(corrected.first).get_absolute_url()).text)
    assert "It gives 7 of 9 (78%), where this one gives 8 of 9 (89%)." in page
    same = corrected.first.figures.get(question=None, area__kind="england")
    assert "It gives the same:" in text_of(client.get(same.get_absolute_url()).text)


def test_an_answer_alone_changes_nothing_that_is_shown(client: Client, demo: None) -> None:
    round = Round.objects.get(slug="ppf-2010")
    said = Answer.objects.filter(return_of__round=round, choices=["very-likely"])
    put_right(said, choices=["very-unlikely"])
    assert "8 of 9" in in_the_table(client, f"/compare/?{QUERY}")


def test_a_correction_in_preview_changes_nothing_for_a_reader(client: Client, demo: None) -> None:
    round = Round.objects.get(slug="ppf-2010")
    said = Answer.objects.filter(return_of__round=round, choices=["very-likely"])
    put_right(said, choices=["very-unlikely"])
    compile_release(round=round, note=NOTE)
    assert "8 of 9" in in_the_table(client, f"/compare/?{QUERY}")
    assert NOTE not in client.get("/rounds/ppf-2010/").text


@pytest.mark.parametrize("page", ["", "overview/", "regions/east-midlands/", "compare/?" + QUERY])
def test_a_reader_sees_no_number_that_the_correction_tells_apart(
    corrected: Corrected, page: str
) -> None:
    reader = Client()
    response = reader.get(f"/releases/{corrected.first.pk}/{page}")
    text = text_of(response.text)
    assert "8 of 9" not in text
    assert response.status_code == (404 if page else 200)
    assert corrected.second.get_absolute_url() in response.text
    figure = reader.get(corrected.figure(corrected.first).get_absolute_url())
    assert figure.status_code == 404
    assert "are no longer public" in text_of(figure.text)
    assert "7 of 9" in text_of(reader.get(f"/releases/{corrected.second.pk}/overview/").text)


def test_the_page_of_what_was_given_back_says_what_changed(corrected: Corrected) -> None:
    text = text_of(Client().get(f"/releases/{corrected.first.pk}/").text)
    assert NOTE in text
    assert "no longer public" in text
    assert "Release 1: corrected" in text_of(Client().get("/rounds/ppf-2010/").text)


def test_a_second_correction_is_not_taken_for_the_first(
    client: Client, corrected: Corrected
) -> None:
    newest = make_release(corrected.first.round, stage="public", note="Words were put right.")
    address = corrected.first.get_absolute_url()
    for page in (Client().get(address).text, client.get(address).text):
        told = text_of(page.partition('class="caveat__title"')[2].partition("</div>")[0])
        assert NOTE in told
        assert "Words were put right" not in told
        assert f'href="{newest.get_absolute_url()}"' in page


def test_a_correction_of_one_council_needs_a_reason_to_go_public(demo: None) -> None:
    round = Round.objects.get(slug="ppf-2010")
    said = Answer.objects.filter(
        return_of__round=round, choices=["very-likely"], question__type="scale"
    )
    put_right(Answer.objects.filter(pk=said[0].pk), choices=["fairly-likely"])
    release = compile_release(round=round, note=NOTE)
    assert release.tells_few
    assert release.changes["England"] == 1
    with pytest.raises(NotMovedOn, match="Say why they may be told"):
        move_on(release=release, stage="public")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            sector_at=timezone.now(), public_at=timezone.now()
        )
    move_on(release=release, stage="public", consent="The council agrees to be told.")
    assert Release.objects.get(pk=release.pk).consent == "The council agrees to be told."
