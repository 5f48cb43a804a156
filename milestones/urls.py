"""Addresses of the dashboards."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path

from ppf_site.pages import WRITERS
from ppf_site.pictures import PICTURE, pictured

from .views import (
    all_regions,
    barriers,
    briefings,
    compare,
    councils,
    defining,
    expectations,
    measures,
    milestones,
    moving,
    outcomes,
    overview,
    regions,
    reported,
    reporting,
    sitemap,
    status,
    subscribing,
)

Page = tuple[str, Callable[..., HttpResponse], str]

# Pages that a release's own address has too: /releases/<id>/expectations/<slug>/.
citable: list[Page] = [
    ("", overview.overview, "overview"),
    ("milestones/<slug:slug>/", milestones.milestone, "milestone"),
    ("expectations/<slug:slug>/", expectations.expectation, "expectation"),
    ("expectations/<slug:slug>/outcome/", outcomes.outcome, "outcome"),
    ("expectations/<slug:slug>/barriers/", barriers.barriers, "barriers"),
    ("expectations/<slug:slug>/moving/", moving.moving, "moving"),
    ("measures/<slug:slug>/", measures.measure, "measure"),
    ("compare/", compare.compare, "compare"),
    ("regions/", all_regions.regions, "regions"),
    ("regions/<slug:slug>/", regions.region, "region"),
    ("regions/<slug:slug>/briefing/", briefings.briefing, "briefing"),
    ("regions/<slug:slug>/briefing.pdf", briefings.briefing_pdf, "briefing-pdf"),
]

# Pages that draw a chart: it is also a picture at an address under theirs, "answers.svg".
DRAWN = {"overview", "expectation", "measure", "compare", "regions", "region"}
DRAWN |= {"outcome", "barriers", "moving", "milestone"}
pictures: list[Page] = [
    (f"{route}{PICTURE}", pictured(view), f"{name}-picture")
    for route, view, name in citable
    if name in DRAWN
]


def _pinned(route: str) -> str:
    """A release's own page is that of its round: its overview stands beside it."""
    return f"overview/{route}" if route in {"", PICTURE} else route


urlpatterns = [
    *(path(route, view, name=name) for route, view, name in [*citable, *pictures]),
    *(
        path(f"releases/<int:release_id>/{_pinned(route)}", view, name=f"release-{name}")
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
    path("councils/<slug:slug>/", councils.council, name="council"),
    path(
        "releases/<int:release_id>/councils/<slug:slug>/",
        councils.released_council,
        name="release-council",
    ),
    path(f"councils/<slug:slug>/{PICTURE}", pictured(councils.council), name="council-picture"),
    path(
        f"releases/<int:release_id>/councils/<slug:slug>/{PICTURE}",
        pictured(councils.released_council),
        name="release-council-picture",
    ),
    path("milestones/", milestones.milestones, name="milestones"),
    path(f"milestones/{PICTURE}", pictured(milestones.milestones), name="milestones-picture"),
    path("reported/", reported.reported, name="reported"),
    path("tell-me/", subscribing.tell_me, name="tell-me"),
    path("tell-me/sent/", subscribing.sent, name="tell-me-sent"),
    path("tell-me/confirm/<str:token>/", subscribing.confirm, name="tell-me-confirm"),
    path("tell-me/stop/<str:token>/", subscribing.stop, name="tell-me-stop"),
    path("manage/reported/", reporting.listed, name="manage-reported"),
    path("manage/reported/add/", reporting.figure, name="manage-reported-add"),
    path("manage/reported/<int:pk>/", reporting.figure, name="manage-reported-figure"),
    path("manage/programmes/", defining.programmes, name="manage-programmes"),
    path("manage/programmes/<slug:slug>/", defining.programme, name="manage-programme"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
