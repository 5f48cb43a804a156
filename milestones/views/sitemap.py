"""The addresses of all public pages, for search engines: the same whoever asks."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from councils.models import Council, Region
from milestones.models import Expectation, Measure, Milestone
from ppf_site.mail import site_link
from ppf_site.pages import public_page
from surveys.models import Round

ALONE = ["overview", "milestones", "compare", "regions", "councils", "rounds", "reported"]
ALONE += ["methodology", "accessibility", "data"]


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    reader = AnonymousUser()
    found = [
        *Milestone.objects.visible_to(reader),
        *Expectation.objects.visible_to(reader),
        *Measure.objects.visible_to(reader).of_programmes(),
        *Round.objects.visible_to(reader),
        *Region.objects.all(),
        *Council.objects.all(),
    ]
    paths = [*(reverse(name) for name in ALONE), *(each.get_absolute_url() for each in found)]
    context = {"addresses": [site_link(path) for path in paths]}
    return render(request, "milestones/sitemap.xml", context, content_type="application/xml")
