"""The code to show a chart elsewhere: offered where it shows what the page has, to all who look."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.milestones.conftest import SignIn

EMBED = "Show this chart on your own page"
WHY_NOT = "these charts come without the code to show them on other pages"
PAGES = [
    "/",
    "/regions/",
    "/regions/east-midlands/",
    "/expectations/information-strategy/",
    "/expectations/personal-budgets-30-percent/outcome/",
    "/expectations/personal-budgets-30-percent/moving/",
    "/measures/personal-budget-share/",
    "/compare/?expectation=prevention-savings&areas=east-midlands,south-west",
    "/rounds/ppf-2010/",
]


def codes_on(page: str) -> list[tuple[str, str]]:
    """Of each code on the page, the address that it shows and its title."""
    said = [
        html.unescape(code) for code in re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", page)
    ]
    found = [re.search(r'<iframe src="([^"]*)" title="([^"]*)"', code) for code in said]
    return [
        (urlsplit(html.unescape(each[1]))._replace(scheme="", netloc="").geturl(),
         html.unescape(each[2]))
        for each in found
        if each
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["regional_lead", "contributor", "analyst"])
def test_who_sees_more_than_the_public_is_told_why_it_is_not_offered(
    demo_client: SignIn, role: str
) -> None:
    client, reader = demo_client(role), Client()
    for page in PAGES:
        text, public = client.get(page).text, reader.get(page).text
        assert EMBED not in text, page
        assert text.count(WHY_NOT) == int(EMBED in public), page
        assert WHY_NOT not in public, page


def test_it_shows_to_all_the_title_that_it_is_given(demo_client: SignIn) -> None:
    client, elsewhere = demo_client("reader"), Client()
    offered = [code for page in PAGES for code in codes_on(client.get(page).text)]
    assert len(offered) >= 5
    for address, title in offered:
        answer = elsewhere.get(address)
        assert answer.status_code == 200, address
        assert title in html.unescape(answer.text), address
