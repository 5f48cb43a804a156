"""Addresses under /manage/ at which answers are looked at and asked about."""

from django.urls import URLPattern, path

from .views.manage import answers

urlpatterns: list[URLPattern] = [
    path("returns/<int:pk>/answers/<slug:key>/", answers.of_answer, name="manage-answer"),
]
