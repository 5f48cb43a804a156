"""A page of 20 MB, and /healthz: what the web server needs to be tried with slow people."""

from collections.abc import Callable, Iterable
from typing import Any

LARGE = b"x" * (20 * 1024 * 1024)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = b"ok\n" if environ["PATH_INFO"] == "/healthz" else LARGE
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
