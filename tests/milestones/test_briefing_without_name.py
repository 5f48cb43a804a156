"""A briefing that leaves the sector: of what the public reads, by a letter in place of a name."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.test import Client

from councils.models import Council, Region, User
from milestones.regions.letters import LETTERED
from surveys.models import Release
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_briefing import PAGE, PDF, paper
from tests.milestones.test_findings import text_of
from tests.milestones.world import World

ASKED = "?anonymised=yes"


def alternatives(content: bytes) -> Iterator[str]:
    """What a screen reader says in place of each picture."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        tops = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(count)]
        yield from (said for top in tops if top for said in _alternatives_under(top))


def _alternatives_under(element: pdfium.FPDF_STRUCTELEMENT) -> Iterator[str]:
    size = pdfium.FPDF_StructElement_GetAltText(element, None, 0)
    if size > 2:
        buffer = pdfium.ctypes.create_string_buffer(size)
        pdfium.FPDF_StructElement_GetAltText(element, buffer, size)
        yield buffer.raw[: size - 2].decode("utf-16-le")
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
        if child:
            yield from _alternatives_under(child)


@pytest.mark.parametrize("role", ["regional_lead", "contributor", "analyst"])
def test_its_page_says_to_the_sector_what_it_says_to_the_public(
    demo_client: SignIn, role: str
) -> None:
    public = demo_client("reader").get(f"{PAGE}{ASKED}", follow=True)
    sector = demo_client(role).get(f"{PAGE}{ASKED}", follow=True)
    assert sector.context["briefing"] == public.context["briefing"]
    assert demo_client(role).get(PAGE).context["briefing"].rows != public.context["briefing"].rows


def test_its_pdf_is_the_same_file_for_the_sector_as_for_the_public(demo_client: SignIn) -> None:
    public = demo_client("reader").get(f"{PDF}{ASKED}", follow=True).content
    assert demo_client("regional_lead").get(f"{PDF}{ASKED}", follow=True).content == public


def test_nothing_of_it_tells_which_region_it_is(demo_client: SignIn) -> None:
    client = demo_client("reader")
    every = [*Region.objects.all(), *Council.objects.all()]
    names = [each.name for each in every if each.name not in {"Reading", "Bath"}]
    for region in Region.objects.all():
        page = client.get(f"/regions/{region.slug}/briefing/{ASKED}", follow=True)
        whole = f"{page.request['PATH_INFO']} {page.text}"
        assert not [name for name in (*names, region.slug) if name in whole]


def test_nothing_of_its_paper_tells_which_region_it_is(demo_client: SignIn) -> None:
    client = demo_client("reader")
    names = [each.name for each in (*Region.objects.all(), *Council.objects.all())]
    for region in Region.objects.all():
        answer = client.get(f"/regions/{region.slug}/briefing.pdf{ASKED}", follow=True)
        _, printed = paper(answer.content)
        about = pypdfium2.PdfDocument(answer.content).get_metadata_dict()
        assert not about["Author"]
        pictures = list(alternatives(answer.content))
        assert len(pictures) == 3
        said = " ".join([printed, *about.values(), *pictures, answer["Content-Disposition"]])
        said += answer.request["PATH_INFO"]
        assert "Region " in said
        assert not [name for name in (*names, region.slug) if name in said]


def test_its_address_stays_and_names_a_letter(demo_client: SignIn) -> None:
    answer = demo_client("reader").get(f"{PAGE}{ASKED}")
    release, letter = answer["Location"].split("/")[2::2][:2]
    assert Release.objects.filter(pk=release).exists()
    assert LETTERED.fullmatch(letter)


def test_a_letter_that_no_region_has_is_nowhere(demo_client: SignIn) -> None:
    release = demo_client("reader").get(PAGE).context["release"]
    address = f"/releases/{release.pk}/regions/region-z/briefing/"
    assert demo_client("reader").get(address).status_code == 404


def test_what_the_public_does_not_read_does_not_leave_the_sector(
    client: Client, contributor: User, world: World
) -> None:
    make_release(world.round, stage="sector")
    client.force_login(contributor)
    page = client.get("/regions/north-east/briefing/")
    assert page.status_code == 200
    assert "Anonymised" not in text_of(page.text)
    assert client.get(f"/regions/north-east/briefing/{ASKED}").status_code == 404
