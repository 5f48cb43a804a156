"""What `check --deploy` refuses of our own settings."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def secret_key_is_ones_own(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The one of .env.example is long and looks random enough, and everybody can read it."""
    example = (settings.BASE_DIR / ".env.example").read_text(encoding="utf-8")
    if settings.SECRET_KEY not in re.findall(r"^SECRET_KEY=(.+)$", example, re.MULTILINE):
        return []
    words = "SECRET_KEY is the one of .env.example, which everybody can read."
    hint = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    return [Error(words, hint=hint, id="ppf_site.E001")]
