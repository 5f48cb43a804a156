"""One release: who sees it from when, who is named under embargo, and what was done about it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site import words
from ppf_site.refused import Refused
from ppf_site.words import day_and_time
from surveys.actions.embargo import name_viewer, strike_viewer
from surveys.actions.releasing import NotMovedOn, call_off
from surveys.models import Release
from surveys.models.releases import Stage
from surveys.releases.embargo import viewers_through_time
from surveys.releases.narrowing import what_can_go
from surveys.releases.stages import no_longer_public, sector_moved_words, stages_of

from .allowed import compiled_or_404, for_runners

# So many who are called alike are named.
MOST_ALIKE = 5


class ViewerForm(forms.Form):
    email = forms.CharField(
        label="Name or e-mail address",
        help_text="Of somebody who has a role here: begin to type, and choose. They are told by "
        "e-mail, and read the release from now on; nobody else of their council does.",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "people"}),
        error_messages={"required": "Enter the name or e-mail address of whom you name."},
    )

    def clean_email(self) -> str:
        """The address, also of who was typed by name."""
        typed: str = self.cleaned_data["email"]
        if "@" in typed:
            return typed
        found = list(User.objects.of_the_sector().filter(name__iexact=typed).order_by("email"))
        if len(found) == 1:
            return found[0].email
        if found:
            emails = words.join_words([person.email for person in found])
            raise forms.ValidationError(f"There is more than one {typed}: enter one of {emails}.")
        raise forms.ValidationError(_not_called(typed))


def _not_called(typed: str) -> str:
    """Nobody is named by a part of a name: who is meant is asked back."""
    alike = User.objects.of_the_sector().filter(name__icontains=typed).order_by("name")
    told = [f"{person.name} ({person.email})" for person in alike[:MOST_ALIKE]]
    if told:
        are = "is one who has" if len(told) == 1 else "are some who have"
        known = f"There {are} a role here: {words.join_words(told)}."
        return f"Enter the whole name or the address. {known}"
    return (
        f"Nobody who is called “{typed}” has a role here. Enter an e-mail address, such as "
        "name@council.gov.uk."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def of_release(request: AuthedRequest, slug: str, number: int) -> HttpResponse:
    """Each form of the page says in `do` what it is for."""
    release = compiled_or_404(slug, number)
    names = request.POST.get("do") == "name"
    form = ViewerForm(request.POST if names else None)
    if request.method == "POST" and _is_done(request, release, form):
        return redirect("manage-release-number", slug, number)
    requests = list(release.public_requests.with_people())
    context = {
        "round": release.round,
        "release": release,
        "stages": stages_of(release),
        "gone": no_longer_public(release.round.releases.all()).get(release.pk, ""),
        "requests": requests,
        "asked": next((each for each in requests if each.is_waiting), None),
        "viewers": release.viewers.all(),
        "through_time": viewers_through_time(release),
        "people": User.objects.of_the_sector() if release.stage == Stage.PREVIEW else [],
        "narrowings": release.narrowings.select_related("by"),
        "acceptances": release.acceptances.select_related("by"),
        "can_go": what_can_go(release),
        "form": form,
    }
    return render(request, "manage/release_number.html", context)


def _is_done(request: AuthedRequest, release: Release, form: ViewerForm) -> bool:
    """What is refused of a form with fields stands beside it; of a button, above the page."""
    acts: dict[str, Callable[[], str]] = {
        "name": lambda: _named(request, release, form),
        "strike": lambda: _struck(request, release),
        "call-off": lambda: _called_off(request, release),
    }
    act = acts.get(request.POST.get("do", ""))
    if act is None or (act is acts["name"] and not form.is_valid()):
        return False
    try:
        messages.success(request, act())
    except (Refused, NotMovedOn) as refused:
        if act is acts["name"]:
            form.add_error("email", str(refused))
            return False
        messages.error(request, str(refused))
    return True


def _named(request: AuthedRequest, release: Release, form: ViewerForm) -> str:
    person = name_viewer(release=release, email=form.cleaned_data["email"], by=request.user)
    return f"{person} can read the release from now on, and is told by e-mail."


def _struck(request: AuthedRequest, release: Release) -> str:
    typed = request.POST.get("person", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
    person = strike_viewer(release=release, person=number, by=request.user)
    return f"{person} no longer reads the release before others do."


def _called_off(request: AuthedRequest, release: Release) -> str:
    stage, was = request.POST.get("stage", ""), release.sector_at
    call_off(release=release, stage=stage, by=request.user)
    release.refresh_from_db()
    said = "Called off. Who reads the release now goes on reading it."
    if stage != Stage.PUBLIC or was is None:
        return said
    moved = sector_moved_words(was, release.sector_at)
    if not moved and not stages_of(release)[0].is_open:
        moved = f"The sector’s time stays: {day_and_time(was)}."
    return f"{said} {moved}".strip()
