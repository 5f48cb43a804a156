"""A round and its file: the same bytes again, and a bad file refused whole."""

import datetime
import io
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from surveys.models import Answer, Check, Question, Return, Round
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import BadRoundError, check, parse, save
from tests.factories import make_council, make_region

pytestmark = pytest.mark.django_db
DEFINITION = """\
requirements = [
    { council = "E06000002", requirement = "declined", reason = "Said so." },
]

[round]
slug = "spring-2011"
title = "Spring survey"
short_title = "Spring 2011"
sponsor = "The association"
respondents = "Directors"
reference_date = 2011-03-31
opens_on = 2011-04-01
closes_on = 2011-05-13

[[scales]]
key = "yes-no"
title = "Yes or no"
options = [
    { key = "yes", label = "Yes", tone = 1 },
    { key = "no", label = "No", tone = -1 },
]

[[scales]]
key = "bands"
title = "Bands"
options = [
    { key = "third", label = "A third or more", lower_bound = 33.3333 },
    { key = "less", label = "Less", lower_bound = 0 },
]

[[sections]]
key = "all"
title = "All of it"
grids = [
    { key = "groups", stem = "For each group" },
]

[[sections.questions]]
key = "older"
text = "Is it so for older people?"
short_text = "Older people"
type = "yes_no"
scale = "yes-no"
grid = "groups"

[[sections.questions]]
key = "people"
text = "How many people?"
short_text = "People"
type = "number"
unit = "people"

[[sections.questions]]
key = "of-people"
text = "Of how many?"
short_text = "All people"
type = "number"

[[sections.questions]]
key = "rate"
text = "People as a share"
short_text = "Rate"
type = "percentage"
derivation = "rate"
numerator = "people"
denominator = "of-people"

[[sections.questions]]
key = "band"
text = "Which band?"
short_text = "Band"
type = "single"
scale = "bands"
derivation = "band"
banded = "rate"

[[sections.questions]]
key = "every"
text = "Every group?"
short_text = "Every group"
type = "single"
scale = "yes-no"
derivation = "tally"
tallied_grid = "groups"
tallied_options = [
    "yes",
]

[[sections.questions]]
key = "remarks"
text = "Anything else?"
short_text = "Remarks"
type = "text"
is_required = false
"""
RETURNS = """
[[returns]]
council = "E06000001"
state = "signed"
signed_at = 2011-05-01 09:30:00+00:00

[returns.answers.older]
choices = [
    "yes",
]

[returns.answers.people]
number = 30

[returns.answers.of-people]
reason = "not_known"
note = "Between us."

[returns.answers.remarks]
text = "Café = 1"

[[returns]]
council = "E06000002"
state = "not_started"
"""
WHOLE = DEFINITION + RETURNS
TOTALS = '\n[[totals]]\nquestion = "older"\noption = "yes"\npercent = 60\nsource = "The article"\n'
PARTS = ["Round", "Section", "Scale", "Option", "Grid", "Question", "Total", "Return", "Answer"]


