"""What `check --deploy` refuses, and what nobody brings down by its address."""

import re

import pytest
from django.conf import settings as site
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.test import Client
from pytest_django import Settings

from councils.models import Council, User

OURS = "ppf_site.E001"


def refused() -> list[str]:
    return [str(each.msg) for each in run_checks(include_deployment_checks=True) if each.id == OURS]


def test_the_secret_key_of_the_example_is_refused_by_name(settings: Settings) -> None:
    example = (site.BASE_DIR / ".env.example").read_text(encoding="utf-8")
    [settings.SECRET_KEY] = re.findall(r"^SECRET_KEY=(.+)$", example, re.MULTILINE)
    assert refused() == ["SECRET_KEY is the one of .env.example, which everybody can read."]


def test_one_of_ones_own_is_not(settings: Settings) -> None:
    settings.SECRET_KEY = "of nobody else, and long enough to sign with: 0123456789 abcdef"
    assert refused() == []


@pytest.mark.django_db
def test_view_on_site_leads_to_the_page(client: Client, analyst: User, home: Council) -> None:
    client.force_login(analyst)
    kind = ContentType.objects.get_for_model(Council)
    assert client.get(f"/admin/r/{kind.pk}/{home.pk}/")["Location"] == home.get_absolute_url()


@pytest.mark.django_db
def test_and_to_nothing_else(client: Client, analyst: User) -> None:
    """Of every type there is, with a number that may be a row's or not."""
    client.force_login(analyst)
    kinds = ContentType.objects.values_list("pk", flat=True)
    asked = [f"/admin/r/{kind}/{pk}/" for kind in [*kinds, 10**9] for pk in ("1", "x", "9" * 30)]
    assert {client.get(each).status_code for each in asked} <= {302, 404}
