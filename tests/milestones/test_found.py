"""What search engines and those who share a page find of it: title, address, words, sitemap."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.test import Client
from pytest_django import Settings

from milestones.library import open_library
from milestones.models import Measure
from surveys.models import Figure, Release
from tests.factories import answer, make_question, make_rate, make_release, make_user
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.test_programmes import load
from tests.milestones.world import World
from tests.reading import squeezed

SITE = "http://127.0.0.1"


def head_of(client: Client, address: str) -> str:
    return client.get(address).text.partition("</head>")[0]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/rounds/spring/?utm_source=mail", "/rounds/spring/"),
        ("/expectations/savings/?basis=&round=spring", "/expectations/savings/?round=spring"),
        ("/compare/?areas=north-east%2Csouth-west", "/compare/?areas=north-east,south-west"),
        ("/releases/{release}/overview/", "/releases/{release}/overview/"),
    ],
)
def test_a_page_names_its_own_address(
    client: Client, world: World, address: str, canonical: str
) -> None:
    release = make_release(world.round, stage="public")
    head = head_of(client, address.format(release=release.pk))
    whole = f"{SITE}{canonical.format(release=release.pk)}"
    assert f'<link rel="canonical" href="{whole}">' in head
    assert f'<meta property="og:url" content="{whole}">' in head


def test_a_page_with_a_chart_is_shared_with_its_picture(client: Client, world: World) -> None:
    release = make_release(world.round, stage="public")
    picture = f"/releases/{release.pk}/expectations/savings/answers.png"
    head = head_of(client, "/expectations/savings/?round=spring")
    assert f'<meta property="og:image" content="{SITE}{picture}">' in head
    answer = client.get(picture)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, no-cache"


def test_a_picture_that_is_not_there_leads_to_its_page(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    answer = client.get("/expectations/savings/nothing.svg")
    assert answer.status_code == 404
    assert 'href="/expectations/savings/"' in answer.text


def test_a_picture_of_what_is_not_released_is_nowhere(client: Client, world: World) -> None:
    release = make_release(world.round, stage="preview")
    assert client.get(f"/releases/{release.pk}/expectations/savings/answers.svg").status_code == 404


def test_the_title_of_a_round_is_its_finding(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    head = head_of(client, "/rounds/spring/")
    assert "<title>Spring: 6 of 6 councils answered" in head
    assert '<meta property="og:title" content="Spring: 6 of 6 councils answered">' in head
    assert '<meta name="description"' in head


def test_the_title_of_a_council_is_what_it_reached(client: Client, world: World) -> None:
    users = make_question(world.round, "users")
    make_rate(world.people, users, "share", short_text="Share on budgets")
    for return_of in world.round.returns.all():
        people = return_of.answers.get(question=world.people).number
        answer(return_of, users, 4 * (people or 0))
    make_release(world.round, stage="public")
    client.force_login(make_user(role="administrator"))
    head = head_of(client, "/councils/gateshead/")
    assert "<title>Gateshead: very likely on “Savings”; share on budgets 25.0% " in head


def test_the_title_of_a_council_is_told_on_the_narrowest_base(client: Client, world: World) -> None:
    for key, whom, times in (("users", "all users", 4), ("ongoing", "ongoing users", 2)):
        base = make_question(world.round, key)
        text = f"Share of {whom} who have a budget"
        make_rate(world.people, base, f"share-{key}", text=text)
        for return_of in world.round.returns.all():
            people = return_of.answers.get(question=world.people).number
            answer(return_of, base, times * (people or 0))
    make_release(world.round, stage="public")
    client.force_login(make_user(role="administrator"))
    head = head_of(client, "/councils/gateshead/")
    assert (
        "<title>Gateshead: very likely on “Savings”; 50.0% of ongoing users have a budget " in head
    )


PUBLIC = [
    "/",
    "/milestones/",
    "/milestones/milestone-1/",
    "/expectations/savings/",
    "/compare/?expectation=savings&areas=north-east,south-west",
    "/regions/",
    "/regions/north-east/",
    "/councils/",
    "/councils/?q=nowhere",
    "/councils/gateshead/",
    "/rounds/",
    "/rounds/spring/",
    "/releases/{release}/",
    "/releases/{release}/overview/",
    "/figures/{figure}/",
    "/reported/",
    "/methodology/",
    "/accessibility/",
    "/data/",
]


def test_every_public_page_says_what_it_is_to_who_shares_it(client: Client, world: World) -> None:
    release = make_release(world.round, stage="public")
    figure = release.figures.earliest("pk")
    for address in PUBLIC:
        head = squeezed(head_of(client, address.format(release=release.pk, figure=figure.pk)))
        title = re.search(r"<title>(.+?) – ", head)
        assert title, address
        assert f'<meta property="og:title" content="{title[1]}">' in head, address
        for name in ('name="description"', 'property="og:description"'):
            assert re.search(rf'<meta {name} content="[^"]{{20,}}">', head), (address, name)


def test_the_title_of_the_rounds_is_the_finding_of_the_latest(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    assert "<title>1 round: 6 of 6 councils answered " in head_of(client, "/rounds/")


def test_the_sitemap_lists_public_pages_alone(client: Client, world: World) -> None:
    load("draft")
    Measure.objects.create(slug="share", title="Share", expectation=world.expectation)
    listed = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    assert client.get("/measures/share/").status_code == 200
    assert f"{SITE}/measures/share/" in listed
    for path in ("/", "/expectations/savings/", "/councils/gateshead/", "/rounds/spring/"):
        assert f"{SITE}{path}" in listed
    assert not [address for address in listed if "draft" in address]


def test_the_demonstration_says_of_a_round_what_is_true_of_it(
    client: Client, world: World, settings: Settings
) -> None:
    settings.DEMO = True
    world.round.illustrative = "Illustrative: made up to show how returns work."
    world.round.save()
    make_release(world.round, stage="public")
    for address in ("/rounds/spring/", "/expectations/savings/"):
        strip = client.get(address).text.partition('class="demo-strip"')[2].partition("</div>")[0]
        assert "made up to show how returns work" in strip
        assert "published totals" not in strip
    assert "published totals where there are any" in client.get("/councils/").text


@pytest.mark.django_db
def test_the_icon_is_where_browsers_ask_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, static("images/favicon.svg"))
    assert "public" in answer["Cache-Control"]


@pytest.mark.django_db
def test_search_engines_are_told_where_the_sitemap_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {SITE}/sitemap.xml" in answer.text
    assert "Disallow: /returns/" in answer.text


class TestTheSearch:
    """Expectations and measures by the words of their labels, besides regions and councils."""

    def suggested(self, client: Client, typed: str) -> list[tuple[str, str]]:
        answer = client.get("/suggestions/councils/", {"q": typed}).json()
        return [(each["told"], each["url"]) for each in answer["found"]]

    def test_suggests_an_expectation_and_a_measure(self, demo_client: SignIn) -> None:
        found = self.suggested(demo_client("reader"), "personal bud")
        assert found[:3] == [
            ("Expectation", "/expectations/personal-budgets-30-percent/"),
            ("Expectation", "/expectations/personal-budgets-introduced/"),
            ("Measure", "/measures/personal-budget-share/"),
        ]
        assert {told for told, _ in found[3:]} == {"Milestone", "Expectation", "Round"}

    def test_lists_what_it_finds(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/councils/?q=personal+budgets")
        assert "4 expectations, 1 measure, 1 milestone and 3 rounds found" in text_of(page.text)
        for url in (
            "/expectations/personal-budgets-30-percent/",
            "/measures/personal-budget-share/",
        ):
            assert f'href="{url}"' in page.text

    def test_lists_a_milestone_with_all_that_it_expects(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        page = client.get("/councils/?q=prevention").text
        expected = client.get("/milestones/prevention/").context["days"]
        urls = [row.expectation.get_absolute_url() for day in expected for row in day.rows]
        assert len(urls) == 5
        assert all(f'href="{url}"' in page for url in ["/milestones/prevention/", *urls])

    def test_where_no_council_was_found_none_is_spoken_of(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        for query, is_of_councils in (("prevention", False), ("york", True)):
            page = client.get(f"/councils/?q={query}").text
            assert ('class="finding-caption">Councils with' in page) is is_of_councils
            assert ('name="on"' in page) is is_of_councils

    def test_one_hit_goes_straight_there(self, demo_client: SignIn) -> None:
        answer = demo_client("reader").get("/councils/?q=savings+from+prevention")
        assert answer["Location"] == "/expectations/prevention-savings/"

    def test_finds_it_once_before_and_after_its_release(self, client: Client, world: World) -> None:
        found = [("Expectation", "/expectations/savings/")]
        assert self.suggested(client, "savings") == found
        make_release(world.round, stage="public")
        assert self.suggested(client, "savings") == found


class TestAFigure:
    def leads(self, client: Client, slug: str, key: str) -> str:
        figure = Figure.objects.filter(
            release__round__slug=slug, question__key=key, area__kind="region"
        ).first()
        assert figure
        page = client.get(f"/figures/{figure.pk}/").text
        return page.partition("Where it belongs")[2].partition("</ul>")[0]

    def test_leads_to_its_expectation_region_and_round(self, demo_client: SignIn) -> None:
        release = Release.objects.get(round__slug="ppf-2010")
        link = next(
            link
            for link in open_library(AnonymousUser(), release.pk).about(
                "personal-budgets-30-percent"
            )
        )
        leads = self.leads(demo_client("reader"), "ppf-2010", link.question.key)
        within = f"/releases/{release.pk}"
        assert f'href="{within}/expectations/personal-budgets-30-percent/"' in leads
        assert 'href="/rounds/ppf-2010/"' in leads
        assert 'href="/regions/' in leads

    @pytest.mark.parametrize("key", ["holders-ongoing-rate", "third-band"])
    def test_of_a_rate_or_its_bands_leads_to_the_measure(
        self, demo_client: SignIn, key: str
    ) -> None:
        leads = self.leads(demo_client("reader"), "personal-budgets-2011", key)
        assert '/measures/personal-budget-share/"' in leads


@pytest.mark.usefixtures("demo")
class TestPagesByWhatPeopleCallThem:
    @pytest.mark.parametrize(
        ("typed", "url"),
        [
            ("barriers", "/expectations/personal-budgets-30-percent/barriers/"),
            ("challenges personal budgets", "/expectations/personal-budgets-30-percent/barriers/"),
            ("outcome", "/expectations/personal-budgets-30-percent/outcome/"),
            ("forecast", "/expectations/personal-budgets-30-percent/outcome/"),
            ("response rate", "/rounds/ppf-2010/#response"),
            ("download", "/data/"),
            ("API", "/data/api/"),
            ("method", "/methodology/"),
        ],
    )
    def test_are_found_and_are_there(self, client: Client, typed: str, url: str) -> None:
        found = client.get("/suggestions/councils/", {"q": typed}).json()["found"]
        assert url in [each["url"] for each in found]
        assert client.get(url.partition("#")[0]).status_code == 200

    def test_are_counted_as_pages(self, client: Client) -> None:
        assert "2 pages found for “barriers”" in text_of(client.get("/councils/?q=barriers").text)

    def test_their_subject_alone_does_not_list_them(self, client: Client) -> None:
        found = client.get("/suggestions/councils/", {"q": "personal budgets"}).json()["found"]
        assert not [each for each in found if each["told"] == "Page"]
