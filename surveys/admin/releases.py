"""Releases: preview one, open it to the sector and then to everybody, at once or at a time."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from councils.http import AuthedRequest
from councils.models import User
from councils.permissions import may_run_rounds
from ppf_site.words import day_and_time
from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import Release
from surveys.models.releases import Stage
from surveys.releases.checklist import checklist_of

from .narrowing import show_less, what_can_go

TITLES = {Stage.SECTOR: "Open to the sector", Stage.PUBLIC: "Make public"}


class MoveForm(forms.Form):
    """Asked once more before a release opens to others: what they have kept by then they have."""

    at = forms.SplitDateTimeField(
        label="From",
        required=False,
        widget=AdminSplitDateTime,
        help_text="London time. Empty: now.",
    )
    consent = forms.CharField(
        label="Why the answers of these few councils may be told",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: these councils agree to be told; or: nothing of these councils is "
        "confidential. It is kept on the record.",
    )


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin[Release]):
    list_display = ["__str__", "stage_label", "sector_at", "public_at", "compiled_at"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["round__title", "note"]
    # What a release says and who sees it never changes on a form: only who saw a preview does.
    readonly_fields = [
        "round", "number", "note", "compiled_at", "compiled_by", "preview", "move_on_to",
        "sector_at", "public_at", "taken_back_at", "consent", "names_councils",
        "discloses_small_counts", "publishes_unanimous", "show_less", "narrowed",
    ]  # fmt: skip
    fields = [*readonly_fields, "viewers"]
    autocomplete_fields = ["viewers"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move)
        narrow_view = self.admin_site.admin_view(self.narrow)
        return [
            path("<int:pk>/narrow/", narrow_view, name="surveys_release_narrow"),
            path("<int:pk>/open-to/<str:stage>/", view, name="surveys_release_move"),
            *super().get_urls(),
        ]

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

    @admin.display(description="move it on")
    def move_on_to(self, obj: Release) -> str:
        """Only what lies ahead: each leads to a page that asks once more."""
        ahead = {
            Stage.PREVIEW: ((Stage.SECTOR, "Open to the sector"), (Stage.PUBLIC, "Make public")),
            Stage.SECTOR: () if obj.taken_back_at else ((Stage.PUBLIC, "Make public"),),
            Stage.PUBLIC: (),
        }[obj.stage]
        links = [
            (reverse("admin:surveys_release_move", args=[obj.pk, stage]), label)
            for stage, label in ahead
        ]
        done = "It was taken back." if obj.taken_back_at else "It is public."
        return format_html_join(" · ", '<a href="{}">{}</a>', links) or done

    @admin.display(description="narrow it")
    def show_less(self, obj: Release) -> str:
        if not what_can_go(obj):
            return "The public sees as little of it as there can be."
        link = reverse("admin:surveys_release_narrow", args=[obj.pk])
        return format_html('<a href="{}">Show the public less</a>', link)

    @admin.display(description="narrowed")
    def narrowed(self, obj: Release) -> str:
        """The record, oldest first."""
        rows = [
            (day_and_time(row.at), row.by or "a command", row.reason, row.after)
            for row in obj.narrowings.select_related("by")
        ]
        return format_html_join("", "<p>{}, {}: “{}” Since then: {}</p>", rows) or "Never."

    def narrow(self, request: AuthedRequest, pk: int) -> HttpResponse:
        site = {**self.admin_site.each_context(request), "opts": self.opts}
        return show_less(site, request, pk)

    def move(self, request: HttpRequest, pk: int, stage: str) -> HttpResponse:
        """What opens to whom and what stays hidden, before it is done."""
        if not isinstance(request.user, User) or not may_run_rounds(request.user):
            raise PermissionDenied
        release = get_object_or_404(Release.objects.exclude(compiled_at=None), pk=pk)
        if stage not in TITLES:
            raise Http404
        stage = Stage(stage)
        form = MoveForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                move_on(release=release, stage=stage, by=request.user, **form.cleaned_data)
            except NotMovedOn as refused:
                form.add_error("consent" if release.tells_few else None, str(refused))
            else:
                messages.success(request, _moved_words(release, stage, form.cleaned_data["at"]))
                return redirect(reverse("admin:surveys_release_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{TITLES[stage]}: {release}",
            "release": release,
            "is_public": stage == Stage.PUBLIC,
            "checklist": checklist_of(release),
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/surveys/release/move.html", context)


def _moved_words(release: Release, stage: Stage, at: datetime.datetime | None) -> str:
    if at is None:
        return f"{release} is now {stage.label.lower()}."
    return f"{release} will be {stage.label.lower()} from {day_and_time(at)}."
