"""Dates in the administration are written as everywhere: 31 March 2009."""

import datetime

import pytest
from django.test import Client
from django.utils import formats

from councils.models import User
from tests.factories import make_open_round
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def test_a_list_writes_a_month_out(client: Client, administrator: User) -> None:
    make_open_round(reference_date=datetime.date(2009, 3, 31))
    client.force_login(administrator)
    page = squeezed(client.get("/admin/surveys/round/").text)
    assert "31 March 2009" in page
    assert "31 Mar 2009" not in page


def test_a_moment_has_its_day_written_out() -> None:
    moment = datetime.datetime(2009, 3, 31, 14, 3, tzinfo=datetime.UTC)
    assert formats.localize(moment) == "31 March 2009, 2:03 p.m."
