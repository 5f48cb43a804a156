"""What an anonymised briefing leaves out: names however they are spelt, and in what it refuses."""

import datetime
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from councils.models import Council, CouncilName, Region
from milestones.library import open_library
from milestones.models import Expectation, ExpectationQuestion, Measure, Milestone
from milestones.regions.letters import (
    LEFT_OUT,
    address_of,
    names_in,
    pseudonym,
    survey_without,
    without,
)
from surveys.models import ChosenCouncil, Release, Round
from tests.factories import (
    answer,
    make_council,
    make_question,
    make_region,
    make_release,
    make_round,
)
from tests.milestones.test_briefing import paper
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_expectation, make_measure, make_world

NAMES = {
    "Yorkshire and The Humber",
    "County Durham",
    "Durham",
    "St Helens",
    "Bournemouth, Christchurch and Poole",
    "BCP",
    "North Lincolnshire",
    "N Lincolnshire",
    "Reading",
}
NAMING = [
    "Yorkshire and the Humber answered late.",
    "YORKSHIRE & HUMBER answered late.",
    "Late: (Durham), as ever.",
    "Durham's answer came late.",
    "Durham’s and others came late.",
    "St. Helens answered late.",
    "St Helen's answered late.",
    "Of Bournemouth, Christchurch & Poole none.",
    "None of bcp.",
    "N. Lincolnshire answered late.",
    "North-Lincolnshire answered late.",
    "Reading answered late.",
    "In Reading the answers came late.",
]
NOT_NAMING = [
    "Durhams are dogs.",
    "Yorkshire answered.",
    "Councils of the north answered. St. Ives.",
    "Reading these figures needs care, as does reading the notes.",
]


@pytest.mark.parametrize("sentence", NAMING)
def test_a_sentence_that_names_one_is_left_out_however_it_is_spelt(sentence: str) -> None:
    assert without(f"Before. {sentence} After.", NAMES) == f"Before. After. {LEFT_OUT}"


@pytest.mark.parametrize("sentence", NOT_NAMING)
def test_a_sentence_that_names_none_stays(sentence: str) -> None:
    assert without(f"Before. {sentence}", NAMES) == f"Before. {sentence}"


@pytest.mark.django_db
def test_a_name_that_a_council_had_before_is_looked_for(world: World) -> None:
    release = make_release(world.round, stage="public")
    council = make_council(name="Borchester")
    CouncilName.objects.create(
        council=council, name="New Borchester", short_name="New B", starts_on="2012-04-01"
    )
    names = names_in(open_library(AnonymousUser()), [release])
    assert {"Borchester", "New Borchester", "New B"} <= names


def test_nothing_that_a_round_says_of_itself_names_a_place() -> None:
    day = datetime.date(2010, 3, 31)
    named = {"short_title": "Kent 2010", "respondents": "Directors in Kent", "sponsor": "Kent"}
    round = Round(title="The survey", reference_date=day, **named)
    told = survey_without(Release(round=round), {"Kent"}).round
    said = (told.title, told.short_title, told.respondents, told.sponsor)
    assert said == ("The survey", "March 2010", "", "")


OF_KENT = {
    "title": "The survey of Kent",
    "sponsor": "ADASS Kent",
    "illustrative": "Illustrative answers. Made up for Kent.",
}


