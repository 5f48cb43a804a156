"""The register's pages: shown before it is done, and for administrators alone."""

import datetime
from typing import ClassVar

import pytest
import time_machine
from django.test import Client

from councils.actions import invite
from councils.altering import Alteration
from councils.models import Council, CouncilCode, Region, Succession, User
from ppf_site.refused import Refused
from tests.factories import (
    make_council,
    make_open_round,
    make_region,
    make_return,
    make_round,
    make_user,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/register/reorganise/"
FIRST = {"day": "1 April 2027", "ends": "surrey", "following": "2"}


@pytest.fixture
def surrey(home_region: Region) -> Council:
    return make_council("Surrey", region=home_region, type="county", code="E10000030")


def halves(surrey: Council, **fields: str) -> dict[str, str]:
    sent: dict[str, str] = {}
    for number, name in enumerate(("East Surrey", "West Surrey")):
        typed = {"name": name, "short_name": name, "type": "unitary"}
        typed |= {"region": str(surrey.region_id), "follows": str(surrey.pk)}
        sent |= {f"body-{number}-{key}": value for key, value in typed.items()}
    return sent | fields


def sent(client: Client, data: dict[str, str]) -> str:
    return client.post(ADDRESS, data, query_params=FIRST, follow=True).content.decode()


class TestAReorganisation:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)

    def test_it_is_shown_with_what_it_touches_before_anything_is_entered(
        self, client: Client, surrey: Council
    ) -> None:
        make_return(make_open_round("spring", title="Spring"), surrey, state="in_progress")
        make_round("later", title="Later", is_draft=True, reference_date=datetime.date(2027, 5, 1))
        page = sent(client, halves(surrey))
        assert "Its last day is 31 March 2027" in page
        assert "Surrey: its open return in Spring stays its own, due in" in page
        assert "Later, a draft, will ask the councils that follow" in page
        assert Council.objects.get(pk=surrey.pk).abolished is None

    def test_what_the_database_alone_refuses_is_told_before_it_is_shown(
        self, client: Client, surrey: Council
    ) -> None:
        make_council("East Surrey")
        page = sent(client, halves(surrey))
        assert "Another council is called “East Surrey” on some of the same days." in page
        assert "Enter this change of" not in page
        assert not Council.objects.filter(name="West Surrey").exists()

    def test_problems_of_several_councils_stand_in_one_list_that_says_which(
        self, client: Client, surrey: Council
    ) -> None:
        page = squeezed(sent(client, {"body-0-name": ""}))
        assert page.count("There is a problem") == 1
        for council in ("Council 1: Enter a short name.", "Council 2: Enter a short name."):
            assert council in page

    def test_what_takes_over_alone_takes_over_from_all_that_end(
        self, client: Client, surrey: Council
    ) -> None:
        ends = ["surrey", make_council("Kent").slug]
        page = client.get(ADDRESS, {**FIRST, "ends": ends, "following": "1"})
        assert len(page.context["bodies"][0]["follows"].value()) == 2

    def test_a_round_that_has_chosen_its_councils_does_not_ask_those_that_follow(
        self, client: Client, surrey: Council
    ) -> None:
        about = datetime.date(2027, 5, 1)
        chosen = make_round("later", title="Later", is_draft=True, reference_date=about)
        chosen.chosen.create(council=surrey, reason="The pilot.")
        other = make_round("other", title="Other", is_draft=True, reference_date=about)
        other.chosen.create(council=make_council("Kent"), reason="The pilot.")
        page = sent(client, halves(surrey))
        assert "Later, a draft, has chosen Surrey, gone by 1 May 2027: choose what follows" in page
        assert "will ask the councils that follow" not in page
        assert "Other, a draft" not in page

    def test_then_it_is_entered_as_one(self, client: Client, surrey: Council) -> None:
        page = sent(client, {**halves(surrey), "do": "make"})
        assert "Entered: from 1 April 2027 on, East Surrey and West Surrey" in page
        assert "Surrey will end: its last day is 31 March 2027" in page
        assert "East Surrey and West Surrey take over" in page
        assert "until the end of 31 March 2027" in client.get("/councils/surrey/").text
        history = squeezed(client.get("/manage/history/?what=register").text)
        assert "Last day: none → <strong>31 March 2027</strong>" in history
        assert "Abolished" not in history
        assert Council.objects.get(pk=surrey.pk).abolished == datetime.date(2027, 4, 1)

    def test_open_invitations_to_who_ends_are_told(
        self, client: Client, surrey: Council, administrator: User
    ) -> None:
        invite(council=surrey, email="a@surrey.example", kind="contributor", by=administrator)
        assert "1 invitation to the councils that end is open" in sent(client, halves(surrey))

    def test_every_field_that_lacks_something_says_so(
        self, client: Client, surrey: Council
    ) -> None:
        fields = {"body-0-name": "", "body-1-code": "X1"}
        page = sent(client, halves(surrey, **fields))
        assert "Enter the name of the new council." in page
        assert "A code is E and eight digits" in page

    def test_what_the_register_refuses_is_told_on_the_form(
        self, client: Client, surrey: Council
    ) -> None:
        make_council("West Surrey", code="E06000999")
        page = sent(client, {**halves(surrey), "do": "make"})
        assert "Another council is called “West Surrey”" in page

    def test_a_council_is_found_by_its_name_among_what_is_ticked(
        self, client: Client, surrey: Council
    ) -> None:
        make_council("Torbay", region=surrey.region)
        make_council("Devon", region=surrey.region)
        asked = {"do": "find", "name": "torb", "ends": "surrey", "day": "1 April 2027"}
        page = squeezed(client.get(ADDRESS, asked).text)
        assert "1 council found" in page
        assert 'id="ends-surrey" checked' in page
        assert 'id="ends-torbay"' in page
        assert 'id="ends-devon"' not in page
        assert 'value="1 April 2027"' in page
        assert "There is a problem" not in page

    def test_without_a_council_the_first_page_says_what_is_missing(
        self, client: Client, surrey: Council
    ) -> None:
        page = client.get(ADDRESS, {"day": "", "following": "0"}).content.decode()
        for problem in ("Enter a day", "Choose at least one council", "At least one council"):
            assert problem in page


