"""The pages that this process keeps, and how one of them is handed out."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import brotli
from backports import zstd
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django_http_compression.middleware import best_coding

from .models import State

# Compressed once and sent a thousand times, so as small as it gets in a few milliseconds.
COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstd.compress(body, 12),
    "br": lambda body: brotli.compress(body, quality=9),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}
# What a kept page takes besides its bytes and its address: its headers, and what they are kept in.
OVERHEAD = 2048
FOR_READERS = "public, no-cache"
VARY = "Cookie, Accept-Encoding"


@dataclass(frozen=True, slots=True)
class Key:
    """An address, with what the page reads of it in one order, for those who see the same."""

    audience: str
    address: str


@dataclass(slots=True)
class Kept:
    """A page or a file as it is for one audience, with gaps where something is a person's own.

    `whole` is what readers who have not signed in get. `sent` has it as it goes over the wire, by
    coding.
    """

    state: State
    content: bytes
    headers: Mapping[str, str]
    whole: bytes = b""
    etag: str = ""
    sent: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        # A copy, made at once: other threads hand the page out meanwhile, in further codings.
        return len(self.content) + len(self.whole) + sum(map(len, list(self.sent.values())))

    def complete(self, whole: bytes) -> None:
        # Last what others look at to know that it is complete.
        self.etag = hashlib.blake2b(whole, digest_size=16).hexdigest()
        self.whole = whole

    def to_reader(self, request: HttpRequest) -> HttpResponse:
        """The whole page, compressed if they take it so, or that it is still what they have."""
        coding, body = self._coded(best_coding(request.headers.get("Accept-Encoding", "")))
        response = HttpResponse(body, headers=self.headers)
        response["Cache-Control"] = FOR_READERS
        response["Vary"] = VARY
        response["ETag"] = f'"{self.etag}-{coding}"'
        response["Content-Length"] = str(len(body))
        if coding != "identity":
            response["Content-Encoding"] = coding
        return get_conditional_response(request, response["ETag"], None, response) or response

    def _coded(self, coding: str) -> tuple[str, bytes]:
        """Pictures and workbooks are compressed by themselves and do not get smaller."""
        if coding not in COMPRESSORS:
            return "identity", self.whole
        if coding not in self.sent:
            body = COMPRESSORS[coding](self.whole)
            self.sent[coding] = body if len(body) < len(self.whole) else b""
        body = self.sent[coding]
        return (coding, body) if body else ("identity", self.whole)


class Store:
    """At most so many bytes; what was not asked for longest goes first. Shared by all threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        # What each page was found to take when last it was asked for, and all of them together:
        # else keeping one would take the longer, the more are kept.
        self._sizes: dict[Key, int] = {}
        self._size = 0
        self._lock = threading.Lock()
        self._turns: dict[Key, tuple[threading.Lock, int]] = {}

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
                self._count(key, page)
            return page

    def keep(self, key: Key, page: Kept) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            self._count(key, page)
            while self._size > self._most:
                gone, _ = self._pages.popitem(last=False)
                self._size -= self._sizes.pop(gone)

    def _count(self, key: Key, page: Kept) -> None:
        """Again each time: a page grows as it is asked for in further codings."""
        size = page.size + len(key.address) + OVERHEAD
        self._size += size - self._sizes.get(key, 0)
        self._sizes[key] = size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._sizes.clear()
            self._size = 0

    @contextmanager
    def turn(self, key: Key) -> Iterator[None]:
        """One thread at a time makes a page; the others wait for what it brings."""
        with self._lock:
            lock, waiting = self._turns.get(key, (threading.Lock(), 0))
            self._turns[key] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._turns[key]
                if waiting > 1:
                    self._turns[key] = (lock, waiting - 1)
                else:
                    del self._turns[key]


STORE = Store(settings.MOST_KEPT_BYTES)
