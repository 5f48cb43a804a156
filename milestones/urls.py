"""Addresses of the dashboards."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path

from .views import compare, expectations, overview, regions, reported, sitemap

Page = tuple[str, Callable[..., HttpResponse], str]

# Pages that a release's own address has too: /releases/<id>/expectations/<slug>/.
citable: list[Page] = [
    ("", overview.overview, "overview"),
    ("milestones/<slug:slug>/", overview.milestone, "milestone"),
    ("expectations/<slug:slug>/", expectations.expectation, "expectation"),
    ("compare/", compare.compare, "compare"),
    ("regions/<slug:slug>/", regions.region, "region"),
]

urlpatterns = [
    *(path(route, view, name=name) for route, view, name in citable),
    *(
        path(f"releases/<int:release_id>/{route or 'overview/'}", view, name=f"release-{name}")
        for route, view, name in citable
    ),
    path("milestones/", overview.milestones, name="milestones"),
    path("regions/", regions.regions, name="regions"),
    path("reported/", reported.reported, name="reported"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