@pytest.fixture(autouse=True)
def _two_councils() -> None:
    region = make_region("North East")
    for code in ("E06000001", "E06000002"):
        make_council(region=region, code=code)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that a file can make, and its history."""
    names = [name + end for name in PARTS for end in ("", "Event")]
    models = [apps.get_model("surveys", name) for name in names]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }


# Another round has an address and a name of its own.
SLUG = ("spring-2011", "spring-2012")
NAME = ("Spring 2011", "Spring 2012")


def dumped(*, with_answers: bool) -> str:
    return to_toml(round_file(Round.objects.get(), with_answers=with_answers))


def test_a_definition_comes_back_as_the_same_bytes() -> None:
    save(parse(DEFINITION))
    assert dumped(with_answers=False) == DEFINITION


def test_a_round_with_its_answers_comes_back_as_the_same_bytes() -> None:
    save(parse(WHOLE))
    assert dumped(with_answers=True) == WHOLE


def test_answers_are_written_only_when_asked_for() -> None:
    save(parse(WHOLE))
    assert dumped(with_answers=False) == DEFINITION


def test_a_round_under_another_address_comes_back_as_its_own_bytes() -> None:
    save(parse(WHOLE))
    other = dumped(with_answers=True).replace(*SLUG).replace(*NAME)
    again = save(parse(other))
    assert to_toml(round_file(again, with_answers=True)) == other


def test_loading_a_round_makes_its_required_returns() -> None:
    save(parse(DEFINITION))
    assert list(Return.objects.order_by("pk").values_list("requirement", flat=True)) == [
        "required",
        "declined",
    ]


def test_loading_a_round_again_leaves_what_it_was() -> None:
    save(parse(WHOLE))
    before = {name: list(model.values()) for name, model in named()}
    save(parse(WHOLE))
    assert {name: list(model.values()) for name, model in named()} == before


def named() -> list[tuple[str, Any]]:
    kept = (Round, Question, Return, Answer)
    return [(model.__name__, model._default_manager.order_by("pk")) for model in kept]


@pytest.mark.parametrize(
    ("said", "now", "problem"),
    [
        ("number = 30", "number = 31", "E06000001 has answered “people” here already, differently"),
        ('state = "signed"\nsigned_at = 2011-05-01 09:30:00+00:00', 'state = "in_progress"',
         "E06000001 is “Signed” here already"),
    ],
)  # fmt: skip
def test_a_file_never_writes_over_a_return(said: str, now: str, problem: str) -> None:
    save(parse(WHOLE))
    before = everything()
    with pytest.raises(BadRoundError, match=problem):
        save(parse(WHOLE.replace(said, now)))
    assert everything() == before


def test_a_file_adds_no_answer_to_what_was_signed() -> None:
    save(parse(WHOLE.replace("[returns.answers.people]\nnumber = 30\n\n", "")))
    with pytest.raises(BadRoundError, match="has signed here already, without “people”"):
        save(parse(WHOLE))


def test_loading_a_definition_again_leaves_the_returns_alone() -> None:
    save(parse(WHOLE))
    save(parse(DEFINITION))
    assert Return.objects.get(council__codes__code="E06000001").state == "signed"
    assert Answer.objects.filter(number=30, version=1).exists()


def test_loading_a_round_again_requires_nobody_anew() -> None:
    save(parse(DEFINITION))
    make_council(code="E06000003")
    save(parse(DEFINITION))
    assert Return.objects.count() == 2


def without_remarks(text: str) -> str:
    return text[: text.index('[[sections.questions]]\nkey = "remarks"')]


def test_a_question_that_the_file_of_a_draft_no_longer_has_is_removed() -> None:
    draft = DEFINITION[DEFINITION.index("[round]") :]
    save(parse(draft))
    save(parse(without_remarks(draft)))
    assert not Question.objects.filter(key="remarks").exists()


def test_of_an_open_round_no_question_is_removed_by_its_file() -> None:
    save(parse(DEFINITION))
    with pytest.raises(BadRoundError, match="this question is part of what councils are asked"):
        save(parse(without_remarks(DEFINITION)))
    assert Question.objects.filter(key="remarks").exists()


def test_the_words_of_an_open_round_are_put_right_by_its_file() -> None:
    save(parse(WHOLE))
    save(parse(WHOLE.replace("How many people?", "How many others?")))
    assert Question.objects.get(key="people").text == "How many others?"


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ('type = "yes_no"', 'type = "single"'),
        ('unit = "people"', 'unit = "pounds"'),
        ('label = "Yes", tone = 1', 'label = "Yes", tone = -1'),
        ("reference_date = 2011-03-31", "reference_date = 2011-03-30"),
        ('label = "Yes"', 'label = "No"'),
    ],
)
def test_the_meaning_of_an_open_round_is_not_changed_by_its_file(said: str, now: str) -> None:
    save(parse(WHOLE))
    before = everything()
    with pytest.raises(BadRoundError, match="The database refused it: This "):
        save(parse(WHOLE.replace(said, now)))
    assert everything() == before


# Draft or opened

PLAIN = DEFINITION[DEFINITION.index("[round]") :]
OPENED = "closes_on = 2011-05-13\nopened_at = 2011-04-02 08:30:00+00:00\n"


def test_a_file_of_what_is_asked_makes_a_draft() -> None:
    round = save(parse(PLAIN))
    assert round.is_draft
    assert not round.returns.exists()
    assert dumped(with_answers=True) == PLAIN


def test_a_draft_is_opened_by_the_act_and_dumped_with_its_time() -> None:
    save(parse(PLAIN.replace("2011-05-13", "2099-05-13")))
    call_command("open_round", "spring-2011", stdout=io.StringIO())
    text = dumped(with_answers=True)
    assert "opened_at = " in text
    assert text.count('state = "not_started"') == 2
    again = save(parse(text.replace(*SLUG).replace(*NAME)))
    first = Round.objects.get(slug="spring-2011")
    assert again.opened_at == first.opened_at
    assert again.returns.count() == 2


@pytest.mark.parametrize("what", [RETURNS, TOTALS])
def test_a_file_of_returns_or_totals_is_of_a_round_that_was_opened(what: str) -> None:
    round = save(parse(PLAIN + what))
    assert round.opened_at == datetime.datetime(2011, 3, 31, 23, tzinfo=datetime.UTC)
    assert dumped(with_answers=what == RETURNS) == to_toml(parse(PLAIN + what))


def test_another_time_of_opening_comes_back_as_the_same_bytes() -> None:
    text = WHOLE.replace("closes_on = 2011-05-13\n", OPENED)
    round = save(parse(text))
    assert round.opened_at == datetime.datetime(2011, 4, 2, 8, 30, tzinfo=datetime.UTC)
    assert dumped(with_answers=True) == text


def test_a_draft_with_totals_comes_back_as_a_draft() -> None:
    text = PLAIN.replace("closes_on = 2011-05-13\n", "closes_on = 2011-05-13\nis_draft = true\n")
    assert save(parse(text + TOTALS)).is_draft
    assert dumped(with_answers=True) == to_toml(parse(text + TOTALS))


def test_loading_what_is_asked_again_leaves_an_open_round_open() -> None:
    save(parse(WHOLE))
    save(parse(PLAIN))
    assert not Round.objects.get().is_draft
    assert Return.objects.get(council__codes__code="E06000002").requirement == "declined"


def test_what_is_asked_can_be_copied_into_a_draft() -> None:
    save(parse(PLAIN + RETURNS))
    copy = dumped(with_answers=False).replace(*SLUG).replace(*NAME)
    assert save(parse(copy)).is_draft


def test_a_council_that_was_added_later_comes_back_as_the_same_bytes() -> None:
    said = '{ council = "E06000003", requirement = "required", reason = "Left out." }'
    make_council(code="E06000003")
    text = DEFINITION.replace("]\n\n[round]", f"    {said},\n]\n\n[round]")
    save(parse(text))
    assert Return.objects.count() == 3
    assert dumped(with_answers=False) == text


def test_a_question_that_came_later_comes_back_with_its_time() -> None:
    later = "is_required = false\nadded_at = 2011-04-20 09:00:00+00:00\n"
    text = WHOLE.replace("is_required = false\n", later)
    save(parse(text))
    assert dumped(with_answers=True) == text


def test_a_question_that_a_file_adds_to_an_open_round_came_with_it() -> None:
    start = WHOLE.index('[[sections.questions]]\nkey = "remarks"')
    end = WHOLE.index("\n[[returns]]")
    returns = WHOLE[end:].replace('[returns.answers.remarks]\ntext = "Café = 1"', "")
    save(parse(WHOLE[:start] + returns))
    round = save(parse(DEFINITION))
    assert round.questions.get(key="remarks").added_at
    assert round.questions.filter(added_at=None).count() == 6


@pytest.mark.parametrize(
    ("said", "now", "problem"),
    [
        ('"E06000002", req', '"E06000001", req', "requirements.E06000001: its return is signed"),
        ("closes_on = 2011-05-13", "closes_on = 2011-05-13\nis_draft = true", "round: a draft has"),
    ],
)
def test_a_file_that_cannot_be_is_refused(said: str, now: str, problem: str) -> None:
    with pytest.raises(BadRoundError, match=problem):
        save(parse(WHOLE.replace(said, now)))
    assert not Round.objects.exists()


PROBLEMS = [
    ('key = "bands"\ntitle', 'key = "yes-no"\ntitle', "scales: the key “yes-no” is used 2 times"),
    ('{ key = "no",', '{ key = "yes",', "scales.yes-no: the key “yes” is used 2 times"),
    ('key = "of-people"', 'key = "people"', "questions: the key “people” is used 2 times"),
    (
        "closes_on = 2011-05-13",
        "closes_on = 2011-03-13",
        "round.closes_on: A round closes on or after the day it opens.",
    ),
    ('scale = "bands"', 'scale = "x"', "questions.band: its scale “x” is not in the file"),
    ('unit = "people"', 'scale = "bands"', "questions.people: a question of type number has no"),
    ('grid = "groups"\n\n', 'grid = "x"\n\n', "questions.older: there is no grid “x”"),
    ('tallied_grid = "groups"\n', "", "questions.every: a tally needs its tallied grid"),
    ('banded = "rate"\n', "", "questions.band: a band needs its banded"),
    ('numerator = "people"', 'numerator = "x"', "questions.rate: there is no question “x” to"),
    ('numerator = "people"', 'numerator = "band"', "questions.rate: put it after “band”, which"),
    (
        'short_text = "People"\ntype = "number"\nunit = "people"',
        'short_text = "People"\ntype = "percentage"',
        "questions.rate: “people” is a percentage. A rate is one count as a percentage of another.",
    ),
    ('unit = "people"', 'follows = "a/b"', "questions.people: follows and comparability go"),
    ('unit = "people"', 'follows = "a/b"', "questions.people: there is no a/b yet"),
    ('"E06000002", req', '"E06000009", req', "requirements: no council has the code E06000009"),
    (
        "signed_at = 2011-05-01 09:30:00+00:00",
        "",
        "returns.E06000001: a signed return, and no other",
    ),
    ("answers.remarks]", "answers.x]", "returns.E06000001: there is no question “x”"),
    ("answers.remarks]", "answers.rate]", "returns.E06000001.rate: a worked-out value is never"),
    ("number = 30", "number = 30.5", "returns.E06000001.people: the value does not fit"),
    ("number = 30", "number = -1", "returns.E06000001.people: the value does not fit"),
    ("number = 30", 'text = "30"', "returns.E06000001.people: the value does not fit"),
    ('    "yes",\n]\n\n[returns', '    "x",\n]\n\n[returns', "returns.E06000001.older: the value"),
    ('text = "Café = 1"', 'text = "a"\nreason = "not_known"', "returns.E06000001.remarks: the"),
    ('"E06000002"\nstate', '"E06000009"\nstate', "returns: E06000009 has no return in this round"),
]


@pytest.mark.parametrize(("good", "bad", "problem"), PROBLEMS)
def test_a_file_with_a_problem_is_refused_and_nothing_of_it_kept(
    good: str, bad: str, problem: str
) -> None:
    assert WHOLE.count(good) == 1
    before = everything()
    with pytest.raises(BadRoundError) as refused:
        save(parse(WHOLE.replace(good, bad)))
    assert any(each.startswith(problem) for each in refused.value.problems), refused.value
    assert everything() == before


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ('"older"', '"x"', "totals: there is no question “x”"),
        ('"yes"', '"x"', "totals.older: there is no option “x”"),
        ("percent = 60", 'area = "x"\npercent = 60', "totals.older: there is no area “x”"),
        ("percent = 60", "", "totals.older: give k, percent or value"),
        ("percent = 60", "k = 3\nn = 2", "totals.older: 3 is more than its base of 2"),
    ],
)
def test_a_total_with_a_problem_is_refused(good: str, bad: str, problem: str) -> None:
    with pytest.raises(BadRoundError) as refused:
        save(parse(DEFINITION + TOTALS.replace(good, bad)))
    assert refused.value.problems == [problem]


CHECKS = """
[[checks]]
key = "within"
kind = "part"
severity = "hard"
question = "people"
others = [
    "of-people",
]
"""
OTHERS = 'others = [\n    "of-people",\n]\n'


def test_a_check_that_can_work_is_kept() -> None:
    save(parse(DEFINITION + CHECKS))
    assert Check.objects.get().others.get().key == "of-people"


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ('"people"', '"x"', "checks.within: there is no question “x”"),
        ('"of-people"', '"x"', "checks.within: there is no question “x”"),
        (OTHERS, "", "checks.within.others: Choose the whole that it is a part of."),
        (CHECKS, CHECKS * 2, "checks: the key “within” is used 2 times"),
    ],
)
def test_a_check_with_a_problem_is_refused(good: str, bad: str, problem: str) -> None:
    with pytest.raises(BadRoundError) as refused:
        save(parse(DEFINITION + CHECKS.replace(good, bad)))
    assert refused.value.problems == [problem]


def test_many_problems_are_told_at_once() -> None:
    text = WHOLE
    for good, bad, _ in (PROBLEMS[3], PROBLEMS[4], PROBLEMS[7], PROBLEMS[13], PROBLEMS[17]):
        text = text.replace(good, bad)
    with pytest.raises(BadRoundError) as refused:
        save(parse(text))
    # What follows a question that is not there is told besides.
    assert len(refused.value.problems) == 6


def test_every_misshapen_part_is_told_with_its_place() -> None:
    text = WHOLE.replace('type = "text"', 'type = "essay"').replace("tone = 1 ", "tone = 7 ")
    with pytest.raises(BadRoundError) as refused:
        parse(text)
    assert refused.value.problems == [
        "Scale “yes-no”, answer “yes”, tone: it is at most 2.",
        "Section “all”, question “remarks”, type: “essay” is none of the words that fit: scale, "
        "single, multiple, yes_no, number, percentage, date or text.",
    ]


def test_what_is_not_toml_is_said_to_be_none() -> None:
    with pytest.raises(BadRoundError, match="This is not TOML"):
        parse("round = [")


def test_a_good_file_has_no_problem() -> None:
    assert check(parse(WHOLE)) == []


def test_the_command_says_that_nothing_was_loaded(tmp_path: Any) -> None:
    file = tmp_path / "round.toml"
    file.write_text("[round]\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_round", file)
    assert not Round.objects.exists()


def test_words_that_a_round_cannot_do_without_are_not_empty() -> None:
    text = DEFINITION.replace('title = "Spring survey"', 'title = ""')
    text = text.replace('title = "All of it"', 'title = ""')
    with pytest.raises(BadRoundError) as refused:
        save(parse(text))
    assert refused.value.problems == [
        "Round, title: it is empty: write it.",
        "Section “all”, title: it is empty: write it.",
    ]


def test_a_scale_of_one_answer_is_told() -> None:
    """The shape of the file lets it pass: a draft may have one, and is written all the same."""
    text = DEFINITION.replace('    { key = "no", label = "No", tone = -1 },\n', "")
    with pytest.raises(BadRoundError) as refused:
        save(parse(text))
    assert refused.value.problems == ["scales.yes-no: it needs at least two answers to choose from"]
