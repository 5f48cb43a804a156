"""Addresses under /manage/: running rounds, and following the returns of a region."""

from django.urls import URLPattern, URLResolver, include, path

from . import urls_of_building
from .views.manage import board, returns, rounds, starting

urlpatterns: list[URLPattern | URLResolver] = [
    path("", rounds.home, name="manage"),
    path("rounds/new/", starting.new, name="manage-new"),
    path("rounds/<slug:slug>/", rounds.of_round, name="manage-round"),
    path("rounds/<slug:slug>/returns/", board.board, name="manage-returns"),
    path("returns/<int:pk>/", returns.of_return, name="manage-return"),
    path("rounds/<slug:slug>/", include(urls_of_building)),
]
