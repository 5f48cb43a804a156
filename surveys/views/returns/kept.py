"""What was typed before the session ended, kept until the person has signed in again."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from councils.whose_form import FIELD, person_of
from surveys.permissions import own_return_or_404

KEY = "typed_before_signing_in"
# As sent, in bytes; and how long until one has signed in again, in seconds.
LONGEST = 100_000
KEPT_FOR = 60 * 60
KEPT = "What you typed is kept for an hour. Sign in, and it is there again."
TOO_LONG = (
    "You were signed out, and what you typed is too long to be kept meanwhile. Go back and copy "
    "it, sign in, and put it in again."
)
View = Callable[..., HttpResponse]


def keep_and_sign_in(request: HttpRequest, page: str = "") -> HttpResponse:
    """To the sign-in page and back to `page`, else to this one.

    Signing in carries the session over, and with it the text. Nothing is kept for who was never
    given the form: that would be room for anybody to fill.
    """
    if request.method == "POST" and person_of(request.POST.get(FIELD, "")):
        _keep(request, page or request.path)
    return redirect_to_login(page or request.get_full_path())


def _keep(request: HttpRequest, path: str) -> None:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    kept = typed.urlencode()
    if len(kept) > LONGEST:
        messages.warning(request, TOO_LONG)
        return
    request.session[KEY] = {"path": path, "typed": kept}
    # Until somebody signs in, which gives the session its own time.
    request.session.set_expiry(KEPT_FOR)
    messages.info(request, KEPT)


def what_was_kept(request: HttpRequest) -> QueryDict | None:
    """Once, only on the page that it was typed on, and only to the person who typed it."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    typed = QueryDict(kept["typed"])
    return typed if person_of(typed.get(FIELD, "")) == request.user.pk else None


def keeps_what_was_typed(page: str = "") -> Callable[[View], View]:
    """For a view that a form of `page` is sent to: nothing typed is lost with the session.

    Asked for in any other way than by its form, it leads to that page. None named is its own.
    """

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def inner(request: HttpRequest, pk: int, **place: str) -> HttpResponse:
            shown = reverse(page, args=[pk]) if page else ""
            if not request.user.is_authenticated:
                return keep_and_sign_in(request, shown)
            if request.method in {"GET", "HEAD"} and shown not in {"", request.path}:
                own_return_or_404(request.user, pk)
                return redirect(shown)
            return view(request, pk, **place)

        return inner

    return decorate
