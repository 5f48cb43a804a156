"""The key of a form: another one each time that the form is shown."""

import secrets

from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "form_key"


def new_key() -> str:
    return secrets.token_urlsafe(12)


def key_field() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
