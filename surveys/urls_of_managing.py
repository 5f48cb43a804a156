"""Addresses under /manage/: running rounds, and following the returns of a region."""

from django.urls import URLPattern, path

from .views.manage import rounds

urlpatterns: list[URLPattern] = [
    path("", rounds.home, name="manage"),
    path("rounds/<slug:slug>/", rounds.of_round, name="manage-round"),
]
