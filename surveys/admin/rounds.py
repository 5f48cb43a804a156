"""Rounds: their words, days and sections."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from ppf_site import words
from ppf_site.deleting import TellsDeletion
from surveys.models import Round
from surveys.models.rounds import PROMISED
from surveys.rounds.names import why_titles_taken

from .fields import PLAIN
from .of_a_round import fixed_since
from .sections import SectionInline

# The required returns were made from these; letters to councils carry the address.
COUNTED = ["reference_date", "is_totals_only"]
DAYS = ["opens_on", "closes_on"]
# Written on the round’s own page, which has their history, asks why more is published and tells
# the councils.
NAMES = ["title", "short_title", "sponsor", "respondents"]
TOLD = [*NAMES, "method", "caveats", "illustrative", *PROMISED]
WHY_TOLD = (
    "Councils were told of its days and of what is published: its days are moved, its words put "
    "right and its settings changed on the round’s own pages."
)
WHAT_FOLLOWS = (
    "A draft, which only those who run rounds see. When it is opened, a return is required of "
    "every council in force on the reference date, unless the round is known only as totals, and "
    "what it asks is fixed."
)
WHY_COUNTED = (
    "The required returns were made from the register on the reference date, so the date and "
    "whether the round is known only as totals stay. Who must answer is changed at a return, by "
    "its requirement and the reason."
)
WHAT_READERS_SEE = (
    "A release keeps what it was compiled with. An edit counts in releases compiled after it."
)
WHY_CITED = "Councils and readers have been given its address (slug), so that stays."


FIELDSETS: list[tuple[str | None, dict[str, Any]]] = [
    (None, {"fields": ["title", "short_title", "slug", "sponsor", "respondents"]}),
    ("Days", {"fields": ["reference_date", "opens_on", "closes_on", "opened"]}),
    ("What readers are told", {"fields": ["method", "caveats", "illustrative"]}),
    (
        "What readers see",
        {
            "description": WHAT_READERS_SEE,
            "fields": [
                "names_councils",
                "discloses_small_counts",
                "publishes_unanimous",
                "is_totals_only",
            ],
        },
    ),
]


def kept(round: Round | None) -> tuple[list[str], str]:
    """The fields that stay as they are, and why."""
    if round is None or round.is_draft:
        return [], WHAT_FOLLOWS
    why = f"{fixed_since(round)} {WHY_COUNTED}"
    return [*COUNTED, *DAYS, *TOLD, "slug"], f"{why} {WHY_CITED} {WHY_TOLD}"


class RoundForm(forms.ModelForm[Round]):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        own = self.instance if self.instance.pk else None
        why = why_titles_taken(data.get("title", ""), data.get("short_title", ""), own)
        if why:
            self.add_error("short_title", why)
        return data


@admin.register(Round)
class RoundAdmin(TellsDeletion[Round]):
    form = RoundForm
    list_display = ["title", "reference_date", "opens_on", "closes_on", "opened", "sponsor"]
    list_filter = ["sponsor", "is_totals_only", "names_councils"]
    search_fields = ["title", "slug"]
    formfield_overrides = PLAIN
    inlines = [SectionInline]
    change_form_template = "admin/surveys/round/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> list[str]:
        return [*kept(obj)[0], "opened", "details"]

    @admin.display(description="change them")
    def details(self, obj: Round) -> str:
        page = reverse("manage-details", args=[obj.slug])
        days = reverse("manage-dates", args=[obj.slug])
        more = reverse("manage-publish-more", args=[obj.slug])
        ways = '<a href="{}">Its words, and what is published</a>, <a href="{}">its days</a>, '
        return format_html(ways + '<a href="{}">publishing more</a>', page, days, more)

    @admin.display(description="opened", ordering="opened_at")
    def opened(self, obj: Round) -> str:
        if obj.opened_at is None:
            return "Draft"
        by = f" by {obj.opened_by}" if obj.opened_by else ""
        return f"{words.day_and_time(obj.opened_at)}{by}"

    def why_it_stays(self, obj: Round) -> str:
        return "" if obj.is_draft else "Councils have been told of a round that was opened."

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if "slug" in kept(obj)[0] else {"slug": ["title"]}

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        (name, first), *others = FIELDSETS
        sets = [(name, {**first, "description": kept(obj)[1]}), *others]
        if obj is None or obj.is_draft:
            return sets
        (name, first), *others = sets
        return [(name, {**first, "fields": ["details", *first["fields"]]}), *others]
