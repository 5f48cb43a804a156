"""What was typed before the session ended, kept until the person has signed in again."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from surveys.permissions import own_return_or_404

KEY = "typed_before_signing_in"
LONGEST = 200_000
View = Callable[..., HttpResponse]


def keep_and_sign_in(request: HttpRequest, page: str = "") -> HttpResponse:
    """To the sign-in page and back to `page`, else to this one.

    Signing in carries the session over, and with it the text.
    """
    path = page or request.path
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        kept = typed.urlencode()
        if len(kept) <= LONGEST:
            request.session[KEY] = {"path": path, "typed": kept}
    return redirect_to_login(page or request.get_full_path())


def what_was_kept(request: HttpRequest) -> QueryDict | None:
    """Once, only on the page that it was typed on, and only to the person who typed it."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    typed = QueryDict(kept["typed"])
    return typed if typed.get("person") == str(request.user.pk) else None


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
