"""A form that does not write over, unseen, what somebody else saved while it was open."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

SEEN = "seen_before"
MOST_QUOTED = 200


class TellsOthers(forms.BaseForm):
    """The page carries what each field held when it was shown. A field that somebody else changed
    since keeps their words where this person left it as it was; where both changed it, it is asked
    which is to stay. The page's form has `seen_before` in it."""

    @property
    def seen_before(self) -> SafeString:
        held = {name: _mark(self._shown(name)) for name in self.fields}
        return format_html('<input type="hidden" name="{}" value="{}">', SEEN, json.dumps(held))

    def full_clean(self) -> None:
        clashes = self.take_over()
        super().full_clean()
        for name, told in clashes.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, told)

    def take_over(self) -> Mapping[str, str]:
        """What somebody else changed and this person did not; what both changed, in words."""
        row = getattr(self, "instance", None)
        # What is new is nobody else's.
        if not self.is_bound or row is None or row.pk is None:
            return {}
        if "_clashes" not in vars(self):
            vars(self)["_clashes"] = dict(self._clashing(_read(self.data.get(SEEN, ""))))
        clashes: Mapping[str, str] = vars(self)["_clashes"]
        return clashes

    def _clashing(self, seen: Mapping[str, str]) -> list[tuple[str, str]]:
        sent: Any = self.data
        data, found = sent.copy(), []
        for name in self.fields:
            now, typed = self._shown(name), self._typed(name)
            if seen.get(name) in (None, _mark(now)) or typed == now:
                continue
            if _mark(typed) != seen[name]:
                found.append((name, self._told(name, now)))
                continue
            data.pop(self.add_prefix(name), None)
            if now:
                data[self.add_prefix(name)] = now
        self.data = data
        return found

    def _shown(self, name: str) -> str:
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        return _as_sent(field.widget, value)

    def _typed(self, name: str) -> str:
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return _as_sent(widget, value)

    def _told(self, name: str, now: str) -> str:
        field = self.fields[name]
        said = f"“{now[:MOST_QUOTED]}{'…' if len(now) > MOST_QUOTED else ''}”"
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            labels = {str(each.data["value"]): each.data["label"] for each in self[name].subwidgets}
            said = f"“{labels.get(now, now)}”"
        elif isinstance(field, forms.BooleanField):
            said = "ticked" if now else "not ticked"
        told = f"Somebody else changed this while you had it open: it is {said} now."
        if not now and not isinstance(field, forms.BooleanField):
            told = "Somebody else emptied this while you had it open."
        return f"{told} Save again to have yours instead."


def _as_sent(widget: forms.Widget, value: Any) -> str:
    """As a browser sends it, so that what was shown and what is typed can be compared."""
    if isinstance(widget, forms.CheckboxInput):
        return "on" if value else ""
    value = widget.format_value(value)
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
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
