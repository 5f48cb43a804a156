"""Tables on a telephone: no row of many columns has to be pushed sideways to be read."""

import re

import pytest

from tests.milestones.conftest import SignIn

TABLE = re.compile(r'<table class="(govuk-table[^"]*)">(.*?)</thead>', re.DOTALL)
PAGES = [
    "/expectations/personal-budgets-30-percent/?round=ppf-2010",
    "/expectations/personal-budgets-30-percent/outcome/",
    "/measures/personal-budget-share/?round=personal-budgets-2010",
    "/compare/",
    "/regions/london/",
    "/councils/barnet/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_table_of_more_than_four_columns_stacks(demo_client: SignIn, address: str) -> None:
    tables = TABLE.findall(demo_client("contributor").get(address).text)
    wide = [kinds for kinds, head in tables if head.count("<th ") > 4]
    assert wide
    assert [kinds for kinds in wide if "table--stacked" not in kinds] == []


VERDICTS = [
    ("/regions/london/", "Against the rest"),
    ("/expectations/personal-budgets-30-percent/outcome/", "Met it, of those that reported"),
    ("/expectations/personal-budgets-30-percent/outcome/", "Optimism"),
    ("/measures/personal-budget-share/?round=personal-budgets-2010", "Against the target"),
    ("/reported/", "Verdict"),
    ("/compare/", "Verdict"),
    ("/councils/barnet/", "Where it stands"),
]


@pytest.mark.parametrize(("address", "verdict"), VERDICTS)
def test_what_a_row_comes_to_is_marked_to_stand_under_its_name(
    demo_client: SignIn, address: str, verdict: str
) -> None:
    text = demo_client("contributor").get(address).text
    cells = re.findall(rf'<td class="([^"]*)" data-label="{verdict}">', text)
    assert cells
    assert [kinds for kinds in cells if "table__verdict" not in kinds] == []
