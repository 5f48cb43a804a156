"""The register's pages: shown before it is done, and for administrators alone."""

import datetime

import pytest
from django.test import Client

from councils.models import Council, Region, User
from tests.factories import make_council, make_open_round, make_return, make_round

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/register/reorganise/"
FIRST = {"day": "1 April 2027", "ends": "surrey", "following": "2"}


@pytest.fixture
def surrey(home_region: Region) -> Council:
    return make_council("Surrey", region=home_region, type="county", code="E10000030")


def halves(surrey: Council, **fields: str) -> dict[str, str]:
    sent: dict[str, str] = {}
    for number, name in enumerate(("East Surrey", "West Surrey")):
        typed = {"name": name, "short_name": name, "type": "unitary"}
        typed |= {"region": str(surrey.region_id), "follows": str(surrey.pk)}
        sent |= {f"body-{number}-{key}": value for key, value in typed.items()}
    return sent | fields


def sent(client: Client, data: dict[str, str]) -> str:
    return client.post(ADDRESS, data, query_params=FIRST, follow=True).content.decode()


class TestAReorganisation:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)

    def test_it_is_shown_with_what_it_touches_before_anything_is_entered(
        self, client: Client, surrey: Council
    ) -> None:
        make_return(make_open_round("spring", title="Spring"), surrey, state="in_progress")
        make_round("later", title="Later", is_draft=True, reference_date=datetime.date(2027, 5, 1))
        page = sent(client, halves(surrey))
        assert "Its last day is 31 March 2027" in page
        assert "Later, a draft, will ask the councils that follow" in page
        assert Council.objects.get(pk=surrey.pk).abolished is None

    def test_then_it_is_entered_as_one(self, client: Client, surrey: Council) -> None:
        page = sent(client, {**halves(surrey), "do": "make"})
        assert "Entered: from 1 April 2027 on, East Surrey and West Surrey" in page
        assert "its last day is 31 March 2027" in page
        assert Council.objects.get(pk=surrey.pk).abolished == datetime.date(2027, 4, 1)

    def test_every_field_that_lacks_something_says_so(
        self, client: Client, surrey: Council
    ) -> None:
        fields = {"body-0-name": "", "body-1-code": "X1"}
        page = sent(client, halves(surrey, **fields))
        assert "Enter the name of the new council." in page
        assert "A code is E and eight digits" in page

    def test_what_the_register_refuses_is_told_on_the_form(
        self, client: Client, surrey: Council
    ) -> None:
        make_council("West Surrey", code="E06000999")
        page = sent(client, {**halves(surrey), "do": "make"})
        assert "Another council is called “West Surrey”" in page

    def test_without_a_council_the_first_page_says_what_is_missing(
        self, client: Client, surrey: Council
    ) -> None:
        page = client.get(ADDRESS, {"day": "", "following": "0"}).content.decode()
        for problem in ("Enter a day", "Choose at least one council", "At least one council"):
            assert problem in page


class TestAnAlteration:
    def test_it_is_shown_and_then_entered(
        self, client: Client, administrator: User, surrey: Council
    ) -> None:
        client.force_login(administrator)
        typed = {"council": "surrey", "day": "1 April 2025", "code": "E10000099"}
        shown = client.post("/manage/register/alter/", typed).content.decode()
        assert "Enter this change" in shown
        assert not surrey.codes.filter(code="E10000099").exists()
        client.post("/manage/register/alter/", {**typed, "do": "make"})
        assert surrey.codes.filter(code="E10000099").exists()

    def test_a_day_to_come_is_refused_beside_the_field(
        self, client: Client, administrator: User, surrey: Council
    ) -> None:
        client.force_login(administrator)
        typed = {"council": "surrey", "day": "1 April 2099", "code": "E10000099"}
        page = client.post("/manage/register/alter/", typed).content.decode()
        assert "That day is to come" in page
