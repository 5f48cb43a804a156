"""The regional briefing: what stands out, on a page and as a PDF that a screen reader can read."""

from collections.abc import Iterator
from xml.etree import ElementTree

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from councils.models import Region
from milestones.regions.letters import pseudonym
from surveys.models import Release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of

PAGE = "/regions/east-midlands/briefing/"
PDF = "/regions/east-midlands/briefing.pdf"
COUNTED = "personal-budgets-2011"
TITLE = (
    "East Midlands: 8 of 9 very likely to have 30% of care users on personal budgets by April "
    "2011; 5 of 8 reporting met it for users with ongoing support"
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
            "March 2011: 8 of 9 gave the numbers; no return: Nottinghamshire."
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


def test_every_region_has_a_letter_of_its_own(demo: None) -> None:
    release = Release(round_id=7)
    regions = [f"region-{number}" for number in range(9)]
    assert {pseudonym(release, regions, slug) for slug in regions} == {
        f"Region {letter}" for letter in "ABCDEFGHI"
    }


def test_of_no_such_region_is_a_helpful_404(demo_client: SignIn) -> None:
    assert demo_client("reader").get("/regions/nowhere/briefing/").status_code == 404


@pytest.mark.parametrize("role", ["reader", "regional_lead", "analyst"])
def test_the_address_on_it_tells_what_it_tells(demo_client: SignIn, role: str) -> None:
    client = demo_client(role)
    page = client.get(PAGE)
    told, [address] = page.context["briefing"], page.context["addresses"]
    there = client.get(address)
    stays = there.context["briefing"]
    assert (stays.title, stays.findings, stays.rows) == (told.title, told.findings, told.rows)
    assert [each.title for each in stays.charts] == [each.title for each in told.charts]
    assert there.context["addresses"] == [address]


def test_its_paper_prints_the_address(demo_client: SignIn) -> None:
    client = demo_client("reader")
    [address] = client.get(PAGE).context["addresses"]
    _, said = paper(client.get(PDF).content)
    assert address in said.replace(" ", "")


def test_each_chart_of_it_that_can_be_taken_away_is_at_its_own_address(
    demo_client: SignIn,
) -> None:
    client = demo_client("reader")
    charts = [each for each in client.get(PAGE).context["briefing"].charts if each.page]
    assert {each.key for each in charts} == {"against", "trend", "both-ends"}
    for chart in charts:
        drawn = ElementTree.fromstring(client.get(chart.svg).content)
        assert chart.title in str(drawn[0].text)


@pytest.mark.parametrize("address", [f"{PAGE}?round={COUNTED}", f"{PDF}?round={COUNTED}"])
def test_a_round_without_forecasts_has_a_briefing(demo_client: SignIn, address: str) -> None:
    assert demo_client("reader").get(address).status_code == 200


def test_it_tells_of_the_round_asked_for_alone(demo_client: SignIn) -> None:
    page = demo_client("reader").get(f"{PAGE}?round=ppf-2010")
    assert "March 2011" not in " ".join(page.context["briefing"].findings)
    [address] = page.context["addresses"]
    assert address == f"/releases/{page.context['release'].pk}{PAGE}"


def test_of_what_has_no_briefing_it_says_so(demo_client: SignIn) -> None:
    answer = demo_client("reader").get(f"{PAGE}?round=opportunity-links-2010")
    assert answer.status_code == 404
    assert "What is asked for here holds neither." in text_of(answer.text)


@pytest.mark.parametrize("asked", ["", "?anonymised=yes"])
def test_it_says_of_both_surveys_what_to_mind(demo_client: SignIn, asked: str) -> None:
    _, said = paper(demo_client("reader").get(f"{PDF}{asked}", follow=True).content)
    assert "Sources speak of a survey of 152 councils" in said
    assert "Whether 30% was reached depends on the base" in said
    assert "scale of four points" in said
    assert "Counts of people with a personal budget on 31 March 2011" in said


@pytest.mark.parametrize("of", ["", "/releases/{before}", "/releases/{after}"])
@pytest.mark.parametrize("asked", ["", "?anonymised=yes"])
def test_it_takes_no_more_than_two_pages_of_any_region(
    demo_client: SignIn, of: str, asked: str
) -> None:
    client = demo_client("reader")
    newest = Release.objects.newest_of_each_round()
    before, after = (newest.get(round__slug=slug).pk for slug in ("ppf-2010", COUNTED))
    start = of.format(before=before, after=after)
    for region in Region.objects.all():
        address = f"{start}/regions/{region.slug}/briefing.pdf{asked}"
        pages, _ = paper(client.get(address, follow=True).content)
        assert pages in {1, 2}, address


def sizes_on(page: pypdfium2.PdfPage) -> Iterator[float]:
    """In points, of each sign that is printed."""
    text, matrix = page.get_textpage(), pdfium.FS_MATRIX()
    for at in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, at):
            continue
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        yield pdfium.FPDFText_GetFontSize(text, at) * abs(matrix.a)


def test_no_type_of_its_paper_is_too_small_to_read(demo_client: SignIn) -> None:
    document = pypdfium2.PdfDocument(demo_client("reader").get(PDF).content)
    for page in document:
        assert min(sizes_on(page)) >= 6.99
