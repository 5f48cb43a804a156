"""A draft round as a council will see it: filled in to try it, and nothing of it is kept."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import Council
from councils.permissions import may_run_rounds
from ppf_site.bodies import MANY_TEXTS, takes_up_to
from surveys.actions.filling import carried_over, save_typed
from surveys.actions.previewing import pretended_return
from surveys.answers.fields import problems_of
from surveys.answers.section import SectionPage, section_or_404
from surveys.answers.typed import Typed
from surveys.models import Question, Return, Round, Section


@takes_up_to(MANY_TEXTS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preview(request: AuthedRequest, slug: str) -> HttpResponse:
    """Sections, fields, errors and checks are those of a council's own pages."""
    round = get_object_or_404(Round, slug=slug)
    if not may_run_rounds(request.user) or not round.is_draft:
        raise Http404
    councils = list(round.councils_to_ask())
    sections = _sections(round)
    typed = request.POST if request.method == "POST" else QueryDict()
    context = {"round": round, "councils": councils, "sections": sections}
    if not councils or not sections:
        return render(request, "returns/preview.html", context)
    council = _chosen(councils, typed)
    with pretended_return(round=round, council=council) as return_of:
        page = _filled(request, return_of, sections, typed)
        context |= {
            "council": council,
            "page": page,
            "return_of": return_of,
            "is_preview": True,
            "problems": list(problems_of(page.fields)),
            "others": _of_others(page, sections, typed),
        }
        return render(request, "returns/preview.html", context)


def _sections(round: Round) -> list[Section]:
    """Those that ask something, in order."""
    asked = Question.objects.asked_in(round).values("section")
    return list(Section.objects.filter(round=round, pk__in=asked))


def _chosen(councils: Sequence[Council], typed: QueryDict) -> Council:
    """Whose last answers and similar councils stand beside the questions."""
    slug = typed.get("council", "")
    return next((council for council in councils if council.slug == slug), councils[0])


def _filled(
    request: AuthedRequest, return_of: Return, sections: Sequence[Section], typed: QueryDict
) -> SectionPage:
    """The section to show, after what was typed in all of them went in, in their order."""
    keys = [section.key for section in sections]
    shown = typed.get("show") or typed.get("section")
    shown = shown if shown in keys else keys[0]
    found: dict[str, SectionPage] = {}
    for key in [*(key for key in keys if key != shown), shown]:
        page = section_or_404(return_of, key, me=request.user)
        given = _typed(page, typed)
        filled = save_typed(return_of=return_of, stored=page.stored, typed=given, by=request.user)
        found[key] = page.after_saving(given, filled.outcomes)
    return found[shown]


def _typed(page: SectionPage, data: QueryDict) -> dict[str, Typed]:
    found = {stored.key: Typed.from_post(stored.key, data) for stored in page.stored}
    typed = {key: answer for key, answer in found.items() if answer is not None}
    for stored in page.stored:
        if stored.key == data.get("carry"):
            typed[stored.key] = carried_over(stored, typed.get(stored.key))
    return typed


def _of_others(
    page: SectionPage, sections: Sequence[Section], typed: QueryDict
) -> list[tuple[str, str]]:
    """What was typed in the other sections goes along with the form: it is kept nowhere else."""
    here = {field.key for field in page.fields}
    asked = Question.objects.asked_in(page.return_of.round_id).filter(section__in=sections)
    others = set(asked.values_list("key", flat=True)) - here
    return [
        (name, value)
        for name in typed
        if name.partition(".")[0] in others
        for value in typed.getlist(name)
    ]
