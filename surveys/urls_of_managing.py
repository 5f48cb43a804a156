"""Addresses under /manage/: running rounds, and following the returns of a region."""

from django.urls import URLPattern, path

from .views.manage import board, register, returns, rounds, starting

urlpatterns: list[URLPattern] = [
    path("", rounds.home, name="manage"),
    path("rounds/new/", starting.new, name="manage-new"),
    path("register/", register.register, name="manage-register"),
    path("register/reorganise/", register.reorganisation, name="manage-reorganise"),
    path("register/alter/", register.alteration, name="manage-alter"),
    path("rounds/<slug:slug>/", rounds.of_round, name="manage-round"),
    path("rounds/<slug:slug>/details/", starting.details, name="manage-details"),
    path("rounds/<slug:slug>/file/", starting.file, name="manage-file"),
    path("rounds/<slug:slug>/returns/", board.board, name="manage-returns"),
    path("returns/<int:pk>/", returns.of_return, name="manage-return"),
]
