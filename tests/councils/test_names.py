"""What councils were called and coded day by day, and what the database refuses of it."""

import datetime
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from councils.models import CODE_ON, NAME_ON, Council, CouncilCode, CouncilName
from tests.factories import make_council

pytestmark = pytest.mark.django_db
RENAMED = datetime.date(2015, 4, 1)
DAY = datetime.timedelta(days=1)


def refused(message: str) -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match=message)


def rename(council: Council, name: str, day: datetime.date | None = RENAMED) -> CouncilName:
    return CouncilName.objects.create(
        council=council, name=name, short_name=name[:30], starts_on=day
    )


def names_of(council: Council) -> list[tuple[str, datetime.date | None]]:
    return list(council.names.values_list("name", "starts_on"))


def newest(council: Council) -> str:
    return Council.objects.get(pk=council.pk).name


def end_of_transaction() -> None:
    """What is checked at the end is checked now."""
    connection.check_constraints()


# One name said twice: the council's own columns and its newest row


def test_a_council_is_made_with_the_name_of_its_first_day() -> None:
    assert names_of(make_council("Avon")) == [("Avon", None)]


def test_a_council_that_is_written_past_the_site_has_its_name_too() -> None:
    council = make_council("Avon")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO councils_council (name, short_name, slug, type, region_id, latitude, "
            "longitude, note) SELECT 'Wessex', 'Wessex', 'wessex', type, region_id, latitude, "
            "longitude, '' FROM councils_council WHERE id = %s",
            [council.pk],
        )
    assert names_of(Council.objects.get(slug="wessex")) == [("Wessex", None)]


def test_a_rename_is_the_councils_newest_name() -> None:
    council = make_council("Avon")
    rename(council, "Severnside")
    assert newest(council) == "Severnside"


def test_a_correction_of_an_older_name_leaves_the_newest() -> None:
    council = make_council("Avvon")
    rename(council, "Severnside")
    council.names.filter(starts_on=None).update(name="Avon")
    assert (newest(council), council.name_on(RENAMED - DAY)) == ("Severnside", "Avon")


def test_a_rename_that_is_taken_back_leaves_the_name_before() -> None:
    council = make_council("Avon")
    rename(council, "Severnside").delete()
    assert newest(council) == "Avon"


def test_the_councils_own_name_put_right_corrects_the_newest_row_alone() -> None:
    council = make_council("Avon")
    rename(council, "Severnsied")
    Council.objects.filter(pk=council.pk).update(name="Severnside", short_name="Severn")
    assert names_of(council) == [("Severnside", RENAMED), ("Avon", None)]
    assert council.names.get(starts_on=RENAMED).short_name == "Severn"


def test_every_change_of_a_name_is_kept() -> None:
    rename(make_council("Avon"), "Severnsied")
    CouncilName.objects.filter(starts_on=RENAMED).update(name="Severnside")
    kept = apps.get_model("councils", "CouncilNameEvent")._default_manager.order_by("pgh_id")
    assert list(kept.values_list("pgh_label", "name")) == [
        ("insert", "Avon"), ("insert", "Severnsied"), ("update", "Severnside"),
    ]  # fmt: skip


# The name of a time


@pytest.mark.parametrize(("day", "name"), [(RENAMED - DAY, "Avon"), (RENAMED, "Severnside")])
def test_a_day_has_the_name_and_the_code_of_that_day(day: datetime.date, name: str) -> None:
    council = make_council("Avon", code="E06000901")
    rename(council, "Severnside")
    CouncilCode.objects.create(council=council, code="E06000902", starts_on=RENAMED)
    then = vars(Council.objects.named_on(day).get())
    code = "E06000901" if name == "Avon" else "E06000902"
    assert (then["name_then"], then["short_name_then"], then["code_then"]) == (name, name, code)
    assert council.name_on(day) == name


def test_the_names_of_a_day_take_one_query(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        rename(council := make_council(), f"New {council.name}")
    with django_assert_num_queries(1):
        assert [vars(each)["name_then"] for each in Council.objects.named_on(RENAMED)]


@pytest.mark.parametrize(("day", "name"), [(RENAMED - DAY, "Avon"), (RENAMED, "Severnside")])
def test_a_statement_can_ask_for_the_name_of_a_day(day: datetime.date, name: str) -> None:
    rename(make_council("Avon", code="E06000901"), "Severnside")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT named.name, named.short_name, coded.code "
            f"FROM councils_council c {NAME_ON} {CODE_ON}",
            {"day": day},
        )
        assert cursor.fetchall() == [(name, name, "E06000901")]


# Days that are refused, in words


def test_a_name_that_begins_today_is_taken() -> None:
    council = make_council("Avon")
    rename(council, "Severnside", timezone.localdate())
    assert newest(council) == "Severnside"


@pytest.mark.parametrize("day", [RENAMED - DAY, RENAMED])
def test_a_name_that_begins_before_the_council_or_with_it_is_refused(day: datetime.date) -> None:
    council = make_council("Avon", established=RENAMED)
    with refused("the council began on 1 April 2015. Leave the day of its first name empty"):
        rename(council, "Severnside", day)


