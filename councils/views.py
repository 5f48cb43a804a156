"""The list of councils, and the search for one by name or code."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from ppf_site.pages import respond
from ppf_site.privacy import public_to_readers
from ppf_site.spreadsheets import Sheet

from .models import Council, Region


@dataclass(frozen=True, slots=True)
class RegisterParams:
    """What the address asks for: words of a name, or the day whose councils are listed.

    Names and codes are those of the day; without one, of today.
    """

    words: str
    day: datetime.date

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        try:
            day = datetime.date.fromisoformat(params.get("on", ""))
        except ValueError:
            day = timezone.localdate()
        return cls(words=params.get("q", "").strip()[:100].replace("\x00", ""), day=day)


@require_safe
@login_not_required
def councils(request: HttpRequest) -> HttpResponse:
    """A search that finds one council goes straight to its page."""
    params = RegisterParams.from_params(request.GET)
    if params.words:
        listed = Council.objects.matching(params.words)
    else:
        listed = Council.objects.in_force(on=params.day)
    listed = listed.named_on(params.day).with_codes().with_earlier_names()
    listed = listed.select_related("region").order_by("region_position_then", "name_then")
    found = _as_then(list(listed))
    if params.words and len(found) == 1 and "download" not in request.GET:
        return redirect(found[0])
    context = {
        "params": params,
        "found": found,
        "by_region": [
            (region, list(councils))
            for region, councils in groupby(found, key=lambda council: council.region)
        ],
    }
    return respond(request, "councils/councils.html", context, [_sheet(found)], params=["q", "on"])


def _as_then(found: list[Council]) -> list[Council]:
    """In the region and of the type that each had on the day."""
    regions = Region.objects.in_bulk()
    for council in found:
        then = vars(council)
        council.region, council.type = regions[then["region_then"]], then["type_then"]
    return found


@require_safe
@login_not_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """For the search field's script: councils that match what has been typed so far."""
    params = RegisterParams.from_params(request.GET)
    suggested = Council.objects.suggested_for(params.words) if params.words else []
    found = [
        {"name": str(council), "region": council.region.name, "url": council.get_absolute_url()}
        for council in suggested
    ]
    return public_to_readers(request, JsonResponse({"councils": found}))


def _sheet(found: list[Council]) -> Sheet:
    return Sheet(
        name="councils",
        title="Councils with adult social services duties",
        header=[
            "Name",
            "Code",
            "Type",
            "Region",
            "Codes",
            "Earlier names",
            "Established",
            "Abolished",
        ],
        rows=[
            [
                getattr(council, "name_then", council.name),
                getattr(council, "code_then", None),
                council.get_type_display(),
                council.region.name,
                ", ".join(getattr(council, "all_codes", [])),
                "; ".join(getattr(council, "earlier_names", [])),
                council.established,
                council.abolished,
            ]
            for council in found
        ],
    )