class TestTakingBack:
    @pytest.fixture(autouse=True)
    def _entered(self, client: Client, administrator: User, surrey: Council) -> None:
        client.force_login(administrator)
        sent(client, {**halves(surrey), "do": "make"})

    def take_back(self, client: Client) -> str:
        return squeezed(client.post("/manage/register/take-back/surrey/", follow=True).text)

    def test_it_is_shown_before_it_is_done(self, client: Client) -> None:
        link = 'href="/manage/register/take-back/surrey/"'
        assert link in client.get("/manage/register/").text
        page = client.get("/manage/register/take-back/surrey/").text
        assert "Take back the change of 1 April 2027?" in page
        assert "West Surrey is not begun" in page
        assert Council.objects.filter(name="West Surrey").exists()

    def test_what_was_to_end_stays_and_what_was_to_begin_is_gone(self, client: Client) -> None:
        assert "Taken back: Surrey as before." in self.take_back(client)
        assert list(Council.objects.values_list("name", "abolished")) == [("Surrey", None)]
        history = squeezed(client.get("/manage/history/?what=register").text)
        assert "Took back West Surrey" in history
        assert "Took back “West Surrey follows Surrey”" in history
        assert "Took back the name “West Surrey” of West Surrey" in history
        assert "one that is gone" not in history
        assert "Last day: 31 March 2027 → <strong>none</strong>" in history

    def test_it_can_be_entered_again(self, client: Client, surrey: Council) -> None:
        self.take_back(client)
        sent(client, {**halves(surrey), "do": "make"})
        assert Council.objects.filter(name="West Surrey", established="2027-04-01").exists()

    def test_not_once_somebody_was_given_a_role_at_what_follows(self, client: Client) -> None:
        west = Council.objects.get(name="West Surrey")
        make_user(role="contributor", council=west)
        assert "A role was given since" in self.take_back(client)
        assert Council.objects.filter(pk=west.pk).exists()

    def test_not_once_its_day_has_come(self, client: Client) -> None:
        with time_machine.travel("2027-04-01T09:00:00+01:00", tick=False):
            client.force_login(User.objects.get(roles__kind="administrator"))
            answer = client.get("/manage/register/take-back/surrey/")
        assert answer.status_code == 404


