"""What each kind of check needs: a check that lacks it would never say a word."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from surveys.rounds.check_rules import Draft, QuestionOfCheck, problems

PEOPLE = QuestionOfCheck("people", "People", "number", comparability="same")
USERS = QuestionOfCheck("users", "Users", "number", comparability="wording")
SHARE = QuestionOfCheck("share", "Share", "percentage")
NOTE = QuestionOfCheck("note", "Note", "text")
LIKELY = QuestionOfCheck("likely", "Likely", "scale")
RATE = QuestionOfCheck("rate", "Rate", "percentage", derivation="rate", parts=(PEOPLE, USERS))
FIVE = Decimal(5)
GOOD = {
    "part": Draft("part", "hard", PEOPLE, [USERS]),
    "sum": Draft("sum", "hard", PEOPLE, [USERS, QuestionOfCheck("others", "Others", "number")]),
    "range": Draft("range", "hard", PEOPLE, minimum=FIVE),
    "change": Draft("change", "soft", PEOPLE, percent=FIVE),
    "peers": Draft("peers", "soft", PEOPLE),
    "pace": Draft("pace", "soft", LIKELY, [RATE], percent=FIVE, due_on=datetime.date(2011, 4, 1)),
    "past": Draft("past", "soft", QuestionOfCheck("day", "Day", "date")),
}


@pytest.mark.parametrize("check", GOOD.values(), ids=GOOD)
def test_one_with_all_that_it_needs_has_no_problem(check: Draft) -> None:
    assert problems(check) == []


@pytest.mark.parametrize(
    ("kind", "changed", "field", "words"),
    [
        ("part", {"others": []}, "others", "Choose the whole"),
        ("part", {"others": [PEOPLE]}, "others", "is the question itself"),
        ("part", {"others": [NOTE]}, "others", "“Note” is no number that councils enter"),
        ("part", {"others": [RATE]}, "others", "“Rate” is no number that councils enter"),
        ("part", {"others": [SHARE]}, "others", "is not counted alike"),
        ("part", {"question": NOTE}, "question", "looks at a number or a percentage"),
        ("part", {"minimum": FIVE}, "minimum", "does not use this. Leave it empty"),
        ("sum", {"others": [USERS]}, "others", "at least two"),
        ("range", {"minimum": None}, "minimum", "the lowest number that is expected"),
        ("range", {"maximum": Decimal(4)}, "maximum", "below the lowest"),
        ("range", {"others": [USERS]}, "others", "A range does not use this"),
        ("range", {"question": RATE}, "question", "worked out when a release is compiled"),
        ("change", {"percent": None}, "percent", "above how many per cent"),
        ("change", {"question": replace(PEOPLE, comparability="")}, "question", "follows"),
        ("change", {"question": replace(PEOPLE, comparability="none")}, "question", "follows"),
        ("change", {"severity": "hard"}, "severity", "a council may be right"),
        ("peers", {"question": SHARE}, "question", "follows"),
        ("peers", {"severity": "hard"}, "severity", "could never be signed"),
        ("past", {"question": PEOPLE}, "question", "looks at a date"),
        ("past", {"percent": FIVE}, "percent", "does not use this"),
        ("pace", {"question": PEOPLE}, "question", "choose one with a scale"),
        ("pace", {"others": [PEOPLE]}, "others", "Choose one rate"),
        ("pace", {"others": [RATE, RATE]}, "others", "Choose one rate"),
        ("pace", {"others": [replace(RATE, parts=(SHARE,))]}, "others", "must follow"),
        ("pace", {"percent": None}, "percent", "Enter the target"),
        ("pace", {"percent": Decimal(101)}, "percent", "Enter the target"),
        ("pace", {"due_on": None}, "due_on", "the day by which"),
    ],
)
def test_what_is_missing_is_told_beside_its_field(
    kind: str, changed: dict[str, Any], field: str, words: str
) -> None:
    [(where, told)] = problems(replace(GOOD[kind], **changed))
    assert where == field
    assert words in told
