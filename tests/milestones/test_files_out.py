"""Files carry the codes of area, question and option, and the address of each figure."""

import csv
import io

import pytest
from django.test import Client

from councils.models import Area, CouncilCode, Region
from surveys.models import Figure, Release
from tests.factories import make_release, make_user
from tests.milestones.world import World


@pytest.fixture
def released(world: World) -> Release:
    return make_release(world.round, stage="public")


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def official(area: Area) -> str:
    """Of a region and of England; types of council have none and go by their address."""
    return {"region": area.region.code if area.region else "", "england": "E92000001"}.get(
        area.kind, area.slug
    )


def test_every_figure_of_a_release_has_its_codes_and_address(
    client: Client, released: Release
) -> None:
    rows = rows_of(client, f"/releases/{released.pk}/?download=csv")
    for row in rows:
        figure = Figure.objects.get(pk=row["figure"])
        assert row["address"] == f"http://127.0.0.1{figure.get_absolute_url()}"
        assert row["area_code"] == official(figure.area)
        assert row["option_code"] == (figure.option.key if figure.option else "")
        assert row["question"] == (figure.question.key if figure.question else "response")
    assert len(rows) == released.figures.count()


@pytest.mark.parametrize(
    ("page", "column"),
    [
        ("/compare/?download=csv&table=comparison", "Figure"),
        ("/expectations/savings/?download=csv", "Very likely (very-likely): figure"),
        ("/rounds/spring/?download=csv&table=response", "Figure"),
        ("/compare/?download=csv&table=pairs", "Figure"),
        ("/?download=csv&table=expectations-by-region", "Figure"),
        ("/milestones/milestone-1/?download=csv&table=expectations-by-region", "Figure"),
    ],
)
def test_a_table_has_the_codes_of_its_areas_and_the_figures_addresses(
    client: Client, released: Release, page: str, column: str
) -> None:
    rows = rows_of(client, page)
    assert rows
    for row in rows:
        figure = Figure.objects.get(pk=row[column].rstrip("/").rpartition("/")[2])
        assert (figure.release, official(figure.area)) == (released, row["Area code"])


SEEN_BY_ANALYSTS = [
    ("/regions/north-east/?download=csv&table=councils", "Savings (savings): option code"),
    ("/expectations/savings/?download=csv&table=answers-by-council", "Option code"),
    ("/councils/gateshead/?download=csv", "Answer code"),
]


@pytest.mark.parametrize(("page", "column"), SEEN_BY_ANALYSTS)
def test_a_table_of_councils_has_their_codes_and_those_of_what_they_said(
    client: Client, released: Release, page: str, column: str
) -> None:
    client.force_login(make_user(role="analyst"))
    rows = rows_of(client, page)
    codes = set(CouncilCode.objects.values_list("code", flat=True))
    assert rows
    assert {row["Council code"] for row in rows} <= codes
    assert "very-likely" in {row[column] for row in rows}


def test_a_regions_file_names_its_figures(client: Client, released: Release) -> None:
    client.force_login(make_user(role="analyst"))
    [row] = rows_of(client, "/regions/north-east/?download=csv")
    figure = Figure.objects.get(pk=row["Figure"].rstrip("/").rpartition("/")[2])
    assert official(figure.area) == row["Area code"]
    assert figure.option is not None
    assert (row["Expectation code"], row["Option code"]) == ("savings", figure.option.key)


def test_a_councils_file_names_the_figures_of_the_areas_it_stands_in(
    client: Client, released: Release
) -> None:
    client.force_login(make_user(role="analyst"))
    row = rows_of(client, "/councils/gateshead/?download=csv")[0]
    for column in ("North East: figure", "England: figure"):
        figure = Figure.objects.get(pk=row[column].rstrip("/").rpartition("/")[2])
        assert figure.question is not None
        assert figure.question.key == row["Question code"]


def test_a_region_that_is_given_another_code_has_it_in_files_that_come_later(
    client: Client, world: World
) -> None:
    before = make_release(world.round, stage="public")
    region = Region.objects.get(slug="north-east")
    former, region.code = region.code, "E12000099"
    region.save()
    Area.objects.make_for(region)
    after = make_release(world.round, stage="public")
    for release, code in ((before, former), (after, "E12000099")):
        rows = rows_of(client, f"/releases/{release.pk}/?download=csv&table=response")
        assert code in {row["Area code"] for row in rows}