class TestAnAlteration:
    def test_it_is_shown_and_then_entered(
        self, client: Client, administrator: User, surrey: Council
    ) -> None:
        client.force_login(administrator)
        typed = {"council": "surrey", "day": "1 April 2025", "code": "E10000099"}
        shown = client.post("/manage/register/alter/", typed).content.decode()
        assert "Enter this change" in shown
        assert not surrey.codes.filter(code="E10000099").exists()
        client.post("/manage/register/alter/", {**typed, "do": "make"})
        assert surrey.codes.filter(code="E10000099").exists()

    def test_the_rest_is_as_it_is_on_the_day(
        self, client: Client, administrator: User, surrey: Council
    ) -> None:
        surrey.places.create(
            region=make_region("Elsewhere"), type="county", starts_on=datetime.date(2090, 1, 1)
        )
        client.force_login(administrator)
        typed = {"council": "surrey", "day": "1 April 2090", "type": "unitary"}
        page = client.post("/manage/register/alter/", typed).text
        assert "Unitary, in Elsewhere" in page

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"code": "E10000031"}, "The code E10000031 is in the register already."),
            ({"name": "Kent", "short_name": "Kent"}, "Another council is called “Kent”"),
            ({"name": "Surrey 2", "short_name": "S", "day": "1 April 1970"}, "cannot begin on"),
        ],
    )
    def test_what_the_register_refuses_is_told_beside_its_field_before_it_is_shown(
        self,
        client: Client,
        administrator: User,
        surrey: Council,
        typed: dict[str, str],
        told: str,
    ) -> None:
        make_council("Kent", code="E10000031")
        Council.objects.filter(pk=surrey.pk).update(established=datetime.date(1974, 4, 1))
        client.force_login(administrator)
        sent = {"council": "surrey", "day": "1 April 2025", **typed}
        page = squeezed(client.post("/manage/register/alter/", sent).text)
        field = "code" if "code" in typed else "name"
        beside = page.partition(f'id="id_{field}_error"')[2].partition("</p>")[0]
        assert told in beside
        assert "Enter this change" not in page
        assert "constraint" not in page

    def test_what_somebody_else_entered_meanwhile_is_told_beside_its_field(
        self,
        client: Client,
        administrator: User,
        surrey: Council,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def too_late(change: Alteration) -> None:
            raise Refused("The code is in the register already.", "code")

        monkeypatch.setattr("surveys.views.manage.register.alter", too_late)
        client.force_login(administrator)
        typed = {"council": "surrey", "day": "1 April 2025", "code": "E10000099", "do": "make"}
        form = client.post("/manage/register/alter/", typed).context["form"]
        assert form.errors == {"code": ["The code is in the register already."]}

    def test_a_round_in_which_it_has_signed_is_told_too(
        self, client: Client, administrator: User, surrey: Council
    ) -> None:
        make_return(make_open_round("spring", title="Spring"), surrey, state="signed")
        client.force_login(administrator)
        typed = {"council": "surrey", "day": "1 April 2020", "code": "E10000099"}
        page = squeezed(client.post("/manage/register/alter/", typed).text)
        assert "its next release has the new." in page


class TestAnAlterationToCome:
    TYPED: ClassVar = {
        "council": "surrey", "day": "1 April 2090", "name": "Wey", "short_name": "Wey",
        "code": "E10000099",
    }  # fmt: skip
    TAKEN_BACK = "/manage/register/take-back/surrey/?from=2090-04-01"

    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, administrator: User, surrey: Council) -> None:
        client.force_login(administrator)

    def enter(self, client: Client) -> str:
        typed = {**self.TYPED, "do": "make"}
        return squeezed(client.post("/manage/register/alter/", typed, follow=True).text)

    def test_it_says_that_nothing_changes_until_then(self, client: Client) -> None:
        day = datetime.date(2090, 5, 1)
        make_round("later", title="Later", is_draft=True, reference_date=day)
        page = squeezed(client.post("/manage/register/alter/", self.TYPED).text)
        assert "every page says of Surrey what it says now" in page
        assert "Later, a draft about 1 May 2090, asks it as it is then." in page
        assert not Council.objects.filter(codes__code="E10000099").exists()

    def test_it_is_entered_and_listed_as_to_come(self, client: Client) -> None:
        page = self.enter(client)
        assert "Surrey is as before until 1 April 2090, and otherwise from that day on." in page
        assert "Surrey will be called Wey, Wey in charts." in page
        assert "Surrey will get the code E10000099." in page
        assert Council.objects.get().name == "Surrey"

    def test_it_is_taken_back_whole_and_shown_before(self, client: Client) -> None:
        assert self.TAKEN_BACK in self.enter(client)
        assert "Not so any more: Surrey will be called Wey" in client.get(self.TAKEN_BACK).text
        page = squeezed(client.post(self.TAKEN_BACK, follow=True).text)
        assert "Taken back: Surrey as before." in page
        assert "Wey" not in page
        assert list(CouncilCode.objects.values_list("code", flat=True)) == ["E10000030"]
        history = squeezed(client.get("/manage/history/?what=register").text)
        assert "Took back the name “Wey” of Surrey" in history

    @pytest.mark.parametrize("day", ["2090-04-02", "2025-04-01", "soon"])
    def test_there_is_nothing_to_take_back_of_another_day(self, client: Client, day: str) -> None:
        self.enter(client)
        address = "/manage/register/take-back/surrey/"
        assert client.get(address, {"from": day}).status_code == 404

    def test_not_once_its_day_has_come(self, client: Client) -> None:
        self.enter(client)
        with time_machine.travel("2090-04-01T00:30:00+01:00", tick=False):
            client.force_login(User.objects.get(roles__kind="administrator"))
            assert client.get(self.TAKEN_BACK).status_code == 404

    def test_nobody_but_an_administrator_finds_it(self, client: Client, analyst: User) -> None:
        self.enter(client)
        client.force_login(analyst)
        assert client.post(self.TAKEN_BACK).status_code == 404
        assert CouncilCode.objects.filter(code="E10000099").exists()


