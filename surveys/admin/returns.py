"""Returns and answers. A return is asked for here, and reopened, on the record."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from ppf_site.deleting import StaysAsRecord
from surveys.actions.opening import require_return, why_no_return
from surveys.models import Answer, Return, Signature, Step
from surveys.models.answers import value_of
from surveys.sentences_values import given_words

from .read import ReadHere


class ReadOnlyInline(admin.TabularInline[Any, Return]):
    """A record of what happened: read, and never written, here."""

    extra = 0
    can_delete = False
    view_on_site = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StepInline(ReadOnlyInline):
    model = Step
    fields = ["at", "kind", "by", "reason"]
    ordering = ["-at"]


class SignatureInline(ReadOnlyInline):
    model = Signature
    fields = ["receipt", "signed_at", "name", "signed_by"]
    readonly_fields = ["receipt"]

    def receipt(self, obj: Signature) -> str:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.reference)


class CorrectionFilter(admin.SimpleListFilter):
    """Signed returns whose council waits for an answer."""

    title = "correction"
    parameter_name = "correction"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("asked", "Asked for, not answered yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Return]) -> QuerySet[Return]:
        if self.value() != "asked":
            return queryset
        asked = Step.objects.corrections_to_answer()
        return queryset.filter(pk__in=asked.values("return_of"))


class ReturnForm(forms.ModelForm[Return]):
    """Who has to answer an open round is changed on the record."""

    class Meta:
        help_texts = {
            "requirement_reason": "Why it is anything but required, or came to be required later."
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        is_new = self.instance.pk is None
        if is_new and not data.get("requirement_reason"):
            self.add_error("requirement_reason", "Say why, for the record.")
        round = data.get("round")
        if is_new and round and why_no_return(round):
            self.add_error("round", why_no_return(round))
        return data


@admin.register(Return)
class ReturnAdmin(StaysAsRecord[Return]):
    form = ReturnForm
    stays = (
        "Who has to answer is changed by a requirement and its reason, at the round’s returns, "
        "never by a row less."
    )
    list_display = ["council", "round", "status", "signed_at"]
    list_filter = [CorrectionFilter, "round", "state", "requirement", "council__region"]
    list_select_related = ["council", "round"]
    search_fields = ["council__name", "round__title"]
    fields = [
        "round", "council", "requirement", "requirement_reason", "status", "signed_at", "signed_by",
        "reopened_until",
    ]  # fmt: skip
    # Signing and reopening are steps with a reason, never a field that somebody changes.
    readonly_fields = ["status", "signed_at", "signed_by", "reopened_until"]
    autocomplete_fields = ["round", "council"]
    inlines = [StepInline, SignatureInline]
    view_on_site = False
    change_form_template = "admin/surveys/return/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Return | None = None) -> list[str]:
        """A return never moves to another council or round. A new one is required; what is
        required of one that is there is changed where the round is run."""
        stays = ["round", "council", "requirement", "requirement_reason"]
        return [*(stays if obj else ["requirement"]), *self.readonly_fields]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """All of it is read, so nothing is offered to be saved."""
        shown = {
            "title": "A return: read here, changed where its round is run",
            "show_save": False,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    @admin.display(ordering="state")
    def status(self, obj: Return) -> str:
        return obj.status

    def save_model(self, request: HttpRequest, obj: Return, form: Any, change: bool) -> None:
        """One more council is asked: its people are told by e-mail."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = require_return(round=obj.round, council=obj.council, reason=obj.requirement_reason)
        obj.pk = made.pk
        obj._state.adding = False


@admin.register(Answer)
class AnswerAdmin(ReadHere[Answer]):
    """Read here, and written by the council alone: a signed answer stays what was signed."""

    list_display = ["council", "question", "given", "updated_at", "its_return"]
    list_filter = ["return_of__round", "reason", "return_of__council__region"]
    list_select_related = ["return_of__council", "return_of__round", "question__round"]
    search_fields = ["return_of__council__name", "question__key", "question__short_text"]
    fields = [
        "council", "its_return", "question", "given", "note", "version", "updated_at",
        "updated_by",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return super().get_queryset(request).prefetch_related("question__scale__options")

    @admin.display(ordering="return_of__council__name")
    def council(self, obj: Answer) -> str:
        return obj.return_of.council.name

    @admin.display(description="answer")
    def given(self, obj: Answer) -> str:
        return given_words(obj.question, value_of(obj)) or "Left blank"

    @admin.display(description="return", ordering="return_of")
    def its_return(self, obj: Answer) -> str:
        address = reverse("admin:surveys_return_change", args=[obj.return_of_id])
        return format_html('<a href="{}">{}</a>', address, obj.return_of.round.short_title)
