"""A round of the past from a file: columns matched, looked at, and imported on the record."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from surveys.actions.signing import reopen
from surveys.models import ImportFile, Option, Return, Round, Step
from surveys.models.statuses import Status
from surveys.releases.compiling import compile_release
from tests.factories import answer, make_council, make_open_round, make_question, make_round
from tests.reading import squeezed
from tests.site.test_table_files import workbook
from tests.surveys.returns.signing import make_check

pytestmark = pytest.mark.django_db
SOURCE = "The archive of 2011"
ADDRESS = "/manage/rounds/past/import/"
GOOD = 'Council,People,Confidence,Tools\nGateshead,"1,200",Very likely,phone; web\nTorbay,30,,\n'


@pytest.fixture
def past(home: Council, elsewhere: Council) -> Round:
    """A draft whose days are over."""
    past = make_round("past", is_draft=True)
    make_question(past, "people")
    make_question(past, "confidence", type="scale")
    make_question(past, "tools", type="multiple", options=["phone", "web", "visit"])
    make_question(past, "share", type="percentage")
    return past


@pytest.fixture
def desk(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def send(desk: Client, content: bytes | str, name: str = "past.csv") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    fields = {"file": SimpleUploadedFile(name, raw), "source": SOURCE}
    return desk.post(ADDRESS, fields)


def sent(desk: Client, content: bytes | str) -> str:
    """The address at which it waits to be looked at, its columns taken as they were guessed."""
    return str(send(desk, content)["Location"]).removesuffix("columns/")


def looked_at(desk: Client, content: bytes | str) -> str:
    return squeezed(desk.get(sent(desk, content)).text)


def bring_in(desk: Client, content: bytes | str = GOOD, **said: str) -> str:
    return squeezed(desk.post(sent(desk, content), said, follow=True).text)


def first_meanings(desk: Client, content: str) -> dict[str, str]:
    """The first choice of all that is asked about the file."""
    return dict.fromkeys(
        re.findall(r'name="(asked-[^"]+)"', desk.get(sent(desk, content)).text), "0"
    )


def own(council: Council) -> Return:
    return Return.objects.get(council=council, round__slug="past")


def answers(council: Council) -> dict[str, Any]:
    rows = own(council).answers.select_related("question")
    return {
        row.question.key: row.reason or row.choices or (row.number and int(row.number))
        for row in rows
    }


class TestColumns:
    def test_they_are_guessed_from_headings_and_from_the_councils(
        self, desk: Client, past: Round
    ) -> None:
        sent(desk, "Where,people,What is confidence?,Else\nE1,1,,\nTorbay,2,,3\n")
        kept = ImportFile.objects.get().columns
        assert kept == {
            "A": "council", "B": "question:people", "C": "question:confidence", "D": "",
        }  # fmt: skip

    def test_a_heading_that_comes_twice_is_said(self, desk: Client, past: Round) -> None:
        address = sent(desk, "council,people,People\nTorbay,2,3\n")
        page = squeezed(desk.get(f"{address}columns/").text)
        assert "Such as 3. Column B is headed the same: only one of them is read." in page
        assert page.count("is headed the same") == 1

    def test_the_analyst_says_otherwise(self, desk: Client, past: Round) -> None:
        address = sent(desk, "council,a,b\nTorbay,2,3\n")
        said = {"column-A": "council", "column-B": "none", "column-C": "question:people"}
        assert desk.post(f"{address}columns/", said)["Location"] == address
        desk.post(address)
        assert list(answers(Council.objects.get(slug="torbay")).values()) == [3]

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"column-B": "question:people"}, "Say which column has the council"),
            ({"column-A": "council"}, "Say for one column at least"),
            (
                {"column-A": "council", "column-B": "council", "column-C": "question:people"},
                "Column A has this already.",
            ),
        ],
    )
    def test_what_does_not_make_a_table_is_told(
        self, desk: Client, past: Round, said: dict[str, str], told: str
    ) -> None:
        address = sent(desk, "council,a,b\nTorbay,2,3\n")
        assert told in squeezed(desk.post(f"{address}columns/", said).text)

    def test_another_sheet_can_be_read(self, desk: Client, past: Round) -> None:
        first, second = [("a", "b"), (1, 2)], [("council", "people"), ("Torbay", 5)]
        address = sent(desk, workbook(Other=first, Data=second))
        desk.post(f"{address}columns/", {"do": "sheet", "sheet": "Data"})
        assert ImportFile.objects.get().columns == {"A": "council", "B": "question:people"}


class TestLooking:
    def test_nothing_has_come_in(self, desk: Client, past: Round) -> None:
        page = looked_at(desk, GOOD)
        assert "4 answers of 2 councils would come in" in page
        past.refresh_from_db()
        assert past.is_draft and not Return.objects.exists()

    def test_all_problems_are_told_at_once(self, desk: Client, past: Round) -> None:
        rows = "council,people,confidence\nAtlantis,1,\nTorbay,lots,Certain\ntorbay,2,\n,3,\n"
        page = looked_at(desk, rows)
        assert "No council has this code or name" in page
        assert "Cell B3, Torbay, People: “lots”" in page
        assert "“Certain” is not one of the answers" in page
        assert "Torbay is in row 3 already" in page
        assert "This row names no council" in page

    def test_councils_with_nothing_new_are_not_counted_among_those_that_have(
        self, desk: Client, past: Round
    ) -> None:
        bring_in(desk, "Council,People\nGateshead,5\n")
        page = looked_at(desk, "Council,People\nGateshead,5\nTorbay,30\n")
        assert "1 answer of 1 council would come in" in page

    def test_a_council_that_is_not_asked_is_known(self, desk: Client, past: Round) -> None:
        make_council("Newtown", established="2020-01-01")
        assert "Newtown is not asked in this round" in looked_at(
            desk, "council,people\nTorbay,1\nNewtown,1\n"
        )

    def test_a_council_is_known_by_what_reports_call_it(self, desk: Client, past: Round) -> None:
        page = looked_at(desk, "council,people\nGateshead MBC,1\nBorough of Torbay,2\n")
        assert "2 answers of 2 councils would come in" in page

    def test_what_cannot_all_be_right_looks_odd(self, desk: Client, past: Round) -> None:
        make_check(past, severity="hard", maximum=50)
        assert "1,200 is more than 50" in looked_at(desk, GOOD)

    def test_one_council_is_shown_with_its_values(self, desk: Client, past: Round) -> None:
        page = squeezed(desk.get(f"{sent(desk, GOOD)}?council=gateshead").text)
        assert "Gateshead, as the file has it" in page
        assert "Phone and Web" in page or "Phone, Web" in page

    def test_a_colleague_does_not_see_the_file(
        self, desk: Client, client: Client, past: Round, administrator: User
    ) -> None:
        address = sent(desk, GOOD)
        client.force_login(administrator)
        assert client.get(address).status_code == 404


class TestImporting:
    def test_answers_come_in_and_count_as_signed(
        self, desk: Client, past: Round, analyst: User, home: Council
    ) -> None:
        assert "4 answers of 2 councils imported from The archive of 2011" in bring_in(desk)
        assert answers(home) == {
            "people": 1200, "confidence": ["very-likely"], "tools": ["phone", "web"],
        }  # fmt: skip
        step = Step.objects.get(return_of=own(home))
        assert (step.kind, step.reason, step.by) == ("imported", SOURCE, analyst)
        assert own(home).status_now == Status.IMPORTED
        past.refresh_from_db()
        assert past.opened_by == analyst
        assert compile_release(round=past).figures.filter(question__key="people").exists()

    def test_it_is_marked_wherever_it_is_seen(
        self, desk: Client, past: Round, home: Council, contributor: User
    ) -> None:
        bring_in(desk)
        board = squeezed(desk.get("/manage/rounds/past/returns/").text)
        assert "Imported" in board
        page = squeezed(desk.get(f"/manage/returns/{own(home).pk}/").text)
        assert "imported by" in page and f"from {SOURCE}" in page
        desk.force_login(contributor)
        receipt = squeezed(desk.get(own(home).signatures.get().get_absolute_url()).text)
        assert "Nobody signed it here" in receipt and SOURCE in receipt
        assert "Not in what was imported" in receipt
        assert compile_release(round=past).returns.get(council=home).standing == (
            "Answered, imported"
        )

    def test_nobody_is_overdue_or_to_be_chased_for_what_the_file_lacks(
        self, desk: Client, past: Round
    ) -> None:
        bring_in(desk, 'Council,People\nGateshead,"1,200"\n')
        board = squeezed(desk.get("/manage/rounds/past/returns/").text)
        assert "1 of 2 returns are in the file; 1 is not" in board
        address = f"/manage/rounds/{past.slug}/"
        page = squeezed(desk.get(address).text)
        assert "1 of 2 returns came in by import" in page and "returns are signed" not in page
        assert "Not in the file" in board
        assert "It was imported: no council was asked" in board
        for word in ("Overdue since", "to chase</a>", "signed by day"):
            assert word not in board

    def test_its_board_has_nothing_of_what_is_asked_of_councils(
        self, desk: Client, past: Round
    ) -> None:
        bring_in(desk, 'Council,People\nGateshead,"1,200"\n')
        board = squeezed(desk.get("/manage/rounds/past/returns/").text)
        for word in (
            "Write to", "To chase", "Last activity", "Contacts", "Odd values", "Overdue",
            "Nobody can sign", "Ready to sign", "In progress", "On paper", "Nothing is due",
        ):  # fmt: skip
            assert word not in board, word
        assert "In the file, of required" in board
        assert 'data-label="Not in the file">1</td>' in board
        assert "Change what is required of those ticked" in board

    def test_the_same_file_again_changes_nothing(self, desk: Client, past: Round) -> None:
        bring_in(desk)
        assert "The file brings nothing new" in looked_at(desk, GOOD)
        bring_in(desk)
        assert Step.objects.count() == 2

    def test_what_is_valid_comes_in_and_the_rest_once_it_is_put_right(
        self, desk: Client, past: Round, home: Council
    ) -> None:
        page = bring_in(desk, "council,people,share\nGateshead,lots,12\nTorbay,3,4\n")
        assert "1 cell could not be imported" in page and "Cell B2" in page
        assert answers(home) == {"share": 12}
        bring_in(desk, "council,people,share\nGateshead,7,12\nTorbay,3,4\n")
        assert answers(home) == {"share": 12, "people": 7}
        assert own(home).signatures.count() == 2

    def test_what_differs_replaces_only_where_it_is_ticked(
        self, desk: Client, past: Round, home: Council
    ) -> None:
        bring_in(desk, "council,people\nGateshead,7\n")
        bring_in(desk, "council,people\nGateshead,8\n")
        assert answers(home) == {"people": 7}
        bring_in(desk, "council,people\nGateshead,8\n", replace="yes")
        assert answers(home) == {"people": 8}

    def test_a_return_of_the_councils_own_is_left_and_listed(
        self, desk: Client, past: Round, home: Council, analyst: User
    ) -> None:
        bring_in(desk, "council,people\nGateshead,7\n")
        later = past.closes_on.replace(year=2090)
        reopen(return_of=own(home), by=analyst, until=later, reason="They ask to put it right.")
        page = looked_at(desk, "council,people\nGateshead,9\nTorbay,1\n")
        assert "Gateshead: it has a return of its own here: in progress" in page
        bring_in(desk, "council,people\nGateshead,9\nTorbay,1\n", replace="yes")
        assert answers(home) == {"people": 7}

    def test_answers_without_a_start_are_the_councils_own(
        self, desk: Client, past: Round, home: Council
    ) -> None:
        bring_in(desk, "council,people\nTorbay,7\n")
        answer(own(home), past.questions.get(key="people"), 1)
        bring_in(desk, "council,people\nGateshead,9\n", replace="yes")
        assert answers(home) == {"people": 1}

    def test_what_may_mean_several_things_is_decided_once_for_a_column(
        self, desk: Client, past: Round, home: Council
    ) -> None:
        rows = "council,people,share\nGateshead,n/a,0.12\nTorbay,N/A,0.5\n"
        page = bring_in(desk, rows)
        assert "Choose what is meant: 2 numbers under 1" in page
        bring_in(desk, rows, **first_meanings(desk, rows))
        assert answers(home) == {"people": "not_applicable", "share": 12}
        assert "The file brings nothing new" in looked_at(desk, rows)

    def test_a_formula_is_asked_about_or_wrong(
        self, desk: Client, past: Round, home: Council
    ) -> None:
        page = looked_at(desk, "council,people\nGateshead,=6*2\nTorbay,1\n")
        assert "This cell holds a formula" in page

    def test_nobody_is_written_to(
        self, desk: Client, past: Round, contributor: User, mailoutbox: list[Any]
    ) -> None:
        bring_in(desk)
        assert mailoutbox == []


class TestWhen:
    def test_a_round_whose_days_are_to_come_takes_none(self, desk: Client) -> None:
        make_open_round("past")
        assert "Only a round whose last day has passed" in desk.get(ADDRESS).text
        assert "Only a round whose last day has passed" in send(desk, GOOD).text
        assert not ImportFile.objects.exists()

    def test_a_draft_that_lacks_something_is_not_opened_by_it(
        self, desk: Client, past: Round
    ) -> None:
        address = sent(desk, GOOD)
        Option.objects.filter(scale__round=past).delete()
        assert "fewer than two options" in desk.post(address).text
        assert not Return.objects.exists()

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            ("", "The file is empty"),
            ("one\n", "No sheet of the file has a table"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind of spreadsheet"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_refused_beside_the_field(
        self, desk: Client, past: Round, content: bytes | str, told: str
    ) -> None:
        page = send(desk, content)
        assert page.status_code == 200 and told in squeezed(page.text)
        assert SOURCE in page.text


def test_150_councils_and_60_questions_take_few_queries(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    past = make_round("past", is_draft=True)
    keys = [make_question(past, f"number-{at}").key for at in range(60)]
    names = [make_council(f"Council {at}").name for at in range(20)]
    rows = [",".join([name, *("5" for _ in keys)]) for name in names]
    content = "\n".join([",".join(["council", *keys]), *rows])
    address = sent(desk, content)
    desk.post(address)
    address = sent(desk, content.replace("5", "6"))
    for page in ("", "columns/"):
        with django_assert_max_num_queries(12):
            assert desk.get(f"{address}{page}").status_code == 200
