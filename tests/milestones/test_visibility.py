"""Who sees what: named councils' answers, and releases that are not out yet."""

import datetime
import io
import re
import zipfile
from html import unescape
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from councils.models import Council, User
from surveys.models import Figure, Release, ReleasedReturn
from surveys.releases.compiling import compile_release
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.world import TELLTALE, World, make_world

ROLES = ["contributor", "signatory", "regional_lead", "analyst", "administrator", "stranger"]
SECTOR = [role for role in ROLES if role not in {"analyst", "administrator"}]
NUMBERS = {str(TELLTALE), f"{TELLTALE:,}"}
ANSWERS = ("Very likely", "Fairly unlikely")
DOORS = ("/", "/milestones/", "/compare/", "/regions/", "/councils/", "/rounds/", "/reported/")


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Every page and file that can be come by from the starts: address to text."""
    waiting, found = [*starts], dict[str, str]()
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address, follow=True)
        content_type = response.get("Content-Type", "")
        found[address] = text_of_file(response.content, content_type)
        if content_type.startswith("text/html"):
            links = re.findall(r'href="([^"#]+)', found[address])
            absolute = [urljoin(address, unescape(link)) for link in links]
            # One table in another order is enough, and its file is of the same rows: in every order
            # of each there are thousands.
            waiting += [each for each in absolute if is_ours(each) and is_read_once(each)]
    return found


def is_read_once(address: str) -> bool:
    return address.count("sort=") + address.count("download=") < 2


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.netloc and not parts.path.startswith(("/static/", "/accounts/", "/admin/"))


def text_of_file(content: bytes, content_type: str) -> str:
    if content_type == "image/png":
        return ""  # painted from the SVG, which is read beside it
    if content_type == "application/zip":
        whole = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(whole.read(name).decode() for name in whole.namelist())
    if content_type == "application/pdf":
        pages = pypdfium2.PdfDocument(content)
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    if "spreadsheetml" not in content_type:
        return content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(",".join(map(cell_text, row)) for row in rows)


def cell_text(cell: object) -> str:
    """Whole numbers as such: a workbook holds them all as floats."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def rows_of(text: str) -> list[str]:
    """Rows of tables and items of lists, or lines of files."""
    if "<html" in text:
        return re.findall(r"<(?:tr|li|dd)\b.*?</(?:tr|li|dd)>", text, re.DOTALL)
    return text.splitlines()


def every_address(release: Release) -> list[str]:
    """Doors, the release's own addresses, all its figures, and all of these as files."""
    own = [f"/releases/{release.pk}/{rest}" for rest in ("", "overview/", "compare/")]
    own += [f"/releases/{release.pk}/regions/{each}/" for each in ("north-east", "south-west")]
    own += [f"/releases/{release.pk}/milestones/milestone-1/"]
    own += [f"/releases/{release.pk}/expectations/savings/"]
    slugs = list(Council.objects.values_list("slug", flat=True))
    own += [f"/releases/{release.pk}/councils/{slug}/" for slug in slugs]
    own += [f"/councils/{slug}/?round={release.round.slug}" for slug in slugs]
    own += [f"/compare/?areas={slug},north-east" for slug in slugs]
    own += [f"/figures/{pk}/" for pk in release.figures.values_list("pk", flat=True)]
    states = [(each, "&" if "?" in each else "?") for each in own]
    forms = ("csv", "xlsx")
    files = [f"{state}{mark}download={form}" for state, mark in states for form in forms]
    return [*DOORS, *own, *files]


