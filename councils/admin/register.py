"""What of a council is entered with its day, or beside it, in the administration pages."""

import datetime
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from councils.models import Council, CouncilCode, CouncilName, CouncilPlace, Succession

Row = TypeVar("Row", CouncilName, CouncilPlace)


def with_days(rows: QuerySet[Row]) -> QuerySet[Row]:
    """With the council and the first day of the row that comes after, which end its own days."""
    later = rows.model._default_manager.filter(
        council=OuterRef("council"),
        starts_on__gt=Coalesce(OuterRef("starts_on"), datetime.date.min),
    )
    first = later.order_by("starts_on").values("starts_on")[:1]
    return rows.select_related("council").annotate(next_on=Subquery(first))


class NameInline(admin.TabularInline[CouncilName, Council]):
    model = CouncilName
    fields = ["name", "short_name", "starts_on", "touches"]
    readonly_fields = ["touches"]
    extra = 0
    verbose_name_plural = (
        "names: a new name is entered with its first day; "
        "the old name stays for pages about the time before"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CouncilName]:
        return with_days(super().get_queryset(request))

    @admin.display(description="a change here touches")
    def touches(self, obj: CouncilName) -> str:
        """Correcting a row is no rename: it changes what is said of all its days."""
        if obj.pk is None:
            return "Pages about the time from its first day on."
        return f"Pages about the time {obj.days_in_words}. Releases keep what they said."


class PlacesFormSet(BaseInlineFormSet[Any, Any, Any]):
    """The regions are read once for all rows."""

    regions: list[tuple[Any, Any]] | None = None

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        region = form.fields["region"]
        if self.regions is None:
            self.regions = [(str(key), told) for key, told in region.choices]
        region.choices = self.regions


class PlaceInline(admin.TabularInline[CouncilPlace, Council]):
    model = CouncilPlace
    formset = PlacesFormSet
    fields = ["region", "type", "starts_on", "touches"]
    readonly_fields = ["touches"]
    extra = 0
    verbose_name_plural = (
        "region and type: a new region or type is entered with its first day; "
        "the old ones stay for pages and releases about the time before"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CouncilPlace]:
        return with_days(super().get_queryset(request)).select_related("region")

    @admin.display(description="a change here touches")
    def touches(self, obj: CouncilPlace) -> str:
        """Correcting a row is no move: it changes what is said of all its days."""
        if obj.pk is None:
            return "Pages and releases about the time from its first day on."
        return f"Pages about the time {obj.days_in_words}. Releases keep what they said."


class CodeInline(admin.TabularInline[CouncilCode, Council]):
    model = CouncilCode
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[CouncilCode]:
        return super().get_queryset(request).select_related("council")

    verbose_name_plural = (
        "codes: a new code is entered with its first day; "
        "the old code stays for pages about the time before, and still finds the council"
    )


class SuccessorInline(admin.TabularInline[Succession, Council]):
    model = Succession
    fk_name = "predecessor"
    autocomplete_fields = ["successor"]
    extra = 0
    verbose_name = "successor"
    verbose_name_plural = "successors: what became of it"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Succession]:
        return super().get_queryset(request).select_related("predecessor", "successor")
