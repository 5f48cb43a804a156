"""Measures that lists could not tell apart: one rule, for each form and the programme's file."""

from collections.abc import Iterator
from typing import Any

from django import forms

from milestones.models import Expectation, Measure, MeasureBase, Milestone, Programme
from milestones.programme_file import ProgrammeFile
from ppf_site.named_apart import NamedApart, NamedApartRows

NOT_APART = "Lists could not tell them apart. Choose another title."


def why_title_taken(programme: Programme | None, typed: str, own: Measure) -> str:
    """A measure keeps the title that it has in its programme."""
    about = own.expectation if own.pk else None
    is_of_it = about is not None and about.milestone.programme == programme
    if programme is None or not typed or (is_of_it and own.title == typed):
        return ""
    others = Measure.objects.filter(expectation__milestone__programme=programme)
    if not others.filter(title__iexact=typed).exclude(pk=own.pk).exists():
        return ""
    return f"The programme has a measure “{typed}” already. {NOT_APART}"


class NamedProgrammeForm(NamedApart[Programme]):
    named_by = ("title",)


class NamedMilestoneForm(NamedApart[Milestone]):
    named_by = ("title", "short_title")
    within = "programme"


class NamedExpectationForm(NamedApart[Expectation]):
    named_by = ("label",)
    within = "milestone__programme"


class NamedBaseForm(NamedApart[MeasureBase]):
    named_by = ("name",)
    within = "measure"


class NamedBases(NamedApartRows):
    named_by = ("name",)


class NamedMeasureForm(forms.ModelForm[Measure]):
    """Of the administration, where a measure's expectation is chosen."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        # What is only read here is not among what was sent.
        own, fields = self.instance, self.fields
        about = data.get("expectation") if "expectation" in fields else own.expectation
        title = data.get("title", "") if "title" in fields else own.title
        why = why_title_taken(about.milestone.programme if about else None, title, own)
        if why:
            self.add_error("title" if "title" in fields else "expectation", why)
        return data


def titles_taken(file: ProgrammeFile) -> Iterator[str]:
    """Of the file's own measures, and beside those of its programme that it does not have."""
    of_it = Measure.objects.filter(expectation__milestone__programme__slug=file.programme.slug)
    held = dict(of_it.values_list("slug", "title"))
    parts = [part for part in file.measures if part.expectation]
    own = {part.slug for part in parts}
    first = {title.casefold(): slug for slug, title in held.items() if slug not in own}
    for part in parts:
        twin = first.setdefault(part.title.casefold(), part.slug)
        twins_held = held.get(twin, "").casefold() == part.title.casefold()
        keeps_it = held.get(part.slug) == part.title and twins_held
        if twin != part.slug and not keeps_it:
            told = f"its title “{part.title}” is that of “{twin}” too"
            yield f"measures.{part.slug}: {told}. {NOT_APART}"
