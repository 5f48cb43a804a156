"""Pages for readers who would be told of releases by e-mail, and who no longer would."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from councils.adapters import note_limit
from councils.views.accounts import too_many
from milestones import actions
from milestones.models import Subscription
from milestones.models.subscriptions import stopped_by
from milestones.subscribing.forms import TellMeForm
from milestones.subscribing.subjects import subject_of
from ppf_site.history import secret_address
from ppf_site.pages import Lost, Suggestion, public_page, respond

AGAIN = [Suggestion("Ask to be told of releases", "/tell-me/")]


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def tell_me(request: HttpRequest) -> HttpResponse:
    """Not a page that is kept: its form has a token. The pages it is about lead to it."""
    subject = subject_of(request.GET)
    form = TellMeForm(request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="tell_me"):
            return too_many(request)
        if form.is_valid():
            _ask(request, form.cleaned_data["email"], subject)
            return redirect("tell-me-sent")
    context = {"form": form, "subscription": Subscription(**subject)}
    return render(request, "tell_me/ask.html", context)


def _ask(request: HttpRequest, email: str, subject: dict[str, object]) -> None:
    """Asked for too often, the links that were sent still work, and the page says the same."""
    if ratelimit.consume(request, action="tell_me_link", key=email):
        actions.ask_to_be_told(email=email, subject=subject)
    else:
        note_limit(request, "tell_me_link")


@public_page()
def sent(request: HttpRequest) -> HttpResponse:
    """The same whoever asked: whether an address is known is nobody's business."""
    return respond(request, "tell_me/sent.html", {"title": "Check your e-mail"})


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """By a button: programs that look into links before people do would else confirm them."""
    found = Subscription.objects.with_subject().with_token(token).first()
    if found is None or (found.is_expired and not found.confirmed_at):
        raise Lost(
            "This link no longer works: two days have gone by, a newer one took its place, or "
            "you have stopped since.",
            AGAIN,
        )
    if request.method == "POST":
        actions.confirm(subscription=found)
        return redirect(request.path)
    return render(request, "tell_me/confirm.html", {"subscription": found})


@secret_address
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program sends the POST by itself, without having read a page (RFC 8058): the address
    alone says whose it is, so nobody else's request can do it."""
    if stopped_by(token) is None:
        raise Lost("This link is not one of ours. Use the whole address from the e-mail.", AGAIN)
    if request.method == "POST":
        actions.stop(token=token, all_of_them=request.POST.get("which") == "all")
    found = Subscription.objects.with_subject().with_stop_token(token).first()
    return render(request, "tell_me/stop.html", {"subscription": found})
