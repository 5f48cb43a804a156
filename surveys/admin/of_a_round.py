"""Rows that belong to one round: it is chosen first, they stay in it, and so do their parts."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from surveys.models import Round

from .fields import PLAIN

Row = TypeVar("Row", bound=models.Model)
OF_ANOTHER_ROUND = "This is of another round. Choose one of this row’s own round."


def chosen_round(request: HttpRequest) -> Round | None:
    """The round that a new row is for: said in the address, in the form, or by a list's filter."""
    filters = QueryDict(request.GET.get("_changelist_filters", ""))
    said = [
        request.GET.get("round"),
        request.POST.get("round"),
        filters.get("round__id__exact"),
        filters.get("section__round__id__exact"),
    ]
    numbers = [one for one in said if one and one.isascii() and one.isdigit() and len(one) < 16]
    return Round.objects.filter(pk__in=numbers[:1]).first()


class OfARound(admin.ModelAdmin[Row]):
    """`parts`: of each field that stays in the round, the way from what it offers to a round."""

    parts: Mapping[str, str] = {}
    formfield_overrides = PLAIN

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
        """A row never moves to another round."""
        fixed = [*super().get_readonly_fields(request, obj)]
        return [*fixed, "round"] if obj is not None and hasattr(obj, "round_id") else fixed

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        round = chosen_round(request) if obj is None else self.round_of(obj)
        for name, way in {**self.parts, "round": "pk"}.items():
            field = form.base_fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = field.queryset.filter(**{way: round.pk if round else None})
                field.error_messages["invalid_choice"] = OF_ANOTHER_ROUND
        if round is not None and "round" in form.base_fields:
            form.base_fields["round"].initial = round.pk
        return form
