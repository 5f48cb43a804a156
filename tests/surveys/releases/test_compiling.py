"""Compiling a release: an example worked by hand for each kind of figure."""

import datetime
import time
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from councils.models import Area, Council, Region
from surveys.actions.signing import sign
from surveys.models import Answer, Figure, Question, Release, ReleasedReturn, Return, Round
from surveys.releases.compiling import (
    CannotCompileError,
    LeftOutError,
    compile_release,
    next_release,
)
from tests.factories import (
    Value,
    make_band,
    make_council,
    make_grid,
    make_question,
    make_rate,
    make_region,
    make_release,
    make_return,
    make_round,
    make_tally,
    make_total,
    make_user,
    move_days,
    put_right,
)
from tests.surveys.returns.signing import handed_over

pytestmark = pytest.mark.django_db
QUARTILES = ("lower_quartile", "median", "upper_quartile")
THIRDS: dict[str, int | str] = {"over-30": "30.0001", "thirty": 30, "under-30": 0}


@pytest.fixture
def region() -> Region:
    return make_region("North East")


@pytest.fixture
def round(region: Region) -> Round:
    return make_round()


def give(question: Question, region: Region, *values: Value | None, **fields: Any) -> None:
    """One signed return for each value; None is a blank."""
    for value in values:
        council = make_council(region=region, **fields)
        make_return(question.round, council, answers={question: value})


def figure(question: Question | None, option: str = "", area: str = "england") -> Figure:
    """The figure of the newest release."""
    return Figure.objects.filter(
        release=Release.objects.latest("pk"),
        question=question,
        area__slug=area,
        **({"option__key": option} if option else {"option": None}),
    ).get()


def of(each: Figure) -> tuple[int | None, int | None]:
    return each.k, each.n


def held(each: Figure, *names: str) -> list[object]:
    return [getattr(each, name) for name in names]


# Choices


def test_a_share_is_the_councils_that_chose_it_of_those_that_answered(
    round: Round, region: Region
) -> None:
    question = make_question(round, type="yes_no")
    give(question, region, "yes", "yes", "no", "not_known", "not_applicable", None)
    make_return(round, make_council(region=region), state="in_progress")
    make_release(round)
    yes = figure(question, "yes")
    assert of(yes) == (2, 3)
    assert (yes.required, yes.not_known, yes.not_applicable, yes.no_return) == (7, 1, 1, 1)


def test_an_option_that_nobody_chose_has_a_figure_of_zero(round: Round, region: Region) -> None:
    question = make_question(round, type="scale")
    give(question, region, "very-likely")
    make_release(round)
    assert of(figure(question, "very-unlikely")) == (0, 1)


def test_the_number_of_a_figure_says_nothing_of_how_many_chose_it(
    round: Round, region: Region
) -> None:
    question = make_question(round, type="scale")
    give(question, region, "fairly-likely", "very-unlikely")
    give(question, make_region("London"), "fairly-unlikely", type="london_borough")
    with connection.cursor() as cursor:  # as the planner joins the tables of a whole round
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
    release = make_release(round)
    told = Figure.objects.filter(release=release, option__isnull=False).order_by("pk")
    places = list(told.values_list("question", "area", "option"))
    assert places == sorted(places)
    assert {0, 1} == set(told.values_list("k", flat=True))


def test_not_known_is_in_the_base_where_the_question_says_so(round: Round, region: Region) -> None:
    question = make_question(round, type="yes_no", counts_not_known=True)
    give(question, region, "yes", "not_known", "not_applicable")
    make_release(round)
    assert of(figure(question, "yes")) == (1, 2)


def test_several_choices_share_the_base_of_councils_that_answered(
    round: Round, region: Region
) -> None:
    question = make_question(round, type="multiple")
    give(question, region, ["phone", "web"], ["phone"], "not_known")
    make_release(round)
    assert of(figure(question, "phone")) == (2, 2)
    assert of(figure(question, "web")) == (1, 2)


