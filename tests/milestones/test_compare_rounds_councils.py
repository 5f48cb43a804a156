"""Councils and groups of them in several rounds: their own answers, for who may read them."""

import datetime
import re

import pytest
from django.test import Client

from councils.models import Council, Succession
from milestones.models import MeasureRate
from surveys.models import Question, ReleasedReturn, Return
from tests.factories import (
    answer,
    make_council,
    make_question,
    make_rate,
    make_release,
    make_return,
)
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_measure, make_world

LATER = datetime.date(2012, 3, 31)
ROUNDS = "/compare/?expectation=savings&round=spring,autumn"
SHARES = "/compare/?measure=share&round=spring,autumn"


def later_world(first: World, *, names_councils: bool = False) -> World:
    regions = {each.council.region: 3 for each in first.returns.values()}
    return make_world(regions, slug="autumn", names_councils=names_councils, reference_date=LATER)


def release_all(*worlds: World) -> None:
    for each in worlds:
        make_release(each.round, stage="public")


@pytest.fixture
def released(world: World) -> World:
    release_all(world, later_world(world))
    return world


def title_of(client: Client, address: str) -> str:
    page = client.get(address).text
    return text_of(re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[0])


def others(world: World) -> list[str]:
    """Councils that are not Gateshead: all fairly unlikely."""
    rows = ReleasedReturn.objects.filter(release__round=world.round).exclude(slug="gateshead")
    return list(rows.order_by("slug").values_list("slug", flat=True))


class TestACouncil:
    def test_title_and_table_tell_its_answers(self, sign_in: SignIn, released: World) -> None:
        client = sign_in("contributor")
        address = f"{ROUNDS}&areas=north-east,gateshead"
        title = title_of(client, address)
        assert "Gateshead: “very likely” in March 2011, “fairly unlikely” in March 2012" in title
        [_, council] = rows_of(client, f"{address}&table=rounds")
        assert council["Area"] == "Gateshead"
        assert [value for key, value in council.items() if key.endswith("(k)")] == ["1", "0"]
        assert [value for key, value in council.items() if key.endswith("per cent")] == ["", ""]
        assert "Very likely" in client.get(address).text

    def test_has_a_row_of_the_chart_with_its_answer_of_each_round(
        self, sign_in: SignIn, released: World
    ) -> None:
        page = sign_in("contributor").get(f"{ROUNDS}&areas=gateshead")
        [chart] = page.context["charts"]
        [row] = chart.drawing.rows
        assert [mark.count for mark in row.marks] == ["Very likely", "Fairly unlikely"]
        assert [label for _, label in chart.drawing.ticks] == ["March 2011", "March 2012"]
        assert "What each council itself answered" in text_of(page.text)

    def test_that_sent_nothing_is_said_to_in_its_row(self, sign_in: SignIn, world: World) -> None:
        silent = make_council("Silent", region=next(iter(world.returns.values())).council.region)
        make_return(world.round, silent, state=Return.State.IN_PROGRESS)
        release_all(world, later_world(world))
        page = sign_in("contributor").get(f"{ROUNDS}&areas=gateshead,{silent.slug}")
        [chart] = page.context["charts"]
        assert chart.drawing.rows[1].note == "March 2011: no return; March 2012: not in this round"

    def test_beside_an_area_it_has_a_chart_of_its_own(
        self, sign_in: SignIn, released: World
    ) -> None:
        page = sign_in("contributor").get(f"{ROUNDS}&areas=north-east,gateshead")
        shares, answers = page.context["charts"]
        assert [line.name for line in shares.drawing.lines] == ["North East"]
        assert [row.area for row in answers.drawing.rows] == ["Gateshead"]

    def test_many_are_counted_in_the_title_and_named_in_the_chart(
        self, sign_in: SignIn, released: World
    ) -> None:
        areas = ",".join(["gateshead", *others(released)[:3]])
        page = sign_in("contributor").get(f"{ROUNDS}&areas={areas}")
        text = text_of(page.text)
        assert "1 of these 4 councils “very likely” in March 2011" in text
        assert "Gateshead, “very likely” in March 2011" in text

    def test_one_that_sent_nothing_says_so(self, sign_in: SignIn, world: World) -> None:
        silent = make_council("Silent", region=next(iter(world.returns.values())).council.region)
        make_return(world.round, silent, state=Return.State.IN_PROGRESS)
        release_all(world, later_world(world))
        title = title_of(sign_in("contributor"), f"{ROUNDS}&areas=gateshead,{silent.slug}")
        assert "Silent: no return in March 2011, not in this round in March 2012" in title

    def test_under_a_new_name_it_goes_on(
        self, sign_in: SignIn, world: World, elsewhere: Council
    ) -> None:
        old, new = _continued(world)
        later = make_world({elsewhere.region: 3}, slug="autumn", reference_date=LATER)
        make_return(later.round, new, answers={later.likely: "very-likely"})
        release_all(world, later)
        page = sign_in("contributor").get(f"{ROUNDS}&areas={new.slug}")
        text = text_of(page.text)
        assert f"{new.name}: “very likely” in March 2011, “very likely” in March 2012" in text
        assert f"In March 2011 {new.name} was called {old.name}." in text
        assert f'areas={old.slug}"' in page.text

    def test_is_added_by_its_name(self, sign_in: SignIn, released: World) -> None:
        answer = sign_in("contributor").get(f"{ROUNDS}&areas=north-east&add=Gatesh")
        assert answer["Location"].endswith("areas=north-east,gateshead")

    def test_is_not_told_to_who_may_not_read_it(self, client: Client, released: World) -> None:
        page = client.get(f"{ROUNDS}&areas=north-east,gateshead")
        assert page.status_code == 404
        assert "are not public, and nor are groups" in page.text
        assert "very likely" not in page.text.lower()
        typed = client.get(f"{ROUNDS}&areas=north-east&add=Gateshead")
        assert "are not public, and nor are groups" in text_of(typed.text)
        assert 'value="Gateshead"' in typed.text

    def test_a_round_that_names_councils_does_not_open_another(
        self, client: Client, world: World
    ) -> None:
        release_all(world, later_world(world, names_councils=True))
        assert client.get(f"{ROUNDS}&areas=gateshead").status_code == 404


