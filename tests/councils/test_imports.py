"""The register from its file: what the carried one says, and how a bad one is refused."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count

from councils.imports import REGISTER, save
from councils.models import Council, CouncilName, Region, Succession
from councils.register_file import BadRegisterError, RegisterRow, check, parse
from tests.factories import make_region, make_return, make_round

CARRIED = parse(REGISTER.read_text(encoding="utf-8"))
# What changed between them: Cheshire and Bedfordshire split; Bournemouth and Poole merged;
# Northamptonshire split; Cumbria split.
REGIONS_IN_FORCE = {
    "2009-03-31": {"North West": 22, "East of England": 10, "South West": 16, "East Midlands": 9},
    "2010-04-01": {"North West": 23, "East of England": 11, "South West": 16, "East Midlands": 9},
    "2011-04-01": {"North West": 23, "East of England": 11, "South West": 16, "East Midlands": 9},
    "2019-04-01": {"North West": 23, "East of England": 11, "South West": 15, "East Midlands": 9},
    "2021-04-01": {"North West": 23, "East of England": 11, "South West": 15, "East Midlands": 10},
    "2023-04-01": {"North West": 24, "East of England": 11, "South West": 15, "East Midlands": 10},
}
UNCHANGED = {
    "North East": 12,
    "Yorkshire and The Humber": 15,
    "West Midlands": 14,
    "London": 33,
    "South East": 19,
}
PARTS = ["Council", "CouncilName", "CouncilCode", "Succession"]
GOOD = CARRIED[1]  # Darlington: always there, one code


def in_force(day: str) -> Any:
    return Council.objects.in_force(on=datetime.date.fromisoformat(day))


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the register and of its history."""
    names = [name + end for name in PARTS for end in ("", "Event")]
    models = [apps.get_model("councils", name) for name in [*names, "Region", "Area"]]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }


def messages(rows: list[RegisterRow]) -> list[str]:
    return [str(problem) for problem in check(rows)]


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
class TestTheCarriedRegister:
    @pytest.mark.parametrize(
        ("day", "councils"),
        [
            ("2009-03-31", 150),
            ("2010-04-01", 152),
            ("2011-04-01", 152),
            ("2019-04-01", 151),
            ("2021-04-01", 152),
            ("2023-04-01", 153),
        ],
    )
    def test_has_so_many_councils_on_the_day(self, day: str, councils: int) -> None:
        assert in_force(day).count() == councils

    @pytest.mark.parametrize("day", REGIONS_IN_FORCE)
    def test_has_so_many_councils_in_each_region_on_the_day(self, day: str) -> None:
        rows = in_force(day).order_by().values_list("region__name").annotate(Count("pk"))
        assert dict(rows) == UNCHANGED | REGIONS_IN_FORCE[day]

    @pytest.mark.parametrize("code", ["E08000020", "E08000037", "e08000037 "])
    def test_finds_a_council_by_any_code_it_ever_had(self, code: str) -> None:
        assert [council.name for council in Council.objects.with_code(code)] == ["Gateshead"]

    def test_finds_one_council_by_each_code_of_the_file(self) -> None:
        codes = {code for row in CARRIED for code in (row.code, row.code_now) if code}
        assert all(Council.objects.with_code(code).count() == 1 for code in codes)

    def test_gives_the_plain_address_to_the_latest_of_two_with_one_name(self) -> None:
        slugs = Council.objects.filter(name="Somerset").values_list("slug", "type")
        assert set(slugs) == {("somerset", "unitary"), ("somerset-to-2023", "county")}

    def test_says_what_became_of_every_abolished_council(self) -> None:
        gone = Council.objects.exclude(abolished=None).filter(succeeded_by=None)
        assert not gone.exists()

    def test_carries_no_trend_through_a_split(self) -> None:
        cheshire = Succession.objects.filter(predecessor__name="Cheshire")
        assert [each.carries_a_trend for each in cheshire] == [False, False]

    def test_changes_nothing_when_loaded_again(self) -> None:
        before = everything()
        save(CARRIED)
        assert everything() == before

    def test_keeps_what_it_was_when_a_bad_file_follows(self) -> None:
        before = everything()
        renamed = [replace(row, name=f"New {row.name}") for row in CARRIED]
        with pytest.raises(BadRegisterError):
            save([*renamed, replace(GOOD, number=999)])
        assert everything() == before

    def test_takes_a_changed_row_and_leaves_the_others(self) -> None:
        events = Council._meta.apps.get_model("councils", "CouncilEvent").objects
        before = events.count()
        save([replace(row, note="New") if row is GOOD else row for row in CARRIED])
        assert Council.objects.get(name="Darlington").note == "New"
        assert events.count() == before + 1


