"""What the web server runs."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection

from ppf_site.databases import close_connections
from ppf_site.demo.mark import require_mark

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppf_site.settings")
answer = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Lets go of the database before anything is sent: whoever reads slowly holds none of it."""
    response = answer(environ, start_response)
    if not getattr(response, "streaming", False):
        close_old_connections()
    return response


if settings.DEMO:
    require_mark(connection)
    # The server may fork after this: no connection may be shared.
    close_connections()
