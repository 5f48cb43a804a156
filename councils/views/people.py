"""People and their roles, for administrators: who can sign, invitations, and roles that end."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.actions import end_role, invite, invite_all, withdraw
from councils.allowed import View, open_to
from councils.forms.people import (
    LARGEST_FILE,
    TOO_LARGE,
    EndRoleForm,
    InviteAnybodyForm,
    InviteManyForm,
)
from councils.http import AuthedRequest
from councils.invitations_file import BadInvitationsError
from councils.models import Region, Role, User
from councils.people import (
    PeopleAsked,
    called,
    open_invitations,
    others,
    people_of_councils,
    taken_out,
)
from councils.permissions import may_manage_people
from ppf_site import words
from ppf_site.bodies import takes_up_to
from ppf_site.refused import Refused

PER_PAGE = 40
# What a form adds around its file: boundaries, names, the token.
AROUND_A_FILE = 64 * 1024


def for_administrators(view: View) -> View:
    return open_to(may_manage_people, view)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def people(request: AuthedRequest) -> HttpResponse:
    """Each council with who can sign for it, who else has a role, and who is invited to any.

    What is sent here withdraws an invitation.
    """
    if request.method == "POST":
        return _withdrawn(request)
    asked = PeopleAsked.from_params(request.GET.dict())
    everywhere = people_of_councils()
    shown = [each for each in everywhere if asked.holds(each)]
    pages = Paginator(shown, PER_PAGE)
    page = pages.get_page(asked.page)
    context = {
        "title": _title([each for each in everywhere if not each.can_be_signed], everywhere),
        "asked": asked,
        "page": page,
        "pages": pages.get_elided_page_range(page.number),
        "shown": len(shown),
        "regions": Region.objects.all(),
        "others": others(),
        "invitations": open_invitations(),
        "called": called(asked.name),
    }
    return render(request, "manage/people.html", context)


def _withdrawn(request: AuthedRequest) -> HttpResponse:
    """Twice is once."""
    typed = request.POST.get("withdraw", "")
    pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
    found = next((each for each in open_invitations() if each.pk == pk), None)
    if found is not None:
        withdraw(council=found.council, pk=found.pk)
        told = f"The invitation of {found.email} is withdrawn: its link no longer works."
        messages.success(request, told)
    return redirect("people")


def _title(unsigned: list[Any], everywhere: list[Any]) -> str:
    if not unsigned:
        return "Somebody can sign for every council"
    if len(unsigned) == 1:
        return f"Nobody can sign for {unsigned[0].council.name}"
    return f"Nobody can sign for {len(unsigned)} of {words.plural(len(everywhere), 'council')}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def invite_somebody(request: AuthedRequest) -> HttpResponse:
    """To any role, at a council or region or for the country, for a period if one is said."""
    start = {key: request.GET[key] for key in ("council", "kind", "email") if key in request.GET}
    form = InviteAnybodyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(
                request, f"An e-mail goes to {made.email}. Its link works once, for 14 days."
            )
            return redirect("people")
    return render(request, "manage/people_invite.html", {"form": form})


@takes_up_to(LARGEST_FILE + AROUND_A_FILE, TOO_LARGE)
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def invite_many(request: AuthedRequest) -> HttpResponse:
    """From a list: all of it, or none and every problem."""
    form = InviteManyForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = InviteManyForm(request.POST, request.FILES)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_all(form.cleaned_data["file"], by=request.user)
        except BadInvitationsError as error:
            for problem in error.problems:
                form.add_error("file", problem)
        else:
            told = words.plural(len(made), "person is", "people are")
            messages.success(request, f"{told} invited by e-mail.")
            return redirect("people")
    return render(request, "manage/people_invite_many.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def person(request: AuthedRequest, pk: int) -> HttpResponse:
    """A person's roles, each with its days; one ends by its form."""
    found = get_object_or_404(User, pk=pk)
    roles = list(found.roles.select_related("council", "region").order_by("-starts_on"))
    sent = request.POST.get("role", "") if request.method == "POST" else ""
    forms = {
        role.pk: EndRoleForm(
            request.POST if sent == str(role.pk) else None, prefix=f"role-{role.pk}"
        )
        for role in roles
    }
    chosen = next((role for role in roles if str(role.pk) == sent), None)
    if request.method == "POST" and sent and chosen is None:
        raise Http404
    form = forms[chosen.pk] if chosen else None
    if chosen and form and form.is_valid() and _ended(request, chosen, form):
        return redirect("person", pk)
    return render(
        request,
        "manage/person.html",
        {
            "person": found,
            "roles": [(role, forms[role.pk]) for role in roles],
            "taken_out": taken_out(found),
            "form": form,
        },
    )


def _ended(request: AuthedRequest, role: Role, form: EndRoleForm) -> bool:
    last_day = form.cleaned_data["last_day"]
    try:
        end_role(role=role, last_day=last_day, by=request.user)
    except Refused as refused:
        form.add_error("last_day", str(refused))
        return False
    ends = "ends"
    if role.starts_on > last_day:
        ends = "had not begun by then: it is taken out, as if it had never been given"
    messages.success(request, f"{role} {ends}. {role.user} is told by e-mail.")
    return True
