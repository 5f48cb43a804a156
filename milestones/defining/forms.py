"""What is asked of each part of a programme."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Max, Model
from django.utils.text import slugify

from milestones.models import (
    Expectation,
    Milestone,
    Programme,
)
from ppf_site.counted import CountedInput
from ppf_site.day_fields import day_field
from ppf_site.meanwhile import TellsOthers
from ppf_site.named_apart import NamedApart

from .revising import RevisedForm

# Of the 60 that fit, less a number.
SLUG_ROOM = 56
SHORT = {"class": "govuk-input--width-5"}


class TargetField(forms.DecimalField):
    """A target in per cent, as people write it: 30, not 30.00."""

    def __init__(self, *, help_text: str = "") -> None:
        super().__init__(
            label="Target, in per cent",
            required=False,
            min_value=Decimal(0),
            max_value=Decimal(100),
            decimal_places=2,
            help_text=help_text,
            widget=forms.NumberInput(attrs=SHORT),
            error_messages={
                "invalid": "Enter a number, such as 30.",
                "min_value": "A target is between 0 and 100.",
                "max_value": "A target is between 0 and 100.",
            },
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def free_slug(model: type[Model], words: str, *, field: str = "slug", **within: Any) -> str:
    """An address or key made from words, with a number where another has it."""
    plain = slugify(words)[:SLUG_ROOM].strip("-") or "part"
    taken = set(model._default_manager.filter(**within).values_list(field, flat=True))
    tried = [plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in tried if slug not in taken)


def in_words(day: datetime.date) -> str:
    return f"{day:%B %Y}"


class ProgrammeForm(TellsOthers, NamedApart[Programme]):
    named_by = ("title",)
    starts_on = day_field("First day", "Such as 1 April 2027.")
    ends_on = day_field("Last day", "Such as 31 March 2029.")

    class Meta:
        model = Programme
        fields = (
            "title", "description", "starts_on", "ends_on", "source", "is_published", "is_front",
        )  # fmt: skip
        labels = {
            "title": "Title",
            "description": "What it is, for readers",
            "source": "Where it is laid down",
            "is_published": "Published",
            "is_front": "The site opens with it",
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "title": {"required": "Enter a title."},
            "description": {"required": "Say in a sentence what the programme is."},
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", "The last day must be after the first.")
        other = Programme.objects.filter(is_front=True).exclude(pk=self.instance.pk).first()
        if data.get("is_front") and other:
            told = f"The site opens with “{other}” now. Take that back first, on its page."
            self.add_error("is_front", told)
        if data.get("title") and not self.instance.slug:
            self.instance.slug = free_slug(Programme, data["title"])
        return data


class MilestoneForm(RevisedForm[Milestone]):
    named_by = ("title", "short_title")
    within = "programme"

    class Meta:
        model = Milestone
        fields = ("title", "short_title", "description")
        labels = {"title": "Title", "short_title": "Short title", "description": "Description"}
        help_texts = {"short_title": "For columns and charts."}
        widgets = {
            "short_title": CountedInput(attrs={"class": "govuk-input--width-20"}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "title": {"required": "Enter a title."},
            "short_title": {"required": "Enter a short title."},
        }

    def belong(self, parent: Programme) -> None:
        self.instance.programme = parent
        last = parent.milestones.aggregate(last=Max("number"))["last"]
        self.instance.number = (last or 0) + 1

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("short_title") and not self.instance.slug:
            self.instance.slug = free_slug(Milestone, data["short_title"])
        return data


class ExpectationForm(RevisedForm[Expectation]):
    named_by = ("label",)
    within = "milestone__programme"
    meaning = ("text", "due_on", "target_percent")

    due_on = day_field("Due on", "Such as 31 March 2028.")
    due_label = forms.CharField(
        label="The day as people say it",
        max_length=40,
        required=False,
        help_text="Empty: month and year, such as March 2028.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    target_percent = TargetField(help_text="Where there is one, such as 30.")

    class Meta:
        model = Expectation
        fields = ("label", "text", "short_text", "due_on", "due_label", "target_percent")
        labels = {
            "label": "Label",
            "text": "What each council should have done",
            "short_text": "The same after “likely to”",
        }
        help_texts = {
            "label": "For rows and columns of tables.",
            "text": "Such as: By April 2011 each council should have 30% of users on personal "
            "budgets.",
            "short_text": "Such as: have 30% of users on personal budgets.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "label": CountedInput}
        error_messages = {
            "label": {"required": "Enter a label."},
            "text": {"required": "Say what each council should have done."},
            "short_text": {"required": "Enter it in a few words, to follow “likely to”."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody typed it then, so it follows the day when that changes.
        if self.instance.pk and self.instance.due_label == in_words(self.instance.due_on):
            self.initial["due_label"] = ""

    def belong(self, parent: Milestone) -> None:
        self.instance.milestone = parent
        last = parent.expectations.aggregate(last=Max("position"))["last"]
        self.instance.position = 0 if last is None else last + 1

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day: datetime.date | None = data.get("due_on")
        if day and not data.get("due_label"):
            data["due_label"] = in_words(day)
        if data.get("label") and not self.instance.slug:
            self.instance.slug = free_slug(Expectation, data["label"])
        return data
