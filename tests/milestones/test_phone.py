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
