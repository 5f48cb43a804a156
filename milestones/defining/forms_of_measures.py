"""What is asked of the questions, measures, bases and rates of a programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Max
from django.urls import reverse
from django.utils.html import format_html

from milestones.models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
)
from surveys.models import Question

from .forms import TargetField, free_slug
from .names import why_title_taken
from .part_form import PartForm
from .revising import RevisedForm

Choices = list[tuple[str, list[tuple[int, str]]]]


def questions_by_round(questions: Iterable[Question]) -> Choices:
    """For a list to choose from, the latest round first."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for question in questions:
        found[question.round.title].append((question.pk, question.short_text))
    return list(found.items())


class LinkForm(PartForm[ExpectationQuestion]):
    class Meta:
        model = ExpectationQuestion
        fields = ("role", "question", "basis")
        labels = {"role": "What does the question tell?", "question": "Question"}
        widgets = {"role": forms.RadioSelect}

    basis = forms.ChoiceField(
        label="Counted of",
        required=False,
        help_text="Where an outcome is told of several bases: which. They are the measure’s.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [
            (ExpectationQuestion.Role.FORECAST, "How likely councils thought it: a forecast"),
            (ExpectationQuestion.Role.OUTCOME, "Whether it came about: its outcome"),
            (ExpectationQuestion.Role.BARRIER, "What is in the way: barriers"),
        ]
        role.error_messages["required"] = "Choose what the question tells."
        _choose_question(self, Question.objects.offering_answers())
        bases = MeasureBase.objects.filter(measure__expectation=self.instance.expectation_id)
        names = [*bases.values_list("name", flat=True)]
        if self.instance.basis and self.instance.basis not in names:
            names.append(self.instance.basis)
        basis = self.fields["basis"]
        assert isinstance(basis, forms.ChoiceField)
        basis.choices = [("", "One base alone"), *((name, name) for name in names)]
        if not names:
            del self.fields["basis"]

    def belong(self, parent: Expectation) -> None:
        self.instance.expectation = parent

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        others = ExpectationQuestion.objects.filter(
            expectation=self.instance.expectation_id,
            question=data.get("question"),
            role=data.get("role"),
        ).exclude(pk=self.instance.pk)
        if data.get("question") and others.exists():
            self.add_error("question", "The expectation has this question in this part already.")
        elif data.get("question") and data.get("role"):
            self._tell_apart(data["question"], data["role"], data.get("basis", ""))
        return data

    def _tell_apart(self, question: Question, role: str, basis: str) -> None:
        """A round's second forecast or outcome is of another base, and both say of which."""
        told = ExpectationQuestion.objects.telling_the_same(
            self.instance.expectation_id, role, question.round
        )
        others = [each for each in told if each.pk != self.instance.pk]
        if role == ExpectationQuestion.Role.BARRIER or not others:
            return
        said = f"{question.round.title} has a question that tells this of the expectation already"
        nameless = [each for each in others if not each.basis]
        if "basis" not in self.fields:
            self.add_error(
                "question",
                f"{said}: “{others[0].question.short_text}”. A second is told apart by its base: "
                "give the expectation a measure with bases first, or take the other away.",
            )
        elif nameless:
            self.add_error(
                "question",
                f"{said}, without a base: “{nameless[0].question.short_text}”. Choose what that "
                "one is counted of first.",
            )
        elif not basis:
            self.add_error("basis", f"{said}. Choose what this one is counted of.")
        elif any(each.basis == basis for each in others):
            self.add_error("basis", f"{said}, of {basis}. Choose another base.")


class MeasureForm(RevisedForm[Measure]):
    meaning = ("title", "description", "target_percent", "higher_is_better")

    target_percent = TargetField()
    higher_is_better = forms.TypedChoiceField(
        label="Which way is good?",
        choices=[("yes", "Higher is better"), ("no", "Lower is better")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": "Choose which way is good."},
    )

    class Meta:
        model = Measure
        fields = ("title", "description", "target_percent", "higher_is_better")
        labels = {"title": "What is counted", "description": "How, for readers"}
        help_texts = {"title": "Such as: Share of users on personal budgets."}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"title": {"required": "Say what is counted."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["higher_is_better"] = "yes" if self.instance.higher_is_better else "no"

    def belong(self, parent: Expectation) -> None:
        self.instance.expectation = parent
        self.initial.setdefault("target_percent", parent.target_percent)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        why = why_title_taken(self.programme, data.get("title", ""), self.instance)
        if why:
            self.add_error("title", why)
        if data.get("title") and not self.instance.slug:
            self.instance.slug = free_slug(Measure, data["title"])
        return data


class BaseForm(RevisedForm[MeasureBase]):
    named_by = ("name",)
    within = "measure"

    class Meta:
        model = MeasureBase
        fields = ("name", "description")
        labels = {"name": "What is counted below the line", "description": "In full, for readers"}
        help_texts = {"name": "Such as: users with ongoing support, or care homes."}
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"name": {"required": "Say what is counted below the line."}}

    def belong(self, parent: Measure) -> None:
        self.instance.measure = parent
        last = parent.bases.aggregate(last=Max("position"))["last"]
        self.instance.position = 0 if last is None else last + 1

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        name, measure = data.get("name"), self.instance.measure_id
        if name and not self.instance.key:
            self.instance.key = free_slug(MeasureBase, name, field="key", measure=measure)
        return data


class RateForm(PartForm[MeasureRate]):
    class Meta:
        model = MeasureRate
        fields = ("question", "role")
        labels = {"question": "Rate", "role": "What does it tell?"}
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [
            (MeasureRate.Role.ACTUAL, "What was so on the round’s day"),
            (MeasureRate.Role.FORECAST, "What councils forecast"),
        ]
        _choose_question(self, Question.objects.rates())
        self.fields["question"].help_text = format_html(
            "A rate is made in its round first, on the page of what it asks: choose a round under "
            '<a class="govuk-link" href="{}">Rounds</a>, then “Add a rate, band or tally”.',
            reverse("manage"),
        )

    def belong(self, parent: MeasureBase) -> None:
        self.instance.base = parent

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        of_measure = MeasureRate.objects.filter(base__measure=self.instance.base.measure_id)
        other = of_measure.filter(question=data.get("question")).exclude(pk=self.instance.pk)
        held = other.select_related("base").first() if data.get("question") else None
        if held and held.base_id == self.instance.base_id:
            self.add_error("question", "This base has this rate already.")
        elif held:
            told = f"This is the rate of “{held.base.name}”. Each base has a rate of its own: "
            self.add_error("question", f"{told}choose one that is counted of this base.")
        return data


def _choose_question(form: forms.ModelForm[Any], questions: Any) -> None:
    """From a list by round, never by a typed key."""
    field = form.fields["question"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = questions
    found = questions_by_round(questions.of_latest_rounds_first())
    field.choices = [("", "Choose a question"), *found]
    field.error_messages["required"] = "Choose a question."
    field.error_messages["invalid_choice"] = "Choose a question of the list."
