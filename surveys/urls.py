"""Addresses of rounds, releases, figures and councils."""

from django.urls import include, path

from .views import councils, figures, rounds

urlpatterns = [
    path("councils/<slug:slug>/", councils.council, name="council"),
    path(
        "releases/<int:release_id>/councils/<slug:slug>/", councils.council, name="release-council"
    ),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<slug:slug>/", rounds.round_page, name="round"),
    path("releases/<int:release_id>/", rounds.release_page, name="release"),
    path("figures/<int:figure_id>/", figures.figure, name="figure"),
    path("returns/", include("surveys.urls_filling")),
    path("returns/", include("surveys.urls_spreadsheet")),
    path("returns/", include("surveys.urls_signing")),
]