def test_a_figure_is_given_for_england_each_region_and_each_type(
    round: Round, region: Region
) -> None:
    question = make_question(round, type="yes_no")
    give(question, region, "yes", "no")
    give(question, make_region("London"), "yes", type="london_borough")
    make_release(round)
    areas = ("england", "north-east", "london", "london-borough", "unitary")
    assert [of(figure(question, "yes", area)) for area in areas] == [
        (2, 3),
        (1, 2),
        (1, 1),
        (1, 1),
        (1, 2),
    ]


def test_an_area_without_a_required_council_has_no_figure(round: Round, region: Region) -> None:
    make_region("London")
    give(make_question(round), region, 1)
    make_release(round)
    slugs = set(Figure.objects.values_list("area__slug", flat=True))
    assert slugs == {"england", "north-east", "unitary"}


def test_a_date_has_a_base_and_a_text_has_no_figure(round: Round, region: Region) -> None:
    date, text = make_question(round, type="date"), make_question(round, type="text")
    answers: dict[Question, Value] = {date: round.reference_date, text: "Words"}
    make_return(round, make_council(region=region), answers=answers)
    make_release(round)
    assert figure(date).n == 1
    assert not Figure.objects.filter(question=text).exists()


# The response


@pytest.mark.parametrize(
    ("requirement", "response"),
    [
        ("required", (1, 2)),
        ("declined", (1, 2)),
        ("on_paper", (1, 2)),
        ("no_longer_required", (1, 1)),
    ],
)
def test_the_response_is_returned_of_required(
    requirement: str, response: tuple[int, int], round: Round, region: Region
) -> None:
    give(make_question(round), region, 1)
    make_return(round, make_council(region=region), state="to_sign", requirement=requirement)
    make_release(round)
    assert of(figure(None)) == response


def test_a_council_no_longer_required_leaves_the_base_with_its_answer(
    round: Round, region: Region
) -> None:
    question = make_question(round)
    give(question, region, 10, 20)
    Return.objects.filter(answers__number=20).update(
        state="in_progress",
        signed_at=None,
        requirement="no_longer_required",
        requirement_reason="Abolished.",
    )
    make_release(round)
    assert held(figure(question), "n", "sum") == [1, 10]


def test_a_council_that_declined_has_not_answered_whatever_it_signed_before(
    round: Round, region: Region
) -> None:
    question = make_question(round)
    give(question, region, 10)
    return_of = make_return(round, make_council(region=region), answers={question: 20})
    sign_for_real(return_of)
    Return.objects.filter(pk=return_of.pk).update(
        state="in_progress", signed_at=None, requirement="declined", requirement_reason="Said so."
    )
    make_release(round)
    assert of(figure(None)) == (1, 2)
    assert held(figure(question), "n", "sum") == [1, 10]


@pytest.mark.parametrize("state", ["not_started", "in_progress", "to_sign"])
def test_only_what_was_signed_is_released(state: str, round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 10)
    make_return(round, make_council(region=region), state=state, answers={question: 5})
    release = make_release(round)
    assert [answer.number for answer in release.answers.all()] == [10]
    assert figure(question).no_return == 1


# Numbers


def test_a_sum_says_how_many_councils_it_covers(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 0, 10, 20, "not_known", None)
    make_release(round)
    assert held(figure(question), "sum", "n") == [30, 3]


def test_quartiles_lie_between_the_two_nearest_councils(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 40, 10, 30, 20)
    make_release(round)
    row = figure(question)
    assert held(row, *QUARTILES) == [Decimal("17.5"), 25, Decimal("32.5")]


def test_a_question_that_nobody_answered_has_no_sum_and_no_median(
    round: Round, region: Region
) -> None:
    question = make_question(round)
    give(question, region, None)
    make_release(round)
    row = figure(question)
    assert (row.n, row.sum, row.median) == (0, None, None)


