"""Fills the rounds' definitions with answers that add up to what was published."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from surveys.rounds.file import AnswerPart, ReturnPart, RoundFile
from surveys.rounds.imports import parse

from .choices import NOT_KNOWN, answer_choice, answer_groups, answer_ticks
from .history import numbers
from .latent import CouncilThen, Register, between
from .remarks import remark
from .responses import Turnout, field_of
from .rounds import HISTORICAL, YEAR_1, YEAR_2

ROUNDS = Path(__file__).resolve().parents[2] / "milestones" / "data" / "rounds"
LONDON = ZoneInfo("Europe/London")

# By round, body and question.
Filled = dict[str, dict[str, dict[str, AnswerPart]]]


def definition(slug: str) -> RoundFile:
    return parse((ROUNDS / f"{slug}.toml").read_text(encoding="utf-8"))


def historical_rounds(register: Register) -> list[RoundFile]:
    """The four rounds whose answers are made up, oldest first."""
    files = {known.slug: definition(known.slug) for known in HISTORICAL}
    fields = {
        known.slug: field_of(known, register, files[known.slug].round.reference_date)
        for known in HISTORICAL
    }
    chosen = {slug: _options(files[slug], field) for slug, field in fields.items()}
    counted = numbers(fields, chosen[YEAR_2.slug]["personal-budgets-30-percent-likelihood"])
    return [
        file.model_copy(
            update={"returns": _returns(file, fields[slug], counted[slug], chosen[slug])}
        )
        for slug, file in files.items()
    ]


def _options(file: RoundFile, field: Turnout) -> dict[str, dict[str, str]]:
    """By question and body, where one option is chosen."""
    topics = {
        question.key: section.key for section in file.sections for question in section.questions
    }
    chosen = {
        key: answer_choice(key, choice, field, topics[key])
        for key, choice in field.known.choices.items()
    }
    if field.known is YEAR_1:
        chosen |= answer_groups(chosen.pop("allocation-tally"))
    return chosen


def _returns(
    file: RoundFile,
    field: Turnout,
    counted: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, Mapping[str, str]],
) -> list[ReturnPart]:
    ticked = {key: answer_ticks(key, ticks, field) for key, ticks in field.known.ticks.items()}
    asked = [
        question
        for section in file.sections
        for question in section.questions
        if not question.derivation
    ]
    returns = []
    for place in field.answered:
        answers: dict[str, AnswerPart] = {}
        for question in asked:
            key, body = question.key, place.body
            if question.type == "text":
                words = remark(body, field.known.slug, key)
                if words:
                    answers[key] = AnswerPart(text=words)
            elif body in counted.get(key, {}):
                answers[key] = AnswerPart(number=Decimal(counted[key][body]))
            elif body in chosen.get(key, {}):
                answers[key] = AnswerPart(choices=[chosen[key][body]])
            elif body in ticked.get(key, {}):
                answers[key] = AnswerPart(choices=ticked[key][body])
            else:
                answers[key] = NOT_KNOWN
        signed = signed_at(place, file.round.slug, file.round.opens_on, file.round.closes_on)
        returns.append(
            ReturnPart(council=place.code, state="signed", signed_at=signed, answers=answers)
        )
    return returns


def signed_at(
    place: CouncilThen, round: str, opens: datetime.date, closes: datetime.date
) -> datetime.datetime:
    """A working hour between the two days; most sign towards the end."""
    days = (closes - opens).days
    late = between(0.05, 1, place.body, round, "day") ** 0.5
    minutes = int(between(9 * 60, 17 * 60, place.body, round, "minute"))
    day = opens + datetime.timedelta(days=int(days * late))
    return datetime.datetime.combine(day, datetime.time(minutes // 60, minutes % 60), tzinfo=LONDON)
