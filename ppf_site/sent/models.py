"""What came of a form that was sent, for as long as it may come a second time."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.http import HttpResponse
from django.utils import timezone

# A second click comes within seconds; a browser that lost its connection asks again later.
REDIRECTS_LAST = datetime.timedelta(hours=1)
# A page says how things stand, which another try may find changed.
PAGES_LAST = datetime.timedelta(minutes=1)
LONGEST_PAGE = 512 * 1024


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def over(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())

    def of(self, mark: str) -> Outcome | None:
        return self.filter(mark=mark, expires_at__gt=timezone.now()).first()

    def keep(self, mark: str, response: HttpResponse) -> None:
        """Nothing of what was refused or went wrong: another try may fare better."""
        lasts = _lasts(response)
        if lasts is None:
            return
        outcome = Outcome(
            mark=mark,
            expires_at=timezone.now() + lasts,
            status=response.status_code,
            headers=dict(response.items()),
            cookies=_cookies_of(response),
            body=response.content,
        )
        self.bulk_create(
            [outcome],
            update_conflicts=True,
            unique_fields=["mark"],
            update_fields=["expires_at", "status", "headers", "cookies", "body"],
        )


class Outcome(models.Model):
    """The first answer. Its mark is made of who sent what where, and tells none of it."""

    mark = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    cookies = models.JSONField()
    body = models.BinaryField()

    objects = OutcomeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.status}, until {self.expires_at}"

    def response(self) -> HttpResponse:
        response = HttpResponse(bytes(self.body), status=self.status, headers=self.headers)
        for name, value, attributes in self.cookies:
            response.cookies[name] = value
            for key, attribute in attributes.items():
                response.cookies[name][key] = attribute
        return response


def _lasts(response: HttpResponse) -> datetime.timedelta | None:
    if response.streaming:
        return None
    if response.status_code in {301, 302, 303}:
        return REDIRECTS_LAST
    is_page = response.status_code == 200 and len(response.content) <= LONGEST_PAGE
    return PAGES_LAST if is_page else None


def _cookies_of(response: HttpResponse) -> list[Any]:
    return [
        [name, cookie.value, {key: value for key, value in cookie.items() if value}]
        for name, cookie in response.cookies.items()
    ]