class TestNamedAnswersKeptToTheSector:
    def test_no_address_shows_a_reader_what_one_council_gave(
        self, client: Client, world: World
    ) -> None:
        """Neither the number that only one gave, nor in any row a council beside an answer."""
        release = make_release(world.round, stage="public")
        found = crawl(client, *every_address(release))
        assert len(found) > 100
        assert [
            address for address, text in found.items() if any(number in text for number in NUMBERS)
        ] == []
        names = [f">{name}<" for name in world.returns] + [f"{name}," for name in world.returns]
        assert [
            (address, row)
            for address, text in found.items()
            for row in rows_of(text)
            if any(name in row for name in names) and any(said in row for said in ANSWERS)
        ] == []

    @pytest.mark.parametrize("form", ["", "?download=csv", "?download=xlsx"])
    def test_the_same_search_finds_the_number_where_the_sector_may_read_it(
        self, sign_in: SignIn, world: World, form: str
    ) -> None:
        client = sign_in("contributor")
        release = make_release(world.round, stage="public")
        address = f"/releases/{release.pk}/councils/gateshead/{form}"
        response = client.get(address)
        text = text_of_file(response.content, response["Content-Type"])
        assert any(number in text for number in NUMBERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_the_sector_reads_them(self, sign_in: SignIn, world: World, role: str) -> None:
        client = sign_in(role)
        make_release(world.round, stage="public")
        assert f"{TELLTALE:,} people" in client.get("/councils/gateshead/").text

    def test_a_council_asked_for_in_a_comparison_is_not_told(
        self, client: Client, world: World
    ) -> None:
        make_release(world.round, stage="public")
        response = client.get("/compare/?areas=gateshead,south-west")
        assert response.status_code == 404
        assert "not public" in response.text

    def test_the_figures_page_says_where_the_answers_are(
        self, client: Client, world: World
    ) -> None:
        release = make_release(world.round, stage="public")
        figure = Figure.objects.filter(release=release, question=world.people).first()
        assert figure
        page = client.get(figure.get_absolute_url())
        assert "stay with councils, regions and their national bodies" in page.text


class TestNamedAnswersThatTheRoundMakesPublic:
    def test_a_reader_reads_them(self, client: Client, home: Council, elsewhere: Council) -> None:
        world = make_world({home.region: 3, elsewhere.region: 2}, names_councils=True)
        make_release(world.round, stage="public")
        assert f"{TELLTALE:,} people" in client.get("/councils/gateshead/").text

    def test_another_round_stays_in_the_sector_beside_them(
        self, client: Client, world: World, home: Council
    ) -> None:
        make_release(world.round, stage="public")
        named = make_world({home.region: 3}, slug="open", names_councils=True)
        make_release(named.round, stage="public")
        assert client.get("/councils/gateshead/?round=open").context["tables"]
        assert client.get("/councils/gateshead/?round=spring").context["tables"] == []

    def test_in_the_demonstration_the_survey_of_2011_is_public(
        self, demo: None, client: Client
    ) -> None:
        page = client.get("/councils/derby/?round=personal-budgets-2011")
        assert "What Derby answered" in page.text

    @pytest.mark.parametrize("round", ["ppf-2009", "ppf-2010"])
    def test_in_the_demonstration_no_council_is_named_with_its_answers_of_2009_and_2010(
        self, demo: None, client: Client, round: str
    ) -> None:
        required = ReleasedReturn.objects.filter(release__round__slug=round, is_required=True)
        pages = [
            client.get(f"/councils/{slug}/?round={round}")
            for slug in required.values_list("council__slug", flat=True)
        ]
        assert len(pages) >= 150
        assert [page.context["tables"] for page in pages if page.context["tables"]] == []

    @pytest.mark.parametrize("round", ["ppf-2009", "ppf-2010"])
    def test_in_the_demonstration_no_figure_of_2009_and_2010_lists_answers(
        self, demo: None, client: Client, round: str
    ) -> None:
        figures = Figure.objects.filter(release__round__slug=round, question__isnull=False)
        some = list(figures.order_by("pk").values_list("pk", flat=True))[::29]
        lists = [pk for pk in some if client.get(f"/figures/{pk}/").context["behind"]]
        assert len(some) > 20
        assert lists == []


class TestAReleaseInPreview:
    def test_no_address_of_it_is_there_for_a_reader(self, client: Client, world: World) -> None:
        release = compile_release(round=world.round)
        own = [
            each for each in every_address(release) if each.startswith(("/releases/", "/figures/"))
        ]
        statuses = {each: client.get(each).status_code for each in own}
        assert {statuse: status for statuse, status in statuses.items() if status != 404} == {}

    @pytest.mark.parametrize("role", SECTOR)
    def test_no_address_of_it_is_there_for_the_sector(
        self, sign_in: SignIn, world: World, role: str
    ) -> None:
        client = sign_in(role)
        release = compile_release(round=world.round)
        own = [
            each for each in every_address(release) if each.startswith(("/releases/", "/figures/"))
        ]
        statuses = {each: client.get(each).status_code for each in own}
        assert {statuse: status for statuse, status in statuses.items() if status != 404} == {}

    @pytest.mark.parametrize("role", ["reader", *SECTOR])
    def test_no_page_shows_its_numbers(self, sign_in: SignIn, world: World, role: str) -> None:
        client = sign_in(role)
        compile_release(round=world.round)
        found = crawl(client, *DOORS, "/rounds/spring/", "/expectations/savings/")
        told = [each for each, text in found.items() if "1 of 3" in text or "1 of 6" in text]
        assert told == []

    @pytest.mark.parametrize("role", ["analyst", "administrator"])
    def test_those_who_run_the_survey_see_it(
        self, sign_in: SignIn, world: World, role: str
    ) -> None:
        client = sign_in(role)
        release = compile_release(round=world.round)
        compared = f"/releases/{release.pk}/compare/?areas=north-east,south-west"
        assert "1 of 3 (33%)" in client.get(compared).text
        assert "1 of 3 (33%)" in client.get("/expectations/savings/").text

    def test_those_named_see_it(self, sign_in: SignIn, world: World, stranger: User) -> None:
        client = sign_in("stranger")
        release = compile_release(round=world.round)
        release.viewers.add(stranger)
        assert client.get(f"/releases/{release.pk}/").status_code == 200

    def test_the_named_read_on_every_dashboard_that_it_is_under_embargo(
        self, sign_in: SignIn, world: World, stranger: User
    ) -> None:
        release = compile_release(round=world.round)
        release.viewers.add(stranger)
        client = sign_in("stranger")
        for place in ("overview/", "expectations/savings/", "regions/north-east/", "compare/"):
            page = client.get(f"/releases/{release.pk}/{place}").text
            assert page.count("do not pass it on") == 1, place

    def test_the_named_see_no_other(self, sign_in: SignIn, world: World, stranger: User) -> None:
        client = sign_in("stranger")
        make_release(world.round).viewers.add(stranger)
        other = compile_release(round=world.round, note="Another.")
        assert client.get(f"/releases/{other.pk}/").status_code == 404

    def test_it_says_that_it_is_a_preview(self, sign_in: SignIn, world: World) -> None:
        client = sign_in("analyst")
        compile_release(round=world.round)
        assert 'tag--preview">Preview' in client.get("/expectations/savings/").text


class TestAReleaseForTheSector:
    def test_it_is_not_there_for_a_reader(self, client: Client, world: World) -> None:
        release = make_release(world.round, stage="sector")
        assert client.get(f"/releases/{release.pk}/").status_code == 404

    @pytest.mark.parametrize("role", ROLES)
    def test_everybody_of_the_sector_sees_it(
        self, sign_in: SignIn, world: World, role: str
    ) -> None:
        client = sign_in(role)
        release = make_release(world.round, stage="sector")
        assert client.get(f"/releases/{release.pk}/").status_code == 200


class TestAReleaseWithADate:
    @pytest.fixture
    def release(self, world: World) -> Release:
        """Public from half past nine, London time, on a day in summer time."""
        release = compile_release(round=world.round)
        at = datetime.datetime(2031, 7, 1, 8, 30, tzinfo=datetime.UTC)
        release.move_to("public", at=at)
        return release

    @pytest.mark.parametrize(
        ("moment", "status"),
        [("2031-07-01T09:29:59+01:00", 404), ("2031-07-01T09:30:00+01:00", 200)],
    )
    def test_it_is_public_from_that_moment(
        self, client: Client, release: Release, moment: str, status: int
    ) -> None:
        with time_machine.travel(moment, tick=False):
            assert client.get(f"/releases/{release.pk}/").status_code == status

    def test_the_pages_change_over_at_that_moment(self, client: Client, release: Release) -> None:
        with time_machine.travel("2031-07-01T09:29:59+01:00", tick=False):
            assert (
                "no results are published at the moment"
                in client.get("/expectations/savings/").text
            )
        with time_machine.travel("2031-07-01T09:30:00+01:00", tick=False):
            assert "1 of the 6" in client.get("/expectations/savings/").text

    def test_a_date_ahead_is_no_sign_that_it_is_out(self, release: Release) -> None:
        assert release.stage_at(timezone.now()) == "preview"
