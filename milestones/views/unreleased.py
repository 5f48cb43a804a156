"""The page of an expectation, or of a measure, before anything of it is released."""

from django.http import HttpRequest, HttpResponse

from milestones.models import Expectation, Measure
from milestones.unreleased import Unreleased, expectation_known, measure_known
from ppf_site.pages import respond

TEMPLATE = "milestones/unreleased.html"


def unreleased_expectation(request: HttpRequest, slug: str) -> HttpResponse | None:
    """None where the person knows of no such expectation."""
    found = expectation_known(request.user, slug)
    if found is None:
        return None
    context = {
        "unreleased": Unreleased.expectation(found, request.user),
        "expectation": found,
        "target": found.target_percent,
        "measures": found.measures.all(),
    }
    return respond(request, TEMPLATE, context)


def unreleased_measure(request: HttpRequest, slug: str) -> HttpResponse | None:
    """None where the person knows of no such measure, or it belongs to no programme."""
    found = measure_known(request.user, slug)
    expectation = found.expectation if found else None
    return _measure(request, found, expectation) if found and expectation else None


def _measure(request: HttpRequest, found: Measure, expectation: Expectation) -> HttpResponse:
    context = {
        "unreleased": Unreleased.measure(found, expectation, request.user),
        "measure": found,
        "expectation": expectation,
        "target": found.target_percent,
        "bases": found.bases.all(),
    }
    return respond(request, TEMPLATE, context)
