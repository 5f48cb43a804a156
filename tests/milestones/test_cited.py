"""Every page that shows a release says how to cite it, and lends its charts to other pages."""

import html
import re

import pytest
from django.test import Client

from surveys.models import Figure
from tests.factories import make_release
from tests.milestones.test_findings import text_of
from tests.milestones.world import World

REFERENCE = "The association. Spring, position at 31 March 2011. Release 1, "
PAGES = ["/", "/expectations/savings/", "/compare/?areas=north-east,south-west", "/rounds/spring/"]
PAGES += ["/expectations/savings/moving/"]
PAGES += ["/regions/north-east/", "/milestones/milestone-1/"]


@pytest.fixture
def release(world: World) -> int:
    return make_release(world.round, stage="public").pk


@pytest.mark.parametrize("address", PAGES)
def test_a_page_gives_a_reference_to_where_it_stays(
    client: Client, release: int, address: str
) -> None:
    text = text_of(client.get(address).text.replace("<wbr>", ""))
    assert REFERENCE in text
    assert f"http://127.0.0.1/releases/{release}/" in text


@pytest.mark.parametrize("path", ["/overview/", "/expectations/savings/", "/"])
def test_a_pinned_page_is_cited_as_itself(client: Client, release: int, path: str) -> None:
    address = f"/releases/{release}{path}"
    page = client.get(address).text.replace("<wbr>", "")
    assert f"http://127.0.0.1{address}" in re.findall(r'id="cite">(.*?)</p>', page, re.S)[0]


@pytest.mark.parametrize("sort", ["sort=-n", "page=1", "councils-sort=name"])
def test_how_tables_stand_is_no_part_of_the_address_of_a_chart(
    client: Client, release: int, sort: str
) -> None:
    chart = client.get(f"/expectations/savings/?by=type&{sort}").context["chart"]
    assert chart.svg == f"/releases/{release}/expectations/savings/answers.svg?by=type"


def test_a_figure_is_cited_at_its_own_address(client: Client, release: int) -> None:
    figure = Figure.objects.filter(release=release).first()
    assert figure
    page = client.get(f"/figures/{figure.pk}/").text.replace("<wbr>", "")
    assert f"http://127.0.0.1/figures/{figure.pk}/" in re.findall(r'id="cite">(.*?)</p>', page)[0]


class TestEmbedded:
    @pytest.fixture
    def address(self, client: Client, release: int) -> str:
        """As the code that is copied from the page names it."""
        page = client.get("/expectations/savings/").text
        code = html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[0])
        found = re.fullmatch(
            r'<iframe src="http://127.0.0.1([^"]+)" title="[^"]+" .*></iframe>', code
        )
        assert found
        return found[1]

    def test_it_is_the_chart_of_the_release_alone(
        self, client: Client, release: int, address: str
    ) -> None:
        assert address == f"/releases/{release}/expectations/savings/answers.html"
        page = client.get(address).text
        title = re.findall(r'class="chart__title">(.*?)</h1>', page)[0]
        assert title in client.get("/expectations/savings/").text
        assert ("<script" in page, "masthead" in page) == (False, False)
        assert f'href="http://127.0.0.1/releases/{release}/expectations/savings/"' in page

    def test_it_alone_may_be_framed(self, client: Client, address: str) -> None:
        etag = client.get(address)["ETag"]
        for response in (client.get(address), client.get(address, headers={"If-None-Match": etag})):
            assert "X-Frame-Options" not in response
            assert "frame-ancestors *" in response["Content-Security-Policy"]
            assert "script-src 'self'" in response["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "other",
        [
            *("/", "/expectations/savings/", "/accounts/login/", "/nowhere.html", "/data/api/"),
            "/expectations/savings/?download=html&chart=answers",
            "/expectations/savings/nothing.html",
            "/expectations/savings/answers.svg",
        ],
    )
    def test_nothing_else_may(self, client: Client, release: int, other: str) -> None:
        response = client.get(other)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
