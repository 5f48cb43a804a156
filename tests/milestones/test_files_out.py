"""Files carry the codes of area, question and option, and the address of each figure."""

import csv
import io

import pytest
from django.test import Client

from surveys.models import Figure, Release
from tests.factories import make_release
from tests.milestones.world import World


@pytest.fixture
def released(world: World) -> Release:
    return make_release(world.round, stage="public")


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_figure_of_a_release_has_its_codes_and_address(
    client: Client, released: Release
) -> None:
    rows = rows_of(client, f"/releases/{released.pk}/?download=csv")
    for row in rows:
        figure = Figure.objects.get(pk=row["figure"])
        assert row["address"] == f"http://127.0.0.1{figure.get_absolute_url()}"
        assert row["area_code"] == figure.area.slug
        assert row["option_code"] == (figure.option.key if figure.option else "")
        assert row["question"] == (figure.question.key if figure.question else "response")
    assert len(rows) == released.figures.count()


@pytest.mark.parametrize(
    ("page", "column"),
    [
        ("/compare/?download=csv&table=comparison", "Figure"),
        ("/expectations/savings/?download=csv", "Very likely (very-likely): figure"),
        ("/rounds/spring/?download=csv&table=response", "Figure"),
    ],
)
def test_a_table_has_the_codes_of_its_areas_and_the_figures_addresses(
    client: Client, released: Release, page: str, column: str
) -> None:
    rows = rows_of(client, page)
    assert rows
    for row in rows:
        figure = Figure.objects.get(pk=row[column].rstrip("/").rpartition("/")[2])
        assert (figure.release, figure.area.slug) == (released, row["Area code"])
