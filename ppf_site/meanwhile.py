"""A form that does not write over, unseen, what somebody else saved while it was open."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

SEEN = "seen_before"
MOST_QUOTED = 200
SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


class TellsOthers(forms.BaseForm):
    """The page carries what each field held when it was shown. A field that somebody else changed
    since keeps their words where this person left it as it was; where both changed it, it is asked
    which is to stay. The page's form has `seen_before` in it.

    A form may compare several fields as one: it names them in `compared`, and says how they are
    shown, typed, put and told."""

    @property
    def seen_before(self) -> SafeString:
        held = {name: _mark(self.shown(name)) for name in self.compared}
        return seen_field(json.dumps(held), self.add_prefix(SEEN))

    @property
    def compared(self) -> Sequence[str]:
        return list(self.fields)

    @property
    def is_nobodys(self) -> bool:
        """What is new is nobody else's."""
        row = getattr(self, "instance", None)
        return row is None or row.pk is None

    @cached_property
    def changed_data(self) -> list[str]:
        """What is taken over from somebody else was not changed by this person."""
        self.take_over()
        return super().changed_data

    def full_clean(self) -> None:
        clashes = self.take_over()
        super().full_clean()
        for name, told in clashes.items():
            place = self.told_beside(name)
            if place is None:
                self.add_error(None, told)
            elif place in self.fields:
                # Also beside what is wrong with what was typed: shown again, the page carries what
                # is held now, and would not tell it any more.
                self.add_error(place, told)

    def take_over(self) -> Mapping[str, str]:
        """What somebody else changed and this person did not; what both changed, in words."""
        if not self.is_bound or self.is_nobodys:
            return {}
        if "_clashes" not in vars(self):
            vars(self)["_clashes"] = dict(
                self._clashing(_read(self.data.get(self.add_prefix(SEEN), "")))
            )
        clashes: Mapping[str, str] = vars(self)["_clashes"]
        return clashes

    def _clashing(self, seen: Mapping[str, str]) -> list[tuple[str, str]]:
        sent: Any = self.data
        data, found = sent.copy(), []
        for name in self.compared:
            now, typed = self.shown(name), self.typed(name)
            if not self.is_changed(name, seen) or typed == now:
                continue
            if _mark(typed) != seen[name]:
                found.append((name, self.told(name, now)))
            else:
                self.put(data, name, now)
        self.data = data
        return found

    def is_changed(self, name: str, seen: Mapping[str, str]) -> bool:
        """By somebody else, since it was shown."""
        return seen.get(name) not in (None, _mark(self.shown(name)))

    def told_beside(self, name: str) -> str | None:
        """The field beside which a clash is told; None for over the form."""
        return name

    def put(self, data: Any, name: str, now: str) -> None:
        """As if it had been sent so."""
        data.pop(self.add_prefix(name), None)
        if now and isinstance(self.fields[name], SEVERAL):
            data.setlist(self.add_prefix(name), now.split("\n"))
        elif now:
            data[self.add_prefix(name)] = now

    def shown(self, name: str) -> str:
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        return as_sent(field.widget, value)

    def typed(self, name: str) -> str:
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return as_sent(widget, value)

    def told(self, name: str, now: str) -> str:
        field = self.fields[name]
        said = f"“{now[:MOST_QUOTED]}{'…' if len(now) > MOST_QUOTED else ''}”"
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            choices: Any = field.choices
            pairs: Iterable[tuple[Any, Any]] = flatten_choices(choices)
            labels = {str(value): str(label) for value, label in pairs}
            said = f"“{', '.join(labels.get(each, each) for each in now.splitlines())}”"
        elif isinstance(field, forms.BooleanField):
            said = "ticked" if now else "not ticked"
        told = f"Somebody else changed this while you had it open: it is {said} now."
        if not now and not isinstance(field, forms.BooleanField):
            told = "Somebody else emptied this while you had it open."
        return f"{told} Save again to have yours instead."


def seen_field(marks: str, name: str = SEEN) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', name, marks)


def as_sent(widget: forms.Widget, value: Any) -> str:
    """As a browser sends it, so that what was shown and what is typed can be compared."""
    if isinstance(widget, forms.CheckboxInput):
        return "on" if value else ""
    # The administration wraps the widget of what is chosen from a table.
    value = getattr(widget, "widget", widget).format_value(value)
    if isinstance(value, list | tuple):
        value = "\n".join(sorted(str(each) for each in value))
    return str("" if value is None else value).replace("\r\n", "\n").strip()


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _read(typed: Any) -> Mapping[str, str]:
    """Anybody can send anything here: what is no mark says nothing."""
    try:
        found = json.loads(typed)
    except (TypeError, ValueError, RecursionError):
        return {}
    held = found.items() if isinstance(found, dict) else ()
    return {name: mark for name, mark in held if isinstance(mark, str)}
