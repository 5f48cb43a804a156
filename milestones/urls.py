"""Addresses of the dashboards."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ppf_site.pages import PAINTERS, WRITERS, pictured

from .views import compare, expectations, overview, regions, reported, sitemap, status


class Form(StringConverter):
    """What a chart is painted as."""

    regex = "|".join(PAINTERS)


Page = tuple[str, Callable[..., HttpResponse], str]

# Pages that a release's own address has too: /releases/<id>/expectations/<slug>/.
citable: list[Page] = [
    ("", overview.overview, "overview"),
    ("milestones/<slug:slug>/", overview.milestone, "milestone"),
    ("expectations/<slug:slug>/", expectations.expectation, "expectation"),
    ("compare/", compare.compare, "compare"),
    ("regions/<slug:slug>/", regions.region, "region"),
]

# Pages that draw a chart: it is also a picture at an address under theirs, "answers.svg".
DRAWN = {"expectation", "compare", "region"}
register_converter(Form, "form")
pictures: list[Page] = [
    (f"{route}<slug:chart>.<form:form>", pictured(view), f"{name}-picture")
    for route, view, name in citable
    if name in DRAWN
]

urlpatterns = [
    *(path(route, view, name=name) for route, view, name in [*citable, *pictures]),
    *(
        path(f"releases/<int:release_id>/{route or 'overview/'}", view, name=f"release-{name}")
        for route, view, name in [*citable, *pictures]
    ),
    *(
        path(
            f"data/council-status.{form}",
            status.council_status,
            {"form": form},
            name=f"council-status-{form}",
        )
        for form in WRITERS
    ),
    path("milestones/", overview.milestones, name="milestones"),
    path("regions/", regions.regions, name="regions"),
    path("reported/", reported.reported, name="reported"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
