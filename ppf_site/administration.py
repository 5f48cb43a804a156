"""The administration pages: what people come to them for, and nothing that is done elsewhere."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

# What machines keep for themselves; the pages are there for who is led to them.
FOR_MACHINES = {"pghistory", "procrastinate"}


class Administration(AdminSite):
    """Nothing is deleted by the dozen: a row at a time, after its page said what goes along."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        found = super().get_app_list(request, app_label)
        return found if app_label else [e for e in found if e["app_label"] not in FOR_MACHINES]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Rows of a kind that a person may not see do not exist for them."""
        inner = super().admin_view(view, cacheable)
        rows = getattr(view, "__self__", None)
        if not isinstance(rows, ModelAdmin):
            return inner

        @wraps(inner)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return inner(request, *args, **kwargs)
            except PermissionDenied:
                if rows.has_view_permission(request):
                    raise
                raise Http404 from None

        return seen


class AdministrationConfig(AdminConfig):
    default_site = "ppf_site.administration.Administration"
