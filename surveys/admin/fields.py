"""How the administration pages ask for keys and web addresses."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.validators import RegexValidator
from django.db import models

from surveys.rounds.file import KEY


class KeyField(forms.SlugField):
    """As a round's file has it, so that every round can be written to a file and read again."""

    default_validators = [
        RegexValidator(
            KEY, "Use small letters, digits and hyphens, such as users-ongoing.", code="key"
        )
    ]


# For `formfield_overrides`, which takes a dictionary of each class of field.
PLAIN: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.SlugField: {"form_class": KeyField, "widget": AdminTextInputWidget},
    models.URLField: {"assume_scheme": "https"},
}