def test_a_name_that_begins_when_the_council_is_gone_is_refused() -> None:
    council = make_council("Avon", abolished=RENAMED)
    with refused("the council was gone from 1 April 2015"):
        rename(council, "Severnside", RENAMED)


def test_a_code_that_begins_when_the_council_is_gone_is_refused() -> None:
    council = make_council("Avon", abolished=RENAMED)
    with refused("“E06000902” cannot begin on 1 April 2015: the council was gone"):
        CouncilCode.objects.create(council=council, code="E06000902", starts_on=RENAMED)


@pytest.mark.parametrize("change", [{"established": RENAMED}, {"abolished": RENAMED}])
def test_a_council_does_not_move_away_from_its_names(change: dict[str, datetime.date]) -> None:
    council = make_council("Avon")
    rename(council, "Severnside")
    with refused(
        r"in force when a name, code or region of it begins: “Severnside” \(1 April 2015\)"
    ):
        Council.objects.filter(pk=council.pk).update(**change)


def test_a_council_does_not_move_away_from_its_codes() -> None:
    council = make_council("Avon")
    CouncilCode.objects.create(council=council, code="E06000902", starts_on=RENAMED)
    with refused(r"“E06000902” \(1 April 2015\)"):
        Council.objects.filter(pk=council.pk).update(abolished=RENAMED)


def test_two_names_of_a_council_do_not_begin_on_one_day() -> None:
    council = make_council("Avon")
    rename(council, "Severnside")
    with refused("council_name_once_per_day"):
        rename(council, "Wessex")


def test_a_council_has_one_name_from_its_first_day() -> None:
    council = make_council("Avon")
    with refused("council_name_once_per_day"):
        rename(council, "Severnside", None)


def test_a_council_has_one_code_from_its_first_day() -> None:
    council = make_council("Avon")
    with refused("council_code_once_per_day"):
        CouncilCode.objects.create(council=council, code="E06000902")


@pytest.mark.parametrize("how", ["deleted", "dated", "given away"])
def test_the_first_name_stays(how: str) -> None:
    council = make_council("Avon", slug="avon")
    rename(council, "Severnside")
    first = council.names.get(starts_on=None)
    with refused("A council keeps the name of its first day"), transaction.atomic():
        if how == "deleted":
            first.delete()
        else:
            first.starts_on = RENAMED - DAY
            first.council = make_council("Wessex") if how == "given away" else council
            first.save()
        end_of_transaction()


def test_a_council_that_is_deleted_takes_its_names_with_it() -> None:
    council = make_council("Avon")
    rename(council, "Severnside")
    council.delete()
    end_of_transaction()
    assert not CouncilName.objects.exists()


# No two councils share a name at once


def test_a_name_that_another_council_has_that_day_is_refused() -> None:
    make_council("Wessex")
    with refused("Another council is called “Wessex” on some of the same days"):
        rename(make_council("Avon"), "Wessex")


def test_a_name_that_another_council_takes_later_is_refused() -> None:
    rename(make_council("Wessex"), "Mercia", RENAMED + DAY)
    with refused("Another council is called “Wessex”"):
        rename(make_council("Avon"), "Wessex")


def test_a_name_that_another_council_has_given_up_is_taken() -> None:
    rename(make_council("Wessex", slug="mercia"), "Mercia")
    council = make_council("Avon")
    rename(council, "Wessex")
    assert newest(council) == "Wessex"


def test_a_name_whose_council_is_gone_is_taken() -> None:
    make_council("Wessex", abolished=RENAMED)
    council = make_council("Avon")
    rename(council, "Wessex")
    assert newest(council) == "Wessex"


def test_a_rename_is_not_taken_back_while_another_has_the_old_name() -> None:
    renamed = rename(make_council("Wessex"), "Mercia")
    rename(make_council("Avon"), "Wessex")
    with refused("Another council is called “Wessex”"):
        renamed.delete()


def test_a_council_does_not_live_on_beside_another_of_its_name() -> None:
    gone = make_council("Wessex", slug="wessex-to-2015", abolished=RENAMED)
    make_council("Wessex", established=RENAMED)
    with refused("Another council is called “Wessex”"):
        Council.objects.filter(pk=gone.pk).update(abolished=None)


def test_a_council_may_go_back_to_a_name_it_had() -> None:
    council = make_council("Avon")
    rename(council, "Severnside")
    rename(council, "Avon", RENAMED + DAY)
    assert [council.name_on(RENAMED + DAY * n) for n in (-1, 0, 1)] == [
        "Avon",
        "Severnside",
        "Avon",
    ]


# Search


@pytest.mark.parametrize("words", ["avon", "severn", "E06000901", "e06000902"])
def test_a_council_is_found_by_every_name_and_code_it_ever_had(words: str) -> None:
    council = make_council("Avon", code="E06000901")
    rename(council, "Severnside")
    CouncilCode.objects.create(council=council, code="E06000902", starts_on=RENAMED)
    make_council("Mercia")
    assert list(Council.objects.matching(words)) == [council]


def test_words_of_two_names_of_a_council_are_not_one_name() -> None:
    rename(make_council("Avon"), "Severnside")
    assert not Council.objects.matching("avon severnside").exists()
