"""A round's answers that stand out, for those who run it to ask about."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from surveys.following.odd import odd_answers
from surveys.models import Round

from .allowed import for_runners

PER_PAGE = 30


@require_safe
@for_runners
def odd(request: AuthedRequest, slug: str) -> HttpResponse:
    """The worst first."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    found = odd_answers(round)
    page, misread = page_asked_for(request, found, PER_PAGE)
    context = {
        "round": round,
        "count": len(found),
        "unexplained": sum(each.is_unexplained for each in found),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [*not_understood(request.GET, ["page"]), *misread],
    }
    return render(request, "manage/odd.html", context)
