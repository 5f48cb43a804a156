"""What a person sees of their own account, and changes about it: password and address."""

from allauth.account.views import password_change
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from councils.accounts import ask_for_address, keep_session, take_address, why_address_stays
from councils.adapters import note_limit
from councils.forms.accounts import AddressForm
from councils.http import AuthedRequest
from councils.models import AddressChange, User
from ppf_site.history import address_kept, secret_address
from ppf_site.pages import Lost, Suggestion
from ppf_site.refused import Refused


@require_safe
def account(request: AuthedRequest) -> HttpResponse:
    waiting = AddressChange.objects.filter(user=request.user).first()
    context = {"waiting": None if waiting is None or waiting.is_expired else waiting}
    return render(request, "account/account.html", context)


def change_password(request: AuthedRequest, /) -> HttpResponseBase:
    """Whoever never chose a password gets a link to choose one: nobody else knows the mailbox."""
    if not request.user.has_usable_password():
        return redirect("account_reset_password")
    response: HttpResponseBase = password_change(request)
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_address(request: AuthedRequest) -> HttpResponse:
    """The password again: a browser left open is not enough."""
    stays = why_address_stays()
    if stays:
        return render(request, "account/address_stays.html", {"why": stays})
    if not request.user.has_usable_password():
        return redirect("account_reset_password")
    form = AddressForm(request.POST or None, person=request.user)
    if request.method == "POST":
        if not ratelimit.consume(request, action="change_address"):
            return too_many(request)
        if form.is_valid() and _asked(request.user, form):
            sent = f"A link goes to {form.cleaned_data['email']}. Follow it within a day."
            messages.success(request, f"{sent} Until then your address stays as it is.")
            return redirect("account")
    return render(request, "account/address.html", {"form": form})


def _asked(person: User, form: AddressForm) -> bool:
    try:
        ask_for_address(user=person, email=form.cleaned_data["email"])
    except Refused as refused:
        form.add_error("email", str(refused))
        return False
    return True


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: AuthedRequest, token: str) -> HttpResponse:
    """Whose link it is signs in to follow it: nobody makes a mailbox theirs by sending a link."""
    change = AddressChange.objects.with_token(token).select_related("user").first()
    if change is None or change.is_expired:
        raise Lost(
            "This link no longer works: it was used, a newer one took its place, or a day has "
            "gone by. Ask for the new address again.",
            [Suggestion("Your account", "/accounts/")],
        )
    if request.method == "POST" and change.user == request.user:
        try:
            take_address(change=change, user=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            keep_session(request, request.user)
            messages.success(request, f"Your address is now {request.user.email}.")
        return redirect("account")
    return render(request, "account/address_confirm.html", {"change": change})


def too_many(request: HttpRequest) -> HttpResponse:
    """What allauth shows too, where a limit is reached."""
    note_limit(request, address_kept(request.path))
    return render(request, "429.html", status=429)