def _continued(world: World) -> tuple[Council, Council]:
    """Gateshead, and the body that follows it in the same area."""
    old = world.returns["Gateshead"].council
    new = make_council("Gateshead and Tyne", region=old.region)
    kind = Succession.Kind.SAME_AREA
    Succession.objects.create(predecessor=old, successor=new, kind=kind)
    return old, new


class TestAGroup:
    def test_is_counted_in_each_round(self, sign_in: SignIn, released: World) -> None:
        address = f"{ROUNDS}&areas=group:gateshead+{others(released)[0]},south-west&table=rounds"
        row = rows_of(sign_in("contributor"), address)[0]
        told = [value for key, value in row.items() if key.endswith(("(k)", "(n)"))]
        assert told == ["1", "2", "1", "2"]

    def test_says_where_a_round_had_not_all_of_it(self, sign_in: SignIn, world: World) -> None:
        region = next(iter(world.returns.values())).council.region
        extra = make_council("Extra", region=region)
        make_return(world.round, extra, answers={world.likely: "very-likely"})
        release_all(world, later_world(world))
        page = sign_in("contributor").get(f"{ROUNDS}&areas=group:gateshead+{extra.slug}")
        assert "In March 2012 1 of the 2 councils of" in text_of(page.text)

    def test_a_rate_is_that_of_all_its_users_together(self, sign_in: SignIn, world: World) -> None:
        """Gateshead has 7,654,321 of 1,000 and the other 107 of 1,000."""
        measure = make_measure(world)
        _same_rate(world, later := later_world(world), measure.bases.get().pk)
        release_all(world, later)
        names = others(world)
        rows = rows_of(
            sign_in("contributor"),
            f"{SHARES}&areas=group:{names[0]}+{names[1]},{names[0]}&table=rounds",
        )
        group, alone = (
            [float(value) for key, value in row.items() if key.endswith("per cent")] for row in rows
        )
        given = {r.council.slug: _people(r) for r in world.returns.values()}
        assert alone[0] == pytest.approx(given[names[0]] / 10)
        assert group[0] == pytest.approx((given[names[0]] + given[names[1]]) / 20)


def _people(return_of: Return) -> float:
    number = return_of.answers.get(question__key="people").number
    assert number is not None
    return float(number)


def _same_rate(world: World, later: World, base: int) -> None:
    """The later round counts the same measure."""
    users = make_question(later.round, "users", unit="people")
    for return_of in later.returns.values():
        answer(return_of, users, 1000)
    rate: Question = make_rate(later.people, users, "share")
    MeasureRate.objects.create(base_id=base, question=rate)
