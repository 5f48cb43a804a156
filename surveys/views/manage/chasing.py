"""A letter to councils whose returns are awaited: written, looked at, and sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.people import inviting
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.chasing import chase, just_written
from surveys.following.chosen import Chosen
from surveys.following.forms import ChaserForm
from surveys.following.wording import SUGGESTED, filled, values_for
from surveys.models import Round
from surveys.views.returns.kept import keep_and_sign_in, what_was_kept

from .allowed import for_followers
from .board import followed_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """A letter is long in the writing: it outlasts the session that it was begun in."""
    if not request.user.is_authenticated:
        return keep_and_sign_in(request)
    return _write(request, slug)


@for_followers
def _write(request: AuthedRequest, slug: str) -> HttpResponse:
    """To the people of the councils that were chosen; a regional lead's are of the region."""
    round, rows = followed_or_404(request.user, slug)
    if kept := what_was_kept(request):
        return _show(request, round, Chosen.from_params(kept, rows), ChaserForm(kept))
    if request.method != "POST":
        chosen = Chosen.from_params(request.GET, rows)
        return _show(request, round, chosen, ChaserForm(initial=SUGGESTED))
    chosen, form = Chosen.from_params(request.POST, rows), ChaserForm(request.POST)
    if not form.is_valid() or request.POST.get("do") != "send":
        return _show(request, round, chosen, form)
    again = just_written(chosen.addressed, **form.cleaned_data)
    if again and not request.POST.get("again"):
        return _show(request, round, chosen, form, again)
    try:
        chase(round=round, rows=chosen.rows, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, round, chosen, form)
    messages.success(request, f"The letter goes out now: {_told(chosen)}.")
    return redirect("manage-returns", slug)


def _told(chosen: Chosen) -> str:
    people = words.plural(len(chosen.people), "person", "people")
    return f"to {people} of {words.plural(len(chosen.addressed), 'council')}"


def _show(
    request: AuthedRequest,
    round: Round,
    chosen: Chosen,
    form: ChaserForm,
    again: list[str] | None = None,
) -> HttpResponse:
    context = {
        "round": round,
        "chosen": chosen,
        "form": form,
        "told": _told(chosen),
        "again": again or [],
        "preview": _preview(chosen, form),
        "inviting": inviting(
            request.user, [row.return_of.council_id for row in chosen.nobody_there]
        ),
    }
    return render(request, "manage/write.html", context)


def _preview(chosen: Chosen, form: ChaserForm) -> dict[str, str] | None:
    """As the first of them reads it; None of a letter that cannot be sent as it is."""
    if not chosen.people or (form.is_bound and not form.is_valid()):
        return None
    row, person = chosen.people[0]
    typed = form.cleaned_data if form.is_bound else SUGGESTED
    values = values_for(row.return_of, person)
    return {
        "to": f"{person.name}, {row.council}",
        **{name: filled(typed[name], values) for name in ("subject", "body")},
    }
