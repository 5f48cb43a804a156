"""The words of what has been answered: who changes them says that the meaning is the same."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ppf_site import words
from ppf_site.meanwhile import TellsOthers
from surveys.models import Answer, Grid, Question, Round, Section

Row = TypeVar("Row", bound=models.Model)


class AskedAgain(forms.Widget):
    """A field's own widget and, where that is to be asked, whether its meaning is the same."""

    is_asked = False
    is_ticked = False

    def __init__(self, widget: forms.Widget) -> None:
        super().__init__(widget.attrs)
        self.widget = widget

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = self.widget.render(name, value, attrs, renderer)
        if not self.is_asked:
            return box
        return format_html(
            '<div>{0}<div class="govuk-checkboxes govuk-checkboxes--small">'
            '<div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" id="{1}-same"{2} '
            'name="{1}-same"> <label class="govuk-label govuk-checkboxes__label" for="{1}-same">'
            "The meaning is the same: only the words are put right</label></div></div></div>",
            box,
            name,
            mark_safe(" checked") if self.is_ticked else "",
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.widget.value_from_datadict(data, files, name)


class WordsForm(TellsOthers, forms.ModelForm[Row]):
    """Of `worded` fields the database keeps the history; whether other words mean the same it
    cannot tell, so whoever changes them where answers or releases have them is asked."""

    worded: Sequence[str] = ()
    is_same: Callable[[str, str], bool] = staticmethod(
        lambda old, new: old.casefold().split() == new.casefold().split()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.worded:
            if name in self.fields:
                self.fields[name].widget = AskedAgain(self.fields[name].widget)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.worded:
            if name in self.fields and name not in self.errors and self.instance.pk:
                self._ask(
                    name, self.words_of(getattr(self.instance, name)), self.words_of(data[name])
                )
        return data

    def words_of(self, value: Any) -> str:
        """What it says to who answers."""
        return str(value)

    def touches(self, old: str) -> str:
        """What has these words; "" where nothing has."""
        raise NotImplementedError

    def _ask(self, name: str, old: str, new: str) -> None:
        touched = "" if self.is_same(old, new) else self.touches(old)
        box = self.fields[name].widget
        if not touched or not isinstance(box, AskedAgain):
            return
        box.is_asked = True
        box.is_ticked = f"{self.add_prefix(name)}-same" in self.data
        if not box.is_ticked:
            self.add_error(
                name,
                f"{becomes(old, new)} {touched} Tick that the meaning is the same, or leave it as "
                "it was.",
            )


def becomes(old: str, new: str) -> str:
    if old and new:
        return f"“{old}” becomes “{new}”."
    return f"“{new}” is added." if new else f"“{old}” goes."


def answered_words(questions: models.QuerySet[Question]) -> str:
    """How many answers there are to these; "" for none."""
    count = Answer.objects.filter(question__in=questions).given().count()
    return f"{words.plural(count, 'answer was', 'answers were')} given to it." if count else ""


def kept_words(round: Round, what: str) -> str:
    """Which releases have it as it was, by their numbers; "" for none."""
    compiled = round.releases.exclude(compiled_at=None).order_by("number")
    releases = [str(number) for number in compiled.values_list("number", flat=True)]
    keep = "Release {} keeps" if len(releases) == 1 else "Releases {} keep"
    return f"{keep.format(words.join_words(releases))} {what}." if releases else ""


def worded_words(round: Round, questions: models.QuerySet[Question], what: str) -> str:
    """What the words of these questions touch, for who is about to change them."""
    if round.is_draft:
        return ""
    return " ".join(filter(None, [answered_words(questions), kept_words(round, what)]))


def question_touches(question: Question, old: str) -> str:
    own = Question.objects.filter(pk=question.pk)
    return worded_words(question.round, own, "the words that it had" if old else "it without")


def section_touches(section: Section, old: str) -> str:
    kept = "the words that it had" if old else "it without"
    return worded_words(section.round, section.questions.all(), kept)


def grid_touches(grid: Grid) -> str:
    return worded_words(grid.section.round, grid.questions.all(), "the words that it had")
