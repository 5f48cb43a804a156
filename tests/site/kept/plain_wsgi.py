"""The site as its web server runs it, without the hashed file names that only a built site has,
and with the number of the process that answers."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppf_site.settings")
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

from ppf_site.wsgi import application as site  # noqa: E402 (it reads the settings)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Process", str(os.getpid()))], *more)

    return site(environ, start)
