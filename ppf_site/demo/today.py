"""The open round: returns at every stage, as they stand three weeks after it opened."""

import datetime
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from surveys.rounds.file import AnswerPart, QuestionPart, ReturnPart, RoundFile

from .build import definition, signed_at
from .choices import GROUP_LEAD, NOT_KNOWN
from .latent import CouncilThen, Register, between, draw, progress, size
from .quotas import fill, in_proportion, tick
from .remarks import remark
from .rounds import OPEN_ROUND

DAYS_OPEN = datetime.timedelta(days=21)
State = Literal["not_started", "in_progress", "to_sign", "signed"]
STATES: dict[State, int] = {"signed": 36, "to_sign": 21, "in_progress": 56}
# The council whose people can be tried: its return is half done.
HALF_DONE = "E06000015"

# Of each hundred councils, best option first.
SHARES: dict[str, Mapping[str, float]] = {
    "direct-payments-likelihood": {
        "very-likely": 24,
        "fairly-likely": 43,
        "fairly-unlikely": 25,
        "very-unlikely": 8,
    },
    "prevention-savings-likelihood": {
        "very-likely": 16,
        "fairly-likely": 41,
        "fairly-unlikely": 31,
        "very-unlikely": 12,
    },
    "waiting-likelihood": {
        "very-likely": 21,
        "fairly-likely": 46,
        "fairly-unlikely": 24,
        "very-unlikely": 9,
    },
    "duties-confidence": {
        "very-confident": 9,
        "fairly-confident": 44,
        "not-very-confident": 36,
        "not-confident": 11,
    },
    "prevention-strategy": {"yes": 71, "no": 29},
    "prevention-owner": {
        "director": 34,
        "assistant-director": 31,
        "public-health": 17,
        "joint-post": 12,
        "nobody-yet": 6,
    },
    "prevention-direction": {"rising": 38, "steady": 41, "falling": 21},
    "information-available": {
        "great-extent": 33,
        "some-extent": 51,
        "small-extent": 14,
        "not-at-all": 2,
    },
    "user-led-organisation": {"yes": 66, "no": 34},
    "budget-outturn": {
        "underspend": 8,
        "on-budget": 19,
        "overspend-reserves": 44,
        "overspend-savings": 29,
    },
    **{
        f"commitment-{who}": {
            "very-committed": very,
            "fairly-committed": 50,
            "not-very-committed": 45 - very,
            "not-committed": 5,
        }
        for who, very in [("voluntary", 44), ("nhs", 26), ("housing", 22), ("private", 15)]
    },
}
TICKED: dict[str, Mapping[str, float]] = {
    "barriers": {
        "resources": 0.81,
        "health-partners": 0.44,
        "providers": 0.39,
        "workforce": 0.63,
        "systems": 0.41,
        "demand": 0.17,
    },
    "information-channels": {
        "website": 0.97,
        "telephone": 0.93,
        "face-to-face": 0.71,
        "community-partners": 0.62,
        "video": 0.23,
    },
}

Values = dict[str, dict[str, AnswerPart]]


def open_round(register: Register, today: datetime.date) -> RoundFile:
    """It opened three weeks ago and closes three weeks from today."""
    file = definition(OPEN_ROUND)
    dates = {"opens_on": today - DAYS_OPEN, "closes_on": today + DAYS_OPEN}
    places = register.on(file.round.reference_date)
    answers = _answers(file, places)
    returns = [
        _return(file, place, state, answers[place.code], today)
        for place, state in zip(places, _states(places), strict=True)
        if state != "not_started"
    ]
    return file.model_copy(
        update={"round": file.round.model_copy(update=dates), "returns": returns}
    )


def _states(places: list[CouncilThen]) -> list[State]:
    rank = sorted(
        (place.code for place in places if place.body != HALF_DONE),
        key=lambda code: draw(code, "state"),
    )
    state_of: dict[str, State] = {
        place.code: "in_progress" for place in places if place.body == HALF_DONE
    }
    for state, count in STATES.items():
        for code in rank[:count]:
            state_of[code] = state
        rank = rank[count:]
    return [state_of.get(place.code, "not_started") for place in places]


def _return(
    file: RoundFile,
    place: CouncilThen,
    state: State,
    answers: dict[str, AnswerPart],
    today: datetime.date,
) -> ReturnPart:
    """Filled in from the top; those under way stop somewhere."""
    keys = [
        key for section in file.sections for key in (question.key for question in section.questions)
    ]
    given = [key for key in keys if key in answers]
    if state == "in_progress":
        share = 0.55 if place.body == HALF_DONE else between(0.1, 0.95, place.code, "done")
        given = given[: round(share * len(given))]
    signed = None
    if state == "signed":
        yesterday = today - datetime.timedelta(days=1)
        signed = signed_at(place, file.round.slug, today - DAYS_OPEN, yesterday)
    return ReturnPart(
        council=place.code,
        state=state,
        signed_at=signed,
        answers={key: answers[key] for key in given},
    )


