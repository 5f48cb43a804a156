"""Returns and answers. A requirement is changed here, with its reason, on the record."""

from django.contrib import admin
from django.http import HttpRequest

from surveys.models import Answer, Return


@admin.register(Return)
class ReturnAdmin(admin.ModelAdmin[Return]):
    list_display = ["council", "round", "requirement", "state", "signed_at"]
    list_filter = ["round", "state", "requirement", "council__region"]
    list_select_related = ["council", "round"]
    search_fields = ["council__name", "round__title"]
    fields = [
        "round", "council", "requirement", "requirement_reason", "state", "signed_at", "signed_by",
    ]  # fmt: skip
    readonly_fields = ["signed_by"]
    autocomplete_fields = ["round", "council"]


@admin.register(Answer)
class AnswerAdmin(admin.ModelAdmin[Answer]):
    list_display = ["council", "question", "choices", "number", "date", "reason", "updated_at"]
    list_filter = ["return_of__round", "reason", "return_of__council__region"]
    list_select_related = ["return_of__council", "question__round"]
    search_fields = ["return_of__council__name", "question__key", "question__short_text"]
    raw_id_fields = ["return_of", "question"]
    readonly_fields = ["version", "updated_at", "updated_by"]

    @admin.display(ordering="return_of__council__name")
    def council(self, obj: Answer) -> str:
        return obj.return_of.council.name

    def has_delete_permission(self, request: HttpRequest, obj: Answer | None = None) -> bool:
        return False
