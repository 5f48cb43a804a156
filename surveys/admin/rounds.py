"""Rounds, and compiling a release of one. What a release has used is read and not changed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from councils.http import AuthedRequest
from councils.permissions import may_run_rounds
from ppf_site.refusals import SaysRefusals
from surveys.models import Return, Round, Section
from surveys.releases.compiling import CannotCompileError, LeftOutError, compile_release
from surveys.stats import FEWEST

from .fields import PLAIN

# Django's own is wider than the page beside the other columns.
NARROW = AdminTextareaWidget(attrs={"rows": 2, "cols": 30, "class": ""})


class SectionInline(admin.TabularInline[Section, Round]):
    model = Section
    show_change_link = True
    extra = 0
    formfield_overrides = {**PLAIN, models.TextField: {"widget": NARROW}}


# What a release says of its round, and what its required returns were made from.
RELEASED = [
    "slug", "title", "short_title", "respondents", "reference_date", "is_totals_only",
    "illustrative",
]  # fmt: skip
COUNTED = ["reference_date", "is_totals_only"]
WHAT_FOLLOWS = (
    "When the round is saved, a return is required of every council in force on the reference "
    "date, unless the round is known only as totals. Neither can be changed once a council has "
    "begun to answer."
)
WHY_RELEASED = (
    "This round has been released. Its names, address and respondents, its reference date and "
    "whether it is known only as totals stay as readers have cited them; for other ones, make a "
    "new round."
)
WHY_COUNTED = (
    "The required returns were made from the register on the reference date, so the date and "
    "whether the round is known only as totals stay. Who must answer is changed at a return, by "
    "its requirement and the reason."
)


FIELDSETS: list[tuple[str | None, dict[str, Any]]] = [
    (None, {"fields": ["title", "short_title", "slug", "sponsor", "respondents"]}),
    ("Days", {"fields": ["reference_date", "opens_on", "closes_on"]}),
    ("What readers are told", {"fields": ["method", "caveats", "illustrative"]}),
    (
        "What readers see",
        {
            "fields": [
                "names_councils",
                "discloses_small_counts",
                "publishes_unanimous",
                "is_totals_only",
            ]
        },
    ),
]


def kept(round: Round | None) -> tuple[list[str], str]:
    """The fields that stay as they are, and why."""
    if round is None:
        return [], WHAT_FOLLOWS
    if round.releases.filter(compiled_at__isnull=False).exists():
        return RELEASED, WHY_RELEASED
    return ([], WHAT_FOLLOWS) if round.returns.untouched() else (COUNTED, WHY_COUNTED)


class CompileForm(forms.Form):
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="For a correction: what changed since the release before, and why. "
        "Everybody who sees the release reads it, so name no council.",
    )
    leave_out = forms.BooleanField(
        label="Leave out councils whose signed version is not held here",
        required=False,
        help_text="They count as having sent no return.",
    )


@admin.register(Round)
class RoundAdmin(SaysRefusals[Round]):
    list_display = ["title", "reference_date", "opens_on", "closes_on", "sponsor"]
    list_filter = ["sponsor", "is_totals_only", "names_councils"]
    search_fields = ["title", "slug"]
    formfield_overrides = PLAIN
    inlines = [SectionInline]
    change_form_template = "admin/surveys/round/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> list[str]:
        return kept(obj)[0]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if "slug" in kept(obj)[0] else {"slug": ["title"]}

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        (name, first), *others = FIELDSETS
        return [(name, {**first, "description": kept(obj)[1]}), *others]

    def get_urls(self) -> list[URLPattern]:
        compile_view = self.admin_site.admin_view(self.compile)
        return [
            path("<int:pk>/compile/", compile_view, name="surveys_round_compile"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Round, form: Any, change: bool) -> None:
        """Returns made of another date, before anybody has begun, go before the date moves."""
        if change and set(COUNTED) & set(form.changed_data):
            obj.returns.all().delete()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Required returns are made from the register on the reference date."""
        super().save_related(request, form, formsets, change)
        round = form.instance
        if change and not set(COUNTED) & set(form.changed_data):
            return
        if not round.is_totals_only:
            Return.objects.make_required(round)

    def compile(self, request: AuthedRequest, pk: int) -> HttpResponse:
        """Compile the next release: shown in preview, to analysts alone, until it is moved on."""
        if not may_run_rounds(request.user):
            raise PermissionDenied
        round = get_object_or_404(Round, pk=pk)
        form = CompileForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                release = compile_release(round=round, by=request.user, **form.cleaned_data)
            except LeftOutError as error:
                form.add_error("leave_out", str(error))
            except CannotCompileError as error:
                form.add_error("note", str(error))
            else:
                messages.success(request, f"Compiled {release}. Preview it, then move it on.")
                return redirect(reverse("admin:surveys_release_change", args=[release.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Compile a release of {round}",
            "round": round,
            "form": form,
            "opts": self.opts,
            "releases": round.releases.all(),
            "returns": round.returns.count_by_state(),
            "is_open": timezone.localdate() <= round.closes_on,
            "few": [] if round.names_councils else round.returns.regions_with_few(FEWEST),
        }
        return TemplateResponse(request, "admin/surveys/round/compile.html", context)
