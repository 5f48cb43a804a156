"""What the worker does by night."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from councils.jobs import clear_sessions

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_a_session_that_is_over_is_forgotten() -> None:
    for key, ends in (("over", timezone.now() - DAY), ("kept", timezone.now() + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    clear_sessions(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["kept"]
