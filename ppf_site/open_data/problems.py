"""What a program is told that asked for what is not there: RFC 9457, as JSON."""

import json
from http import HTTPStatus

from django.http import HttpResponse
from ninja import Field, Schema

JSON_PROBLEM = "application/problem+json"


class Problem(Schema):
    type: str = Field(description="Always about:blank: the status says what kind it is.")
    title: str = Field(description="The status in words.")
    status: int
    detail: str = Field(description="What was wrong with the request, in a sentence.")


class NotHere(Exception):
    """What was asked for does not exist, or not for whoever asks. The message says what it was."""


# What every operation may answer beside what it is for.
PROBLEMS: dict[int, type[Problem]] = {404: Problem, 422: Problem}


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    told = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return HttpResponse(json.dumps(told), content_type=JSON_PROBLEM, status=status)
