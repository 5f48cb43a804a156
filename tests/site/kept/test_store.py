"""What a process keeps, and how it hands it out."""

import datetime
import gzip
import threading
import time

import brotli
import pytest
from backports import zstd
from django.test import RequestFactory

from ppf_site.kept.models import State
from ppf_site.kept.store import OVERHEAD, Kept, Key, Store

TEXT = b"8 of the 9 East Midlands councils are very likely. " * 40
STATE = State("a version", 0, datetime.date(2011, 4, 1))


def page(content: bytes = TEXT, content_type: str = "text/html") -> Kept:
    kept = Kept(STATE, content, {"Content-Type": content_type})
    kept.complete(content)
    return kept


def sent(kept: Kept, **headers: str) -> tuple[int, str, bytes]:
    response = kept.to_reader(RequestFactory().get("/", headers=headers))
    return response.status_code, response.get("Content-Encoding", ""), response.content


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "zstd", zstd.decompress),
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", "", bytes),
        ("identity, gzip;q=0", "", bytes),
    ],
)
def test_it_is_sent_as_the_browser_takes_it(accepted: str, coding: str, unpack: object) -> None:
    status, said, body = sent(page(), accept_encoding=accepted)
    assert (status, said) == (200, coding)
    assert unpack(body) == TEXT  # type: ignore[operator]


def test_what_the_browser_has_is_not_sent_again() -> None:
    kept = page()
    first = kept.to_reader(RequestFactory().get("/", headers={"accept_encoding": "br"}))
    again = sent(kept, accept_encoding="br", if_none_match=first["ETag"])
    other = sent(kept, accept_encoding="gzip", if_none_match=first["ETag"])
    assert again == (304, "", b"")
    assert other[0] == 200


def test_what_does_not_get_smaller_is_sent_as_it_is() -> None:
    assert sent(page(b"\x00"), accept_encoding="gzip") == (200, "", b"\x00")


def test_what_was_not_asked_for_longest_goes_first() -> None:
    store = Store(most=3 * (page().size + OVERHEAD + len("/0/")))
    keys = [Key("readers", f"/{number}/") for number in range(4)]
    for key in keys[:3]:
        store.keep(key, page())
    store.get(keys[0])
    store.keep(keys[3], page())
    assert [bool(store.get(key)) for key in keys] == [True, False, True, True]


def test_many_small_pages_at_long_addresses_are_no_more_than_a_few_large_ones() -> None:
    store = Store(most=10 * (OVERHEAD + 4000))
    for number in range(100):
        store.keep(Key("readers", f"/robots.txt?chart={number:03}".ljust(4000, "x")), page(b"few"))
    assert len(store._pages) <= 10
    assert store._sizes.keys() == store._pages.keys()


def test_what_a_page_grows_by_when_it_is_compressed_is_counted() -> None:
    store, key = Store(most=3 * (page().size + OVERHEAD)), Key("readers", "/0/")
    store.keep(key, page())
    for coding in ("zstd", "br", "gzip"):
        kept = store.get(key)
        assert kept
        sent(kept, accept_encoding=coding)
    store.get(key)
    assert store._size == sum(each.size for each in store._pages.values()) + OVERHEAD + 3


def test_keeping_a_page_takes_no_longer_with_many_kept() -> None:
    sizes = []

    class Counted(Kept):
        @property
        def size(self) -> int:
            sizes.append(1)
            return super().size

    store = Store(most=10**9)
    for number in range(50):
        store.keep(Key("readers", f"/{number}/"), Counted(STATE, TEXT, {}))
    assert len(sizes) == 50


def test_what_is_too_large_is_not_kept() -> None:
    store = Store(most=100)
    store.keep(Key("readers", "/"), page())
    assert store.get(Key("readers", "/")) is None


def test_one_makes_a_page_while_the_others_wait() -> None:
    store, key, made = Store(most=10**6), Key("readers", "/"), []

    def ask() -> None:
        with store.turn(key):
            if store.get(key) is None:
                time.sleep(0.05)
                made.append(1)
                store.keep(key, page())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_page_that_could_not_be_made_is_made_by_the_next() -> None:
    store, key = Store(most=10**6), Key("readers", "/")
    with pytest.raises(ValueError, match="no"), store.turn(key):
        raise ValueError("no")
    with store.turn(key):
        assert store.get(key) is None