def _answers(file: RoundFile, places: list[CouncilThen]) -> Values:
    values: Values = {place.code: {} for place in places}
    for section in file.sections:
        for question in section.questions:
            if question.derivation:
                continue
            for code, answer in _to(question, places).items():
                values[code][question.key] = answer
    return values


def _to(question: QuestionPart, places: list[CouncilThen]) -> dict[str, AnswerPart]:
    """Every council's answer to one question; a few do not know."""
    key = question.key
    if question.type == "text":
        words = {place.code: remark(place.code, OPEN_ROUND, key) for place in places}
        return {code: AnswerPart(text=text) for code, text in words.items() if text}
    if key in TICKED:
        given = _ticked(key, places)
    elif question.type in {"scale", "single", "yes_no"}:
        given = _chosen(key, places)
    else:
        given = {place.code: _value(key, place) for place in places}
    return {
        code: NOT_KNOWN if between(0, 1, code, key, "gap") < 0.02 else answer
        for code, answer in given.items()
    }


def _ticked(key: str, places: list[CouncilThen]) -> dict[str, AnswerPart]:
    scores = {
        place.code: {option: draw(place.code, key, option) for option in TICKED[key]}
        for place in places
    }
    counts = {option: round(share * len(places)) for option, share in TICKED[key].items()}
    ticked = tick(scores, counts, nothing="none-of-these")
    return {code: AnswerPart(choices=options) for code, options in ticked.items()}


def _chosen(key: str, places: list[CouncilThen]) -> dict[str, AnswerPart]:
    shares = SHARES.get(key, {"yes": 84 + 12 * GROUP_LEAD.get(key, 0), "no": 14})
    scores = {
        place.code: 0.5 * progress(place) + draw(place.code, OPEN_ROUND, key) for place in places
    }
    counts = in_proportion(len(places), shares)
    regions = {place.code: place.region for place in places}
    chosen = fill(scores, counts, region_of=regions, fixed={})
    return {code: AnswerPart(choices=[option]) for code, option in chosen.items()}


def _value(key: str, place: CouncilThen) -> AnswerPart:
    if key == "allocation-changed-on":
        year = 2025 - int(abs(1.3 * draw(place.code, key)))
        return AnswerPart(date=datetime.date(year, 4, 1))
    if key == "review-date":
        days = int(between(20, 500, place.code, key))
        return AnswerPart(date=datetime.date(2026, 5, 1) + datetime.timedelta(days=days))
    if key == "prevention-share":
        return AnswerPart(number=Decimal(round(10 * between(1, 8, place.code, key))) / 10)
    if key == "review-offered-share":
        return AnswerPart(number=Decimal(round(between(45, 99, place.code, key))))
    return AnswerPart(number=Decimal(_numbers(place)[key]))


def _numbers(place: CouncilThen) -> dict[str, int]:
    """Counts and pounds that fit one another: every part is within its whole."""

    def near(value: float, away: float, name: str) -> int:
        return round(value * math.exp(away * draw(place.code, OPEN_ROUND, name)))

    def part(whole: int, middle: float, away: float, name: str) -> int:
        share = middle + away * draw(place.code, OPEN_ROUND, name)
        return round(whole * min(max(share, 0.02), 0.98))

    ongoing = near(0.72 * size(place), 0.05, "users-ongoing")
    one_off = near(0.5 * ongoing, 0.15, "one-off")
    holders = part(ongoing, 0.84 + 0.03 * progress(place), 0.04, "holders")
    waiting = near(0.28 * ongoing, 0.4, "waiting")
    return {
        "users-ongoing": ongoing,
        "users-all": ongoing + one_off,
        "holders-ongoing": holders,
        "holders-all": holders + part(one_off, 0.35, 0.08, "holders-one-off"),
        "direct-payments": part(holders, 0.29 + 0.03 * progress(place), 0.05, "direct"),
        "carers-direct-payments": near(0.12 * ongoing, 0.3, "carers"),
        "information-contacts": near(3.2 * ongoing, 0.3, "contacts"),
        "spending": near(17_500 * holders, 0.12, "spending"),
        "net-budget": near(31_000 * ongoing, 0.06, "budget"),
        "waiting-assessment": waiting,
        "waiting-over-six-months": part(waiting, 0.24, 0.09, "waiting-long"),
    }
