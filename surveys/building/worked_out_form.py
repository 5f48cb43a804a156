"""A value that nobody is asked for: a rate, a band or a tally, worked out for each release."""

from typing import Any, ClassVar

from django import forms

from ppf_site.counted import CountedInput
from ppf_site.meanwhile import TellsOthers
from ppf_site.needed import NeededFor, NeedsByRules
from surveys.models import Grid, Option, Question, QuestionType, Round, Section
from surveys.models.question_types import Derivation
from surveys.rounds.followed import AnsweredBy
from surveys.rounds.keys import key_field
from surveys.rounds.question_rules import (
    QuestionDraft,
    of_choice,
    of_followed,
    of_name,
    of_sources,
)

from .offered import NEW, OWN, AnswersOffered, choices_of, chosen
from .pickers import QuestionPicker, follows_picker

KINDS = {
    "rate": ("A rate", "One number as a percentage of another."),
    "band": ("A band", "Which band of a scale a number falls in."),
    "tally": ("A tally", "Whether all, some or none of a grid’s rows have certain answers."),
}
FIELDS = {"scale": "answers"}
PARTS = {
    "rate": ["numerator", "denominator"],
    "band": ["banded"],
    "tally": ["tallied_grid", "tallied_options"],
}

MISSING = {
    "numerator": "Choose the number that is the part.",
    "denominator": "Choose the number that is the whole.",
    "banded": "Choose the number.",
    "tallied_grid": "Choose the grid.",
    "tallied_options": "Tick the answers that count.",
}


class WorkedOutBuilder(TellsOthers, NeedsByRules, NeededFor, forms.ModelForm[Question]):
    needed = ("numerator", "denominator", "banded", "tallied_grid", "tallied_options", "answers")
    needed_for: ClassVar = {"comparability": "where it follows one"}
    section = forms.ModelChoiceField(
        Section.objects.none(), to_field_name="key", label="Section", empty_label=None
    )
    type = forms.ChoiceField(
        label="Its results",
        choices=[
            (QuestionType.SCALE, "Run from best to worst"),
            (QuestionType.SINGLE, "Stand beside each other, none better than another"),
        ],
        widget=forms.RadioSelect,
        initial=QuestionType.SCALE,
    )
    tallied_options = forms.MultipleChoiceField(
        label="Answers that count",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of the grid’s own answers.",
    )
    answers = forms.ChoiceField(label="What the results are called", required=False)
    key = key_field("Key", 80, "In files and addresses. Made from the short name if left empty.")

    class Meta:
        model = Question
        fields = ["section", "text", "short_text", "follows", "comparability"]
        labels = {
            "text": "What it is",
            "short_text": "Short name",
            "comparability": "How comparable it is",
        }
        help_texts = {
            "text": "Such as: Share of all service users who have a personal budget.",
            "short_text": "For tables and charts.",
            "comparability": "It decides whether a trend goes on, goes on with a mark, or breaks.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "short_text": CountedInput}

    def __init__(self, *args: Any, round: Round, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.kind = round, kind
        self.is_new = self.instance.pk is None
        self.scales = list(round.scales.prefetch_related("options"))
        self.offered: AnswersOffered | None = None
        section = self.fields["section"]
        assert isinstance(section, forms.ModelChoiceField)
        section.queryset = round.sections.all()
        self.fields["text"].error_messages["required"] = "Say what it is."
        self.fields["short_text"].error_messages["required"] = "Give it a short name."
        self.fields["follows"] = follows_picker(round)
        self._ask_for_parts()
        for name in self.fields.keys() & set(self.needed):
            self.fields[name].required = True
        if not self.is_new:
            self._start_from(self.instance)
        # As the page has them, so that its problems are told in that order.
        self.order_fields([*PARTS[self.kind], "answers", "type", "text", "short_text", "section"])

    def _ask_for_parts(self) -> None:
        """Of the three kinds, each asks for its own."""
        found = Question.objects.listed_in(self.round).exclude(pk=self.instance.pk)
        numbers = [each for each in found if each.is_number]
        labels = {
            "numerator": "The number that is the part",
            "denominator": "The number that is the whole",
            "banded": "The number",
        }
        for name in PARTS[self.kind]:
            if name in labels:
                empty = "Choose a number"
                self.fields[name] = QuestionPicker(numbers, labels[name], empty=empty)
        if self.kind == "tally":
            grids = Grid.objects.filter(section__round=self.round)
            self.fields["tallied_grid"] = forms.ModelChoiceField(
                grids, label="The grid", to_field_name="key", required=False
            )
            self._offer_counted()
        else:
            del self.fields["tallied_options"]
        answers = self.fields["answers"]
        assert isinstance(answers, forms.ChoiceField)
        answers.choices = [each for each in choices_of(self.round, self.scales) if each[0] != NEW]
        if self.kind == "rate":
            del self.fields["answers"], self.fields["type"]
        elif self.kind == "band":
            answers.help_text = "Answers whose bands have the number from which each begins."
        else:
            self.initial.setdefault("answers", "ready.tally")

    def _offer_counted(self) -> None:
        options = Option.objects.filter(scale__questions__grid__section__round=self.round)
        pairs = options.order_by("scale", "position").values_list("key", "label")
        counted = self.fields["tallied_options"]
        assert isinstance(counted, forms.MultipleChoiceField)
        counted.choices = list(dict(pairs).items())

    def _start_from(self, question: Question) -> None:
        self.initial.update(
            key=question.key,
            section=question.section.key,
            type=question.type,
            answers=OWN + question.scale.key if question.scale else "",
            tallied_options=question.tallied_options,
            tallied_grid=question.tallied_grid.key if question.tallied_grid else "",
            numerator=question.numerator,
            denominator=question.denominator,
            banded=question.banded,
        )

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        taken = self.round.questions.exclude(key=self.instance.key or "")
        if key and taken.filter(key=key).exists():
            raise forms.ValidationError(f"Another question has the key “{key}”. Choose another.")
        return key

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.offered = chosen(data.get("answers", ""), self.scales)
        parts: dict[str, Any] = {name: data.get(name) for name in PARTS[self.kind]}
        for name in [name for name, part in parts.items() if not part and name not in self.errors]:
            self.add_error(name, MISSING[name])
        type = data.get("type", "") if self.kind != "rate" else QuestionType.PERCENTAGE
        offered = self.offered.options if self.offered else []
        own = AnsweredBy(type, options=frozenset(option.key for option in offered))
        found = [
            *of_choice(type, has_scale=self.offered is not None),
            *of_followed(self.round, data.get("follows"), data.get("comparability", ""), own),
            *of_name(self.round, data.get("short_text", ""), self.instance, self.instance.grid),
            *of_sources(QuestionDraft(round=self.round, derivation=self.kind, **parts)),
        ]
        for field, message in found:
            name = FIELDS.get(field, field)
            if name not in self.errors:
                self.add_error(name, message)
        return data

    def made(self) -> Question:
        """The value as it was typed; nothing of it is saved."""
        data, made = self.cleaned_data, self.instance
        made.key = data["key"] or made.key
        made.derivation = Derivation(self.kind)
        made.type = QuestionType.PERCENTAGE if self.kind == "rate" else data["type"]
        for name in PARTS[self.kind]:
            setattr(made, name, data[name])
        # Nobody is asked for it.
        made.is_required = False
        return made
