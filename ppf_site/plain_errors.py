"""What a form's field lacks, in a sentence that says what to do: Django's own words do not."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList

CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
OFFERED = "Choose one of those that are offered."
WRONG: Mapping[str, str] = {
    "invalid_choice": OFFERED,
    "invalid_pk_value": OFFERED,
    "invalid_list": OFFERED,
    "null_characters_not_allowed": "Remove the signs that cannot be seen from this text.",
    "surrogate_characters_not_allowed": "Remove the signs that cannot be seen from this text.",
    "empty": "This file is empty. Choose another.",
    "missing": "Choose a file.",
    "contradiction": "Choose a file, or tick the box that takes it away: not both.",
    "overflow": "This is too long. Shorten it.",
    "incomplete": "Fill in all of it.",
}
# Where what is wrong can be told from the validator that refused it.
LIMITS: Mapping[str, str] = {
    "max_length": "Shorten this to {limit} characters{long}.",
    "min_length": "Write at least {limit} characters.",
    "max_value": "Enter {limit} or less.",
    "min_value": "Enter {limit} or more.",
    "step_size": "Enter a multiple of {limit}.",
    "max_digits": "Enter a number of at most {limit} digits.",
    "max_decimal_places": "Enter at most {limit} decimal places.",
    "max_whole_digits": "Enter at most {limit} digits before the decimal point.",
}
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.EmailField, "Enter an e-mail address, such as name@example.gov.uk."),
    (forms.URLField, "Enter a whole address, such as https://www.example.org/report."),
    (forms.SlugField, "Use letters, digits and hyphens only, without spaces."),
    (forms.DecimalField, "Enter a number, such as 12.5."),
    (forms.IntegerField, "Enter a whole number, such as 12."),
    (forms.TimeField, "Enter a time, such as 9:30am or 14:00."),
    (forms.DateField, "Enter a day, such as 31 March 2026."),
    (forms.FileField, "Choose the file again: it did not arrive whole."),
)


# Read away from the field, these do not say which field they are about.
NEEDS_NAME = re.compile(
    "This |Enter a day|Enter a date|Enter a time|Enter a number|Enter a whole |Choose one of those"
    "|Shorten this|Write at least |Enter at most |Enter a multiple of |Enter -?[0-9.,]+ or "
    "|Remove the signs |Fill in all of it|Use letters, "
)


def in_words(field: forms.Field, label: str, error: ValidationError) -> str:
    """As the form says it itself, if it does."""
    said, code = " ".join(error.messages), error.code or ""
    if not _is_djangos(field, error, said):
        return said
    if code == "required":
        return _missing(field, label.rstrip("?:. "))
    if code in LIMITS:
        return _over_limit(code, error.params or {})
    invalid = next((told for kind, told in INVALID if isinstance(field, kind)), said)
    return WRONG.get(code, invalid)


def _is_djangos(field: forms.Field, error: ValidationError, said: str) -> bool:
    """Validators say it in the same way everywhere, and fields as their classes do."""
    if said.startswith(("Ensure ", "Enter a valid ")):
        return True
    kinds = [each for each in type(field).__mro__ if each.__module__.startswith("django.")]
    own = [vars(each).get("default_error_messages", {}).get(error.code) for each in kinds]
    return any(error.message is each or error.message == each for each in own if each is not None)


def _missing(field: forms.Field, label: str) -> str:
    if isinstance(field, SEVERAL):
        return f"Tick at least one under “{label}”."
    if isinstance(field, CHOSEN):
        return f"Choose one under “{label}”."
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”."
    return (
        f"Choose a file for “{label}”."
        if isinstance(field, forms.FileField)
        else (f"Fill in “{label}”.")
    )


def _over_limit(code: str, params: Mapping[str, Any]) -> str:
    limit = next((params[name] for name in ("limit_value", "max") if name in params), "")
    long = f": it has {params['show_value']}" if "show_value" in params else ""
    return LIMITS[code].format(limit=f"{limit:,}" if isinstance(limit, int) else limit, long=long)


def errors_of(field: forms.BoundField) -> ErrorList:
    """As they stand beside the field."""
    errors: ErrorList = field.errors
    told = [in_words(field.field, str(field.label), each) for each in errors.as_data()]
    made = type(errors)(told, renderer=errors.renderer)
    made.error_class = errors.error_class
    # What the field's input is described by.
    vars(made)["field_id"] = vars(errors).get("field_id")
    return made
