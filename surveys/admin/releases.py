"""Releases: preview one, open it to the sector and then to everybody, at once or at a time."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from surveys.models import Release


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin[Release]):
    list_display = ["__str__", "stage_label", "sector_at", "public_at", "compiled_at"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["round__title", "note"]
    fields = [
        "round", "number", "note", "compiled_at", "compiled_by", "preview",
        "sector_at", "public_at", "viewers",
    ]  # fmt: skip
    autocomplete_fields = ["viewers"]
    actions = ["open_to_sector", "make_public"]

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> list[str]:
        """Only a stage that lies ahead can be moved; who saw a preview is kept."""
        fixed = ["round", "number", "note", "compiled_at", "compiled_by", "preview"]
        now = timezone.now()
        if obj is not None and obj.sector_at is not None and obj.sector_at <= now:
            fixed.append("sector_at")
        if obj is not None and obj.public_at is not None and obj.public_at <= now:
            fixed.append("public_at")
        return fixed

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Releases are compiled from their round’s page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="stage")
    def stage_label(self, obj: Release) -> str:
        return str(obj.stage.label)

    @admin.display(description="see it")
    def preview(self, obj: Release) -> str:
        return format_html('<a href="{}">As a reader would see it</a>', obj.get_absolute_url())

    @admin.action(description="Open to the sector now")
    def open_to_sector(self, request: HttpRequest, releases: QuerySet[Release]) -> None:
        self._move(request, releases, "sector")

    @admin.action(description="Make public now")
    def make_public(self, request: HttpRequest, releases: QuerySet[Release]) -> None:
        self._move(request, releases, "public")

    def _move(self, request: HttpRequest, releases: QuerySet[Release], stage: str) -> None:
        for release in releases:
            if release.stage in {"public", stage}:
                messages.warning(request, f"{release} is {release.stage.label.lower()} already.")
                continue
            release.move_to(stage, at=timezone.now())
            messages.success(request, f"{release} is now {stage}.")
