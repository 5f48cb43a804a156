"""The list of councils, and the search for one by name or code."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from councils.listed import (
    PARAMS,
    PER_PAGE,
    RegisterParams,
    as_then,
    councils_sheet,
    counted,
    listed_title,
    meant,
    regions_of,
)
from councils.models import Council, Region
from ppf_site.found import found_elsewhere
from ppf_site.page_numbers import page_asked_for
from ppf_site.pages import public_page, respond


@public_page(*PARAMS)
def councils(request: HttpRequest) -> HttpResponse:
    """A search that finds one council goes straight to its page."""
    params = RegisterParams.from_params(request.GET)
    regions = list(Region.objects.all())
    region = next((each for each in regions if each.slug == params.region), None)
    listed = params.listed(region)
    page, unknown = page_asked_for(request, listed, PER_PAGE)
    if params.region and region is None:
        unknown.append("region")
    found = as_then(list(page), regions)
    named = [each for each in regions if each.is_meant_by(params.words)]
    elsewhere = found_elsewhere(request.user, params.words)
    told: list[Council | Region] = [*(found if params.words else []), *named]
    hits = [*(each.get_absolute_url() for each in told), *(each.url for each in elsewhere)]
    if len(hits) == 1 and "download" not in request.GET:
        return redirect(hits[0])
    # Of one region or day: there may be more.
    is_narrowed = region is not None or bool(params.on)
    others = [*map(str, named), *counted(elsewhere)]
    context = {
        "meant": [] if hits or is_narrowed else meant(request.user, params, regions),
        "params": params,
        "is_narrowed": is_narrowed,
        "form": params.form,
        "region": region,
        "regions": regions_of(params, regions),
        "named": named,
        "elsewhere": elsewhere,
        "page": page,
        "title": listed_title(params, region, page.paginator.count, others),
        **_shown(found),
    }
    return respond(
        request,
        "councils/councils.html",
        context,
        lambda: [councils_sheet(as_then(list(listed), regions))],
        misread=params.misread,
        unknown=unknown,
    )


def _shown(found: list[Council]) -> dict[str, Any]:
    return {
        "description": "Councils with adult social services duties in England, by region, as they "
        "are and as they were: names, codes, and what they answered.",
        "found": found,
        "by_region": [
            (region, list(councils))
            for region, councils in groupby(found, key=lambda council: council.region)
        ],
    }


@public_page("q")
def suggestions(request: HttpRequest) -> HttpResponse:
    """For the search field's script: what matches what has been typed, councils last."""
    params = RegisterParams.from_params(request.GET)
    at = reverse("councils")
    suggested = Council.objects.suggested_for(params.words) if params.words else []
    found = [
        {"name": str(region), "told": "Region", "url": region.get_absolute_url()}
        for region in Region.objects.all()
        if region.is_meant_by(params.words)
    ]
    found += [each._asdict() for each in found_elsewhere(request.user, params.words)]
    found += [
        {"name": str(council), "told": council.region.name, "url": council.get_absolute_url()}
        for council in suggested
    ]
    if not found:
        found = [
            {
                "name": name,
                "told": "Did you mean this?",
                "url": f"{at}?{urlencode({'q': name})}",
            }
            for name in meant(request.user, params, list(Region.objects.all()))
        ]
    return JsonResponse({"found": found})
