"""The answers that questions of a round share: their order, what they say, and how good each is."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from ppf_site import words
from ppf_site.meanwhile import TellsOthers
from ppf_site.named_apart import not_apart
from ppf_site.plain_errors import errors_of
from surveys.models import Round, Scale
from surveys.rounds.file import OptionPart, ScalePart
from surveys.rounds.keys import key_field, key_from

TONES = [
    ("2", "Best"),
    ("1", "Good"),
    ("0", "Neither good nor bad"),
    ("-1", "Bad"),
    ("-2", "Worst"),
]
SPARE_ROWS = 4
FEWEST_ROWS = 8


class ScaleBuilder(TellsOthers, forms.Form):
    title = forms.CharField(
        label="What the answers are about",
        max_length=120,
        help_text="Such as Likelihood. Readers do not see it.",
        error_messages={"required": "Say what the answers are about."},
    )
    key = key_field("Key", 60, "In the round’s file. Made from the words above if left empty.")

    def __init__(self, *args: Any, round: Round, scale: Scale | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.scale = round, scale
        if scale is not None:
            self.initial.update(title=scale.title, key=scale.key)

    @property
    def is_nobodys(self) -> bool:
        return self.scale is None

    @property
    def compared(self) -> Sequence[str]:
        """The rows together: their order is a part of what they say."""
        return [*self.fields, "options"]

    @property
    def rows(self) -> "OptionRowSet":
        """With what somebody else changed, once the form was looked at."""
        return option_rows(self.data if self.is_bound else None, self.scale)

    def told_beside(self, name: str) -> str | None:
        return None if name == "options" else name

    def shown(self, name: str) -> str:
        if name != "options":
            return super().shown(name)
        return _lines([row.as_shown for row in option_rows(None, self.scale).forms])

    def typed(self, name: str) -> str:
        if name != "options":
            return super().typed(name)
        return _lines([row.as_typed for row in self.rows.forms])

    def put(self, data: Any, name: str, now: str) -> None:
        if name != "options":
            super().put(data, name, now)
            return
        for each in [each for each in data if each.startswith("options-")]:
            del data[each]
        lines = now.splitlines()
        data["options-TOTAL_FORMS"] = str(len(lines) + SPARE_ROWS)
        data["options-INITIAL_FORMS"] = str(len(lines))
        for number, line in enumerate(lines):
            for own, value in json.loads(line).items():
                if value:
                    data[f"options-{number}-{own}"] = value

    def told(self, name: str, now: str) -> str:
        if name != "options":
            return super().told(name, now)
        labels = words.join_words([f"“{json.loads(line)['label']}”" for line in now.splitlines()])
        return (
            "Somebody else changed these answers, or how good they are, while you had them open: "
            f"they are {labels} now. Save again to have yours instead."
        )

    def clean_title(self) -> str:
        """What has its title already keeps it."""
        title: str = self.cleaned_data["title"]
        others = self.round.scales.exclude(pk=self.scale.pk if self.scale else 0)
        keeps_it = self.scale is not None and title == self.scale.title
        if not keeps_it and others.filter(title__iexact=title).exists():
            raise forms.ValidationError(not_apart(title))
        return title

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        others = self.round.scales.exclude(pk=self.scale.pk if self.scale else 0)
        if key and others.filter(key=key).exists():
            raise forms.ValidationError(f"Other answers have the key “{key}”. Choose another.")
        return key


def _lines(rows: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(json.dumps(row) for row in rows if row["label"])


class OptionRow(TellsOthers, forms.Form):
    """One answer to choose from; without words it is left out."""

    label = forms.CharField(label="Answer", max_length=120, required=False)
    tone = forms.TypedChoiceField(
        label="How good it is", choices=TONES, coerce=int, initial="0", required=False
    )
    lower_bound = forms.DecimalField(
        label="From, of a band",
        max_digits=12,
        decimal_places=4,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    key = key_field("Key", 40, "")
    is_exclusive = forms.BooleanField(label="Rules out the others", required=False)

    @property
    def as_shown(self) -> Mapping[str, str]:
        return {name: self.shown(name) for name in self.fields}

    @property
    def as_typed(self) -> Mapping[str, str]:
        return {name: self.typed(name) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        is_told = data.get("key") or data.get("is_exclusive") or data.get("lower_bound") is not None
        if is_told and not data.get("label") and "label" not in self.errors:
            self.add_error("label", "Write the answer.")
        return data


class OptionRowSet(forms.BaseFormSet[OptionRow]):
    def clean(self) -> None:
        rows = [form for form in self.forms if form.cleaned_data.get("label")]
        if len(rows) < 2:
            raise forms.ValidationError("Write at least two answers to choose from.")
        for name, message in (
            ("label", "This answer is there twice."),
            ("key", "Another answer has this key."),
        ):
            seen: set[str] = set()
            for form in rows:
                value = form.cleaned_data[name].casefold()
                if value and value in seen:
                    form.add_error(name, message)
                seen.add(value)

    def options(self) -> list[OptionPart]:
        """In their order; keys that nobody typed are made from the words."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]
        taken = {row["key"] for row in rows if row["key"]}
        found = []
        for row in rows:
            key = row["key"] or key_from(row["label"], taken, longest=40)
            taken.add(key)
            values = {name: row[name] for name in ("label", "lower_bound", "is_exclusive")}
            found.append(OptionPart(key=key, tone=row["tone"] or 0, **values))
        return found


def option_rows(data: Any, scale: Scale | None = None) -> OptionRowSet:
    there = [
        {
            "label": option.label,
            "tone": str(option.tone),
            "lower_bound": option.lower_bound,
            "key": option.key,
            "is_exclusive": option.is_exclusive,
        }
        for option in (scale.options.all() if scale else ())
    ]
    extra = max(SPARE_ROWS, FEWEST_ROWS - len(there))
    made = forms.formset_factory(OptionRow, formset=OptionRowSet, extra=extra, max_num=40)
    return cast("OptionRowSet", made(data, initial=there, prefix="options"))


def part_of(form: ScaleBuilder, rows: OptionRowSet) -> ScalePart:
    data = form.cleaned_data
    key = data["key"] or (form.scale.key if form.scale else key_from(data["title"]))
    return ScalePart(key=key, title=data["title"], options=rows.options())


def messages_of(rows: OptionRowSet) -> list[str]:
    """What is wrong with the rows, for the summary over the form: each says which row it is."""
    found = [str(each) for each in rows.non_form_errors()]
    for number, form in enumerate(rows.forms, 1):
        for field in form:
            found += [f"Answer {number}: {error}" for error in errors_of(field)]
    return found
