"""No form of the site says what is wrong in Django's bare words."""

import importlib
import pkgutil
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

import councils
import milestones
import surveys
from ppf_site.plain_errors import in_words

BARE = ("This field", "Ensure ", "Enter a valid", "Select a valid", "is not a valid", "Null ")


def forms_of_the_site() -> Iterator[type[forms.BaseForm]]:
    """Every class of a form that our modules define."""
    for package in (councils, surveys, milestones):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and ".commands" not in found.name:
                importlib.import_module(found.name)
    ahead: list[type] = [forms.BaseForm]
    while ahead:
        own: list[type] = ahead.pop().__subclasses__()
        ahead += own
        yield from (each for each in own if each.__module__.split(".")[0] in APPS)


APPS = {"councils", "surveys", "milestones", "ppf_site"}


def errors_of_field(field: forms.Field) -> Iterator[ValidationError]:
    """Each that it can raise by itself, and each by its validators."""
    for code, message in field.error_messages.items():
        params = {"value": "x", "pk": "x", "max": 3, "length": 4}
        yield ValidationError(message, code=code, params=params)
    for validator in field.validators:
        for value in ("x" * 100_000, "", Decimal(-(10**30)), Decimal(10**30)):
            try:
                validator(value)
            except ValidationError as error:
                yield error
            except (TypeError, AttributeError):
                # A number is asked for, or a text.
                continue


def test_every_field_says_what_to_do() -> None:
    bare = {
        f"{form.__module__}.{form.__name__}.{name}: {told}"
        for form in forms_of_the_site()
        for name, field in getattr(form, "base_fields", {}).items()
        for error in errors_of_field(field)
        if (told := in_words(field, name, error)).startswith(BARE) or "not a valid" in told
    }
    assert not bare


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (forms.CharField(), "", "Fill in “Title”."),
        (forms.CharField(max_length=40), "a" * 52, "Shorten this to 40 characters: it has 52."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Choose one of those that are offered."),
        (forms.IntegerField(max_value=9), "10", "Enter 9 or less."),
        (forms.DecimalField(max_digits=4), "12345", "Enter a number of at most 4 digits."),
        (forms.CharField(error_messages={"required": "Say it."}), "", "Say it."),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(field: forms.Field, typed: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    assert [in_words(field, "Title", each) for each in caught.value.error_list] == [told]
