"""What may have to be told later, one line of the log each. Knows no app.

event=sign_in person=12 from=203.0.113.9: names and values, quoted where they hold a space. People
are told by their number, never by name or address; no password, token or answer is written.
"""

import json
import logging
import re
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from ppf_site.history import address_kept

log = logging.getLogger("ppf_site.events")
# One word of the log: nothing in it could be taken for the next name, or for another line.
PLAIN = re.compile(r"[\w.:/@+-]+", re.ASCII)


def note(event: str, /, **values: object) -> None:
    """Once the transaction is kept: what was undone did not happen. Empty values are left out."""
    told = {"event": event, **values}
    line = " ".join(f"{key}={_word(value)}" for key, value in told.items() if value is not None)
    transaction.on_commit(partial(log.info, "%s", line))


def _word(value: object) -> str:
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text)


class ExportsMiddleware:
    """Notes each file that goes out: who took it, and from which address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind, _, name = response.get("Content-Disposition", "").partition("; filename=")
        if kind == "attachment":
            # Of a kept file nobody asked who it is for.
            who = getattr(getattr(request, "user", None), "pk", None) or "reader"
            note("export", person=who, address=address_kept(request.path), file=name.strip('"'))
        return response
