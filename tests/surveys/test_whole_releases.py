"""A whole release as one file: all of it, described, and no more than its reader may see."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from django.test import Client
from openpyxl import load_workbook

from councils.models import Council, User
from surveys.models import Answer, Figure, Question, Release, ReleasedAnswer, Round
from tests.factories import make_region, make_release, put_right
from tests.milestones.world import TELLTALE, World, make_world


@pytest.fixture
def thin(home: Council) -> World:
    """Three councils in the North East, a dozen in each of two other regions."""
    world = make_world({home.region: 3, make_region("London"): 12, make_region("Kent"): 12})
    make_release(world.round, stage="public")
    return world


def file(client: Client, form: str) -> bytes:
    response = client.get(f"/releases/{Release.objects.get().pk}/release.{form}")
    assert response.status_code == 200
    return response.content


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder / "spring-release-1"


def test_every_cell_is_what_the_data_package_says(
    client: Client, thin: World, tmp_path: Path
) -> None:
    folder = unpacked(file(client, "zip"), tmp_path)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert {task.name: task.stats.get("rows") for task in report.tasks}["figures"] == (
        Figure.objects.count()
    )


Parts = dict[str, dict[str, Any]]


def tables_of(folder: Path) -> tuple[Parts, dict[str, list[dict[str, str]]]]:
    """What the data package says of each table's keys, and its rows."""
    told = json.loads((folder / "datapackage.json").read_text())
    schemas = {part["name"]: part["schema"] for part in told["resources"]}
    rows = {}
    for name in schemas:
        text = (folder / f"{name}.csv").read_text(encoding="utf-8-sig")
        rows[name] = list(csv.DictReader(io.StringIO(text)))
    return schemas, rows


