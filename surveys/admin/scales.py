"""The scales and grids that questions share; once offered, their words alone can be put right."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ppf_site import words
from ppf_site.charts.looks import TONES
from surveys.models import Answer, Grid, Option, Round, Scale
from surveys.models.scales import letters_of

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
    """Whether councils are, or were, asked to choose from it."""
    return scale is not None and not scale.round.is_draft and scale.questions.exists()


class LabelInput(AdminTextInputWidget):
    """The label, and under it, where that is to be asked, whether its meaning is the same."""

    asks = False
    is_ticked = False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        if not self.asks:
            return box
        return format_html(
            '{}<div><label><input type="checkbox" name="{}-same"{}> The meaning is the same: only '
            "the words are put right</label></div>",
            box,
            name,
            " checked" if self.is_ticked else "",
        )


class OptionForm(forms.ModelForm[Option]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.box = LabelInput(attrs=self.fields["label"].widget.attrs)
        self.fields["label"].widget = self.box

    def clean_label(self) -> str:
        """The database refuses another option's; whether other words mean the same it cannot
        tell, so who changes them is asked."""
        label: str = self.cleaned_data["label"]
        option = self.instance
        if option.pk is None or label == option.label or not is_offered(option.scale):
            return label
        if Option.objects.had_label(label, besides=option):
            raise forms.ValidationError(
                f"“{label}” is or was another option’s label: answers would change their meaning."
            )
        touched = what_it_touches(option)
        if not touched or letters_of(label) == letters_of(option.label):
            return label
        self.box.asks = True
        self.box.is_ticked = f"{self.add_prefix('label')}-same" in self.data
        if not self.box.is_ticked:
            raise forms.ValidationError(
                f"“{option.label}” becomes “{label}”. {touched} Tick that the meaning is the "
                "same, or leave the label as it was."
            )
        return label


def what_it_touches(option: Option) -> str:
    """How many answers have the option, and which releases keep its label; "" if neither."""
    answers = Answer.objects.filter(
        question__scale=option.scale_id, choices__contains=[option.key]
    ).count()
    compiled = option.scale.round.releases.exclude(compiled_at=None).order_by("number")
    releases = [str(number) for number in compiled.values_list("number", flat=True)]
    told = []
    if answers:
        has = "answer has" if answers == 1 else "answers have"
        told.append(f"{words.number(answers)} {has} it, and would read otherwise.")
    if releases:
        keep = "Release {} keeps" if len(releases) == 1 else "Releases {} keep"
        told.append(f"{keep.format(words.join_words(releases))} “{option.label}”.")
    return " ".join(told)


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


@admin.register(Scale)
class ScaleAdmin(OfARound[Scale]):
    list_display = ["title", "key", "round"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["title", "key"]
    fields = ["round", "title", "key", "as_drawn"]
    readonly_fields = ["as_drawn"]
    fixed_once_open = ["key"]
    why_fixed = WHY_OPTIONS
    inlines = [OptionInline]

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


@admin.register(Grid)
class GridAdmin(OfARound[Grid]):
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

    @admin.display(description="round", ordering="section__round")
    def of_round(self, obj: Grid) -> str:
        return obj.section.round.title