def test_the_carried_file_has_no_problem() -> None:
    assert check(CARRIED) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": ""}, "the name is empty"),
        ({"code": ""}, "the code or the region’s code is empty"),
        ({"code": "10000027"}, "“10000027” is not a code such as E10000021"),
        ({"code_now": "E1"}, "“E1” is not a code such as E10000021"),
        ({"type": "parish"}, "the type “parish” is not one of county, unitary"),
        ({"established": "1 April"}, "“1 April” is not a date such as 2009-04-01"),
        ({"established": "20090401"}, "“20090401” is not a date such as 2009-04-01"),
        ({"latitude": "64.1"}, "the position “64.1” is not in England"),
        ({"longitude": "east"}, "the position “east” is not in England"),
        ({"longitude": ""}, "the position “” is not in England"),
        ({"abolished": "2009-04-01"}, "it is abolished but has no successor"),
        ({"successors": "E99999999"}, "the successor E99999999 is not in the file"),
        ({"successors": "E99999999"}, "the continuity “” is not known"),
        ({"same_body_as": "E99999999"}, "the same body E99999999 is not in the file"),
        ({"code": "E06000047"}, "the code E06000047 is already on row 2"),
        ({"name": "County Durham"}, "“County Durham” is in force at once on row 2"),
        ({"region_name": "North"}, "the region E12000001 is elsewhere called “North East”"),
        ({"name": "x" * 101}, "the name is longer than 100 characters"),
        ({"short_name": "x" * 31}, "the short name is longer than 30 characters"),
        ({"population": "0"}, "the population “0” is not a whole number of thousands"),
        ({"population": "248,700"}, "the population “248,700” is not a whole number"),
        ({"population": "-3"}, "the population “-3” is not a whole number of thousands"),
    ],
)
def test_a_problem_is_told_with_its_row(change: dict[str, Any], problem: str) -> None:
    rows = [replace(row, **change) if row is GOOD else row for row in CARRIED]
    assert any(message.startswith(f"Row 3: {problem}") for message in messages(rows))


def test_a_council_abolished_before_it_is_established_is_told() -> None:
    backwards = replace(GOOD, established="2009-04-01", abolished="2009-03-31")
    assert "Row 3: it is abolished before it is established" in messages([backwards])


def test_a_successor_that_starts_on_another_day_is_told() -> None:
    late = replace(CARRIED[0], established="2009-04-02")
    found = messages([late, *CARRIED[1:]])
    assert "Row 4: the successor E06000047 starts on another day" in found


def test_all_problems_are_told_at_once_in_row_order() -> None:
    first = replace(CARRIED[0], name="", type="parish", latitude="0", established="soon")
    second = replace(GOOD, code="E06000047", code_now="", region_name="Somewhere", longitude="9")
    problems = check([first, second])
    assert [problem.row for problem in problems] == sorted(problem.row for problem in problems)
    assert len(problems) == 8


def test_a_name_that_gives_the_address_of_another_council_is_told() -> None:
    twin = replace(GOOD, number=4, code="E06999999", code_now="", name="Darlington!")
    assert messages([GOOD, twin]) == ["Row 4: the address “darlington” is already that of row 3"]


def test_a_new_code_without_its_day_is_told() -> None:
    undated = replace(GOOD, code_now="E06999999")
    assert messages([undated]) == ["Row 3: the code E06999999 has no day on which it begins"]


def test_every_missing_column_is_told() -> None:
    with pytest.raises(BadRegisterError) as refused:
        parse("name,code,type\nDurham,E10000010,county\n")
    assert len(refused.value.problems) == 13
    assert "the column “region_code” is missing" in str(refused.value)


def without_population(text: str) -> str:
    """The file as registers were kept: its last column left out."""
    return "".join(f"{line.rpartition(',')[0]}\n" for line in text.splitlines())


def test_a_file_without_populations_is_read() -> None:
    rows = parse(without_population(REGISTER.read_text(encoding="utf-8")))
    assert messages(rows) == []
    assert rows == [replace(row, population=None) for row in CARRIED]


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_file_without_populations_leaves_those_of_the_register() -> None:
    save([replace(row, population=None) for row in CARRIED])
    assert Council.objects.get(name="Kent").population == 1464


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_an_empty_population_takes_that_of_the_register_away() -> None:
    save([replace(row, population="") if row.name == "Kent" else row for row in CARRIED])
    assert Council.objects.get(name="Kent").population is None
    assert Council.objects.filter(population=None).count() == 1


def test_a_file_without_councils_is_refused() -> None:
    assert messages([]) == ["Row 1: the file has no councils"]


@pytest.mark.django_db
def test_nothing_of_a_bad_file_is_kept() -> None:
    before = everything()
    with pytest.raises(BadRegisterError):
        save([*CARRIED[:5], replace(CARRIED[5], type="parish")])
    assert everything() == before
    assert not Region.objects.exists()


