"""A programme is defined on one page, part by part, with pickers."""

from collections.abc import Mapping

import pytest
from django.db import IntegrityError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import Region, User
from milestones.models import Expectation, Measure, MeasureRate, Milestone, Programme
from tests.factories import make_open_round, make_question, make_release
from tests.milestones.submitted import untouched
from tests.milestones.world import World, make_measure, make_world

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Care market readiness 2027",
    "description": "Whether there is care to buy.",
    "starts_on": "1 April 2027",
    "ends_on": "31 March 2029",
}
ADDRESS = "/manage/programmes/care-market-readiness-2027/"
MILESTONE = {"title": "Enough homes", "short_title": "Homes"}
EXPECTATION = {
    "label": "Plan published",
    "text": "The council has published its plan.",
    "short_text": "publish a plan",
    "due_on": "31 March 2028",
    "target_percent": "30",
}


@pytest.fixture
def signed_in(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def save(client: Client, query: str, data: Mapping[str, object]) -> str:
    return client.post(f"{ADDRESS}?{query}", {**data, "do": "save"}, follow=True).content.decode()


@pytest.fixture
def programme(signed_in: Client) -> Programme:
    signed_in.post("/manage/programmes/", NEW)
    return Programme.objects.get(title=NEW["title"])


@pytest.fixture
def expectation(signed_in: Client, programme: Programme) -> Expectation:
    save(signed_in, "part=milestone", MILESTONE)
    milestone = Milestone.objects.get(programme=programme)
    save(signed_in, f"part=expectation&of={milestone.pk}", EXPECTATION)
    return Expectation.objects.get(milestone=milestone)


class TestSetting:
    def test_one_that_is_not_published_leads_to_the_box_that_publishes_it(
        self, signed_in: Client, programme: Programme
    ) -> None:
        link = 'href="?part=programme#id_is_published">Publish it</a>'
        assert link in signed_in.get(ADDRESS).text
        assert 'id="id_is_published"' in signed_in.get(f"{ADDRESS}?part=programme").text
        Programme.objects.filter(pk=programme.pk).update(is_published=True)
        assert link not in signed_in.get(ADDRESS).text

    def test_its_address_is_made_from_its_title_and_nobody_else_sees_it_yet(
        self, programme: Programme
    ) -> None:
        assert programme.slug == "care-market-readiness-2027"
        assert programme.title not in Client().get("/milestones/").content.decode()

    def test_an_expectation_gets_its_address_its_day_in_words_and_its_place(
        self, expectation: Expectation
    ) -> None:
        assert expectation.slug == "plan-published"
        assert expectation.due_label == "March 2028"
        assert expectation.milestone.number == 1

    @pytest.mark.parametrize(
        ("typed", "after"), [("", "March 2029"), ("Spring 2028", "Spring 2028")]
    )
    def test_its_day_in_words_follows_the_day_unless_somebody_wrote_it(
        self, signed_in: Client, expectation: Expectation, typed: str, after: str
    ) -> None:
        query = f"part=expectation&pk={expectation.pk}"
        save(signed_in, query, EXPECTATION | {"due_label": typed})
        form = signed_in.get(f"{ADDRESS}?{query}").context["editing"].form
        kept = {"due_label": form["due_label"].value()}
        save(signed_in, query, EXPECTATION | kept | {"due_on": "31 March 2029"})
        expectation.refresh_from_db()
        assert expectation.due_label == after

    def test_what_another_changed_while_it_was_open_stays(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        query = f"part=expectation&pk={expectation.pk}"
        page = signed_in.get(f"{ADDRESS}?{query}").text
        form = untouched(page.replace("novalidate>", 'novalidate id="it">'), "it")
        save(signed_in, query, EXPECTATION | {"due_on": "31 March 2029"})
        save(signed_in, query, form | {"label": "Plan out"})
        expectation.refresh_from_db()
        assert (expectation.label, expectation.due_on.year) == ("Plan out", 2029)

    def test_a_measure_has_its_bases_and_each_its_rates_by_picking(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        rate = make_question(make_open_round("spring"), "share", type="percentage")
        counted = {"title": "Share of homes", "higher_is_better": "yes"}
        save(signed_in, f"part=measure&of={expectation.pk}", counted)
        measure = Measure.objects.get(expectation=expectation)
        for name in ("all homes", "nursing homes"):
            save(signed_in, f"part=base&of={measure.pk}", {"name": name})
        base = measure.bases.get(name="nursing homes")
        assert base.key == "nursing-homes"
        save(signed_in, f"part=rate&of={base.pk}", {"question": rate.pk, "role": "actual"})
        assert MeasureRate.objects.get(base=base).question == rate

    def test_a_measure_starts_with_the_target_of_its_expectation(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        Expectation.objects.filter(pk=expectation.pk).update(target_percent="30.50")
        page = signed_in.get(f"{ADDRESS}?part=measure&of={expectation.pk}")
        assert 'value="30.5"' in page.text

    def test_a_question_is_linked_with_a_base_of_the_measure(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        met = make_question(make_open_round("spring"), "met", type="yes_no")
        measure = Measure.objects.create(expectation=expectation, slug="share", title="Share")
        measure.bases.create(key="all", name="all homes")
        link = {"role": "outcome", "question": met.pk, "basis": "all homes"}
        page = save(signed_in, f"part=question&of={expectation.pk}", link)
        assert "<strong>Outcome</strong>: Met" in page
        assert expectation.questions.get().basis == "all homes"


class TestRefusals:
    def test_what_is_missing_is_told_beside_each_field(
        self, signed_in: Client, programme: Programme
    ) -> None:
        page = save(signed_in, "part=milestone", {})
        assert "Enter a title." in page
        assert "Enter a short title." in page

    @pytest.mark.parametrize("part", ["milestone", "expectation", "base"])
    def test_what_stands_beside_another_is_called_otherwise(
        self, signed_in: Client, expectation: Expectation, part: str
    ) -> None:
        measure = Measure.objects.create(expectation=expectation, slug="share", title="Share")
        measure.bases.create(key="all", name="all homes")
        query, data = {
            "milestone": ("part=milestone", MILESTONE),
            "expectation": (f"part=expectation&of={expectation.milestone_id}", EXPECTATION),
            "base": (f"part=base&of={measure.pk}", {"name": "All homes"}),
        }[part]
        assert "is the name of another beside it" in save(signed_in, query, data)

    def test_a_rate_belongs_to_one_base_of_a_measure(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        rate = make_question(make_open_round("spring"), "share", type="percentage")
        measure = Measure.objects.create(expectation=expectation, slug="share", title="Share")
        first, second = (measure.bases.create(key=key, name=key) for key in ("all", "nursing"))
        first.rates.create(question=rate)
        page = save(signed_in, f"part=rate&of={second.pk}", {"question": rate.pk, "role": "actual"})
        assert "This is the rate of “all”." in page

    def test_a_question_is_linked_once(self, signed_in: Client, expectation: Expectation) -> None:
        met = make_question(make_open_round("spring"), "met", type="yes_no")
        link = {"role": "outcome", "question": met.pk}
        save(signed_in, f"part=question&of={expectation.pk}", link)
        page = save(signed_in, f"part=question&of={expectation.pk}", link)
        assert "has this question in this part already" in page

    def test_a_round_s_second_forecast_is_refused_where_nothing_tells_them_apart(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        round = make_open_round("spring")
        for key in ("likely", "likelier"):
            question = make_question(round, key, type="scale")
            link = {"role": "forecast", "question": question.pk}
            page = save(signed_in, f"part=question&of={expectation.pk}", link)
        assert "A second is told apart by its base" in page
        assert expectation.questions.count() == 1

    def test_a_second_forecast_is_of_another_base_and_says_of_which(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        measure = Measure.objects.create(expectation=expectation, slug="share", title="Share")
        for name in ("all homes", "nursing homes"):
            measure.bases.create(key=name.replace(" ", "-"), name=name)
        round = make_open_round("spring")
        first, second = (make_question(round, key, type="scale") for key in ("first", "second"))
        link = {"role": "forecast", "question": first.pk, "basis": "all homes"}
        save(signed_in, f"part=question&of={expectation.pk}", link)
        for basis, said in (
            ("", "Choose what this one is counted of."),
            ("all homes", "Choose another base."),
            ("nursing homes", "is saved"),
        ):
            link = {"role": "forecast", "question": second.pk, "basis": basis}
            assert said in save(signed_in, f"part=question&of={expectation.pk}", link)

    def test_the_database_refuses_a_second_forecast_without_a_base(
        self, expectation: Expectation
    ) -> None:
        round = make_open_round("spring")
        expectation.questions.create(
            question=make_question(round, "first", type="scale"), role="forecast"
        )
        second = make_question(round, "second", type="scale")
        with pytest.raises(IntegrityError, match="tells this of the expectation already"):
            expectation.questions.create(question=second, role="forecast", basis="all homes")

    def test_a_number_cannot_be_linked_as_an_outcome(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        count = make_question(make_open_round("spring"), "count", type="number")
        link = {"role": "outcome", "question": count.pk}
        page = save(signed_in, f"part=question&of={expectation.pk}", link)
        assert "Choose a question of the list." in page

    def test_a_part_of_another_programme_is_not_there(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        other = Programme.objects.create(
            slug="other", title="Other", starts_on="2020-01-01", ends_on="2021-01-01"
        )
        address = f"/manage/programmes/{other.slug}/?part=expectation&pk={expectation.pk}"
        assert signed_in.get(address).status_code == 404


class TestRemoval:
    def test_what_goes_along_is_told_first_and_goes_along(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        measure = Measure.objects.create(expectation=expectation, slug="share", title="Share")
        measure.bases.create(key="all", name="all homes")
        address = f"{ADDRESS}?part=expectation&pk={expectation.pk}&remove"
        assert "all homes" in signed_in.get(address).content.decode()
        signed_in.post(address, {"do": "remove"})
        assert not Expectation.objects.filter(pk=expectation.pk).exists()
        assert not Measure.objects.exists()

    def test_a_released_measure_stays(self, signed_in: Client, world: World) -> None:
        measure = make_measure(world)
        make_release(world.round)
        address = f"/manage/programmes/programme/?part=measure&pk={measure.pk}&remove"
        page = signed_in.post(address, {"do": "remove"}).content.decode()
        assert "so it stays" in page
        assert Measure.objects.filter(pk=measure.pk).exists()

    def test_a_milestone_with_expectations_stays(
        self, signed_in: Client, expectation: Expectation
    ) -> None:
        address = f"{ADDRESS}?part=milestone&pk={expectation.milestone_id}&remove"
        signed_in.post(address, {"do": "remove"})
        assert Milestone.objects.filter(pk=expectation.milestone_id).exists()


@pytest.fixture
def world(home_region: Region) -> World:
    return make_world({home_region: 3})


def test_the_page_asks_at_most_twelve_queries(
    signed_in: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_measure(world)
    address = f"/manage/programmes/programme/?part=question&of={world.expectation.pk}"
    with django_assert_max_num_queries(12):
        page = signed_in.get(address)
    assert "Save the question" in page.content.decode()
