"""Who works on a return: its sections in colleagues' hands, invitations, deputies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.actions import end_deputy, invite, name_deputy, people_of, withdraw
from councils.http import AuthedRequest
from councils.models import Invitation, User
from ppf_site.refused import Refused
from surveys.actions.colleagues import hand_section, take_section
from surveys.models import Question, Return, Section
from surveys.permissions import may_name_deputy, own_return_or_404
from surveys.returns.forms import DeputyForm, InviteColleagueForm

Forms = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: AuthedRequest, pk: int) -> HttpResponse:
    """Each form of the page says in `do` what it is for."""
    return_of = own_return_or_404(request.user, pk)
    forms = _forms(return_of, request.user)
    if request.method == "POST":
        act = DOES.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        try:
            done = act(request, return_of, request.user, forms)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("return-colleagues", pk=pk)
        if done:
            messages.success(request, done)
            return redirect("return-colleagues", pk=pk)
    return render(request, "returns/colleagues.html", _context(return_of, request.user, forms))


def _forms(return_of: Return, by: User) -> Forms:
    people = sorted(
        {role.user for role in people_of(return_of.council)}, key=lambda each: each.name
    )
    return {
        "people": people,
        "invite": InviteColleagueForm(
            may_invite_signatory=may_name_deputy(by, return_of), prefix="invite"
        ),
        "deputy": DeputyForm(people=[each for each in people if each != by], prefix="deputy"),
    }


def _context(return_of: Return, by: User, forms: Forms) -> dict[str, Any]:
    assigned = {each.section_id: each.user for each in return_of.assignments.select_related("user")}
    asked = Question.objects.asked_in(return_of.round_id).values("section")
    sections = Section.objects.filter(round=return_of.round_id, pk__in=asked)
    open_ones = (
        Invitation.objects.open().filter(council=return_of.council).select_related("invited_by")
    )
    return {
        **forms,
        "return_of": return_of,
        "me": by,
        "roles": people_of(return_of.council),
        "sections": [(section, assigned.get(section.pk)) for section in sections],
        "assigned": len(assigned),
        "invitations": open_ones,
        "may_name_deputy": may_name_deputy(by, return_of),
        "bound": next((f for f in (forms["invite"], forms["deputy"]) if f.is_bound), None),
    }


def _give(request: AuthedRequest, return_of: Return, by: User, forms: Forms) -> str:
    section = _section(request, return_of)
    person = next((p for p in forms["people"] if str(p.pk) == request.POST.get("user")), None)
    if person is None:
        raise Refused("Choose a colleague for the section.")
    hand_section(return_of=return_of, section=section, to=person)
    return f"“{section}” is in the hands of {person}."


def _take(request: AuthedRequest, return_of: Return, by: User, forms: Forms) -> str:
    section = _section(request, return_of)
    take_section(return_of=return_of, section=section)
    return f"“{section}” is taken back: it is nobody’s in particular."


def _section(request: AuthedRequest, return_of: Return) -> Section:
    return get_object_or_404(
        Section, round=return_of.round_id, key=request.POST.get("section", "").replace("\x00", "")
    )


def _invite(request: AuthedRequest, return_of: Return, by: User, forms: Forms) -> str:
    may_invite = may_name_deputy(by, return_of)
    form = InviteColleagueForm(request.POST, may_invite_signatory=may_invite, prefix="invite")
    forms["invite"] = form
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    invite(council=return_of.council, kind=data["kind"], email=data["email"], by=by)
    return f"{data['email']} gets an e-mail with a link. It works once, for 14 days."


def _withdraw(request: AuthedRequest, return_of: Return, by: User, forms: Forms) -> str:
    withdraw(council=return_of.council, pk=_number(request, "invitation"))
    return "The invitation is withdrawn: its link no longer works."


def _name(request: AuthedRequest, return_of: Return, by: User, forms: Forms) -> str:
    if not may_name_deputy(by, return_of):
        raise Http404
    others = [each for each in forms["people"] if each != by]
    form = DeputyForm(request.POST, people=others, prefix="deputy")
    forms["deputy"] = form
    if not form.is_valid():
        return ""
    role = name_deputy(council=return_of.council, by=by, **form.cleaned_data)
    return f"{role.user} may sign for {return_of.council} on the days that you chose."


def _end(request: AuthedRequest, return_of: Return, by: User, forms: Forms) -> str:
    if not may_name_deputy(by, return_of):
        raise Http404
    end_deputy(council=return_of.council, pk=_number(request, "role"), by=by)
    return "The deputy’s time has ended."


def _number(request: AuthedRequest, key: str) -> int:
    text = request.POST.get(key, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


DOES: dict[str, Callable[[AuthedRequest, Return, User, Forms], str]] = {
    "give": _give,
    "take": _take,
    "invite": _invite,
    "withdraw": _withdraw,
    "deputy": _name,
    "end-deputy": _end,
}
