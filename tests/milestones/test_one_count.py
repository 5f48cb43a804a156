"""How many councils were at the target in a round: the same wherever a person reads it."""

import csv

import pytest
from django.test import Client

from surveys.models import Release
from tests.milestones.conftest import SignIn

MEASURE = "/measures/personal-budget-share/"
TOLD = ("Position at", "Councils at the target", "Councils at the target (k)")


def counts_at(client: Client, page: str, base: str) -> list[list[str]]:
    """By round, from the file of the page's table."""
    answer = client.get(f"{page}?download=csv&table=time-{base}")
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    [start] = [at for at, row in enumerate(rows) if "Councils at the target (k)" in row]
    header = rows[start]
    columns = [at for at, name in enumerate(header) if name in TOLD]
    return [[row[at] for at in columns] for row in rows[start + 1 :] if len(row) == len(header)]


@pytest.mark.parametrize("role", ["reader", "contributor", "analyst"])
def test_every_page_with_the_count_says_the_same(demo_client: SignIn, role: str) -> None:
    client = demo_client(role)
    newest = Release.objects.newest_of_each_round().get(round__slug="personal-budgets-2011")
    bases = [each.base.key for each in client.get(MEASURE).context["shown"].bases]
    assert len(bases) == 2
    for base in bases:
        told = counts_at(client, MEASURE, base)
        assert len(told) >= 3
        for page in ("/", f"/releases/{newest.pk}/overview/"):
            assert counts_at(client, page, base) == told, (page, base)


def test_the_public_reads_the_count_of_many(demo_client: SignIn) -> None:
    counts = counts_at(demo_client("reader"), "/", "ongoing-support")
    assert not [row for row in counts if "not shown" in row]
