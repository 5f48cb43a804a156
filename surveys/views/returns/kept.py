"""What was typed before the session ended, kept until the person has signed in again."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

KEY = "typed_before_signing_in"
LONGEST = 200_000


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back. Signing in carries the session over, and with it the text."""
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        kept = typed.urlencode()
        if len(kept) <= LONGEST:
            request.session[KEY] = {"path": request.path, "typed": kept}
    return redirect_to_login(request.get_full_path())


def what_was_kept(request: HttpRequest) -> QueryDict | None:
    """Once, and only on the page that it was typed on."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])