class TestOfChosenCouncils:
    @pytest.fixture
    def address(self, db: None) -> str:
        """Of a release that asked seven of twelve councils of one region."""
        region = make_region("Kent", slug="kent")
        councils = [make_council(region=region) for _ in range(11)]
        councils.append(make_council(region=region, name="Borchester"))
        day = datetime.date(2010, 3, 31)
        round = make_round("pilot", is_draft=True, reference_date=day, **OF_KENT)
        likely = make_question(round, "likely", type="scale")
        role = ExpectationQuestion.Role.FORECAST
        expectation = make_expectation()
        ExpectationQuestion.objects.create(expectation=expectation, question=likely, role=role)
        for number, council in enumerate(councils[:7]):
            why = "They led. All of KENT did." if number else "The pilot."
            why = "Borchester would not." if number == 2 else why
            ChosenCouncil.objects.create(round=round, council=council, reason=why)
        round.mark_opened(at=timezone.now())
        for return_of in round.returns.all():
            answer(return_of, likely, "very-likely")
        round.returns.update(state="signed", signed_at=timezone.now())
        release = make_release(round, stage="public")
        return f"/releases/{release.pk}/regions/{{}}/briefing{{}}"

    def test_page_and_paper_say_so_once(self, client: Client, address: str) -> None:
        page = text_of(client.get(address.format("kent", "/")).text)
        pages, printed = paper(client.get(address.format("kent", ".pdf")).content)
        assert pages <= 2
        for said in (page, printed):
            assert said.count("Only chosen councils were asked") == 1
            assert "The pilot." in said
            assert "All of KENT did." in said

    def test_without_its_name_it_leaves_out_reasons_that_name_places(
        self, client: Client, address: str
    ) -> None:
        page = text_of(client.get(address.format("region-a", "/")).text)
        pages, printed = paper(client.get(address.format("region-a", ".pdf")).content)
        assert pages <= 2
        for said in (page, printed):
            assert said.count("Only chosen councils were asked") == 1
            assert "Why these: “The pilot.”" in said
            assert "They led" not in said
            assert "kent" not in said.lower()
            assert "borchester" not in said.lower()
            assert "Survey of March 2010, 31 March 2010" in said
            assert "Illustrative answers." in said


@pytest.mark.parametrize("end", ["/", ".pdf"])
def test_what_is_expected_and_counted_is_told_without_the_places_that_its_words_name(
    client: Client, home: Council, elsewhere: Council, end: str
) -> None:
    world = make_world({home.region: 12, elsewhere.region: 12})
    measure = make_measure(world)
    Measure.objects.update(title="Share of users in South West")
    measure.bases.update(name="users of the North East")
    Expectation.objects.update(label="Savings in North East", short_text="save as North East does")
    Milestone.objects.update(short_title="North-East’s prevention")
    release = make_release(world.round, stage="public")
    answer = client.get(lettered(release, home.region, end))
    said = paper(answer.content)[1] if end == ".pdf" else text_of(answer.text)
    assert "very likely to bring about expectation 1 by April 2011" in said
    assert "What was counted, Region" in said
    assert "of those counted" in said
    assert not re.search("north.east|south.west", said, re.IGNORECASE)


def lettered(release: Release, region: Region, end: str) -> str:
    slugs = list(Region.objects.values_list("slug", flat=True))
    letter = address_of(pseudonym(release, slugs, region.slug))
    return f"/releases/{release.pk}/regions/{letter}/briefing{end}"


@pytest.mark.parametrize("end", ["/", ".pdf"])
def test_a_letter_asked_for_another_round_tells_its_own(
    client: Client, world: World, end: str
) -> None:
    release = make_release(world.round, stage="public")
    region = Region.objects.get(slug="north-east")
    answer = client.get(f"{lettered(release, region, end)}?round=zzz")
    assert answer.status_code == 200
    if end == "/":
        assert "“round”" in text_of(answer.text)
        assert region.name not in answer.text


@pytest.mark.parametrize("end", ["/", ".pdf"])
def test_of_a_letter_without_anything_to_tell_no_name_is_told(
    client: Client, world: World, end: str
) -> None:
    ExpectationQuestion.objects.all().delete()
    release = make_release(world.round, stage="public")
    region = Region.objects.get(slug="north-east")
    answer = client.get(lettered(release, region, end))
    assert answer.status_code == 404
    assert "What is asked for here holds neither." in text_of(answer.text)
    assert region.name not in answer.text
    assert region.slug not in answer.text
