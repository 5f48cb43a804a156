"""Which region and type a council had day by day, and what the database refuses of it."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from councils.models import Council, CouncilPlace, Region
from surveys.models import Figure, Return
from tests.factories import (
    REFERENCE_DATE,
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
MOVED = datetime.date(2015, 4, 1)
DAY = datetime.timedelta(days=1)


def move(council: Council, region: Region, day: datetime.date = MOVED) -> CouncilPlace:
    return CouncilPlace.objects.create(council=council, region=region, type="county", starts_on=day)


def test_a_council_is_made_with_the_place_of_its_first_day() -> None:
    council = make_council()
    [place] = council.places.all()
    assert (place.region, place.type, place.starts_on) == (council.region, "unitary", None)


def test_the_councils_own_columns_are_its_newest_place() -> None:
    council, region = make_council(), make_region()
    move(council, region)
    council.refresh_from_db()
    assert (council.region, council.type) == (region, "county")
    council.places.get(starts_on=MOVED).delete()
    council.refresh_from_db()
    assert council.type == "unitary"


def test_a_councils_own_region_put_right_corrects_the_newest_place_alone() -> None:
    council, wrong, right = make_council(), make_region(), make_region()
    first = council.region
    move(council, wrong)
    Council.objects.filter(pk=council.pk).update(region=right)
    assert [place.region for place in council.places.all()] == [right, first]


def test_the_list_of_a_day_has_the_regions_of_that_day(client: Client) -> None:
    council = make_council("Avon", region=make_region("Here"))
    move(council, make_region("There"))
    for day, region in ((MOVED - DAY, "Here"), (MOVED, "There")):
        page = client.get(f"/councils/?on={day}&download=csv").content.decode()
        assert f"Avon,{council.codes.get().code}" in page
        assert region in page


@pytest.mark.parametrize(
    ("fields", "day", "why"),
    [
        ({"established": MOVED}, MOVED, "the council began on 1 April 2015"),
        ({"abolished": MOVED}, MOVED, "the council was gone from 1 April 2015"),
    ],
)
def test_a_place_begins_while_the_council_is_in_force(
    fields: dict[str, Any], day: datetime.date, why: str
) -> None:
    with pytest.raises(IntegrityError, match=why):
        move(make_council(**fields), make_region(), day)


def test_the_place_of_the_first_day_stays() -> None:
    council = make_council()
    with pytest.raises(IntegrityError, match="keeps the region and type of its first day"):
        council.places.all().delete()
        connection.check_constraints()


def test_a_councils_days_hold_its_moves() -> None:
    council = make_council()
    move(council, make_region("There"))
    with pytest.raises(IntegrityError, match="a name, code or region of it begins: “There”"):
        Council.objects.filter(pk=council.pk).update(abolished=MOVED)


def test_a_correction_after_a_move_has_the_region_of_the_reference_date() -> None:
    here, there = make_region("Here"), make_region("There")
    council = make_council(region=here)
    round = make_round()
    make_return(round, council, answers={make_question(round): 10})
    make_release(round)
    move(council, there, REFERENCE_DATE + DAY)
    correction = make_release(round)
    [row] = correction.returns.all()
    assert (row.region, row.council_type) == (here, "unitary")
    areas = Figure.objects.filter(release=correction).values_list("area__name", flat=True)
    assert {*areas} == {"England", "Here", "Unitaries"}
    assert correction.changes == {}


def test_a_move_on_the_reference_date_counts() -> None:
    council, there = make_council(), make_region("There")
    round = make_round()
    make_return(round, council, answers={make_question(round): 10})
    move(council, there, REFERENCE_DATE)
    assert make_release(round).returns.get().region_name == "There"


def test_what_a_release_will_count_is_said_of_the_region_of_the_reference_date() -> None:
    council = make_council(region=make_region("Here"))
    round = make_round()
    made = make_return(round, council, answers={make_question(round): 10})
    move(council, make_region("There"), REFERENCE_DATE + DAY)
    assert list(round.returns.regions_that_answered()) == ["Here"]
    assert (made.place.region.name, made.place.type) == ("Here", "unitary")


def test_a_lead_follows_the_live_returns_of_councils_that_are_the_regions_today() -> None:
    here, there = make_region("Here"), make_region("There")
    council = make_council(region=here)
    round = make_round()
    made = make_return(round, council)
    move(council, there, REFERENCE_DATE + DAY)
    leads = [make_user(role="regional_lead", region=region) for region in (here, there)]
    assert [list(Return.objects.visible_to(lead)) for lead in leads] == [[], [made]]
