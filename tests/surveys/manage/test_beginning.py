"""A council that follows no other is entered as one act, shown before it is done."""

import datetime

import pytest
import time_machine
from django.test import Client

from councils.models import Council, Region, User
from tests.factories import make_council, make_open_round, make_round, make_user
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/register/begin/"
DAY = datetime.date(2090, 4, 1)


@pytest.fixture
def typed(home: Council) -> dict[str, str]:
    return {
        "day": "1 April 2090", "name": "Wessex", "short_name": "Wessex", "type": "unitary",
        "region": str(home.region_id), "code": "E06000999",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _signed_in(client: Client, administrator: User) -> None:
    client.force_login(administrator)


def sent(client: Client, typed: dict[str, str], **changes: str) -> str:
    return squeezed(client.post(ADDRESS, {**typed, **changes}, follow=True).text)


def entered(client: Client, typed: dict[str, str]) -> str:
    return sent(client, typed, do="make")


def test_it_is_shown_with_what_it_touches_before_anything_is_entered(
    client: Client, typed: dict[str, str], home: Council
) -> None:
    make_open_round("spring", title="Spring", reference_date=DAY, closes_on=DAY)
    make_round("before", title="Before", is_draft=True, reference_date=datetime.date(2090, 3, 31))
    make_round("later", title="Later", is_draft=True, reference_date=DAY)
    chosen = make_round("chosen", title="Chosen", is_draft=True, reference_date=DAY)
    chosen.chosen.create(council=home, reason="The pilot.")
    page = sent(client, typed)
    assert "Spring was opened without it, and asks the councils that it was opened with." in page
    assert "Before, a draft about 31 March 2090, does not ask it: it has not begun by then." in page
    assert "Later, a draft about 1 April 2090, will ask it." in page
    assert "Chosen, a draft about 1 April 2090, has chosen whom it asks: choose it too" in page
    assert not Council.objects.filter(name="Wessex").exists()


def test_then_it_is_entered_with_its_day_in_the_middle_of_its_region(
    client: Client, typed: dict[str, str], home: Council
) -> None:
    page = entered(client, typed)
    assert "Entered: Wessex, from 1 April 2090 on." in page
    assert "Wessex will begin." in page
    made = Council.objects.get(codes__code="E06000999")
    assert (made.established, made.latitude) == (DAY, home.latitude)
    history = squeezed(client.get("/manage/history/?what=register").text)
    assert "Added Wessex" in history


def test_one_that_was_always_there_has_no_first_day_and_the_place_that_is_typed(
    client: Client, typed: dict[str, str]
) -> None:
    entered(client, {**typed, "day": "", "latitude": "51.1", "longitude": "-2.5"})
    made = Council.objects.get(name="Wessex")
    assert (made.established, str(made.latitude)) == (None, "51.100")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Gateshead"}, {"name": "Another council is called “Gateshead”"}),
        ({"code": "E10000016"}, {"code": "belongs to another council."}),
        ({"latitude": "51.1"}, {"longitude": "Enter the latitude and the longitude, both."}),
        ({"latitude": "12", "longitude": "-2"}, {"latitude": "England lies between 49.8 and 55.9"}),
    ],
)
def test_what_is_refused_is_told_beside_its_field(
    client: Client, typed: dict[str, str], changes: dict[str, str], told: dict[str, str]
) -> None:
    make_council("Kent", code="E10000016")
    page = sent(client, typed, **changes)
    [(field, words)] = told.items()
    assert words in page.partition(f'id="id_{field}_error"')[2].partition("</p>")[0]
    assert "Enter this change" not in page


def test_the_first_council_of_a_region_needs_its_place(
    client: Client, typed: dict[str, str]
) -> None:
    region = Region.objects.create(slug="new", name="New", code="E12000099", position=90)
    assert "enter the latitude and the longitude" in sent(client, typed, region=str(region.pk))


def test_one_that_is_to_come_is_taken_back(client: Client, typed: dict[str, str]) -> None:
    back = "/manage/register/take-back/wessex/"
    assert back in entered(client, typed)
    assert "Wessex is not begun" in client.get(back).text
    page = squeezed(client.post(back, follow=True).text)
    assert "Taken back: Wessex is not to begin." in page
    assert not Council.objects.filter(name="Wessex").exists()


def test_taking_a_beginning_back_never_takes_an_end_back(
    client: Client, typed: dict[str, str]
) -> None:
    entered(client, typed)
    end = DAY.replace(year=2091)
    Council.objects.filter(name="Wessex").update(abolished=end)
    back = "/manage/register/take-back/wessex/?beginning"
    assert f'href="{back}"' in client.get("/manage/register/").text
    assert "Take its end back first." in client.post(back, follow=True).text
    assert Council.objects.get(name="Wessex").abolished == end


def test_not_once_it_is_there_or_somebody_works_for_it(
    client: Client, typed: dict[str, str], administrator: User
) -> None:
    entered(client, typed)
    with time_machine.travel("2090-04-01T09:00:00+01:00", tick=False):
        client.force_login(administrator)
        assert client.get("/manage/register/take-back/wessex/").status_code == 404
    client.force_login(administrator)
    make_user(role="contributor", council=Council.objects.get(name="Wessex"))
    page = client.post("/manage/register/take-back/wessex/", follow=True).text
    assert "A role was given since" in page
    assert Council.objects.filter(name="Wessex").exists()


def test_of_one_that_follows_another_the_beginning_alone_is_not_taken_back(
    client: Client, home: Council
) -> None:
    after = make_council("Wearside", established=DAY)
    after.preceded_by.create(predecessor=home, kind="one_to_one_new_body")
    assert client.get("/manage/register/take-back/wearside/").status_code == 404


def test_nobody_but_an_administrator_finds_it(
    client: Client, typed: dict[str, str], analyst: User
) -> None:
    client.force_login(analyst)
    assert client.post(ADDRESS, {**typed, "do": "make"}).status_code == 404
    assert not Council.objects.filter(name="Wessex").exists()


def test_rounds_that_are_over_are_counted(client: Client, typed: dict[str, str]) -> None:
    make_round("over")
    told = "1 round, which is over, did not ask it"
    assert told in sent(client, typed, day="")
    assert told not in sent(client, typed)
