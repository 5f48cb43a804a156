"""A search under which nothing is found offers the names that may have been meant."""

import pytest
from django.test import Client

from ppf_site.found import near
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of

NAMES = ["Leicestershire", "Leicester", "Bath and North East Somerset", "South West", "St. Helens"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("leicstershire", "Leicestershire"),
        ("Leicster", "Leicester"),
        ("bath and north est sumerset", "Bath and North East Somerset"),
        ("somerset norht", "Bath and North East Somerset"),
        ("sout wset", "South West"),
        ("st hellens", "St. Helens"),
    ],
)
def test_what_is_spelt_nearly_so_is_offered_the_nearest_first(typed: str, first: str) -> None:
    assert near(typed, NAMES)[0] == first


@pytest.mark.parametrize("typed", ["", "  ", "zzz", "south zzz", "%_'"])
def test_what_is_like_nothing_is_offered_nothing(typed: str) -> None:
    assert near(typed, NAMES) == []


class TestTheSearch:
    @pytest.fixture
    def visitor(self, demo_client: SignIn) -> Client:
        return demo_client("reader")

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("leicstershire", "Leicestershire"), ("prevantion", "Prevention strategy")],
    )
    def test_offers_what_may_have_been_meant(self, visitor: Client, typed: str, meant: str) -> None:
        page = visitor.get(f"/councils/?q={typed}").text
        assert f"Nothing found for “{typed}”" in text_of(page)
        assert "Did you mean" in text_of(page)
        assert f'href="?q={meant.replace(" ", "%20")}">{meant}</a>' in page

    def test_suggests_it_to_who_types(self, visitor: Client) -> None:
        [first, *_] = visitor.get("/suggestions/councils/?q=leicstershire").json()["found"]
        assert first["name"] == "Leicestershire"
        assert visitor.get(first["url"], follow=True).status_code == 200

    def test_offers_nothing_beside_what_was_found(self, visitor: Client) -> None:
        assert "Did you mean" not in visitor.get("/councils/?q=york").text
