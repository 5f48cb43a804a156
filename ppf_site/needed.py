"""Fields that a form’s own rules ask for: told as needed, and checked by those rules."""

from collections.abc import Iterable

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