def test_a_percentage_is_never_added_up(round: Round, region: Region) -> None:
    question = make_question(round, type="percentage")
    give(question, region, 10, 30)
    make_release(round)
    assert held(figure(question), "sum", "median") == [None, 20]


def make_rated(round: Round, region: Region, *pairs: tuple[Value, Value]) -> Question:
    """A rate, and a council for each pair of numerator and denominator."""
    top, bottom = make_question(round), make_question(round)
    for pair, other in pairs:
        make_return(round, make_council(region=region), answers={top: pair, bottom: other})
    return make_rate(top, bottom)


def test_a_pooled_rate_is_sum_over_sum_and_the_typical_one_a_median(
    round: Round, region: Region
) -> None:
    rate = make_rated(round, region, (1, 10), (30, 100), (450, 1000))
    make_release(round)
    row = figure(rate)
    assert held(row, "numerator", "denominator") == [481, 1110]
    assert held(row, *QUARTILES) == [20, 30, Decimal("37.5")]


@pytest.mark.parametrize(
    "pair", [(5, "not_known"), ("not_known", 5), (5, 0)], ids=["no base", "no count", "empty base"]
)
def test_a_rate_covers_only_councils_with_both_counts_and_a_base(
    pair: tuple[Value, Value], round: Round, region: Region
) -> None:
    rate = make_rated(round, region, (1, 2), pair)
    make_release(round)
    row = figure(rate)
    assert held(row, "n", "numerator", "denominator") == [1, 1, 2]


def test_a_rate_of_zero_is_a_value(round: Round, region: Region) -> None:
    rate = make_rated(round, region, (0, 50))
    make_release(round)
    assert held(figure(rate), "n", "median") == [1, 0]


@pytest.mark.parametrize(
    ("pair", "band"),
    [
        ((30, 100), "thirty"),
        ((3, 10), "thirty"),
        ((299_999, 1_000_000), "under-30"),
        ((1, 3), "over-30"),
        ((0, 5), "under-30"),
    ],
)
def test_a_band_begins_exactly_at_its_lowest_value(
    pair: tuple[int, int], band: str, round: Round, region: Region
) -> None:
    question = make_band(make_rated(round, region, pair), THIRDS)
    make_release(round)
    assert of(figure(question, band)) == (1, 1)


@pytest.mark.parametrize(("pair", "band"), [((1, 3), "below"), ((333_334, 10**6), "third")])
def test_a_third_is_below_a_band_that_begins_just_above_it(
    pair: tuple[int, int], band: str, round: Round, region: Region
) -> None:
    rate = make_rated(round, region, pair)
    question = make_band(rate, {"third": "33.3334", "below": 0})
    make_release(round)
    assert of(figure(question, band)) == (1, 1)


def test_a_number_below_every_band_is_in_none(round: Round, region: Region) -> None:
    number = make_question(round)
    give(number, region, 5, 10)
    question = make_band(number, {"twenty": 20, "ten": 10})
    make_release(round)
    assert (of(figure(question, "ten")), of(figure(question, "twenty"))) == ((1, 1), (0, 1))


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (("yes", "yes"), "all"),
        (("yes", "no"), "some"),
        (("no", "no"), "none"),
        (("yes", "not_known"), ""),
        (("yes", None), ""),
    ],
)
def test_a_tally_says_all_some_or_none_where_every_row_was_answered(
    rows: tuple[str, str | None], word: str, round: Round, region: Region
) -> None:
    grid = make_grid(round)
    asked = [make_question(round, type="yes_no", grid=grid) for _ in rows]
    answers = dict(zip(asked, rows, strict=True))
    make_return(round, make_council(region=region), answers=answers)
    tally = make_tally(grid)
    make_release(round)
    counts = {key: figure(tally, key).k for key in ("all", "some", "none")}
    assert counts == {key: int(key == word) for key in counts}
    assert figure(tally).n == int(bool(word))


# Grossing up


