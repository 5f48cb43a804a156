"""Addresses under /manage/ at which a round of the past comes in from a file."""

from django.urls import URLPattern, path

from surveys.views.manage import importing

urlpatterns: list[URLPattern] = [
    path("", importing.start, name="manage-import"),
    path("<int:pk>/columns/", importing.columns, name="manage-import-columns"),
    path("<int:pk>/", importing.dry_run, name="manage-import-file"),
]
