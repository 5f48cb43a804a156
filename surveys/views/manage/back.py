"""What a page was sent, and where it leads once that is done."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from councils.http import AuthedRequest
from surveys.models import Round


def back_to(round: Round, place: str = "") -> HttpResponse:
    """The page of all questions, at the place that was changed."""
    there = redirect("manage-questions", round.slug)
    there["Location"] += f"#{place}" if place else ""
    return there


def posted(request: AuthedRequest) -> QueryDict | None:
    """What a form was sent with, also where that is nothing; None where it is only looked at."""
    return request.POST if request.method == "POST" else None