def test_who_follows_is_told_apart_from_whom_it_follows_and_from_others(
    client: Client, administrator: User
) -> None:
    day = datetime.date(2019, 4, 1)
    ended = make_council("Dorset", type="county", abolished=day)
    for name in ("Dorset", "Poole and Christchurch"):
        follower = make_council(name, type="unitary", slug=f"new-{name[:5]}", established=day)
        Succession.objects.create(predecessor=ended, successor=follower, kind="split")
    client.force_login(administrator)
    page = squeezed(client.get("/manage/register/").text)
    assert "Dorset as a unitary and “Poole and Christchurch” took over." in page


def test_a_merger_to_come_is_taken_back_by_one_link(client: Client, administrator: User) -> None:
    day = datetime.date(2090, 4, 1)
    merged = make_council("Leicester and Rutland", established=day)
    for name in ("Leicester", "Rutland"):
        ending = make_council(name, abolished=day)
        Succession.objects.create(predecessor=ending, successor=merged, kind="merge")
    alone = make_council("Derby", abolished=day)
    client.force_login(administrator)
    page = squeezed(client.get("/manage/register/").text)
    assert "Take the end of Leicester and Rutland back" in page
    assert f"Take the end of {alone.name} back" in page
    assert page.count("Take the end of") == 2