def test_a_sum_is_grossed_up_by_size_within_each_type(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 900, type="county", population=600)
    give(question, region, None, type="county", population=1_000)
    give(question, region, 30, type="unitary", population=100)
    give(question, region, 90, type="unitary", population=200)
    give(question, region, "not_known", type="unitary", population=50)
    make_release(round)
    # Counties: 900 from 600 of 1,600 thousand people. Unitaries: 120 from 300 of 350.
    assert figure(question).grossed_up == 900 * 1_600 / Decimal(600) + 120 * 350 / Decimal(300)


def test_councils_are_counted_where_a_size_is_not_known(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 900, type="county", population=600)
    give(question, region, None, type="county", population=1_000)
    give(question, region, 10, None, type="unitary", population=300)
    give(question, region, 20, type="unitary")
    make_release(round)
    # Counties as above. Of one of the three unitaries the size is not known: 30 from 2 of 3.
    assert figure(question).grossed_up == 2_400 + 30 * Decimal(3) / 2


def test_a_later_size_changes_nothing_of_a_release(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 100, None, population=200)
    make_release(round)
    Council.objects.update(population=900)
    assert set(ReleasedReturn.objects.values_list("population", flat=True)) == {200}
    assert figure(question).grossed_up == 200


def test_a_sum_is_grossed_up_by_councils_without_sizes(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 100, None, type="county")
    give(question, region, 10, 20, "not_known", type="unitary")
    make_release(round)
    # Counties: 100 from 1 of 2. Unitaries: 30 from 2 of 3.
    assert figure(question).grossed_up == 100 * 2 + 30 * Decimal(3) / 2


def test_nothing_is_grossed_up_where_a_whole_type_is_silent(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 100, type="county")
    give(question, region, None, type="unitary")
    make_release(round)
    assert figure(question).grossed_up is None


def test_not_known_is_never_grossed_up_as_a_zero(round: Round, region: Region) -> None:
    question = make_question(round, counts_not_known=True)
    give(question, region, 100, "not_known")
    make_release(round)
    assert figure(question).grossed_up == 200


def test_only_england_is_grossed_up(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 100)
    make_release(round)
    assert figure(question, area="north-east").grossed_up is None


# Releases


def test_a_note_stays_behind(round: Round, region: Region) -> None:
    question = make_question(round)
    give(question, region, 1)
    put_right(Answer.objects.all(), note="Between us.")
    release = make_release(round)
    assert "Between us." not in str(list(release.answers.values()))


def test_a_release_says_who_compiled_it_and_when(round: Round, region: Region) -> None:
    give(make_question(round), region, 1)
    analyst = make_user(role="analyst")
    release = make_release(round, by=analyst)
    assert release.compiled_by == analyst
    assert release.compiled_at is not None
    assert release.stage == "preview"


def test_a_round_without_a_signed_return_is_not_compiled(round: Round, region: Region) -> None:
    make_return(round, make_council(region=region), state="to_sign")
    with pytest.raises(CannotCompileError, match="No return"):
        compile_release(round=round)
    assert not Release.objects.exists()


@pytest.mark.parametrize("note", ["", "  "])
def test_a_correction_needs_a_note(note: str, round: Round, region: Region) -> None:
    give(make_question(round), region, 1)
    compile_release(round=round)
    with pytest.raises(CannotCompileError, match="Say what the correction changes"):
        compile_release(round=round, note=note)


def test_a_correction_is_the_next_number_and_leaves_the_first_as_it_was(
    round: Round, region: Region
) -> None:
    question = make_question(round)
    give(question, region, 10)
    first = make_release(round)
    before = list(first.figures.order_by("pk").values())
    put_right(Answer.objects.all(), number=20)
    second = make_release(round, note="One council mistyped.")
    assert (first.number, second.number) == (1, 2)
    assert figure(question).sum == 20
    assert list(first.figures.order_by("pk").values()) == before


