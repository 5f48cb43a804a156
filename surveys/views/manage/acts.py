"""Who did what, told in words from the history that the database keeps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from councils.models import Council
from ppf_site.acts.found import rows_of
from ppf_site.acts.told import acts_of
from ppf_site.addresses import OF_THE_FORM
from ppf_site.mistyped import not_understood
from ppf_site.pages import file_asked_for
from surveys.following.acts import PARAMS, ActParams, acts_sheet, groups_for
from surveys.following.sent_to import sent_to
from surveys.models import Round

from .allowed import for_runners

PER_PAGE = 50
# So many pages back one can turn; what lies further back is found by its days.
MOST_PAGES = 40
LARGEST_FILE = 5000


@require_safe
@for_runners
def acts(request: AuthedRequest) -> HttpResponse:
    """The newest first. Analysts read it of rounds, administrators of everything."""
    groups = groups_for(request.user)
    councils = list(Council.objects.order_by("name"))
    rounds = list(Round.objects.visible_to(request.user).order_by("-reference_date"))
    params = ActParams.from_params(request.GET, councils=councils, rounds=rounds, groups=groups)
    asked = params.asked(groups)
    file = file_asked_for(
        request, lambda: [acts_sheet(acts_of(rows_of(asked, 0, LARGEST_FILE)))], []
    )
    if file is not None:
        return file
    number, misread = _page(request.GET.get("page", ""))
    rows = rows_of(asked, (number - 1) * PER_PAGE, PER_PAGE + 1)
    context = {
        "acts": acts_of(rows[:PER_PAGE], [*councils, *rounds]),
        "sent": sent_to(asked) if number == 1 else None,
        "older": number + 1 if len(rows) > PER_PAGE and number < MOST_PAGES else None,
        "newer": number - 1,
        "params": params,
        "typed": dict(params.typed),
        "errors": dict(params.errors),
        "groups": groups,
        "councils": councils,
        "rounds": rounds,
        "not_understood": [
            *not_understood(request.GET, [*PARAMS, *OF_THE_FORM]),
            *params.misread,
            *misread,
        ],
    }
    return render(request, "manage/acts.html", context)


def _page(typed: str) -> tuple[int, list[str]]:
    """The number, and what was not understood: with anything in it, the first."""
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= MOST_PAGES:
        return int(typed), []
    return 1, ["page"] if typed else []
