"""The register in the administration pages: renames, new codes, a reorganisation."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Council, CouncilCode, CouncilName, Region
from surveys.models import Return, Round
from tests.factories import make_council, make_return, make_round
from tests.milestones.submitted import untouched

pytestmark = pytest.mark.django_db
BEFORE, MERGED = datetime.date(2023, 3, 31), datetime.date(2023, 4, 1)
ADD = "/admin/councils/council/add/"


@pytest.fixture
def administrators(client: Client, administrator: Any) -> Client:
    client.force_login(administrator)
    return client


def address_of(council: Council) -> str:
    return f"/admin/councils/council/{council.pk}/change/"


def save(client: Client, address: str, **changes: Any) -> Any:
    """As a person does: open the form, change some of it, save."""
    return client.post(address, {**untouched(client.get(address).text, "council_form"), **changes})


def added(part: str, row: int, **fields: str) -> dict[str, Any]:
    """A row more of a part of the form that has so many."""
    given = {f"{part}-{row}-{name}": value for name, value in fields.items()}
    return {f"{part}-TOTAL_FORMS": row + 1, **given}


def new_name(name: str, day: datetime.date | str) -> dict[str, Any]:
    return added("names", 1, name=name, short_name=name[:30], starts_on=str(day))


def new_council(region: Region, name: str, code: str, **fields: str) -> dict[str, Any]:
    """What is sent of the form of a new council."""
    return {
        "name": name, "short_name": name, "slug": name.lower(), "type": "unitary",
        "region": region.pk, "latitude": "54.5", "longitude": "-3", "note": "",
        "established": "", "abolished": "",
        **added("codes", 0, code=code, starts_on=""), "codes-INITIAL_FORMS": 0,
        "succeeded_by-TOTAL_FORMS": 0, "succeeded_by-INITIAL_FORMS": 0, **fields,
    }  # fmt: skip


def test_a_new_council_has_its_own_fields_name_from_its_first_day(
    administrators: Client, home_region: Region
) -> None:
    sent = new_council(home_region, "Cumberland", "E06000063", established="2023-04-01")
    assert administrators.post(ADD, sent).status_code == 302
    council = Council.objects.get(slug="cumberland")
    assert list(council.names.values_list("name", "starts_on")) == [("Cumberland", None)]


def test_a_rename_is_entered_with_its_day(administrators: Client, home: Council) -> None:
    answer = save(administrators, address_of(home), **new_name("Wearside", "2015-04-01"))
    assert answer.status_code == 302
    assert Council.objects.get(pk=home.pk).name == "Wearside"
    assert home.name_on(datetime.date(2015, 3, 31)) == "Gateshead"


def test_the_councils_own_name_is_read_and_not_written(
    administrators: Client, home: Council
) -> None:
    assert save(administrators, address_of(home), name="Other").status_code == 302
    assert Council.objects.get(pk=home.pk).name == "Gateshead"


def test_the_form_says_how_a_rename_and_a_new_code_are_entered(
    administrators: Client, home: Council
) -> None:
    page = administrators.get(address_of(home)).text.lower()
    assert "a new name is entered with its first day" in page
    assert "a new code is entered with its first day" in page


def test_each_name_says_what_a_correction_of_it_touches(
    administrators: Client, home: Council
) -> None:
    CouncilName.objects.create(
        council=home, name="Wearside", short_name="Wear", starts_on=datetime.date(2015, 4, 1)
    )
    page = administrators.get(address_of(home)).text
    assert "Pages about the time from its first day until 1 April 2015." in page
    assert "Pages about the time from 1 April 2015 on." in page
    assert "Releases keep what they said." in page


def test_a_name_of_a_day_to_come_is_entered_and_leaves_todays(
    administrators: Client, home: Council
) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    answer = save(administrators, address_of(home), **new_name("Wearside", tomorrow))
    assert answer.status_code == 302
    assert home.name_on(tomorrow) == "Wearside"
    assert Council.objects.get(pk=home.pk).name == home.name


def test_a_name_of_another_council_is_refused_beside_the_field(
    administrators: Client, home: Council, elsewhere: Council
) -> None:
    sent = new_council(home.region, "Torbay", "E06000063", slug="torbay-again")
    answer = administrators.post(ADD, sent)
    assert answer.context["errors"] == [
        ["Another council is called “Torbay” on some of the same days."]
    ]
    assert "name" in answer.context["adminform"].form.errors
    assert Council.objects.count() == 2


def test_a_move_is_entered_with_its_day(
    administrators: Client, home: Council, elsewhere: Council
) -> None:
    moved = {"region": str(elsewhere.region_id), "type": "county", "starts_on": "2015-04-01"}
    answer = save(administrators, address_of(home), **added("places", 1, **moved))
    assert answer.status_code == 302
    home.refresh_from_db()
    assert (home.region, home.type) == (elsewhere.region, "county")
    assert home.places.get(starts_on=None).region.name == "North East"
    page = administrators.get(address_of(home)).text
    assert "a new region or type is entered with its first day" in page
    assert "Pages about the time from its first day until 1 April 2015." in page


def test_the_councils_own_region_is_read_and_not_written(
    administrators: Client, home: Council, elsewhere: Council
) -> None:
    sent = {"region": str(elsewhere.region_id), "type": "county"}
    assert save(administrators, address_of(home), **sent).status_code == 302
    assert Council.objects.get(pk=home.pk).region == home.region


def test_the_first_name_is_not_deleted(administrators: Client, home: Council) -> None:
    answer = save(administrators, address_of(home), **{"names-0-DELETE": "on"})
    assert "A council keeps the name of its first day" in answer.text
    assert home.names.exists()


# A council that a round requires


def test_a_council_that_must_answer_is_not_abolished_before_the_day(
    administrators: Client, home: Council
) -> None:
    make_return(make_round("spring"), home)
    answer = save(administrators, address_of(home), abolished="2011-03-31")
    assert answer.status_code == 200
    [said] = answer.context["adminform"].form.errors["abolished"]
    assert said == (
        "Gateshead must answer “Spring” (31 March 2011); it would not be in force on that day. "
        "Mark the return no longer required first."
    )
    assert 'value="2011-03-31"' in answer.text
    assert Council.objects.get(pk=home.pk).abolished is None


def test_a_council_whose_return_is_no_longer_required_is_abolished(
    administrators: Client, home: Council
) -> None:
    make_return(make_round(), home, requirement="no_longer_required", state="not_started")
    assert save(administrators, address_of(home), abolished="2011-03-31").status_code == 302


# A reorganisation: two councils are merged on 1 April 2023


@pytest.fixture
def rounds(home_region: Region) -> dict[datetime.date, Round]:
    """One the day before with the two old councils, and one of the day, not asked yet."""
    for name, code in [("Allerdale", "E06000901"), ("Copeland", "E06000902")]:
        make_council(name, region=home_region, code=code)
    made = {
        day: make_round(f"of-{day}", reference_date=day, is_draft=True) for day in (BEFORE, MERGED)
    }
    Return.objects.make_required(made[BEFORE])
    return made


@pytest.fixture
def _merged(
    administrators: Client, home_region: Region, rounds: dict[datetime.date, Round]
) -> None:
    """As an administrator enters it: the new council, then the end of each old one."""
    sent = new_council(home_region, "Cumberland", "E06000063", established=str(MERGED))
    assert administrators.post(ADD, sent).status_code == 302
    new = Council.objects.get(slug="cumberland")
    for old in Council.objects.filter(slug__in=["allerdale", "copeland"]):
        follows = added("succeeded_by", 0, successor=str(new.pk), kind="merge")
        answer = save(administrators, address_of(old), abolished=str(MERGED), **follows)
        assert answer.status_code == 302


@pytest.mark.usefixtures("_merged")
class TestAMerger:
    def test_leaves_old_returns_with_the_councils_that_made_them(
        self, rounds: dict[datetime.date, Round]
    ) -> None:
        asked = rounds[BEFORE].returns.values_list("council__name", "requirement")
        assert set(asked) == {("Allerdale", "required"), ("Copeland", "required")}

    def test_asks_the_new_council_from_its_day_on(self, rounds: dict[datetime.date, Round]) -> None:
        Return.objects.make_required(rounds[MERGED])
        asked = rounds[MERGED].returns.values_list("council__name", flat=True)
        assert list(asked) == ["Cumberland"]

    @pytest.mark.parametrize(
        ("day", "listed"),
        [
            (BEFORE, [("Allerdale", "E06000901"), ("Copeland", "E06000902")]),
            (MERGED, [("Cumberland", "E06000063")]),
        ],
    )
    def test_lists_each_day_as_it_was(
        self, client: Client, day: datetime.date, listed: list[tuple[str, str]]
    ) -> None:
        found = client.get(f"/councils/?on={day}").context["found"]
        assert [(each.name_then, each.code_then) for each in found] == listed

    def test_is_told_on_the_old_councils_page(self, client: Client) -> None:
        page = client.get("/councils/allerdale/").text
        assert re.search(r"After it.*Cumberland.*\(merged", page, re.DOTALL | re.IGNORECASE)


def test_a_code_no_longer_used_stays_with_its_days(administrators: Client, home: Council) -> None:
    old = home.codes.get().code
    sent = added("codes", 1, code="E08000937", starts_on="2013-04-01")
    assert save(administrators, address_of(home), **sent).status_code == 302
    codes = CouncilCode.objects.filter(council=home).order_by("starts_on")
    assert [(code.code, str(code.starts_on)) for code in codes] == [
        ("E08000937", "2013-04-01"), (old, "None"),
    ]  # fmt: skip
