"""The content policy is one fixed text, whichever process wrote it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from ppf_site.policy import PolicyMiddleware


@pytest.mark.parametrize("address", ["/", "/admin/", "/expectations/savings/answers.html"])
def test_its_directives_stand_in_one_order(address: str) -> None:
    answered = PolicyMiddleware(lambda _: HttpResponse())(RequestFactory().get(address))
    directives = answered["Content-Security-Policy"].split("; ")
    assert len(directives) > 9
    # By the alphabet: a set would come in this order once in millions of processes.
    assert directives == sorted(directives)
