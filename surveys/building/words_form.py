"""The words of what is asked: all that changes of it once the round is open."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction

from ppf_site.counted import CountedInput
from ppf_site.named_apart import NamedApart
from ppf_site.needed import NeededFor
from surveys.models import Comparability, Grid, Question, Section
from surveys.rounds.keys import key_field
from surveys.rounds.question_rules import of_name
from surveys.rounds.wording import (
    WordsForm,
    grid_touches,
    question_touches,
    section_touches,
)

TEXT = forms.Textarea(attrs={"rows": 2})


def compared_with() -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False,
        choices=Comparability.choices,
        widget=forms.RadioSelect,
        help_text="It decides whether a trend goes on, goes on with a mark, or breaks.",
    )


class QuestionWords(NeededFor, WordsForm[Question]):
    needed_for: ClassVar = {"comparability": "then", "followed": "then"}
    worded = ["text", "short_text", "help_text"]
    comparability = compared_with()
    followed = compared_with()

    class Meta:
        model = Question
        fields = ["text", "short_text", "help_text", "is_required"]
        labels = {
            "text": "The question",
            "short_text": "Short name",
            "help_text": "Help for who answers",
            "is_required": "A return cannot be signed without it",
        }
        widgets = {"text": TEXT, "short_text": CountedInput, "help_text": TEXT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is optional when the round opens stays so.
        if not self.instance.is_required:
            del self.fields["is_required"]

        self.followers = list(self.instance.followed_by.select_related("round"))
        self._compare("comparability", self.instance.follows)
        self._compare("followed", *self.followers)

    def _compare(self, name: str, *linked: Question | None) -> None:
        """Asked only where there is another question to compare it with."""
        named = [f"“{each.short_text}” of {each.round}" for each in linked if each is not None]
        if named:
            self.fields[name].label = f"If its words change: how comparable is it to {named[0]}?"
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("comparability", "followed"):
            if name in self.fields and "text" in self.changed_data and not data.get(name):
                self.add_error(name, "Choose how comparable it is now.")
        own = self.instance
        for field, told in of_name(own.round, data.get("short_text", ""), own, own.grid):
            self.add_error(field, told)
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Question:
        """With what is now said of it and of the questions that follow it."""
        if said := self.cleaned_data.get("comparability"):
            self.instance.comparability = said
        saved = super().save(commit)
        if said := self.cleaned_data.get("followed"):
            for follower in self.followers:
                follower.comparability = said
                follower.save(update_fields=["comparability"])
        return saved

    def touches(self, old: str) -> str:
        return question_touches(self.instance, old)


class NewSection(NamedApart[Section]):
    named_by = ("title",)
    within = "round"
    key = key_field("Key", 60, "In the round’s file. Made from the title if left empty.")

    class Meta:
        model = Section
        fields = ["title", "guidance", "key"]
        labels = {"title": "Title", "guidance": "What stands under it"}
        help_texts = {"guidance": "What the questions are about, and for which day."}
        widgets = {"guidance": TEXT}

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and Section.objects.filter(round=self.instance.round, key=key).exists():
            raise forms.ValidationError(f"Another section has the key “{key}”. Choose another.")
        return key


class SectionWords(NamedApart[Section], WordsForm[Section]):
    named_by = ("title",)
    within = "round"
    worded = ["title", "guidance"]

    class Meta:
        model = Section
        fields = ["title", "guidance"]
        labels = {"title": "Title", "guidance": "What stands under it"}
        help_texts = {"guidance": "What the questions are about, and for which day."}
        widgets = {"guidance": TEXT}

    def touches(self, old: str) -> str:
        return section_touches(self.instance, old)


class GridWords(NamedApart[Grid], WordsForm[Grid]):
    named_by = ("stem",)
    within = "section__round"
    worded = ["stem"]

    class Meta:
        model = Grid
        fields = ["stem"]
        labels = {"stem": "Heading that the rows share"}

    def touches(self, old: str) -> str:
        return grid_touches(self.instance)
