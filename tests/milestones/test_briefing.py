"""The regional briefing: what stands out, on a page and as a PDF that a screen reader can read."""

import pypdfium2
import pytest

from milestones.regions.briefing import pseudonym
from surveys.models import Release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of

PAGE = "/regions/east-midlands/briefing/"
PDF = "/regions/east-midlands/briefing.pdf"
TITLE = (
    "East Midlands: 8 of 9 very likely to have 30% of care users on personal budgets by April "
    "2011; 5 of the 8 that reported met it"
)


def paper(content: bytes) -> tuple[int, str]:
    """How many pages, and what stands on them in single spaces."""
    document = pypdfium2.PdfDocument(content)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    return len(document), " ".join(said.split())


class TestThePage:
    @pytest.fixture
    def page(self, demo_client: SignIn) -> str:
        return demo_client("reader").get(PAGE).text

    def test_says_the_finding_in_its_title(self, page: str) -> None:
        assert TITLE in text_of(page)

    def test_tells_robust_gaps_alone(self, page: str) -> None:
        told = text_of(page)
        assert (
            "Furthest above the rest of England: 8 of the 9 East Midlands councils are very likely "
            "to have 30% of care users on personal budgets by April 2011, against 71 of 142 in the "
            "rest of England."
        ) in told

    def test_says_of_both_surveys_that_it_shows_who_answered(self, page: str) -> None:
        assert (
            "March 2010: 9 of 9 East Midlands councils answered. "
            "March 2011: 8 of 9 gave the numbers."
        ) in text_of(page)

    def test_leads_to_the_pdf_and_to_the_anonymised_one(self, page: str) -> None:
        assert f'href="{PDF}"' in page
        assert 'href="?anonymised=yes"' in page


def test_the_pdf_says_what_the_page_says_on_two_pages(demo_client: SignIn) -> None:
    client = demo_client("reader")
    response = client.get(PDF)
    assert response["Content-Type"] == "application/pdf"
    pages, said = paper(response.content)
    assert pages == 2
    assert TITLE in said
    for finding in client.get(PAGE).context["briefing"].findings:
        assert finding in said


def test_the_pdf_is_tagged_for_screen_readers(demo_client: SignIn) -> None:
    content = demo_client("reader").get(PDF).content
    assert b"pdfuaid" in content
    assert b"/Marked true" in content


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_anonymised_it_names_no_region_and_no_council(demo_client: SignIn, address: str) -> None:
    response = demo_client("reader").get(f"{address}?anonymised=yes")
    if address == PDF:
        _, said = paper(response.content)
    else:
        said = text_of(response.text.partition("<h1")[2].partition('id="about-these')[0])
    assert "Region " in said
    for name in ("East Midlands", "east-midlands", "Derby", "South West"):
        assert name not in said


def test_every_region_has_a_letter_of_its_own(demo: None) -> None:
    release = Release(pk=7)
    regions = [f"region-{number}" for number in range(9)]
    assert {pseudonym(release, regions, slug) for slug in regions} == {
        f"Region {letter}" for letter in "ABCDEFGHI"
    }


def test_of_no_such_region_is_a_helpful_404(demo_client: SignIn) -> None:
    assert demo_client("reader").get("/regions/nowhere/briefing/").status_code == 404
