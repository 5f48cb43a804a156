"""What is found and read here alone: what is done with it is done on its own pages."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from ppf_site.deleting import StaysAsRecord
from surveys.models import ChosenCouncil, Query

Row = TypeVar("Row", bound=models.Model)


class ReadHere(StaysAsRecord[Row]):
    """Neither added, changed nor deleted."""

    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ChosenCouncil)
class ChosenCouncilAdmin(ReadHere[ChosenCouncil]):
    list_display = ["council", "round", "reason"]
    list_filter = ["round"]
    list_select_related = ["council", "round"]
    search_fields = ["council__name", "round__title", "reason"]
    fields = ["council", "round", "reason", "page"]

    @admin.display(description="change it")
    def page(self, obj: ChosenCouncil) -> str:
        """Before the round is opened; afterwards a council more is asked at the returns."""
        if not obj.round.is_draft:
            return "The round is open: who is asked was decided then."
        page = reverse("manage-asked", args=[obj.round.slug])
        return format_html('<a href="{}">Who is asked</a>', page)


@admin.register(Query)
class QueryAdmin(ReadHere[Query]):
    """Those of the centre: what a director asks colleagues stays within the council."""

    list_display = ["council", "question", "state", "by", "at"]
    list_filter = ["return_of__round", "state", "outcome", "return_of__council__region"]
    list_select_related = ["return_of__council", "question__round", "by"]
    search_fields = ["return_of__council__name", "question__key", "question__short_text"]
    fields = ["council", "question", "state", "outcome", "by", "at", "settled_by", "settled_at"]
    fields += ["said", "page"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Query]:
        return super().get_queryset(request).filter(is_inside=False)

    @admin.display(ordering="return_of__council__name")
    def council(self, obj: Query) -> str:
        return obj.return_of.council.name

    @admin.display(description="what was said")
    def said(self, obj: Query) -> str:
        messages = obj.messages.select_related("by")
        return "; ".join(f"{message.by}: {message.text}" for message in messages)

    @admin.display(description="go on with it")
    def page(self, obj: Query) -> str:
        page = reverse("manage-answer", args=[obj.return_of_id, obj.question.key])
        return format_html('<a href="{}">The answer, and what was asked about it</a>', page)