def test_rounds_are_numbered_each_for_itself() -> None:
    assert [make_release().number, make_release().number] == [1, 1]


def test_a_council_keeps_the_region_and_type_it_had_at_release(
    round: Round, region: Region
) -> None:
    give(make_question(round), region, 1)
    release = make_release(round)
    Council.objects.update(type="county")
    assert release.returns.get().council_type == "unitary"


def test_a_round_known_only_as_totals_is_released_with_them(region: Region) -> None:
    round = make_round(is_totals_only=True)
    question = make_question(round, type="yes_no")
    assert question.scale is not None
    yes = question.scale.options.get(key="yes")
    make_total(question, option=yes, percent=Decimal("60.5"), qualifier="about", url="https://a.b")
    make_total(question, area=Area.objects.get(region=region), k=3, n=4)
    make_release(round)
    columns = ("published_percent", "qualifier", "source", "url")
    assert held(figure(question, "yes"), *columns) == [
        Decimal("60.5"),
        "about",
        "The article",
        "https://a.b",
    ]
    assert of(figure(question, area="north-east")) == (3, 4)


def test_a_round_known_only_as_totals_has_no_other_figure(region: Region) -> None:
    round = make_round(is_totals_only=True)
    make_total(make_question(round), value=Decimal(1000))
    release = make_release(round)
    assert [each.published_value for each in release.figures.all()] == [1000]
    assert not release.returns.exists()


# A reopened return


def reopen_and_change(return_of: Return, question: Question, number: int) -> None:
    Return.objects.filter(pk=return_of.pk).update(state="in_progress", signed_at=None)
    Answer.objects.filter(return_of=return_of, question=question).update(number=number)


def sign_for_real(return_of: Return) -> None:
    """With the receipt that a signature on the site makes."""
    move_days(return_of.round, closes_on=timezone.localdate())
    Return.objects.filter(pk=return_of.pk).update(state="in_progress", signed_at=None)
    by = make_user(f"{return_of.pk}@example.org", role="signatory", council=return_of.council)
    sign(return_of=handed_over(return_of), by=by, name=by.name)


def test_of_a_reopened_return_the_signed_version_stands_until_it_is_signed_again(
    round: Round, region: Region
) -> None:
    number, likely = make_question(round), make_question(round, type="scale")
    ways = make_question(round, type="multiple", options=["phone", "web", "visit"])
    day, words = make_question(round, type="date"), make_question(round, type="text")
    gone = make_question(round)
    said: dict[Question, Value | None] = {
        number: 10,
        likely: "very-likely",
        ways: ["phone", "visit"],
        day: datetime.date(2011, 3, 1),
        words: "As planned.",
        gone: "not_known",
    }
    return_of = make_return(round, make_council(region=region), answers=said)
    sign_for_real(return_of)
    before = make_release(round)
    reopen_and_change(return_of, number, 999)

    after = make_release(round)

    def copied(release: Release) -> list[dict[str, Any]]:
        fields = ["council", "question", "choices", "number", "date", "text", "reason"]
        return list(release.answers.order_by("question").values(*fields))

    assert copied(after) == copied(before)
    assert of(figure(None)) == (1, 1)
    assert figure(number).sum == 10


def test_a_council_whose_signed_version_is_not_held_is_not_left_out_in_silence(
    round: Round, region: Region
) -> None:
    question = make_question(round)
    council = make_council("Derby", region=region)
    return_of = make_return(round, council, answers={question: 10})
    give(question, region, 20)
    make_release(round)
    reopen_and_change(return_of, question, 999)

    with pytest.raises(LeftOutError, match="Derby is in the last release"):
        compile_release(round=round, note="A correction.")
    release = compile_release(round=round, note="A correction.", leave_out=True)

    assert of(figure(None)) == (1, 2)
    assert release.answers.get().number == 20


