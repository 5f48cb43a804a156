"""Which expectations and measures a round's questions tell of, beside each where it is built."""

from collections.abc import Iterator

from django.urls import reverse

from surveys.building.told_of import ToldOf, also_tells
from surveys.models import Round

from .models import Expectation, ExpectationQuestion, MeasureRate

ROLES = {
    ExpectationQuestion.Role.FORECAST: "Forecast of",
    ExpectationQuestion.Role.OUTCOME: "Outcome of",
    ExpectationQuestion.Role.BARRIER: "Barriers to",
}
RATES = {MeasureRate.Role.ACTUAL: "Rate of", MeasureRate.Role.FORECAST: "Forecast rate of"}


def _expectations(round: Round) -> Iterator[ToldOf]:
    links = ExpectationQuestion.objects.filter(question__round=round)
    for link in links.select_related("expectation__milestone__programme").order_by("pk"):
        of = f"{ROLES[ExpectationQuestion.Role(link.role)]} “{link.expectation.label}”"
        where = _programme_page(link.expectation, f"question-{link.pk}")
        yield ToldOf(link.question_id, of, where)


def _measures(round: Round) -> Iterator[ToldOf]:
    rates = MeasureRate.objects.filter(question__round=round)
    expected = "base__measure__expectation__milestone__programme"
    for rate in rates.select_related("base__measure", expected).order_by("pk"):
        measure = rate.base.measure
        of = f"{RATES[MeasureRate.Role(rate.role)]} “{measure.title}”, {rate.base.name}"
        where = _programme_page(measure.expectation, f"rate-{rate.pk}")
        yield ToldOf(rate.question_id, of, where)


def _programme_page(expectation: Expectation | None, place: str) -> str:
    if expectation is None:
        return ""
    programme = expectation.milestone.programme
    return f"{reverse('manage-programme', args=[programme.slug])}#{place}"


also_tells(_expectations)
also_tells(_measures)
