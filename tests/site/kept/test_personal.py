"""What is filled in as a kept page is handed out."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from ppf_site.kept.personal import filled
from tests.site.kept.test_store import page

GAP = b"before<!--personal:_messages.html-->after"


@pytest.mark.parametrize(
    ("content_type", "said"),
    [("text/html; charset=utf-8", b"beforeafter"), ("text/csv; charset=utf-8", GAP)],
)
def test_a_gap_is_filled_in_a_page_and_is_a_councils_text_in_a_file(
    content_type: str, said: bytes
) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert b"".join(filled(page(GAP, content_type), request).split()) == said
