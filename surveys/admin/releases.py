"""Releases, to be found and read: what is done with one is done at its page under /manage/."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from surveys.models import Release

from .read import ReadHere


@admin.register(Release)
class ReleaseAdmin(ReadHere[Release]):
    list_display = ["__str__", "stage_label", "sector_at", "public_at", "compiled_at"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["round__title", "note"]
    readonly_fields = [
        "round", "number", "note", "compiled_at", "compiled_by", "preview", "page", "sector_at",
        "public_at", "taken_back_at", "consent", "names_councils", "discloses_small_counts",
        "publishes_unanimous",
    ]  # fmt: skip
    fields = [*readonly_fields]

    @admin.display(description="stage")
    def stage_label(self, obj: Release) -> str:
        return str(obj.stage.label)

    @admin.display(description="see it")
    def preview(self, obj: Release) -> str:
        return format_html('<a href="{}">Its pages</a>', obj.get_absolute_url())

    @admin.display(description="who sees it")
    def page(self, obj: Release) -> str:
        page = reverse("manage-release-number", args=[obj.round.slug, obj.number])
        return format_html(
            '<a href="{}">Move it on, show less of it, name who may preview</a>', page
        )
