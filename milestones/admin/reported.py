"""What was reported and said at the time, in the administration pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from milestones.models import Commentary, ReportedFigure, Statement

from .defining import KeptByReleases

PICKED = ["held", "round", "question", "option", "area_slug", "statistic", "against", "rule"]
PICKED += ["milestone"]
WHERE_PICKED = (
    'It is picked <a href="{}">on the page of this reported figure</a>, which shows whether the '
    "two agree before it is saved."
)


@admin.register(ReportedFigure)
class ReportedFigureAdmin(KeptByReleases[ReportedFigure]):
    kept = (
        "No release keeps what was reported at the time. An edit counts on the page of reported "
        "figures from the moment it is saved; the figures beside it are those of releases."
    )
    list_display = ["key", "what", "area", "published", "held"]
    list_filter = ["held", "round", "source"]
    search_fields = ["key", "what", "source"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entered where the figure that it speaks of is picked, and seen before it is saved."""
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: ReportedFigure | None = None
    ) -> list[str]:
        return PICKED

    def get_fieldsets(self, request: HttpRequest, obj: ReportedFigure | None = None) -> Any:
        """Words are put right here; keys are typed nowhere."""
        [(name, first)] = super().get_fieldsets(request, obj)
        words = [each for each in first["fields"] if each not in PICKED]
        page = reverse("manage-reported-figure", args=[obj.pk]) if obj else ""
        return [
            (name, {**first, "fields": words}),
            (
                "The figure that it speaks of",
                {"description": format_html(WHERE_PICKED, page), "fields": PICKED},
            ),
        ]

    def save_model(
        self, request: HttpRequest, obj: ReportedFigure, form: Any, change: bool
    ) -> None:
        """What was changed here is not the file's any longer."""
        if form.has_changed():
            obj.entered_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(Statement)
class StatementAdmin(KeptByReleases[Statement]):
    kept = (
        "No release keeps what was said at the time. An edit counts on the page of reported "
        "figures, and beside its expectation and region, from the moment it is saved."
    )
    list_display = ["speaker", "position_held", "said_on", "expectation", "region"]
    list_filter = ["programme", "expectation", "region"]
    list_select_related = ["expectation", "region"]
    search_fields = ["speaker", "said", "source"]
    prepopulated_fields = {"key": ["speaker"]}
    autocomplete_fields = ["expectation"]


@admin.register(Commentary)
class CommentaryAdmin(KeptByReleases[Commentary]):
    kept = (
        "Releases keep the commentary that stood when they were compiled. An edit counts in "
        "releases compiled after it."
    )
    list_display = ["by", "round", "expectation", "region", "written_on"]
    list_filter = ["round", "region"]
    list_select_related = ["round", "expectation", "region"]
    search_fields = ["by", "text"]
    autocomplete_fields = ["expectation"]
