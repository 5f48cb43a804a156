"""Fields that a form’s own rules ask for: told as needed, and checked by those rules."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django import forms


class NeedsByRules(forms.BaseForm):
    """A form whose rules say what is missing: the page does not call these fields optional."""

    needed: Iterable[str] = ()

    def full_clean(self) -> None:
        there = [self.fields[name] for name in self.needed if name in self.fields]
        for field in there:
            field.required = False
        super().full_clean()
        for field in there:
            field.required = True


class NeededFor(forms.BaseForm):
    """A form of which some fields are needed for some choices alone: each says for which, where
    others say that they are optional. Its rules say what is missing, beside the field."""

    needed_for: ClassVar[Mapping[str, str]] = {}


def optional_words(field: forms.BoundField) -> str:
    """What stands behind the label of a field that may be left empty; "" where it may not."""
    if field.field.required:
        return ""
    needed = field.form.needed_for if isinstance(field.form, NeededFor) else {}
    return f"(needed {needed[field.name]})" if field.name in needed else "(optional)"
