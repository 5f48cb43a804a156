"""A name, code, region or type of a day to come: entered today, in force on its day."""

import datetime

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from councils.jobs import catch_up_with_the_register
from councils.models import Council, CouncilCode, CouncilName, CouncilPlace, Region
from councils.models.catching_up import catch_up
from ppf_site.kept.models import Published
from tests.factories import make_council, make_region

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
OWN = ("name", "short_name", "region__name", "type")


def tomorrow() -> datetime.date:
    return timezone.localdate() + DAY


@pytest.fixture
def avon() -> Council:
    return make_council("Avon", code="E06000901", region=make_region("Here"), type="unitary")


@pytest.fixture
def there() -> Region:
    return make_region("There")


@pytest.fixture
def entered(avon: Council, there: Region) -> Council:
    """Everything of it is otherwise from tomorrow on."""
    starts = {"council": avon, "starts_on": tomorrow()}
    CouncilName.objects.create(name="Severnside", short_name="Severn", **starts)
    CouncilCode.objects.create(code="E06000902", **starts)
    CouncilPlace.objects.create(region=there, type="county", **starts)
    return avon


def its_day_comes(council: Council) -> None:
    """As it is at midnight: the rows have begun, and nothing has been done about it."""
    told = ("councils.CouncilName:told_and_once", "councils.CouncilPlace:told")
    with pgtrigger.ignore(*told):
        for rows in (council.names, council.codes, council.places):
            rows.filter(starts_on=tomorrow()).update(starts_on=timezone.localdate())


def own(council: Council) -> tuple[str, ...]:
    [row] = Council.objects.filter(pk=council.pk).values_list(*OWN)
    return tuple(map(str, row))


def test_until_its_day_the_council_is_as_before(entered: Council) -> None:
    assert own(entered) == ("Avon", "Avon", "Here", "unitary")


def test_each_day_has_its_own(entered: Council, there: Region) -> None:
    for day, name, code, kind in (
        (timezone.localdate(), "Avon", "E06000901", "unitary"),
        (tomorrow(), "Severnside", "E06000902", "county"),
    ):
        then = vars(Council.objects.named_on(day).get())
        assert (then["name_then"], then["code_then"], then["type_then"]) == (name, code, kind)


def test_its_page_says_nothing_of_it_before_its_day(client: Client, entered: Council) -> None:
    page = client.get(entered.get_absolute_url()).text
    assert "E06000901" in page
    assert "Severnside" not in page
    assert "E06000902" not in page
    listed = client.get("/data/api/councils/").json()["items"]
    assert [(each["codes"], each["earlier_names"]) for each in listed] == [(["E06000901"], [])]


def test_on_its_day_the_worker_brings_it_into_force(client: Client, entered: Council) -> None:
    its_day_comes(entered)
    assert "Avon" in client.get(entered.get_absolute_url()).text
    catch_up_with_the_register(timestamp=0)
    assert own(entered) == ("Severnside", "Severn", "There", "county")
    page = client.get(entered.get_absolute_url()).text
    assert "Severnside" in page
    assert "E06000902, E06000901" in page


def test_what_was_so_before_its_day_stays_said(entered: Council) -> None:
    its_day_comes(entered)
    catch_up()
    rows = list(entered.names.values_list("name", "starts_on"))
    assert rows == [("Severnside", timezone.localdate()), ("Avon", None)]
    assert entered.places.get(starts_on=None).region.name == "Here"


def test_the_history_keeps_the_day_as_a_change_of_the_council(entered: Council) -> None:
    its_day_comes(entered)
    catch_up()
    kept = apps.get_model("councils", "CouncilEvent")._default_manager.order_by("pgh_id")
    assert list(kept.values_list("pgh_label", "name")) == [
        ("insert", "Avon"), ("update", "Severnside"),
    ]  # fmt: skip


def test_where_nothing_takes_force_kept_pages_stay_kept(entered: Council) -> None:
    version = Published.objects.get().version
    assert catch_up() == 0
    assert Published.objects.get().version == version


def test_it_takes_force_once(entered: Council) -> None:
    its_day_comes(entered)
    assert (catch_up(), catch_up()) == (1, 0)


def test_a_correction_of_a_name_to_come_leaves_the_one_of_today(entered: Council) -> None:
    entered.names.filter(starts_on=tomorrow()).update(name="Wessex")
    assert own(entered)[0] == "Avon"


def test_a_correction_of_the_councils_own_columns_leaves_what_is_to_come(
    entered: Council,
) -> None:
    Council.objects.filter(pk=entered.pk).update(name="County of Avon", type="london_borough")
    assert set(entered.names.values_list("name", flat=True)) == {"County of Avon", "Severnside"}
    assert set(entered.places.values_list("type", flat=True)) == {"london_borough", "county"}


@pytest.mark.parametrize("change", [{"name": "County of Avon"}, {"type": "london_borough"}])
def test_until_it_has_taken_force_the_old_is_not_written_over_the_new(
    entered: Council, change: dict[str, str]
) -> None:
    its_day_comes(entered)
    with pytest.raises(IntegrityError, match="What of this council changes today takes force"):
        Council.objects.filter(pk=entered.pk).update(**change)


def test_a_name_to_come_is_taken_back_by_its_row(entered: Council) -> None:
    entered.names.filter(starts_on=tomorrow()).delete()
    its_day_comes(entered)
    catch_up()
    assert own(entered)[0] == "Avon"


def test_a_name_that_another_council_will_have_then_is_refused(entered: Council) -> None:
    with pytest.raises(IntegrityError, match="Another council is called “Severnside”"):
        CouncilName.objects.create(
            council=make_council("Wessex"), name="Severnside", short_name="S", starts_on=tomorrow()
        )


def test_a_council_is_not_ended_before_a_name_of_it_that_is_to_come(entered: Council) -> None:
    with pytest.raises(IntegrityError, match="must be in force when a name, code or region"):
        Council.objects.filter(pk=entered.pk).update(abolished=tomorrow())


def test_until_its_day_nobody_finds_it_by_what_is_still_to_come(entered: Council) -> None:
    for typed in ("Severnside", "E06000902"):
        assert entered not in Council.objects.matching(typed)
    assert entered in Council.objects.matching("Avon")
    its_day_comes(entered)
    for typed in ("Severnside", "E06000902", "Avon"):
        assert entered in Council.objects.matching(typed)
