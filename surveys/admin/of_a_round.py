"""Rows that belong to one round: it is chosen first, they stay in it, and so do their parts."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from ppf_site import words
from ppf_site.deleting import TellsDeletion
from surveys.models import Round

from .fields import PLAIN

Row = TypeVar("Row", bound=models.Model)
CHECK_VIOLATION = "23514"
ASKED = (
    "Its round was opened: what councils are asked stays from then on, answered or not. Its words "
    "can still be put right."
)
OF_ANOTHER_ROUND = "This is of another round. Choose one of this row’s own round."


WORDS_KEPT = (
    "Words can be put right: an edit counts from the moment it is saved, its history is kept, and "
    "receipts and releases keep the words that they were made with."
)


def fixed_since(round: Round | None, kept: str = WORDS_KEPT) -> str:
    """When the round was opened, and from when an edit counts; "" of a draft."""
    if round is None or round.opened_at is None:
        return ""
    return f"This round was opened on {words.day_and_time(round.opened_at)}. {kept}"


def chosen_round(request: HttpRequest) -> Round | None:
    """The round that a new row is for: said in the address, in the form, or by a list's filter."""
    filters = QueryDict(request.GET.get("_changelist_filters", ""))
    said = [
        request.GET.get("round"),
        request.POST.get("round"),
        filters.get("round__id__exact"),
        filters.get("section__round__id__exact"),
    ]
    numbers = [
        typed for typed in said if typed and typed.isascii() and typed.isdigit() and len(typed) < 16
    ]
    return Round.objects.filter(pk__in=numbers[:1]).first()


class OfARound(TellsDeletion[Row]):
    """`parts`: of each field that stays in the round, the way from what it offers to a round."""

    parts: Mapping[str, str] = {}
    fixed_once_open: Sequence[str] = ()
    stays_once_open = False
    kept: str = WORDS_KEPT
    why_fixed: str = ""
    formfield_overrides = PLAIN

    def is_fixed(self, obj: Row | None) -> bool:
        """Whether its round is open: then `fixed_once_open` is read, and `why_fixed` told."""
        return obj is not None and not self.round_of(obj).is_draft

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        (name, first), *others = super().get_fieldsets(request, obj)
        if obj is None or not self.is_fixed(obj):
            return [(name, first), *others]
        since = fixed_since(self.round_of(obj), self.kept)
        told = " ".join(filter(None, [since, self.touches(obj), self.why_fixed]))
        return [(name, {**first, "description": told}), *others]

    def why_it_stays(self, obj: Row) -> str:
        return ASKED if self.stays_once_open and self.is_fixed(obj) else ""

    def touches(self, obj: Row) -> str:
        """Which answers and releases have its words, in a sentence or two."""
        return ""

    def round_of(self, obj: Row) -> Round:
        round: Round = getattr(obj, "round")  # noqa: B009 (each row has one)
        return round

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if chosen_round(request) is None:
            return self._choose_round(request)
        return super().add_view(request, form_url, extra_context)

    def _choose_round(self, request: HttpRequest) -> HttpResponse:
        def address(round: Round) -> str:
            query = request.GET.copy()
            query["round"] = str(round.pk)
            return f"?{query.urlencode()}"

        context = {
            **self.admin_site.each_context(request),
            "title": f"Add a {self.opts.verbose_name}: which round is it for?",
            "rounds": [(round, address(round)) for round in Round.objects.all()],
            "opts": self.opts,
            "is_popup": "_popup" in request.GET,
        }
        return TemplateResponse(request, "admin/surveys/choose_round.html", context)

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> Any:
        """A row never moves to another round. What gives answers their meaning is fixed."""
        fixed = [*super().get_readonly_fields(request, obj)]
        if obj is not None and hasattr(obj, "round_id"):
            fixed.append("round")
        return [*fixed, *self.fixed_once_open] if self.is_fixed(obj) else fixed

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        round = chosen_round(request) if obj is None else self.round_of(obj)
        for name, way in {**self.parts, "round": "pk"}.items():
            field = form.base_fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = field.queryset.filter(**{way: round.pk if round else None})
                if way == "round":  # which each of them is named with
                    field.queryset = field.queryset.select_related("round")
                field.error_messages["invalid_choice"] = OF_ANOTHER_ROUND
        if round is not None and "round" in form.base_fields:
            form.base_fields["round"].initial = round.pk
        return form
