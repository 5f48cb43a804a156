"""Totals that were published, entered for rounds whose answers are not held."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from surveys.models import Option, Total

from .of_a_round import OfARound


class TotalForm(forms.ModelForm[Total]):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        question, option = data.get("question"), data.get("option")
        if question and option and option.scale_id != question.scale_id:
            self.add_error("option", f"“{option}” is no option of this question.")
        return data


class OptionOfScale(forms.ModelChoiceField[Option]):
    """Several scales have a “Yes”."""

    def label_from_instance(self, obj: Option) -> str:
        return f"{obj.label} ({obj.scale.title})"


@admin.register(Total)
class TotalAdmin(OfARound[Total]):
    form = TotalForm
    kept = (
        "A total can be put right: an edit counts in releases compiled after it, and those that "
        "are there keep the numbers, words and source that they were made with."
    )
    parts = {"question": "round", "option": "scale__round"}
    list_display = ["question", "option", "area", "k", "n", "percent", "value", "source"]
    list_filter = ["round"]
    list_select_related = ["question__round", "option", "area"]
    fields = [
        "round", "question", "option", "area", "k", "n", "percent", "value", "qualifier",
        "source", "url",
    ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "option":
            kwargs |= {"form_class": OptionOfScale}
            kwargs |= {"queryset": Option.objects.select_related("scale")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
