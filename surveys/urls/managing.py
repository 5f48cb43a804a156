"""Addresses under /manage/: running rounds, and following the returns of a region."""

from django.urls import URLPattern, URLResolver, include, path

from surveys.views.manage import acts, beginning, dates, register, rounds, starting

from . import (
    asking,
    building,
    following,
    importing,
    releasing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", rounds.home, name="manage"),
    path("rounds/new/", starting.new, name="manage-new"),
    path("help/", rounds.help_page, name="manage-help"),
    path("help/region/", rounds.help_of_region, name="manage-help-region"),
    path("history/", acts.acts, name="manage-acts"),
    path("register/", register.register, name="manage-register"),
    path("register/reorganise/", register.reorganisation, name="manage-reorganise"),
    path("register/take-back/<slug:slug>/", register.taking_back, name="manage-take-back"),
    path("register/begin/", beginning.beginning, name="manage-begin"),
    path("register/alter/", register.alteration, name="manage-alter"),
    path("rounds/<slug:slug>/", rounds.of_round, name="manage-round"),
    path("rounds/<slug:slug>/dates/", dates.dates, name="manage-dates"),
    path("", include(following)),
    path("rounds/<slug:slug>/import/", include(importing)),
    path("rounds/<slug:slug>/", include(building)),
    path("rounds/<slug:slug>/", include(releasing)),
    path("", include(asking)),
]