@pytest.mark.django_db
def test_the_command_tells_every_problem_and_that_nothing_was_loaded(tmp_path: Any) -> None:
    file = tmp_path / "councils.csv"
    file.write_text("name,code\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was loaded\.\nRow 1: the column") as refused:
        call_command("load_councils", file)
    assert str(refused.value).count("Row 1") == 14


# What a file looks like from outside

HEADER, *_ = REGISTER.read_text(encoding="utf-8").splitlines()
LINE = "E06999901,Northmoor,Northmoor,unitary,E12000001,North East,,,,54.5,-1.5,E06999901,,,,"


def loaded(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "councils.csv"
    file.write_bytes(content)
    call_command("load_councils", file)


@pytest.mark.django_db
def test_a_byte_order_mark_is_nothing(tmp_path: Path) -> None:
    loaded(tmp_path, f"\ufeff{HEADER}\r\n{LINE}ok\r\n".encode())
    assert Council.objects.get().name == "Northmoor"


@pytest.mark.django_db
def test_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="The file is in UTF-16, not in UTF-8"):
        loaded(tmp_path, f"{HEADER}\n{LINE}".encode("utf-16"))


@pytest.mark.django_db
def test_a_line_break_inside_a_cell_is_kept(tmp_path: Path) -> None:
    loaded(tmp_path, f'{HEADER}\r\n{LINE}"first line\nsecond line"\r\n'.encode())
    assert Council.objects.get().note == "first line\nsecond line"


def test_rows_after_a_line_break_keep_the_number_a_spreadsheet_gives_them() -> None:
    rows = parse(f'{HEADER}\n{LINE}"one\ntwo"\n{LINE}\n\n{LINE}\n')
    assert [row.number for row in rows] == [2, 3, 5]


# Names: a file has one for each council, and no day of a rename


def renamed(council: Council, name: str) -> CouncilName:
    day = datetime.date(2015, 4, 1)
    return CouncilName.objects.create(council=council, name=name, short_name=name, starts_on=day)


@pytest.mark.django_db
def test_a_name_in_the_file_corrects_the_one_that_the_council_has() -> None:
    save([replace(GOOD, name="Darlingtn")])
    save([GOOD])
    council = Council.objects.get()
    assert list(council.names.values_list("name", flat=True)) == ["Darlington"]


@pytest.mark.django_db
def test_a_name_in_the_file_leaves_a_dated_rename_and_is_told() -> None:
    save([GOOD])
    renamed(Council.objects.get(), "Teesmouth")
    kept = save([replace(GOOD, note="New")])
    council = Council.objects.get()
    assert [(council.name, what) for council, what in kept] == [("Teesmouth", "name")]
    assert (council.name, council.note) == ("Teesmouth", "New")
    assert council.names.count() == 2


@pytest.mark.django_db
def test_the_command_says_which_names_it_left(tmp_path: Path, capsys: Any) -> None:
    loaded(tmp_path, f"{HEADER}\n{LINE}\n".encode())
    renamed(Council.objects.get(), "Southmoor")
    loaded(tmp_path, f"{HEADER}\n{LINE}\n".encode())
    assert "Southmoor keeps its name: the register has a dated change" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_region_in_the_file_leaves_a_dated_move_and_is_told() -> None:
    save([GOOD])
    council = Council.objects.get()
    elsewhere = make_region("Elsewhere", code="E12000099")
    council.places.create(region=elsewhere, type="county", starts_on=datetime.date(2020, 4, 1))
    kept = save([GOOD])
    assert [what for _, what in kept] == ["region and type"]
    council.refresh_from_db()
    assert (council.region, council.type) == (elsewhere, "county")


@pytest.mark.django_db
def test_a_type_in_the_file_corrects_the_one_that_the_council_has() -> None:
    save([replace(GOOD, type="county")])
    save([GOOD])
    assert list(Council.objects.get().places.values_list("type", flat=True)) == [GOOD.type]


# A reorganisation in a newer file


OLD, NEW = (next(r for r in CARRIED if r.code == code) for code in ("E10000027", "E06000066"))
AS_IT_WAS = replace(OLD, abolished="", successors="", same_body_as="", continuity="")


@pytest.mark.django_db
def test_a_successor_takes_the_name_and_address_of_a_council_that_ends() -> None:
    save([AS_IT_WAS])
    save([replace(NEW, number=2), replace(OLD, number=3)])
    slugs = dict(Council.objects.values_list("type", "slug"))
    assert slugs == {"county": "somerset-to-2023", "unitary": "somerset"}


@pytest.mark.django_db
def test_a_council_that_must_answer_is_not_ended_before_the_day_by_a_file() -> None:
    save([AS_IT_WAS])
    day = datetime.date(2023, 4, 1)
    make_return(make_round("spring", reference_date=day), Council.objects.get())
    with pytest.raises(BadRegisterError, match=r"Row 9: Somerset must answer “Spring” \(1 April"):
        save([NEW, replace(OLD, number=9)])
    assert Council.objects.get().abolished is None
