"""A query that the site writes says what it was given, whatever signs that has."""

import pytest
from django.http import QueryDict

from ppf_site.addresses import plainly_written


@pytest.mark.parametrize("text", ["Derby + Leicester", "A & B", "King’s Lynn", "a=b#c", "50%", "+"])
def test_what_is_written_is_read_again(text: str) -> None:
    params = QueryDict(mutable=True)
    params["add"] = text
    params.appendlist("areas", "east,west")
    assert QueryDict(plainly_written(params)) == params


def test_commas_and_colons_stand_as_people_write_them() -> None:
    params = QueryDict(mutable=True)
    params["areas"] = "group:derby+york,east"
    assert plainly_written(params, with_plus=["areas"]) == "areas=group:derby+york,east"
