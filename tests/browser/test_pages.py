"""Pages as people meet them: on every width, by keyboard, without scripts, on paper."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from surveys.models import Figure
from tests.browser.kinds import BUDGETS, PUBLIC
from tests.browser.looking import broken_words, overflow
from tests.browser.paper import printed, rows_cut, squashed

Axe = Callable[[Page], None]
SIGNED_IN = [
    "/",
    "/expectations/personal-budgets-30-percent/?round=ppf-2010",
    "/regions/east-midlands/",
    "/councils/derby/?round=ppf-2010",
    "/figures/{figure}/",
    "/accounts/logout/",
    "/accounts/password/change/",
]
# Where an expectation moves is told by a line, or by none where it was asked once; so are a few
# areas in several rounds. Of counts that are hidden there is nothing to draw.
CHARTED = [
    path
    for name, path in PUBLIC.items()
    if path.startswith(("/expectations/", "/compare/"))
    and "/moving/" not in path
    and name not in {"compare-rounds", "compare-hidden"}
]
NUMBERED = ["/", *CHARTED, "/regions/south-west/", "/councils/derby/", "/rounds/ppf-2010/"]
NUMBER = r"\d[\d,.]*"
NARROW: ViewportSize = {"width": 320, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture
def address(demo_site: str) -> Callable[[str], str]:
    """The whole address of a page; {figure} and {release} are of the survey of 2010."""
    figure = Figure.objects.filter(
        release__round__slug="ppf-2010", area__slug="east-midlands", option__isnull=False
    ).first()
    assert figure

    def whole(page: str) -> str:
        return demo_site + page.format(figure=figure.pk, release=figure.release_id)

    return whole


@pytest.fixture
def signed_in(page: Page, demo_site: str) -> Page:
    """A contributor, come in by the button of the demonstration."""
    page.goto(f"{demo_site}/accounts/login/")
    page.get_by_role("button", name="Sign in as Priya Nair").click()
    return page


@pytest.fixture
def plain(browser: Browser, demo_site: str) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


class TestEveryPublicPage:
    @pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC)
    def test_passes_axe_fits_its_window_and_prints_whole(
        self, page: Page, address: Callable[[str], str], axe: Axe, path: str
    ) -> None:
        page.set_viewport_size(DESK)
        page.goto(address(path))
        axe(page)
        for size in (PHONE, NARROW):
            page.set_viewport_size(size)
            assert overflow(page) == 0
            assert broken_words(page) == []
        axe(page)
        assert rows_cut(page, printed(page)) == []

    @pytest.mark.parametrize("path", NUMBERED)
    def test_says_all_its_numbers_without_scripts(
        self, plain: Page, page: Page, address: Callable[[str], str], path: str
    ) -> None:
        plain.goto(address(path))
        page.goto(address(path))
        without = set(re.findall(NUMBER, plain.locator("main").inner_text()))
        assert without
        assert set(re.findall(NUMBER, said(page))) - without == set()

    @pytest.mark.parametrize("path", CHARTED)
    def test_draws_its_chart_without_scripts(
        self, plain: Page, address: Callable[[str], str], path: str
    ) -> None:
        plain.goto(address(path))
        first = plain.locator("figure.chart").first
        drawn = " ".join(first.locator(".bars__bar text").all_text_contents())
        told = re.findall(r"\d+", plain.locator("main table").first.inner_text())
        assert plain.locator(".bars__bar rect").first.is_visible()
        assert set(re.findall(r"\d+", drawn)) - set(told) == set()


def said(page: Page) -> str:
    """The words of the page, the drawings of charts left out: their numbers are in the tables."""
    text: str = page.evaluate(
        "(() => { const main = document.querySelector('main').cloneNode(true);"
        " main.querySelectorAll('[data-chart], script').forEach(one => one.remove());"
        " document.body.append(main); const text = main.innerText; main.remove(); return text })()"
    )
    return text


class TestSignedIn:
    def test_every_page_passes_axe_wide_and_narrow(
        self, signed_in: Page, address: Callable[[str], str], axe: Axe
    ) -> None:
        for path in SIGNED_IN:
            signed_in.set_viewport_size(DESK)
            signed_in.goto(address(path))
            axe(signed_in)
            signed_in.set_viewport_size(NARROW)
            axe(signed_in)
            assert overflow(signed_in) == 0

    def test_named_answers_are_read(self, signed_in: Page, demo_site: str) -> None:
        signed_in.goto(f"{demo_site}/councils/derby/?round=ppf-2010")
        signed_in.get_by_text("What Derby answered to each question").click()
        expect(signed_in.locator("#table-answers")).to_be_visible()

    def test_signing_out_takes_them_away(self, signed_in: Page, demo_site: str) -> None:
        signed_in.get_by_role("button", name="Sign out").click()
        signed_in.goto(f"{demo_site}/councils/derby/?round=ppf-2010")
        expect(signed_in.locator("#table-answers")).to_have_count(0)
        expect(signed_in.get_by_role("link", name="Sign in", exact=True)).to_be_visible()

    def test_one_comes_back_to_the_page_one_left(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site + BUDGETS)
        page.get_by_role("link", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Sign in as Priya Nair").click()
        expect(page).to_have_url(re.compile(r"/compare/\?expectation=personal-budgets-30-percent"))


class TestTheSignInPage:
    def test_an_empty_form_says_what_is_missing_and_passes_axe(
        self, page: Page, demo_site: str, axe: Axe
    ) -> None:
        page.goto(f"{demo_site}/accounts/login/")
        page.get_by_role("button", name="Sign in", exact=True).first.click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        axe(page)

    def test_a_wrong_password_says_so_and_passes_axe(
        self, page: Page, demo_site: str, axe: Axe
    ) -> None:
        page.goto(f"{demo_site}/accounts/login/")
        page.get_by_label("Email").fill("nobody@example.org")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in", exact=True).first.click()
        expect(page.get_by_role("alert")).to_be_visible()
        axe(page)

    def test_each_person_of_the_demonstration_comes_in(self, page: Page, demo_site: str) -> None:
        for name in ("Priya Nair", "Martin Hale", "Ruth Adeyemi", "Tom Whitby", "Ellen Marsh"):
            page.goto(f"{demo_site}/accounts/login/")
            page.get_by_role("button", name=f"Sign in as {name}").click()
            out = page.get_by_role("button", name=re.compile(rf"Sign out.*{name}"))
            expect(out).to_be_visible()
            out.click()


class TestByKeyboard:
    def test_the_first_stop_skips_to_the_content(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    def test_a_council_is_found(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site)
        page.get_by_label("Find a region, council or expectation by name").focus()
        page.keyboard.type("sunderl")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/councils/sunderland/"))

    def test_somebody_signs_in_and_out(self, page: Page, demo_site: str) -> None:
        page.goto(f"{demo_site}/accounts/login/")
        page.get_by_role("button", name="Sign in as Priya Nair").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Sign out").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()

    def test_what_has_the_focus_is_seen(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site + BUDGETS)
        unseen: list[str] = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, select, input, summary')]
            .filter(one => { one.focus({focusVisible: true}); const style = getComputedStyle(one);
              return document.activeElement === one
                && style.outlineStyle === 'none' && style.boxShadow === 'none'; })
            .map(one => one.outerHTML.slice(0, 80))"""
        )
        assert unseen == []

    def test_the_heatmap_is_skipped_to_and_past(self, plain: Page, demo_site: str) -> None:
        plain.goto(demo_site)
        plain.get_by_role("link", name="Skip to the table of regions").press("Enter")
        past = plain.get_by_role("link", name="Skip past the table")
        plain.keyboard.press("Tab")
        expect(past).to_be_focused()
        expect(past).to_be_in_viewport()
        plain.keyboard.press("Enter")
        plain.keyboard.press("Tab")
        expect(plain.get_by_role("link", name="CSV").first).to_be_focused()

    def test_the_heatmap_is_one_stop_with_arrow_keys_in_it(
        self, page: Page, demo_site: str
    ) -> None:
        page.goto(demo_site)
        table = page.get_by_role("grid")
        page.get_by_role("link", name="Skip past the table").focus()
        for _ in range(2):
            page.keyboard.press("Tab")
        expect(table.get_by_role("link").first).to_be_focused()
        for key in ("ArrowDown", "End", "ArrowUp", "Home", "ArrowLeft", "ArrowDown", "ArrowRight"):
            page.keyboard.press(key)
        cell = table.locator("tbody tr").filter(has=page.locator("td")).first.locator("td").nth(1)
        expect(cell.get_by_role("link")).to_be_focused()
        page.keyboard.press("Tab")
        assert not table.evaluate("table => table.contains(document.activeElement)")


