"""A round is started: from a round before, from nothing, or from a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from councils.models import Council, User
from surveys.models import Check, Question, Round
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.ready import problems_of
from tests.factories import (
    make_grid,
    make_open_round,
    make_question,
    make_rate,
    make_return,
    make_round,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/rounds/new/"
DAYS = {
    "reference_date": "31 March 2027",
    "opens_on": "1/3/2027",
    "closes_on": "2 April 2027",
}
NEW = {
    "title": "Care market readiness 2027",
    "short_title": "2027",
    "sponsor": "ADASS",
    "respondents": "Directors",
    **DAYS,
}


@pytest.fixture
def runner(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def before(home: Council) -> Round:
    """An open round with a rate, a grid, a check and an answer."""
    round = make_open_round("before", illustrative="Made up.", caveats="With care.")
    holders, users = make_question(round, "holders"), make_question(round, "users")
    make_rate(holders, users)
    make_question(round, "row", type="yes_no", grid=make_grid(round, "rows"))
    check = Check.objects.create(
        round=round, key="within", kind="part", severity="hard", question=holders
    )
    check.others.add(users)
    make_return(round, home, answers={holders: 10, users: 100})
    return round


def send(client: Client, do: str, **fields: object) -> str:
    sent = {f"{do}-{name}": value for name, value in fields.items()}
    return squeezed(client.post(ADDRESS, {"do": do, **sent}, follow=True).text)


def toml(round: Round, *, with_answers: bool = False) -> str:
    return to_toml(round_file(round, with_answers=with_answers))


class TestFromNothing:
    def test_it_is_a_draft_with_the_careful_settings(self, runner: Client) -> None:
        assert "is a draft now" in send(runner, "new", **NEW)
        round = Round.objects.get()
        assert round.is_draft
        assert round.slug == "care-market-readiness-2027"
        assert not (round.names_councils or round.discloses_small_counts)
        assert not round.publishes_unanimous

    def test_every_problem_is_told_beside_its_field(self, runner: Client) -> None:
        page = send(runner, "new", **{**NEW, "title": "", "closes_on": "some day"})
        assert "Enter a title." in page
        assert 'value="some day"' in page
        assert 'value="ADASS"' in page
        assert not Round.objects.exists()

    @pytest.mark.parametrize(
        ("field", "day", "told"),
        [
            ("closes_on", "1 January 2027", "A round closes on or after the day it opens."),
            ("reference_date", "3 April 2027", "nobody can describe a day after the last."),
            ("opens_on", "", "Opens on: enter a day, such as 31 March 2026."),
        ],
    )
    def test_a_wrong_day_is_linked_to_its_field_by_its_name(
        self, runner: Client, field: str, day: str, told: str
    ) -> None:
        page = send(runner, "new", **{**NEW, field: day})
        assert f'href="#id_new-{field}"' in page
        assert told in page
        assert not Round.objects.exists()

    @pytest.mark.parametrize("slug", ["before", "new"])
    def test_an_address_that_is_taken_is_refused(
        self, runner: Client, before: Round, slug: str
    ) -> None:
        assert "Choose another." in send(runner, "new", **NEW, slug=slug)

    def test_a_title_that_is_there_gets_an_address_of_its_own(self, runner: Client) -> None:
        for title in (NEW["title"], f"{NEW['title']}!"):
            send(runner, "new", **{**NEW, "title": title})
        found = set(Round.objects.values_list("slug", flat=True))
        assert found == {"care-market-readiness-2027", "care-market-readiness-2027-2"}

    def test_two_of_one_title_and_short_title_are_refused(self, runner: Client) -> None:
        send(runner, "new", **NEW)
        page = send(runner, "new", **NEW)
        assert "Another round is called “Care market readiness 2027 (2027)”." in page
        assert Round.objects.count() == 1


class TestFromARoundBefore:
    def test_the_page_says_what_comes_along(self, runner: Client, before: Round) -> None:
        page = squeezed(runner.get("/manage/rounds/new/").text)
        assert "So is what is published: look at it before you open the round." in page
        assert "Who is asked, how it was asked (its method) and its caveats are not" in page

    def copy(self, client: Client, before: Round) -> Round:
        send(client, "copy", of=before.pk, title="Next", short_title="Next", **DAYS)
        return Round.objects.get(slug="next")

    def test_what_is_empty_in_one_is_told_and_its_file_is_written(
        self, runner: Client, before: Round
    ) -> None:
        Round.objects.filter(pk=before.pk).update(title="", sponsor=" ")
        told = send(runner, "copy", of=before.pk, title="Next", short_title="Next", **DAYS)
        assert "Round, sponsor: it is empty: write it." in told
        assert 'sponsor = " "' in runner.get(f"/manage/rounds/{before.slug}/file/").text

    def test_checks_that_contradict_come_along_and_are_told_before_it_opens(
        self, runner: Client, before: Round
    ) -> None:
        holders, users = (before.questions.get(key=key) for key in ("holders", "users"))
        more = before.checks.create(key="more", kind="part", severity="hard", question=users)
        more.others.add(holders)
        copy = self.copy(runner, before)
        assert copy.checks.count() == 2
        assert any("By another check" in told for told in problems_of(copy))
        copy.checks.filter(key="more").update(severity="soft")
        assert not any("By another check" in told for told in problems_of(copy))

    def test_it_asks_the_same(self, runner: Client, before: Round) -> None:
        copy = self.copy(runner, before)
        assert copy.is_draft
        assert (copy.method, copy.caveats) == ("", "")
        rate = copy.questions.get(key="rate")
        assert rate.numerator == copy.questions.get(key="holders")
        assert copy.questions.get(key="row").grid
        check = copy.checks.get()
        assert [other.key for other in check.others.all()] == ["users"]

    def test_a_rate_of_percentages_stays_behind_and_it_is_said_why(
        self, runner: Client, before: Round
    ) -> None:
        share = make_question(before, "share", type="percentage", short_text="Share")
        make_rate(share, before.questions.get(key="users"), "odd", short_text="Odd rate")
        fields = {"of": before.pk, "title": "Next", "short_title": "Next", **DAYS}
        page = squeezed(send(runner, "copy", **fields))
        assert "Not copied: “Odd rate”. A rate is one count as a percentage of another" in page
        copied = Round.objects.get(slug="next").questions
        assert copied.filter(key="share").exists() and not copied.filter(key="odd").exists()

    def test_names_that_are_there_already_are_copied(self, runner: Client, before: Round) -> None:
        before.questions.filter(key__in=["users", "holders"]).update(short_text="People")
        assert self.copy(runner, before).questions.filter(short_text="People").count() == 2

    def test_each_question_follows_the_one_it_was_copied_from(
        self, runner: Client, before: Round
    ) -> None:
        copy = self.copy(runner, before)
        for question in copy.questions.all():
            assert question.follows == before.questions.get(key=question.key)
            assert question.comparability == "same"

    def test_a_copy_into_the_past_follows_nothing_and_says_so(
        self, runner: Client, before: Round
    ) -> None:
        days = {"reference_date": "31 March 2009", "opens_on": "1 March 2009"}
        page = send(
            runner,
            "copy",
            **{"of": before.pk, "title": "Back", "short_title": "Back", **DAYS, **days},
        )
        assert "its questions do not follow those" in page
        assert not Round.objects.get(slug="back").questions.exclude(follows=None).exists()

    def test_nothing_that_was_answered_is_copied(self, runner: Client, before: Round) -> None:
        copy = self.copy(runner, before)
        assert not copy.returns.exists()
        assert copy.illustrative == ""

    def test_the_days_are_asked_anew(self, runner: Client, before: Round) -> None:
        page = send(runner, "copy", of=before.pk, title="Next", short_title="Next")
        assert page.count("Enter a day, such as 31 March 2026.") >= 3
        assert Round.objects.count() == 1


class TestFromAFile:
    def upload(self, client: Client, text: str, **fields: object) -> str:
        file = SimpleUploadedFile("round.toml", text.encode())
        return send(client, "file", file=file, **fields)

    def test_it_is_what_the_file_says(self, runner: Client) -> None:
        round = make_round("spring", is_draft=True)
        make_question(round, "people")
        text = toml(round)
        Question.objects.all().delete()
        round.sections.all().delete()
        round.delete()
        self.upload(runner, text)
        assert toml(Round.objects.get(slug="spring")) == text

    def test_every_problem_is_told_and_nothing_kept(self, runner: Client) -> None:
        text = toml(make_round("spring")).replace('"spring"', '"summer"').replace("2011-05-13", "1")
        page = self.upload(runner, text.replace('"Directors"', "1"))
        assert "Round, closes_on: write a day" in page
        assert "Round, respondents: write it in quotation marks." in page
        assert Round.objects.count() == 1

    @pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "x = " + "1" * 5000, "[round"])
    def test_what_is_no_toml_is_told(self, runner: Client, text: str) -> None:
        assert "This is not TOML" in self.upload(runner, text)

    def test_one_of_an_opened_round_is_refused_or_made_a_draft(
        self, runner: Client, before: Round
    ) -> None:
        text = toml(before, with_answers=True)
        assert "a round that was opened" in self.upload(runner, text, slug="again")
        assert Round.objects.count() == 1
        self.upload(runner, text, slug="again", as_draft="on")
        made = Round.objects.get(slug="again")
        assert made.is_draft
        assert not made.returns.exists()

    def test_beside_the_round_that_has_its_titles_a_draft_gets_a_number(
        self, runner: Client, before: Round
    ) -> None:
        for slug in ("again", "and-again"):
            self.upload(runner, toml(before), slug=slug)
        made = Round.objects.filter(title=before.title).order_by("pk")
        short = before.short_title
        assert [each.short_title for each in made] == [short, f"{short} (2)", f"{short} (3)"]

    def test_a_round_that_is_there_is_not_written_over(self, runner: Client, before: Round) -> None:
        page = self.upload(runner, toml(before))
        assert "Another round has the address “before”. Choose another." in page


def test_a_round_is_taken_away_as_its_file(runner: Client, before: Round) -> None:
    response = runner.get("/manage/rounds/before/file/")
    assert response["Content-Disposition"] == 'attachment; filename="before.toml"'
    assert response.text == toml(before)


class TestDetails:
    def test_a_draft_is_changed(self, runner: Client) -> None:
        send(runner, "new", **NEW)
        address = "/manage/rounds/care-market-readiness-2027/details/"
        runner.post(address, {**NEW, "title": "Readiness", "slug": "ready", "method": "By post."})
        round = Round.objects.get()
        assert (round.title, round.slug, round.method) == ("Readiness", "ready", "By post.")

    def test_its_answers_describe_no_day_after_the_last(self, runner: Client) -> None:
        send(runner, "new", **NEW)
        address = "/manage/rounds/care-market-readiness-2027/details/"
        page = squeezed(runner.post(address, {**NEW, "reference_date": "3 April 2027"}).text)
        assert "Its last day is 2 April 2027: nobody can describe a day after it." in page

    def test_a_refused_form_keeps_what_was_typed(self, runner: Client) -> None:
        send(runner, "new", **NEW)
        address = "/manage/rounds/care-market-readiness-2027/details/"
        page = runner.post(address, {**NEW, "title": "Readiness", "reference_date": ""}).text
        assert 'value="Readiness"' in page
        assert "Words and what is published: Care market readiness 2027" in page
