"""Keys and addresses: small letters, digits and hyphens, made from words where nobody types one."""

from collections.abc import Container
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import slugify

from .file import KEY


class KeyField(forms.SlugField):
    """As a round's file has it, so that every round can be written to a file and read again."""

    default_validators = [
        RegexValidator(
            KEY, "Use small letters, digits and hyphens, such as users-ongoing.", code="key"
        )
    ]


def key_field(label: str, longest: int, help_text: str, **kwargs: Any) -> KeyField:
    """A key that is made from words where it is left empty."""
    return KeyField(label=label, max_length=longest, help_text=help_text, required=False, **kwargs)


def key_from(words: str, taken: Container[str] = (), *, longest: int = 60) -> str:
    """Made from the words, and none of those that are taken: users-ongoing, users-ongoing-2."""
    plain = slugify(words).replace("_", "-")[:longest].strip("-") or "part"
    key, number = plain, 2
    while key in taken:
        end = f"-{number}"
        key, number = plain[: longest - len(end)].rstrip("-") + end, number + 1
    return key
