"""The open data API: what pages show, as JSON, and nothing else."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from surveys.models import Figure, Release
from tests.factories import make_open_round, make_question, make_region, make_release, make_return
from tests.milestones.conftest import SignIn, sign_in, world
from tests.milestones.world import TELLTALE, World, make_world

__all__ = ["sign_in", "world"]  # the fixtures

LISTS = ["programmes", "expectations", "rounds", "questions", "releases", "figures", "regions"]
LISTS += ["councils"]


@pytest.fixture
def thin(home: Council) -> World:
    """Three councils in the North East, a dozen in each of two other regions."""
    world = make_world({home.region: 3, make_region("London"): 12, make_region("Kent"): 12})
    make_release(world.round, stage="public")
    return world


def get(client: Client, address: str, **headers: str) -> Any:
    response = client.get(f"/data/api/{address}", headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


def every(client: Client, address: str) -> list[dict[str, Any]]:
    """The items of all pages."""
    found, following = [], f"/data/api/{address}"
    while following:
        page = client.get(following).json()
        found += page["items"]
        following = (page["next"] or "").removeprefix("http://127.0.0.1")
    return found


class TestWhatIsReadThere:
    @pytest.mark.parametrize("resource", LISTS)
    def test_each_list_has_what_each_of_its_own_address_has(
        self, client: Client, thin: World, resource: str
    ) -> None:
        listed = get(client, f"{resource}/?limit=2")["items"][0]
        key = listed.get("slug") or listed.get("id") or f"{listed['round']}/{listed['key']}"
        assert get(client, f"{resource}/{key}/") == listed

    def test_a_choice_tells_k_of_n_by_region(self, client: Client, thin: World) -> None:
        query = "round=spring&question=likely&option=fairly-unlikely&area=england"
        [figure] = every(client, f"figures/?{query}")
        assert (figure["k"], figure["n"], figure["share"], figure["required"]) == (
            26,
            27,
            26 / 27,
            27,
        )
        assert figure["url"].endswith(f"/figures/{figure['id']}/")

    def test_the_response_has_no_question(self, client: Client, thin: World) -> None:
        figures = every(client, "figures/?question=response&area=england")
        assert [(figure["k"], figure["n"]) for figure in figures] == [(27, 27)]

    def test_a_question_has_its_options_in_order(self, client: Client, thin: World) -> None:
        options = get(client, "questions/spring/likely/")["options"]
        assert [option["key"] for option in options][:2] == ["very-likely", "fairly-likely"]

    def test_an_expectation_names_who_tells_of_it(self, client: Client, thin: World) -> None:
        told = get(client, "expectations/savings/")["questions"]
        assert told == [{"round": "spring", "question": "likely", "role": "forecast", "basis": ""}]

    def test_councils_are_those_of_a_region_and_a_day(self, client: Client, thin: World) -> None:
        assert len(every(client, "councils/?region=north-east&on=2011-03-31")) == 3


class TestPages:
    def test_all_pages_together_have_each_once(self, client: Client, thin: World) -> None:
        for resource in ("figures", "councils", "questions"):
            whole = get(client, f"{resource}/?limit=500")["items"]
            assert every(client, f"{resource}/?limit=1") == whole

    @pytest.mark.parametrize(
        "cursor", ["eA", "MTIzNA==", "____", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
    )
    @pytest.mark.parametrize("resource", ["figures", "questions"])
    def test_a_cursor_that_no_page_gave_leads_nowhere(
        self, client: Client, thin: World, resource: str, cursor: str
    ) -> None:
        response = client.get(f"/data/api/{resource}/?cursor={cursor}")
        assert response.status_code in {404, 422}
        assert response["Content-Type"] == "application/problem+json"


class TestProblems:
    @pytest.mark.parametrize(
        ("address", "status", "said"),
        [
            ("figures/999999999/", 404, "There is no figure 999999999."),
            ("rounds/nowhere/", 404, "There is no round called nowhere."),
            ("figures/?round=nowhere", 404, "There is no round called nowhere."),
            ("figures/?release=999", 404, "There is no release 999."),
            ("nothing/of/it/", 404, "There is nothing at /data/api/nothing/of/it/."),
            ("figures/?colour=red", 422, "does not know the parameter colour"),
            ("figures/?round=", 422, "The parameter round is empty: leave it out."),
            ("figures/?limit=0", 422, "limit: "),
            ("councils/?on=today", 422, "on: "),
            ("councils/?region=%00", 422, "region: "),
        ],
    )
    def test_what_is_wrong_is_said_in_json(
        self, client: Client, thin: World, address: str, status: int, said: str
    ) -> None:
        response = client.get(f"/data/api/{address}")
        told = json.loads(response.content)
        assert (response.status_code, told["status"]) == (status, status)
        assert said in told["detail"]
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    def test_nothing_is_written(self, db: None, method: str) -> None:
        response = Client(enforce_csrf_checks=True).generic(method, "/data/api/figures/")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert response["Content-Type"] == "application/problem+json"


class TestWhoSeesWhat:
    def test_a_reader_sees_no_hidden_value(self, client: Client, thin: World) -> None:
        figures = every(client, "figures/?area=north-east&question=people")
        assert [figure["sum"] for figure in figures] == [None]
        assert figures[0]["hidden"].startswith("Not shown: ")
        assert str(TELLTALE) not in json.dumps(every(client, "figures/"))

    def test_the_sector_sees_it(self, client: Client, contributor: User, thin: World) -> None:
        client.force_login(contributor)
        [figure] = every(client, "figures/?area=north-east&question=people")
        assert (figure["hidden"], figure["sum"] > TELLTALE) == ("", True)

    def test_few_people_are_named_and_not_counted(self, client: Client, home: Council) -> None:
        round = make_open_round("few", discloses_small_counts=False, names_councils=True)
        people = make_question(round, "people", unit="people", counts_people=True)
        make_return(round, home, answers={people: 4})
        make_release(round, stage="public")
        [figure] = every(client, "figures/?question=people&area=england")
        assert (figure["sum"], "sum" in figure["fewer_than_5"]) == (None, True)

    @pytest.mark.parametrize(
        ("stage", "readers"),
        [
            ("preview", {"analyst"}),
            ("sector", {"analyst", "contributor"}),
            ("public", {"analyst", "contributor", "reader"}),
        ],
    )
    def test_a_release_is_there_for_whom_it_is_open(
        self, sign_in: SignIn, world: World, stage: str, readers: set[str]
    ) -> None:
        release = make_release(world.round, stage=stage)
        figure = Figure.objects.filter(release=release).first()
        assert figure
        for role in ("reader", "contributor", "analyst"):
            client = sign_in(role)
            for address in (f"releases/{release.pk}/", f"figures/{figure.pk}/"):
                found = client.get(f"/data/api/{address}").status_code == 200
                assert found is (role in readers)
            assert bool(every(client, "figures/")) is (role in readers)

    def test_a_draft_is_known_to_nobody_else(self, client: Client, analyst: User) -> None:
        make_question(make_open_round("draft", is_draft=True))
        assert every(client, "rounds/") == every(client, "questions/") == []
        client.force_login(analyst)
        assert [round["slug"] for round in every(client, "rounds/")] == ["draft"]

    def test_no_note_and_no_person_is_in_any_answer(
        self, client: Client, contributor: User, thin: World
    ) -> None:
        client.force_login(contributor)
        told = json.dumps([every(client, f"{resource}/") for resource in LISTS])
        assert contributor.name not in told


class TestKept:
    def test_an_answer_is_kept_and_asks_once(
        self, client: Client, thin: World, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = client.get("/data/api/figures/?limit=3")
        with django_assert_num_queries(1):
            again = client.get("/data/api/figures/?limit=3")
        assert again.content == first.content

    def test_made_anew_it_asks_no_more_for_more_figures(self, client: Client, thin: World) -> None:
        counts = []
        for limit in (2, 50):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/data/api/figures/?limit={limit}")
            counts.append(len(queries))
        assert counts[1] <= min(counts[0], 6)

    def test_who_has_it_is_told_so(self, client: Client, thin: World) -> None:
        etag = client.get("/data/api/releases/")["ETag"]
        again = client.get("/data/api/releases/", headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        correction = make_release(thin.round, stage="public")
        assert (
            str(correction.pk)
            in client.get("/data/api/releases/", headers={"If-None-Match": etag}).text
        )

    def test_scripts_of_other_sites_may_read_it(self, client: Client, thin: World) -> None:
        for _ in range(2):
            assert client.get("/data/api/rounds/")["Access-Control-Allow-Origin"] == "*"


def test_figures_say_the_same_as_the_file(client: Client, thin: World) -> None:
    release = Release.objects.get()
    file = client.get(f"/releases/{release.pk}/?download=csv").content.decode("utf-8-sig")
    same = ("question", "option_code", "k", "n", "sum", "median", "hidden")
    of_file = {
        row["figure"]: [row[key] for key in same] for row in csv.DictReader(io.StringIO(file))
    }
    told = {
        str(figure["id"]): [as_in_a_file(figure[key.removesuffix("_code")]) for key in same]
        for figure in every(client, f"figures/?release={release.pk}")
    }
    assert told == of_file


def as_in_a_file(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def test_the_page_to_read_names_every_address(client: Client, db: None) -> None:
    paths = get(client, "openapi.json")["paths"]
    page = client.get("/data/api/").text.replace("<wbr>", "")
    assert [path for path in paths if path not in page] == []