class TestWithColoursOfTheirOwn:
    """Forced colours: what was told by a fill or a ground is told all the same."""

    def test_logo_and_place_in_the_menu_are_seen(self, page: Page, demo_site: str) -> None:
        page.emulate_media(forced_colors="active", color_scheme="light")
        page.goto(demo_site)
        ground = page.locator(".masthead").evaluate("it => getComputedStyle(it).backgroundColor")
        fills = page.locator(".masthead__mark rect").evaluate_all(
            "all => all.map(it => getComputedStyle(it).fill)"
        )
        assert ground not in fills
        lines = page.locator(".site-nav__link").evaluate_all(
            "all => all.map(it => getComputedStyle(it).borderBottomColor)"
        )
        assert lines.count(lines[0]) == 1
        assert len(set(lines)) == 2


class TestTakenAway:
    @pytest.mark.parametrize("form", ["CSV", "XLSX"])
    def test_a_table_is_downloaded_by_a_click(self, page: Page, demo_site: str, form: str) -> None:
        page.goto(demo_site + BUDGETS)
        link = page.locator("#table-comparison").get_by_role("link", name=form)
        with page.expect_download() as waiting:
            link.click()
        assert waiting.value.suggested_filename == f"comparison.{form.lower()}"

    @pytest.mark.parametrize("form", ["PNG", "SVG"])
    def test_a_chart_is_downloaded_by_a_click(self, page: Page, demo_site: str, form: str) -> None:
        page.goto(demo_site + BUDGETS)
        with page.expect_download() as waiting:
            page.get_by_role("link", name=re.compile(rf"^{form}")).click()
        file = waiting.value.path()
        assert waiting.value.suggested_filename == f"comparison.{form.lower()}"
        assert file.stat().st_size > 2000


class TestOnPaper:
    def test_ways_round_the_site_are_left_out(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site + BUDGETS)
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
        expect(page.locator(".filters").first).to_be_attached()
        expect(page.locator(".filters:visible")).to_have_count(0)

    def test_finding_table_and_source_are_kept(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site + BUDGETS)
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("#table-comparison table")).to_be_visible()
        expect(page.locator("#table-comparison .source")).to_be_visible()
        expect(page.get_by_text("made to agree with the published totals").first).to_be_visible()

    def test_addresses_stand_whole_once_at_the_end(self, page: Page, demo_site: str) -> None:
        page.goto(demo_site)
        paper = printed(page)
        assert "(/regions/" not in paper
        assert paper.count(squashed(f"East Midlands: {demo_site}/regions/east-midlands/")) == 1
