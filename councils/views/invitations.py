"""The page behind the link of an invitation: a new account, or a role for the one there is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from councils.accounts import keep_session, sign_in
from councils.actions import accept, set_up_account
from councils.forms.accounts import AccountForm
from councils.models import Invitation, User
from councils.permissions import first_page, may_invite
from ppf_site import words
from ppf_site.history import secret_address
from ppf_site.pages import Lost, Suggestion
from ppf_site.refused import Refused


@secret_address
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Used and expired links say so; nobody is left before a page that only says no."""
    invitations = Invitation.objects.select_related("council", "region", "invited_by")
    found = invitations.filter(pk__in=Invitation.objects.with_token(token)).first()
    if found is None:
        raise Lost(
            "This invitation is not known. If it came by e-mail, a newer one may have replaced "
            "it: use the link of the latest, or ask the colleague who invited you for another.",
            [Suggestion("Sign in", "/accounts/login/")],
        )
    context = {"invitation": found}
    if found.accepted_at and found.accepted_by == request.user:
        return redirect(first_page(request.user))
    stands = may_invite(found.invited_by, council_id=found.council_id, kind=found.kind)
    if found.accepted_at or found.is_expired or found.is_over or not stands:
        return render(request, "councils/invitation_over.html", context, status=410)
    account = User.objects.filter(email=found.email).first()
    if account is not None:
        return _to_an_account(request, found, account)
    return _to_a_new_person(request, found)


def _to_an_account(request: HttpRequest, found: Invitation, account: User) -> HttpResponse:
    """Only the person whose address it is can take it, and signs in to show that they are.

    Not where nobody ever followed a link to the mailbox: who knows the password may be another.
    """
    person = request.user
    is_theirs = isinstance(person, User) and person == account
    if request.method == "POST" and is_theirs and isinstance(person, User):
        return _accept(request, found, person)
    context = {
        "invitation": found,
        "is_theirs": is_theirs,
        "is_shown": account.email_verified_at is not None,
    }
    return render(request, "councils/invitation_join.html", context)


def _to_a_new_person(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AccountForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid() and not request.user.is_authenticated:
        data = form.cleaned_data
        try:
            person = set_up_account(invitation=found, name=data["name"], password=data["password"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            sign_in(request, person)
            messages.success(request, f"Your account is ready: you can {found.work}.")
            return redirect(first_page(person))
    return render(request, "councils/invitation.html", {"invitation": found, "form": form})


def _accept(request: HttpRequest, found: Invitation, person: User) -> HttpResponse:
    try:
        accept(invitation=found, user=person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    keep_session(request, person)
    role = found.get_kind_display().lower()
    of = f" of {found.place}" if found.place else ""
    messages.success(request, f"You are now {words.with_article(role)}{of}.")
    # Whose roles were read before this one was given.
    return redirect(first_page(User.objects.get(pk=person.pk)))
