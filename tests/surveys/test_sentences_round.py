"""The finding of a whole round: its questions share their answers, or each has its own."""

from dataclasses import replace

from ppf_site.charts.drawing import Bars
from surveys.models import Grid, Question, QuestionType, Section
from surveys.releases.results import QuestionResult
from surveys.stats import Base, Choice, Place, Reading
from surveys.whole.charts import whole_round
from surveys.whole.sentences import finding

ENGLAND = Place("england", "England", "england")


def result(name: str, scale: int, best: str, k: int, n: int) -> QuestionResult:
    question = Question(
        short_text=name, scale_id=scale, type=QuestionType.SCALE, section=Section(title="Plans")
    )
    base = Base(n=n, required=n)
    counts = {Choice("best", best, 2): k, Choice("worst", "Not at all", -2): n - k}
    readings = tuple(Reading(None, ENGLAND, each, count, base) for each, count in counts.items())
    return QuestionResult(question, base, 1, readings, None)


PLAN, POSTS = result("Plan agreed", 1, "Yes", 97, 141), result("Posts", 2, "Easily", 23, 141)


def test_questions_with_answers_of_their_own_are_each_told() -> None:
    assert (
        finding([POSTS, PLAN])
        == "“Yes” on “Plan agreed”: 97 of 141; “Easily” on “Posts”: 23 of 141"
    )


def test_questions_that_share_answers_are_told_before_others() -> None:
    told = finding([POSTS, PLAN, result("Budget", 1, "Yes", 40, 141)])
    assert told == (
        "Councils answered “Yes” most often on “Plan agreed”, 97 of 141, and least often on "
        "“Budget”, 40 of 141"
    )


def test_the_row_of_a_grid_is_told_with_its_section() -> None:
    row = result("Older people", 1, "Yes", 40, 141)
    row.question.grid = Grid(stem="Is it in place for these people?")
    told = finding([PLAN, row])
    assert told.endswith("least often on “Older people” under “Plans”, 40 of 141")
    chart = whole_round([PLAN, row], source="Source", page="/rounds/spring/")
    assert chart
    assert isinstance(chart.drawing, Bars)
    assert chart.drawing.rows[1].group == "Plans: Is it in place for these people?"


def test_rows_of_two_grids_of_a_section_are_told_with_the_grid() -> None:
    older = [result("Older people", 1, "Yes", k, 141) for k in (97, 40)]
    for row, stem in zip(older, ("In place?", "Planned?"), strict=True):
        row.question.grid = Grid(stem=stem)
    assert finding(older) == (
        "Councils answered “Yes” most often on “Older people” under “In place?”, 97 of 141, and "
        "least often on “Older people” under “Planned?”, 40 of 141"
    )


def test_rows_that_share_their_name_are_told_with_the_grid_where_they_tie() -> None:
    older = [result("Older people", 1, "Yes", 40, 141) for _ in range(2)]
    for at, (row, stem) in enumerate(zip(older, ("In place?", "Planned?"), strict=True)):
        row.question.grid = Grid(pk=at + 1, stem=stem)
    assert finding([*older, POSTS]) == (
        "“Yes” as often on each of “Older people” under “In place?” and “Older people” under "
        "“Planned?”: 40 of 141"
    )


def test_rows_of_a_grid_that_are_alike_are_not_told_as_every_question() -> None:
    rows = [result(name, 1, "Yes", 25, 100) for name in ("Homes", "Care at home")]
    for row in rows:
        row.question.grid = Grid(pk=7, stem="How committed are providers?")
    told = finding([*rows, POSTS])
    assert told == "“Yes” as often on each row of “How committed are providers?”: 25 of 100"


def test_the_round_chart_has_a_key_for_each_set_of_answers() -> None:
    chart = whole_round([PLAN, POSTS], source="Source", page="/rounds/spring/")
    assert chart
    assert isinstance(chart.drawing, Bars)
    assert [key.right for key in chart.drawing.keys if key] == [
        "At the right: “Yes”",
        "At the right: “Easily”",
    ]


def test_bars_of_a_round_are_of_the_councils_asked_those_without_an_answer_hatched() -> None:
    homes = result("Homes", 2, "Easily", 40, 140)
    homes = replace(homes, base=Base(n=140, required=150))
    chart = whole_round([PLAN, homes], source="Source", page="/rounds/spring/")
    assert chart
    assert chart.summary == (
        "2 questions, each a bar of the councils asked; at its right, of those that answered."
    )
    assert isinstance(chart.drawing, Bars)
    [_, row] = chart.drawing.rows
    assert row.label == "40 of 140 (29%)"
    assert [(mark.series, round(mark.width, 1), mark.count) for mark in row.marks] == [
        ("Easily", 26.7, "40"),
        ("Not at all", 66.7, "100"),
        ("No answer", 6.7, "10"),
    ]


def test_bars_of_published_totals_are_of_those_that_answered() -> None:
    plan, posts = (replace(each, base=Base(n=141, required=None)) for each in (PLAN, POSTS))
    chart = whole_round([plan, posts], source="Source", page="/rounds/spring/")
    assert chart
    assert chart.summary == "2 questions, each a bar of the councils that answered it."
