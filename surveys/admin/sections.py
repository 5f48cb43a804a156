"""The sections of a round: what stands over its questions says what they are about."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from ppf_site.named_apart import NamedApart, NamedApartRows
from surveys.models import Round, Section
from surveys.rounds.wording import WordsForm, section_touches, worded_words

from .fields import NARROW, PLAIN
from .of_a_round import OfARound


class SectionForm(NamedApart[Section], WordsForm[Section]):
    named_by: Sequence[str] = ("title",)
    within = "round"
    worded = ["title", "guidance"]

    def touches(self, old: str) -> str:
        return section_touches(self.instance, old)


class RowOfSectionForm(SectionForm):
    """Its rows are told apart together."""

    named_by = ()


class NamedSections(NamedApartRows):
    named_by = ("title",)


class SectionInline(admin.TabularInline[Section, Round]):
    model = Section
    form = RowOfSectionForm
    formset = NamedSections
    show_change_link = True
    extra = 0
    formfield_overrides = {**PLAIN, models.TextField: {"widget": NARROW}}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["key"] if obj is not None and not obj.is_draft else []

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of an open round on the section's own page, where a new key can be typed."""
        return super().has_add_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)


@admin.register(Section)
class SectionAdmin(OfARound[Section]):
    form = SectionForm
    list_display = ["title", "round", "position"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["title"]
    fields = ["round", "title", "key", "guidance", "position"]
    fixed_once_open = ["key"]
    stays_once_open = True
    why_fixed = "Its key stays."

    def touches(self, obj: Section) -> str:
        return worded_words(obj.round, obj.questions.all(), "its words")