@pytest.mark.django_db(transaction=True)
def test_a_return_reopened_while_it_is_copied_is_copied_as_it_was_signed() -> None:
    round = make_round()
    question = make_question(round)
    return_of = make_return(round, answers={question: 10})
    with connection.cursor() as cursor:
        # The copying waits at its first row until this test lets it go on.
        cursor.execute(
            "CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER wait_here BEFORE INSERT ON surveys_releasedreturn "
            "FOR EACH ROW EXECUTE FUNCTION wait_here()"
        )
        try:
            cursor.execute("SELECT pg_advisory_lock(77)")
            compiling = Thread(target=compile_elsewhere, args=(round,))
            compiling.start()
            wait_until_blocked(cursor)
            reopen_and_change(return_of, question, 999)
            cursor.execute("SELECT pg_advisory_unlock(77)")
            compiling.join(timeout=30)
        finally:
            cursor.execute("DROP TRIGGER wait_here ON surveys_releasedreturn")
            cursor.execute("DROP FUNCTION wait_here")
    assert of(figure(None)) == (1, 1)
    assert figure(question).sum == 10


def compile_elsewhere(round: Round) -> None:
    try:
        compile_release(round=round)
    finally:
        connection.close()


def wait_until_blocked(cursor: CursorWrapper) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        if cursor.fetchone() == (1,):
            return
        time.sleep(0.02)
    raise AssertionError("The copying never came to its first row.")


@pytest.mark.django_db(transaction=True)
def test_a_preview_beside_a_compile_waits_for_it_and_comes_after_it() -> None:
    round = make_round()
    make_return(round, answers={make_question(round): 10})
    numbers: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        compile_release(round=round)
        preview = Thread(target=preview_elsewhere, args=(round, numbers))
        preview.start()
        wait_until_waited_for(cursor)
    preview.join(timeout=30)
    assert numbers == [2]


def preview_elsewhere(round: Round, numbers: list[int]) -> None:
    try:
        with next_release(round) as release:
            numbers.append(release.number)
    finally:
        connection.close()


def wait_until_waited_for(cursor: CursorWrapper) -> None:
    """By another connection, for what this one has not committed."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        if cursor.fetchone() != (0,):
            return
        time.sleep(0.02)
    raise AssertionError("The preview never waited.")


# A reason for no value is a reason for no worked-out value


@pytest.mark.parametrize(
    ("top", "bottom", "reason"),
    [
        ("not_known", 20, "not_known"),
        (5, "not_known", "not_known"),
        ("not_applicable", 20, "not_applicable"),
        ("not_applicable", "not_known", "not_known"),
        (0, 0, "not_applicable"),
    ],
)
def test_a_rate_without_its_counts_has_the_reason_of_its_counts(
    top: Value, bottom: Value, reason: str, round: Round, region: Region
) -> None:
    people, of_people = make_question(round), make_question(round)
    rate = make_rate(people, of_people)
    band = make_band(rate, {"some": 1, "none": 0})
    make_return(round, make_council(region=region), answers={people: top, of_people: bottom})
    make_release(round)
    for question in (rate, band):
        found = figure(question)
        assert (found.n, getattr(found, reason)) == (0, 1)


def test_a_rate_with_a_blank_count_is_blank(round: Round, region: Region) -> None:
    people, of_people = make_question(round), make_question(round)
    rate = make_rate(people, of_people)
    make_return(round, make_council(region=region), answers={people: "not_known", of_people: None})
    make_release(round)
    found = figure(rate)
    assert (found.n, found.not_known, found.not_applicable) == (0, 0, 0)


def test_a_tally_with_a_row_not_known_is_not_known(round: Round, region: Region) -> None:
    grid = make_grid(round)
    older, younger = (make_question(round, type="yes_no", grid=grid) for _ in range(2))
    tally = make_tally(grid)
    make_return(round, make_council(region=region), answers={older: "yes", younger: "not_known"})
    make_release(round)
    found = figure(tally)
    assert (found.n, found.not_known) == (0, 1)
