"""The list of councils, and the search for one by name or code."""

import datetime
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from ppf_site.found import Found, found_elsewhere
from ppf_site.pages import public_page, respond
from ppf_site.spreadsheets import Sheet
from ppf_site.words import day as day_words
from ppf_site.words import join_words, plural

from .forms import InForceForm
from .models import Council, Region


@dataclass(frozen=True, slots=True)
class RegisterParams:
    """What the address asks for: words of a name, or the day whose councils are listed.

    Names and codes are those of the day; without one, of today.
    """

    words: str
    day: datetime.date
    form: InForceForm

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        """A day that cannot be read is today, and its field says so."""
        today = timezone.localdate()
        typed = params if params.get("on") else None
        form = InForceForm(typed, initial={"on": day_words(today)})
        day = form.cleaned_data["on"] if form.is_valid() else None
        words = params.get("q", "").strip()[:100].replace("\x00", "")
        return cls(words=words, day=day or today, form=form)

    @property
    def misread(self) -> list[str]:
        """The parameters of the address that could not be understood."""
        return ["on"] if self.form.errors else []


@public_page("q", "on")
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
    regions = list(Region.objects.matching(params.words)) if params.words else []
    hits = [council.get_absolute_url() for council in found if params.words]
    hits += [region.get_absolute_url() for region in regions]
    elsewhere = found_elsewhere(request.user, params.words)
    hits += [each.url for each in elsewhere]
    if len(hits) == 1 and "download" not in request.GET:
        return redirect(hits[0])
    context = {
        "params": params,
        "form": params.form,
        "title": _title(params, len(found), [*map(str, regions), *_counted(elsewhere)]),
        "regions": regions,
        "elsewhere": elsewhere,
        "description": "Councils with adult social services duties in England, by region, as they "
        "are and as they were: names, codes, and what they answered.",
        "found": found,
        "by_region": [
            (region, list(councils))
            for region, councils in groupby(found, key=lambda council: council.region)
        ],
    }
    return respond(
        request,
        "councils/councils.html",
        context,
        lambda: [_sheet(found)],
        misread=params.misread,
    )


def _counted(elsewhere: list[Found]) -> list[str]:
    """ "2 expectations" and "1 measure"."""
    kinds = Counter(each.told.lower() for each in elsewhere)
    return [plural(count, kind) for kind, count in kinds.items()]


def _title(params: RegisterParams, found: int, others: list[str]) -> str:
    if not params.words:
        were = "are" if params.day == timezone.localdate() else "were"
        return f"{plural(found, 'council')} {were} in force on {day_words(params.day)}"
    councils = [plural(found, "council")] if found else []
    what = join_words([*others, *councils]) or "Nothing"
    return f"{what} found for “{params.words}”"


def _as_then(found: list[Council]) -> list[Council]:
    """In the region and of the type that each had on the day."""
    regions = Region.objects.in_bulk()
    for council in found:
        then = vars(council)
        council.region, council.type = regions[then["region_then"]], then["type_then"]
    return found


@public_page("q")
def suggestions(request: HttpRequest) -> HttpResponse:
    """For the search field's script: what matches what has been typed, councils last."""
    params = RegisterParams.from_params(request.GET)
    suggested = Council.objects.suggested_for(params.words) if params.words else []
    regions = Region.objects.matching(params.words) if params.words else []
    found = [
        {"name": str(region), "told": "Region", "url": region.get_absolute_url()}
        for region in regions
    ]
    found += [each._asdict() for each in found_elsewhere(request.user, params.words)]
    found += [
        {"name": str(council), "told": council.region.name, "url": council.get_absolute_url()}
        for council in suggested
    ]
    return JsonResponse({"found": found})


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
