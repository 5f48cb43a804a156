"""Addresses under /manage/: running rounds, and following the returns of a region."""

from django.urls import URLPattern, URLResolver, include, path

from . import (
    urls_of_asking,
    urls_of_building,
    urls_of_following,
    urls_of_importing,
    urls_of_releasing,
)
from .views.manage import acts, dates, register, rounds, starting

urlpatterns: list[URLPattern | URLResolver] = [
    path("", rounds.home, name="manage"),
    path("rounds/new/", starting.new, name="manage-new"),
    path("help/", rounds.help_page, name="manage-help"),
    path("history/", acts.acts, name="manage-acts"),
    path("register/", register.register, name="manage-register"),
    path("register/reorganise/", register.reorganisation, name="manage-reorganise"),
    path("register/alter/", register.alteration, name="manage-alter"),
    path("rounds/<slug:slug>/", rounds.of_round, name="manage-round"),
    path("rounds/<slug:slug>/dates/", dates.dates, name="manage-dates"),
    path("", include(urls_of_following)),
    path("rounds/<slug:slug>/import/", include(urls_of_importing)),
    path("rounds/<slug:slug>/", include(urls_of_building)),
    path("rounds/<slug:slug>/", include(urls_of_releasing)),
    path("", include(urls_of_asking)),
]
