"""The board of a round's returns: how far they are, and whom to chase."""

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from surveys.following.rows import Followed, followed
from surveys.models import RaisedCheck, Return, Round, Step
from tests.days import DAY, today
from tests.factories import (
    make_council,
    make_open_round,
    make_question,
    make_return,
    make_role,
    make_user,
    move_days,
)
from tests.reading import squeezed
from tests.surveys.returns.signing import make_check, question_of

pytestmark = pytest.mark.django_db

BOARD = "/manage/rounds/spring/returns/"


@pytest.fixture
def spring(home: Council, elsewhere: Council) -> Round:
    """An open round of two councils, of which the one elsewhere has signed."""
    spring = make_open_round("spring")
    people = make_question(spring, "people")
    make_return(spring, home, state="in_progress", answers={people: 3})
    make_return(spring, elsewhere, state="signed")
    return spring


def page(client: Client, person: User, query: str = "") -> str:
    client.force_login(person)
    return squeezed(client.get(f"{BOARD}{query}").text)


def row_of(round: Round, person: User, council: Council) -> Followed:
    return next(row for row in followed(round, person) if row.return_of.council == council)


def overdue(round: Round) -> None:
    move_days(round, closes_on=today() - DAY)


class TestTitle:
    def test_it_tells_how_many_are_signed_and_how_many_not_begun(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        make_return(spring, make_council(), state="not_started")
        assert "1 of 3 returns are signed; 1 has not started" in page(client, analyst)

    def test_it_tells_what_is_overdue_once_the_day_has_passed(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        overdue(spring)
        assert "1 of 2 returns are signed; 1 is overdue" in page(client, analyst)

    def test_who_need_not_answer_is_not_among_the_required(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        make_return(spring, make_council(), state="not_started", requirement="no_longer_required")
        make_return(spring, make_council(), state="not_started", requirement="declined")
        assert "1 of 3 returns are signed" in page(client, analyst)


class TestWhoFollowsWhat:
    def test_a_lead_sees_the_own_region_alone(
        self, client: Client, regional_lead: User, spring: Round
    ) -> None:
        body = page(client, regional_lead)
        assert "Gateshead" in body
        assert "0 of 1 return is signed" in body
        assert "Torbay" not in body

    def test_working_for_a_council_elsewhere_opens_nothing_of_it(
        self, regional_lead: User, spring: Round, elsewhere: Council
    ) -> None:
        make_role(regional_lead, "contributor", council=elsewhere)
        assert [row.council for row in followed(spring, regional_lead)] == ["Gateshead"]

    def test_a_lead_whose_councils_are_not_asked_finds_nothing(
        self, client: Client, regional_lead: User, elsewhere: Council
    ) -> None:
        make_return(make_open_round("spring"), elsewhere)
        client.force_login(regional_lead)
        assert client.get(BOARD).status_code == 404

    def test_of_a_draft_an_analyst_is_told_why_there_is_nothing(
        self, client: Client, analyst: User
    ) -> None:
        make_open_round("spring", is_draft=True)
        assert "has not been opened yet" in page(client, analyst)


class TestARow:
    def test_it_names_who_has_the_return_in_hand(
        self, client: Client, analyst: User, spring: Round, contributor: User, signatory: User
    ) -> None:
        body = page(client, analyst)
        assert contributor.email in body
        assert f"Signs: {signatory.name}" in body
        assert "Nobody can sign" not in body

    def test_it_says_that_nobody_can_sign(
        self, client: Client, analyst: User, spring: Round, contributor: User
    ) -> None:
        assert "Nobody can sign" in page(client, analyst)

    def test_who_has_left_is_no_contact(
        self, analyst: User, spring: Round, home: Council, signatory: User
    ) -> None:
        signatory.roles.update(ends_on=today() - DAY)
        assert row_of(spring, analyst, home).nobody_signs

    def test_it_counts_what_is_answered_and_tells_the_last_activity(
        self, analyst: User, spring: Round, home: Council
    ) -> None:
        row = row_of(spring, analyst, home)
        assert (row.answered, row.asked) == (1, 1)
        assert row.last_activity == row.return_of.answers.get().updated_at

    def test_a_step_is_activity_too(self, analyst: User, spring: Round, home: Council) -> None:
        step = Step.objects.create(
            return_of=Return.objects.get(council=home), kind="handed_over", by=make_user()
        )
        assert row_of(spring, analyst, home).last_activity == step.at

    def test_it_counts_odd_values_that_nobody_explained(
        self, analyst: User, spring: Round, home: Council
    ) -> None:
        return_of = Return.objects.get(council=home)
        for explanation, severity in (("", "soft"), ("We counted twice.", "soft"), ("", "hard")):
            check = make_check(spring, severity=severity)
            check.key = f"{severity}-{explanation[:2]}".lower()
            check.save()
            RaisedCheck.objects.create(
                return_of=return_of,
                check_of=check,
                question=question_of(return_of),
                message="Odd.",
                explanation=explanation,
            )
        row = row_of(spring, analyst, home)
        assert (row.raised, row.unexplained) == (2, 1)

    def test_it_stands_in_the_region_that_the_round_counts_it_by(
        self, analyst: User, spring: Round, home: Council, elsewhere: Council
    ) -> None:
        home.places.create(region=elsewhere.region, type=home.type, starts_on=today())
        assert row_of(spring, analyst, home).place.slug == "north-east"


class TestToChase:
    def test_what_is_due_soon_overdue_or_signed_by_nobody(
        self, analyst: User, spring: Round, home: Council, signatory: User
    ) -> None:
        assert not row_of(spring, analyst, home).is_to_chase  # due in two weeks
        soon = today() + 7 * DAY
        Return.objects.filter(council=home).update(reopened_until=soon)
        assert row_of(spring, analyst, home).is_to_chase
        Return.objects.filter(council=home).update(reopened_until=None)
        signatory.roles.update(ends_on=today() - DAY)
        assert row_of(spring, analyst, home).is_to_chase
        overdue(spring)
        assert row_of(spring, analyst, home).is_overdue

    def test_nobody_chases_what_is_signed_declined_or_on_paper(
        self, client: Client, analyst: User, spring: Round, home: Council
    ) -> None:
        overdue(spring)
        Return.objects.filter(council=home).update(
            requirement="on_paper", requirement_reason="It came by post."
        )
        assert "No council is all of that" in page(client, analyst, "?chase=yes")


class TestTheAddress:
    @pytest.mark.parametrize("query", ["?region=north-east", "?status=in_progress", "?chase=yes"])
    def test_it_narrows_the_councils(
        self, client: Client, analyst: User, spring: Round, query: str
    ) -> None:
        body = page(client, analyst, query)
        assert "Councils 1 to 1 of 1" in body
        assert "Gateshead" in body

    def test_it_sorts_them_both_ways(self, client: Client, analyst: User, spring: Round) -> None:
        by_answers = page(client, analyst, "?sort=answered")
        assert by_answers.rindex("Torbay") < by_answers.rindex("Gateshead")
        backwards = page(client, analyst, "?sort=-answered")
        assert backwards.rindex("Gateshead") < backwards.rindex("Torbay")

    def test_it_sorts_the_regions_and_keeps_all_together_at_the_foot(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        def regions(query: str) -> str:
            return page(client, analyst, query).partition('id="councils"')[0]

        forth, back = regions("?regions-sort=signed"), regions("?regions-sort=-signed")
        assert 'aria-sort="ascending"' in forth
        assert 'aria-sort="descending"' in back
        assert forth.rindex("North East") < forth.rindex("South West") < forth.rindex("row--total")
        assert back.rindex("South West") < back.rindex("North East") < back.rindex("row--total")

    def test_what_it_does_not_know_is_named(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        body = page(client, analyst, "?status=lost&page=x&colour=red")
        assert all(name in body for name in ("status", "page", "colour"))
        assert "Councils 1 to 2 of 2" in body


def test_a_file_has_the_councils_that_are_shown(
    client: Client, analyst: User, spring: Round, contributor: User
) -> None:
    client.force_login(analyst)
    file = client.get(f"{BOARD}?region=north-east&download=csv&table=returns").text
    header, row = file.splitlines()
    assert header.startswith("\ufeffCouncil,Region,Status")
    assert row.startswith("Gateshead,North East,In progress,1,1,")
    assert f"{contributor.name} <{contributor.email}>" in row


@pytest.fixture
def many(db: None) -> Iterator[Round]:
    """153 councils and 60 questions."""
    many = make_open_round("spring")
    for number in range(60):
        make_question(many, f"question-{number}")
    region = make_council().region
    for _ in range(153):
        council = make_council(region=region)
        make_return(many, council, state="in_progress")
        make_user(role="signatory", council=council)
    yield many


def test_it_takes_few_queries_however_many_councils(
    client: Client,
    analyst: User,
    many: Round,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(analyst)
    with django_assert_max_num_queries(12):
        assert "Councils 1 to 30 of 153" in squeezed(client.get(BOARD).text)


def signed_on(return_of: Return, day: datetime.date) -> None:
    """At noon of the day."""
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    Return.objects.filter(pk=return_of.pk).update(state="signed", signed_at=at)


class TestResponse:
    def test_it_is_told_day_by_day_beside_the_last_round_of_the_sponsor(
        self, client: Client, analyst: User, home: Council, elsewhere: Council
    ) -> None:
        """Opened a week ago, 1 of 2 signed on day 2; in the last round both by then."""
        spring, opened = make_open_round("spring"), today() - 7 * DAY
        first = make_return(spring, home, state="not_started")
        make_return(spring, elsewhere, state="not_started")
        signed_on(first, opened + 2 * DAY)
        autumn = make_open_round("autumn", opens_on=opened - 100 * DAY, closes_on=opened - 90 * DAY)
        make_open_round("others", opens_on=opened - 9 * DAY, sponsor="Somebody else")
        for days, council in ((1, home), (2, elsewhere)):
            signed_on(
                make_return(autumn, council, state="not_started"), autumn.opens_on + days * DAY
            )
        client.force_login(analyst)
        lines = client.get(BOARD).context["chart"].drawing.lines
        assert [line.name for line in lines] == ["Spring", "Autumn"]
        assert [point.value for point in lines[0].points] == [0, 0, 50, 50, 50, 50, 50, 50]
        assert [point.value for point in lines[1].points][:4] == [0, 50, 100, 100]
        assert client.get(BOARD).context["chart"].title == (
            "1 of 2 (50%) signed by day 7: fewer than in Autumn"
        )

    def test_the_table_and_the_file_say_the_same(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        body = page(client, analyst)
        assert "Day 7" in body
        file = client.get(f"{BOARD}?download=csv&table=response").text
        assert file.splitlines()[-1] == "7,1,2,0.5"

    def test_what_was_reopened_counts_from_its_first_signature(
        self, client: Client, analyst: User, spring: Round, elsewhere: Council
    ) -> None:
        Return.objects.filter(council=elsewhere).update(state="in_progress", signed_at=None)
        client.force_login(analyst)
        chart = client.get(BOARD).context["chart"]
        assert chart.title == "1 of 2 (50%) signed by day 7"

    def test_there_is_no_chart_before_a_day_is_over(
        self, client: Client, analyst: User, spring: Round
    ) -> None:
        move_days(spring, opens_on=today())
        client.force_login(analyst)
        assert client.get(BOARD).context["chart"] is None
        assert client.get(f"{BOARD}response.svg").status_code == 404
