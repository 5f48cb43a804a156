"""Councils' answers to the example survey, drawn from the demonstration's one seed."""

import datetime
from decimal import Decimal

from ppf_site.demo.build import signed_at
from ppf_site.demo.latent import CouncilThen, Register, between, progress, reluctance
from surveys.rounds.file import AnswerPart, ReturnPart, RoundFile

# As many councils sent no return each year.
SILENT = 12
POSTS_PER_THOUSAND = 0.9
EASE = ("very-easy", "fairly-easy", "fairly-hard", "very-hard")
PRESSURES = {"pay": 0.75, "housing": 0.4, "travel": 0.35, "skills": 0.55}
HAS_A_PLAN = 0.6
# Each year a little less is vacant, and a few more councils have a plan.
FIRST_YEAR = 2024
FALL_A_YEAR, RISE_A_YEAR = 0.012, 0.1


def with_answers(file: RoundFile, register: Register) -> RoundFile:
    """The round with a signed return of all councils but the most reluctant."""
    slug = file.round.slug
    places = register.on(file.round.reference_date)
    silent = sorted(places, key=lambda place: -reluctance(place, slug))[:SILENT]
    returns = [_return(file, place) for place in places if place not in silent]
    return file.model_copy(update={"returns": returns})


def _return(file: RoundFile, place: CouncilThen) -> ReturnPart:
    said = file.round
    return ReturnPart(
        council=place.code,
        state="signed",
        signed_at=signed_at(place, said.slug, said.opens_on, said.closes_on),
        answers=_answers(place, said.reference_date),
    )


def _answers(place: CouncilThen, day: datetime.date) -> dict[str, AnswerPart]:
    years, year = day.year - FIRST_YEAR, str(day.year)
    size = between(0.8, 1.25, "posts", place.body)
    posts = max(12, round(POSTS_PER_THOUSAND * place.population * size))
    share = 0.10 - 0.015 * progress(place) - FALL_A_YEAR * years
    share += between(-0.03, 0.03, "vacant", place.body, year)
    vacant = round(posts * min(max(share, 0.01), 0.3))
    answers = {
        "posts": AnswerPart(number=Decimal(posts)),
        "vacancies": AnswerPart(number=Decimal(vacant)),
        "ease": AnswerPart(choices=[_ease(share, place, year)]),
        "pressures": AnswerPart(choices=_pressures(place)),
    }
    return answers | _plan(place, years, day)


def _ease(share: float, place: CouncilThen, year: str) -> str:
    """The more is vacant, the harder it is; not for every council."""
    hard = share + between(-0.04, 0.04, "ease", place.body, year)
    return EASE[sum(hard > bound for bound in (0.05, 0.09, 0.13))]


def _pressures(place: CouncilThen) -> list[str]:
    chosen = [
        key
        for key, likely in PRESSURES.items()
        if between(0, 1, "pressure", key, place.body) < likely
    ]
    return chosen or ["none-of-these"]


def _plan(place: CouncilThen, years: int, day: datetime.date) -> dict[str, AnswerPart]:
    """Who has a plan keeps it."""
    chance = between(0, 1, "plan", place.body)
    if chance >= HAS_A_PLAN + RISE_A_YEAR * years:
        return {"plan": AnswerPart(choices=["no"])}
    first = datetime.date(FIRST_YEAR, 3, 31)
    latest = first if chance < HAS_A_PLAN else day
    agreed = latest - datetime.timedelta(days=int(between(20, 340, "agreed", place.body)))
    return {"plan": AnswerPart(choices=["yes"]), "plan-agreed-on": AnswerPart(date=agreed)}