def test_each_table_has_a_key_and_what_refers_to_another_is_there(
    client: Client, contributor: User, thin: World, tmp_path: Path
) -> None:
    client.force_login(contributor)
    schemas, rows = tables_of(unpacked(file(client, "zip"), tmp_path))
    for name, schema in schemas.items():
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows[name]]
        assert keys
        assert len(set(keys)) == len(keys), name
        for link in schema.get("foreignKeys", []):
            (column,), to = link["fields"], link["reference"]
            there = {row[to["fields"][0]] for row in rows[to["resource"] or name]}
            assert {row[column] for row in rows[name]} - {""} <= there, (name, column)
    assert {name: len(schema.get("foreignKeys", [])) for name, schema in schemas.items()} == {
        **{"figures": 0, "questions": 2, "options": 1, "returns": 0, "answers": 2},
        "dictionary": 0,
    }
    report = frictionless.validate(str(tmp_path / "spring-release-1" / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []


@pytest.fixture
def named(home: Council) -> World:
    """A round that names councils and hides small counts of people: one gave 3, the others 1234."""
    world = make_world({home.region: 3}, names_councils=True)
    Round.objects.update(discloses_small_counts=False)
    Question.objects.filter(pk=world.people.pk).update(counts_people=True, unit="people")
    put_right(
        Answer.objects.filter(pk=Answer.objects.filter(question=world.people)[0].pk), number=3
    )
    make_release(world.round, stage="public")
    return world


def answered(client: Client, folder: Path) -> dict[str, list[str]]:
    """What each council gave as a number of people, by the number and in words."""
    text = (unpacked(file(client, "zip"), folder) / "answers.csv").read_text(encoding="utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["question"] == "people"]
    return {name: sorted(row[name] for row in rows) for name in ("number", "answer")}


def test_councils_answers_are_in_it_where_councils_are_named(
    client: Client, named: World, tmp_path: Path
) -> None:
    said = answered(client, tmp_path)
    assert said["number"][-1] == "fewer than 5"
    assert said["answer"][-1] == "fewer than 5 people"
    report = frictionless.validate(str(tmp_path / "spring-release-1" / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    told = {task.name: task.stats.get("rows") for task in report.tasks}
    assert told["answers"] == ReleasedAnswer.objects.count()


def test_the_sector_reads_small_counts_in_it(
    client: Client, contributor: User, named: World, tmp_path: Path
) -> None:
    client.force_login(contributor)
    assert "3" in answered(client, tmp_path)["number"]


def test_of_unnamed_councils_the_sector_alone_has_their_answers(
    client: Client, contributor: User, thin: World
) -> None:
    names = load_workbook(io.BytesIO(file(client, "xlsx"))).sheetnames
    client.force_login(contributor)
    assert "Answers" not in names
    assert "Answers" in load_workbook(io.BytesIO(file(client, "xlsx"))).sheetnames


def test_people_read_what_it_is_and_how_to_cite_it(
    client: Client, thin: World, tmp_path: Path
) -> None:
    about = (unpacked(file(client, "zip"), tmp_path) / "about.txt").read_text(encoding="utf-8")
    address = f"http://127.0.0.1/releases/{Release.objects.get().pk}/"
    assert "The association. Spring, position at 31 March 2011. Release 1, " in about
    assert address in about
    assert "not for publication" not in about


def test_each_column_of_each_table_is_in_the_dictionary(client: Client, thin: World) -> None:
    book = load_workbook(io.BytesIO(file(client, "xlsx")))
    assert book.sheetnames == [
        *("Figures", "Questions", "Options", "Returns", "Dictionary", "About")
    ]
    told = {(row[0], row[1]) for row in book["Dictionary"].iter_rows(min_row=2, values_only=True)}
    tables = [name for name in book.sheetnames if name not in {"Dictionary", "About"}]
    assert told == {(name.lower(), cell.value) for name in tables for cell in book[name][1]}


def texts(client: Client, form: str) -> str:
    if form == "xlsx":
        book = load_workbook(io.BytesIO(file(client, form)))
        return str([row for sheet in book for row in sheet.iter_rows(values_only=True)])
    with zipfile.ZipFile(io.BytesIO(file(client, form))) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_what_is_hidden_from_readers_is_for_the_sector_alone(
    client: Client, contributor: User, thin: World, form: str
) -> None:
    total = str(Figure.objects.get(area__slug="north-east", question__key="people").sum).split(".")[
        0
    ]
    said = texts(client, form)
    assert (total in said, str(TELLTALE) in said) == (False, False)
    client.force_login(contributor)
    said = texts(client, form)
    assert (total in said, "not for publication" in said) == (True, True)


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_nothing_in_it_is_a_formula(client: Client, home: Council, form: str) -> None:
    world = make_world({home.region: 3})
    Question.objects.filter(pk=world.people.pk).update(text='=HYPERLINK("x")')
    make_release(world.round, stage="public")
    said = texts(client, form)
    assert "'=HYPERLINK" in said
    if form == "xlsx":
        book = load_workbook(io.BytesIO(file(client, form)))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_it_is_the_same_bytes_each_time(
    client: Client, contributor: User, thin: World, form: str
) -> None:
    client.force_login(contributor)
    first = file(client, form)
    thin.expectation.milestone.save()  # what gives all pages another version
    assert file(client, form) == first


def test_it_is_kept(client: Client, thin: World, django_assert_num_queries: Any) -> None:
    first = file(client, "zip")
    address = f"/releases/{Release.objects.get().pk}/release.zip"
    with django_assert_num_queries(1):
        assert client.get(address).content == first


@pytest.mark.parametrize("address", ["/data/", "/rounds/spring/", "/releases/{}/"])
def test_it_is_linked_where_one_looks(client: Client, thin: World, address: str) -> None:
    pk = Release.objects.get().pk
    page = client.get(address.format(pk)).text
    assert f'href="/releases/{pk}/release.zip"' in page
    assert f'href="/releases/{pk}/release.xlsx"' in page


def test_a_release_that_is_not_open_to_one_is_not_there(client: Client, home: Council) -> None:
    release = make_release(make_world({home.region: 3}).round, stage="sector")
    assert client.get(f"/releases/{release.pk}/release.zip").status_code == 404


def test_the_data_package_names_the_release(client: Client, thin: World, tmp_path: Path) -> None:
    told = json.loads((unpacked(file(client, "zip"), tmp_path) / "datapackage.json").read_text())
    assert told["id"] == f"http://127.0.0.1/releases/{Release.objects.get().pk}/"
    assert told["version"] == "1"
