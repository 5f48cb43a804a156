"""How the administration pages ask for keys and web addresses."""

from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db import models

from surveys.rounds.keys import KeyField

# For `formfield_overrides`, which takes a dictionary of each class of field.
PLAIN: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.SlugField: {"form_class": KeyField, "widget": AdminTextInputWidget},
    models.URLField: {"assume_scheme": "https"},
}
# Django's own is wider than the page beside the other columns.
NARROW = AdminTextareaWidget(attrs={"rows": 2, "cols": 30, "class": ""})
