"""What is asked about a round's answers, and what councils ask to put right."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from councils.models import Region
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from surveys.following.queries import PARAMS, QueryParams, asked_in
from surveys.models import Query, Round

from .allowed import for_runners

PER_PAGE = 50


@require_safe
@for_runners
def queries(request: AuthedRequest, slug: str) -> HttpResponse:
    """Those that wait for somebody, unless the address names another state."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    regions = list(Region.objects.all())
    asked = asked_in(round, QueryParams.from_params(request.GET, regions))
    page, misread = page_asked_for(request, asked.shown, PER_PAGE)
    context = {
        "round": round,
        "asked": asked,
        "params": asked.params,
        "regions": regions,
        "states": Query.State,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [
            *not_understood(request.GET, PARAMS),
            *asked.params.misread,
            *misread,
        ],
    }
    return render(request, "manage/queries.html", context)
