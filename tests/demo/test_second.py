"""The second example: rounds that belong to no milestone, and nothing of the first one moved."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from milestones.models import Programme
from ppf_site.demo.latent import Register
from ppf_site.demo.second.answers import with_answers
from ppf_site.demo.second.load import SLUGS, is_loaded
from surveys.models import Figure, Question, Release, Round
from surveys.rounds.exports import round_file
from tests.reading import squeezed

# What a reader of the first one meets, and who must find it as it was.
AS_BEFORE = ["/", "/regions/south-west/", "/compare/"]


def words_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    # The opening page ends with the latest rounds, whosever they are.
    shown = page.text.partition("<main")[2].partition("</main>")[0].partition('id="latest"')[0]
    # What there is to choose from grows with what is held.
    shown = re.sub(r'(?s)<select.*?</select>|<nav class="ways".*?</nav>', " ", shown)
    return squeezed(re.sub(r"<[^>]+>", " ", shown))


def heading_of(client: Client, address: str) -> str:
    return client.get(address).text.partition("<h1")[2].partition("</h1>")[0]


@pytest.mark.usefixtures("demo")
def test_it_is_there_beside_the_first_which_stays_as_it_is(client: Client) -> None:
    before = {address: words_of(client, address) for address in AS_BEFORE}
    derby = heading_of(client, "/councils/derby/")
    call_command("load_second_example", verbosity=0)
    assert {address: words_of(client, address) for address in AS_BEFORE} == before
    assert heading_of(client, "/councils/derby/") == derby
    assert Programme.objects.get(is_front=True).slug == "putting-people-first"
    for slug in SLUGS:
        page = words_of(client, f"/rounds/{slug}/")
        assert "141 of 153" in page and "Illustrative answers to an example survey" in page, slug
    assert "Care workforce, 2024 to 2027" in words_of(client, "/milestones/")
    measure = words_of(client, "/measures/vacancy-rate/")
    told = "March 2025: 8.6% of posts in care teams, the target of at most 8% not met"
    assert told in measure
    release = Release.objects.get(round__slug="care-workforce-2025")
    # Its own pages tell of it, not of the programme that the site opens with: k of n first.
    counted = "59 of 141 councils kept vacant posts in care teams to at most 8% by March 2025"
    for place in (f"/releases/{release.pk}/overview/", "/?round=care-workforce-2025"):
        assert counted in heading_of(client, place)
    for place in (f"/releases/{release.pk}", ""):
        address = f"{place}/regions/east-midlands/{'' if place else '?round=care-workforce-2025'}"
        assert "vacant posts in care teams: from 10.1%" in heading_of(client, address)
        briefing = address.replace("midlands/", "midlands/briefing/")
        assert "vacant posts in care teams: from 10.1%" in heading_of(client, briefing)
        assert "2010" not in words_of(client, briefing)
    assert "Vacant posts" in words_of(client, "/councils/derby/?round=care-workforce-2025")
    ppf, _, apart = words_of(client, "/councils/derby/").partition("Another subject: ")
    assert "posts in care teams were vacant" not in ppf
    assert "Care workforce survey 2025 Derby: 7.3% of posts in care teams were vacant" in apart
    call_command("load_second_example", verbosity=0)
    assert Release.objects.filter(round__slug__in=SLUGS).count() == len(SLUGS) + 1


@pytest.mark.usefixtures("demo")
def test_the_same_seed_gives_the_answers_that_are_held() -> None:
    assert not is_loaded()
    call_command("load_second_example", verbosity=0)
    register = Register.load()
    for slug in SLUGS:
        round = Round.objects.get(slug=slug)
        held = round_file(round, with_answers=True).returns
        drawn = with_answers(round_file(round), register).returns
        signed = {each.council: each.answers for each in held if each.state == "signed"}
        assert signed == {each.council: each.answers for each in drawn}


@pytest.mark.usefixtures("demo")
def test_a_figure_of_the_first_release_tells_what_the_correction_gives(client: Client) -> None:
    call_command("load_second_example", verbosity=0)
    first, second = Release.objects.filter(round__slug=SLUGS[0]).order_by("number")
    page = words_of(client, f"/figures/{response_of(first).pk}/")
    assert "It gives 141 of 153 (92%), where this one gives 140 of 153 (92%)." in page
    assert "Kent’s return had come in time" in words_of(client, f"/releases/{second.pk}/")
    assert "It gives" not in words_of(client, f"/figures/{response_of(second).pk}/")


def response_of(release: Release) -> Figure:
    return Figure.objects.get(release=release, area__slug="england", question=None)


@pytest.mark.usefixtures("demo")
def test_its_measure_is_reached_by_clicks_from_the_milestones_and_its_rounds(
    client: Client,
) -> None:
    call_command("load_second_example", verbosity=0)
    pages = {
        "/milestones/": "/measures/vacancy-rate/",
        **{f"/rounds/{slug}/": f"/measures/vacancy-rate/?round={slug}" for slug in SLUGS},
    }
    release = Release.objects.filter(round__slug=SLUGS[1]).latest_first()[0].pk
    pages[f"/releases/{release}/"] = f"/releases/{release}/measures/vacancy-rate/"
    for page, link in pages.items():
        assert f'href="{link}"' in client.get(page).text, page
        assert client.get(link).status_code == 200, link


@pytest.mark.usefixtures("demo")
def test_its_measure_stands_under_its_own_programme(client: Client) -> None:
    call_command("load_second_example", verbosity=0)
    sections = client.get("/milestones/").text.split('aria-labelledby="programme-')
    own = next(each for each in sections if each.startswith("care-workforce"))
    others = [each for each in sections if each is not own]
    assert "/measures/vacancy-rate/" in own
    assert not any("/measures/vacancy-rate/" in each for each in others)


@pytest.mark.usefixtures("demo")
def test_the_second_year_follows_the_first() -> None:
    call_command("load_second_example", verbosity=0)
    follows = Question.objects.filter(round__slug=SLUGS[1]).values_list("key", "follows__key")
    assert len(follows) == 7
    assert all(key == followed for key, followed in follows)


def test_a_database_of_somebodys_own_is_left_alone(db: None) -> None:
    with pytest.raises(CommandError, match="Load the demonstration first"):
        call_command("load_second_example")
