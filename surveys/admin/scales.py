"""The scales and grids that questions share; once offered, their words alone can be put right."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from ppf_site import words
from ppf_site.charts.looks import TONES
from ppf_site.named_apart import NamedApart
from surveys.models import Answer, Grid, Option, Round, Scale
from surveys.models.scales import letters_of
from surveys.rounds.wording import WordsForm, grid_touches, kept_words, worded_words

from .fields import PLAIN
from .of_a_round import OfARound

WHY_OPTIONS = (
    "Once a question offers them, the options, their keys, order and tones stay; no label becomes "
    "that of another option. Of one that has answers you are asked whether a new label means the "
    "same."
)
WHAT_TONES_DO = (
    "A tone says how good an answer is, from 2 (best) to -2 (worst). It chooses the colour, the "
    "side of the middle line, and which answers sentences count as the better ones. Without tones "
    "a scale tells of no expectation."
)


def _side(tone: int) -> str:
    if tone == 0:
        return "neither better nor worse, on the middle line"
    return "better, right of the middle" if tone > 0 else "worse, left of the middle"


def is_offered(scale: Scale | None) -> bool:
    return scale is not None and scale.is_offered


class OptionForm(WordsForm[Option]):
    worded = ["label"]
    is_same = staticmethod(lambda old, new: letters_of(old) == letters_of(new))

    def clean_label(self) -> str:
        """The database refuses another option's too."""
        label: str = self.cleaned_data["label"]
        option = self.instance
        if option.pk is None or label == option.label or not is_offered(option.scale):
            return label
        if Option.objects.had_label(label, besides=option):
            raise forms.ValidationError(
                f"“{label}” is or was another option’s label: answers would change their meaning."
            )
        return label

    def touches(self, old: str) -> str:
        """How many answers have the option, and which releases keep its label."""
        option = self.instance
        if not is_offered(option.scale):
            return ""
        answers = Answer.objects.filter(
            question__scale=option.scale_id, choices__contains=[option.key]
        ).count()
        has = "answer has" if answers == 1 else "answers have"
        told = f"{words.number(answers)} {has} it, and would read otherwise." if answers else ""
        return " ".join(filter(None, [told, kept_words(option.scale.round, f"“{old}”")]))


class OptionInline(admin.TabularInline[Option, Scale]):
    model = Option
    form = OptionForm
    extra = 0
    formfield_overrides = PLAIN

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not is_offered(obj):
            return ()
        return ["key", "position", "tone", "lower_bound", "is_exclusive"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not is_offered(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_offered(obj)


class ScaleForm(NamedApart[Scale]):
    named_by = ("title",)
    within = "round"


@admin.register(Scale)
class ScaleAdmin(OfARound[Scale]):
    form = ScaleForm
    list_display = ["title", "key", "round"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["title", "key"]
    fields = ["round", "title", "key", "as_drawn"]
    readonly_fields = ["as_drawn"]
    fixed_once_open = ["key"]
    why_fixed = WHY_OPTIONS
    inlines = [OptionInline]

    def touches(self, obj: Scale) -> str:
        return worded_words(obj.round, obj.questions.all(), "its labels")

    @admin.display(description="as charts draw it")
    def as_drawn(self, obj: Scale) -> str:
        """The saved options in the colours of their tones, the better half named."""
        options = list(obj.options.order_by("-tone", "position")) if obj.pk else []
        if not options:
            return WHAT_TONES_DO
        cells = [(TONES[option.tone], option.label, _side(option.tone)) for option in options]
        drawn = format_html_join(
            "",
            '<div><svg width="48" height="14" aria-hidden="true"><rect width="48" height="14" '
            'fill="{}" stroke="#505a5f"></rect></svg> {} ({})</div>',
            cells,
        )
        return format_html("{}<div>{}</div>", drawn, WHAT_TONES_DO)


class GridForm(NamedApart[Grid], WordsForm[Grid]):
    named_by = ("stem",)
    within = "section__round"
    worded = ["stem"]

    def touches(self, old: str) -> str:
        return grid_touches(self.instance)


@admin.register(Grid)
class GridAdmin(OfARound[Grid]):
    form = GridForm
    parts = {"section": "round"}
    list_display = ["stem", "section", "of_round"]
    list_filter = ["section__round"]
    list_select_related = ["section__round"]
    search_fields = ["stem"]
    fields = ["section", "stem", "key"]
    fixed_once_open = ["section", "key"]
    stays_once_open = True
    why_fixed = "Its key and section stay."

    def round_of(self, obj: Grid) -> Round:
        return obj.section.round

    def touches(self, obj: Grid) -> str:
        return worded_words(obj.section.round, obj.questions.all(), "its words")

    @admin.display(description="round", ordering="section__round")
    def of_round(self, obj: Grid) -> str:
        return obj.section.round.title
