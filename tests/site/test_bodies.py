"""What is sent is refused by its length, before anything of it is read."""

from collections import defaultdict
from typing import Any

import pytest
from django.test import Client

from councils.models import User
from ppf_site.bodies import A_FORM, MANY_TEXTS, limit_of, size_words
from ppf_site.workbook_limits import LARGEST_FILE
from tests.test_addresses import ROWS

MEGABYTE = 1024 * 1024


class Unread:
    """A body that must not be read."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


def declare(client: Client, address: str, **headers: str) -> Any:
    """Sends a body of which nothing is there but what the headers say of it."""
    body: Any = {
        "wsgi.input": Unread(),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        **headers,
    }
    return client.generic("POST", address, **body)


def test_no_address_reads_200_megabytes(client: Client, db: None) -> None:
    numbers = defaultdict[str, int](lambda: 1)
    addresses = [row.address.format_map(numbers) for row in ROWS]
    taken = {
        address: response.status_code
        for address in [*addresses, "/admin/", "/nothing/here/", "/accounts/password/reset/"]
        if (response := declare(client, address or "/", CONTENT_LENGTH=str(200 * MEGABYTE)))
        and response.status_code != 413
    }
    assert taken == {}


def test_the_page_says_how_much_is_taken_and_what_to_do(client: Client, db: None) -> None:
    response = declare(client, "/accounts/password/reset/", CONTENT_LENGTH=str(A_FORM + 1))
    page = response.content.decode()
    assert "larger than the 128 KB that this page takes" in page
    assert "Nothing of it was read, and nothing was changed." in page


def test_a_body_that_hides_its_length_is_refused(client: Client, db: None) -> None:
    response = declare(client, "/accounts/login/", HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411
    assert "did not say how much it would send" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "²"])
def test_a_length_that_is_no_number_is_refused(client: Client, db: None, length: str) -> None:
    assert declare(client, "/accounts/login/", CONTENT_LENGTH=length).status_code == 413


def test_who_is_signed_in_is_told_so_on_the_page(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    response = declare(client, "/returns/1/correction/", CONTENT_LENGTH=str(MEGABYTE))
    assert "Sign out" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/accounts/login/", A_FORM),
        ("/nothing/", A_FORM),
        ("/returns/1/sections/money/", MANY_TEXTS),
        ("/returns/1/checks/", MANY_TEXTS),
        ("/admin/surveys/round/1/change/", MANY_TEXTS),
    ],
)
def test_an_address_has_its_own_limit(address: str, limit: int) -> None:
    assert limit_of(address)[0] == limit


def test_an_upload_takes_a_whole_file_and_what_a_form_adds() -> None:
    limit, advice = limit_of("/returns/1/upload/")
    assert LARGEST_FILE < limit < LARGEST_FILE + MEGABYTE
    assert "The file is larger than 5 MB." in advice


def test_a_body_of_the_very_limit_is_taken(client: Client, db: None) -> None:
    typed = "login=" + "a" * (A_FORM - len("login="))
    sent = client.post("/accounts/login/", typed, "application/x-www-form-urlencoded")
    assert sent.status_code == 200


@pytest.mark.parametrize(
    ("size", "words"), [(A_FORM, "128 KB"), (MANY_TEXTS, "2.5 MB"), (5_308_416, "5 MB")]
)
def test_a_limit_is_told_in_round_figures(size: int, words: str) -> None:
    assert size_words(size) == words
