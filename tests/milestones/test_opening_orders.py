"""The order that a table opens with: announced where it is a column's, as one asked for is."""

import re

import pytest

from tests.milestones.conftest import SignIn
from tests.milestones.test_sorting import BARRIERS, COMPARED, OUTCOME, SHARE, SURE

DERBY = "/councils/derby/?round=personal-budgets-2011"
RATES = "/compare/?measure=personal-budget-share"

OPENED = [
    ("reader", SHARE, "regions", "-shown"),
    ("contributor", SHARE, "councils", "-shown"),
    ("reader", SURE, "answers-by-region", "-shown_very-likely"),
    ("reader", f"{SURE}&order=name", "answers-by-region", "area"),
    ("contributor", SURE, "answers-by-council", "council"),
    ("contributor", OUTCOME, "regions", "-optimism"),
    ("contributor", OUTCOME, "councils", "council"),
    ("reader", BARRIERS, "crossed", "-unlikely"),
    ("reader", BARRIERS, "any", "-shown"),
    ("reader", "/rounds/ppf-2010/questions/barriers/?area=london", "named", "-shown"),
    ("reader", COMPARED, "comparison", "-shown"),
    ("reader", COMPARED, "all-answers", "-shown_very-likely"),
    ("contributor", f"{RATES}&areas=barnet,kent,leeds", "rates", "-own_shown"),
    ("reader", "/regions/london/?", "rates", "-shown"),
    ("contributor", DERBY, "shares-ongoing-support", "-shown"),
]


@pytest.mark.parametrize(("who", "address", "table", "order"), OPENED)
def test_the_order_that_a_table_opens_with_is_announced_and_its_heading_turns_it_round(
    demo_client: SignIn, who: str, address: str, table: str, order: str
) -> None:
    client, name = demo_client(who), order.removeprefix("-")
    text = client.get(address).text
    way, field, next = announced(text, table)
    assert (way, next) == (("descending", name) if order != name else ("ascending", f"-{name}"))
    # And it is that order: asked for, nothing moves; its heading leads to the other way round.
    asked = client.get(f"{address}&{field}={order}").text
    assert named_in(asked, table) == named_in(text, table)
    turned = client.get(f"{address}&{field}={next}").text
    assert announced(turned, table) == (("ascending", "descending")[order == name], field, order)


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/regions/london/?", "expectations"),
        ("/regions/?", "regions"),
        ("/rounds/ppf-2010/?", "response"),
        (COMPARED, "pairs"),
        (OUTCOME, "sides"),
    ],
)
def test_an_opening_order_that_is_no_column_s_is_not_announced(
    demo_client: SignIn, address: str, table: str
) -> None:
    """The programme's, the regions' usual one or that of the areas picked."""
    head = head_of(demo_client("reader").get(address).text, table)
    assert "sort=" in head
    assert "aria-sort" not in head


def head_of(page: str, table: str) -> str:
    return page.partition(f'id="table-{table}"')[2].partition("</thead>")[0]


def announced(page: str, table: str) -> tuple[str, str, str]:
    """The way, and the order that its heading leads to with its name in the address."""
    marked = r'aria-sort="(\w+)"\s+class="[^"]*">\s*<a [^>]*?[?;]([\w-]*sort)=([\w-]+)[&#]'
    found = re.findall(marked, head_of(page, table))
    assert len(found) == 1
    way, field, next = found[0]
    return way, field, next


def named_in(page: str, table: str) -> list[str]:
    body = page.partition(f'id="table-{table}"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"[^>]*>(.*?)</th>', body, re.DOTALL)
