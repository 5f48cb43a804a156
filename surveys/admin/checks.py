"""The checks of a round: what must be right in a return, and what must be looked at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join

from surveys.models import Check
from surveys.rounds.check_rules import Draft, as_checked, problems
from surveys.rounds.contradictions import as_drafts, contradictions

from .of_a_round import OfARound

ABOUT = (
    "A hard check must be put right before a return is signed; a soft one asks “is this right?” "
    "and keeps the explanation. A check says nothing while one of its numbers is missing. A "
    "change takes effect at once: returns that are open are checked again when an answer is "
    "saved, and before they are signed."
)
FOLLOWS = (
    "The question follows one of an earlier round, the same or with other words only: said at the "
    "question first."
)
COUNTS = "Both counts of the rate follow a question of an earlier round in the same way."
NEEDS = format_html_join(
    "",
    "<p><strong>{}:</strong> {}</p>",
    [
        ("Part of a whole", "the question is the part; choose the whole."),
        ("Sum", "the question is the total; choose its parts."),
        ("Range", "the lowest number, the highest, or both."),
        ("Change", f"above how many per cent it asks. {FOLLOWS}"),
        ("Far from similar councils", f"nothing more. {FOLLOWS}"),
        ("Forecast far off the pace", f"the rate, the target and the day it is due. {COUNTS}"),
        ("Day that has passed", "nothing more."),
    ],
)


class CheckForm(forms.ModelForm[Check]):
    class Meta:
        labels = {
            "others": "Other questions",
            "minimum": "Lowest",
            "maximum": "Highest",
            "percent": "Per cent",
        }
        help_texts = {
            "key": "A short name for files, such as holders-within-users.",
            "others": "Part: the whole. Sum: the parts. Pace: the rate.",
            "minimum": "The least that is expected. It may be left empty.",
            "maximum": "The most that is expected. It may be left empty.",
            "percent": "Change: it asks above so many per cent, such as 50. Pace: the target.",
            "due_on": "Pace: the day by which the target is due.",
        }

    def clean(self) -> dict[str, Any]:
        """What the kind of check needs, said beside the field that lacks it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"kind", "severity", "question"} <= data.keys():
            return data
        draft = Draft(
            kind=data["kind"],
            severity=data["severity"],
            question=as_checked(data["question"]),
            others=[as_checked(other) for other in data.get("others") or ()],
            minimum=data.get("minimum"),
            maximum=data.get("maximum"),
            percent=data.get("percent"),
            due_on=data.get("due_on"),
        )
        beside = data["question"].round.checks.exclude(pk=self.instance.pk or 0).bounding()
        for field, message in problems(draft) or contradictions(draft, as_drafts(beside)):
            if field not in self.errors:
                self.add_error(field, message)
        return data


@admin.register(Check)
class CheckAdmin(OfARound[Check]):
    form = CheckForm
    kept = f"{ABOUT} Receipts keep what was asked and explained when they were signed."
    parts = {"question": "round", "others": "round"}
    list_display = ["about", "kind", "severity", "key", "round"]
    list_filter = ["round", "kind", "severity"]
    list_select_related = ["round", "question"]
    search_fields = ["key", "question__text", "question__short_text", "round__title"]
    filter_horizontal = ["others"]
    fieldsets = [
        (None, {"description": ABOUT, "fields": ["round", "key", "kind", "severity", "question"]}),
        (
            "What it needs",
            {
                "description": NEEDS,
                "fields": ["others", "minimum", "maximum", "percent", "due_on"],
            },
        ),
    ]

    @admin.display(description="question", ordering="question__short_text")
    def about(self, obj: Check) -> str:
        return obj.question.short_text
