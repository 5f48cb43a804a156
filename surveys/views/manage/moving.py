"""Opening a release to the sector or to everybody: what they will see, and then the act."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.forms.utils import from_current_timezone
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site.day_fields import day_field, time_field
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.needed import NeedsByRules
from ppf_site.words import day_and_time
from surveys.actions.approving import approve_public, ask_public, withdraw_request
from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import PublicRequest, Release
from surveys.models.releases import Stage
from surveys.releases.checklist import checklist_of
from surveys.releases.letters_of_requests import may_approve
from surveys.releases.stages import ACTS, WHY_FEW, hindrance, sector_moved_words

from .allowed import compiled_or_404, for_runners

SET = "You wrote a day or a time: choose “From a set time”, or empty them."


class MoveForm(NeedsByRules, forms.Form):
    """Asked once more before a release opens to others: what they have kept by then they have."""

    # Of a set time; “At once” needs neither.
    needed = ("day", "time")
    use_required_attribute = False
    when = forms.ChoiceField(
        label="From when",
        choices=[("now", "At once"), ("at", "From a set time")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose from when."},
    )
    day = day_field("Day")
    time = time_field("Time")
    consent = forms.CharField(
        label="Why the answers of these few councils may be told",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": WHY_FEW},
        help_text="Such as: these councils agree to be told; or: nothing of these councils is "
        "confidential. It is kept on the record.",
    )

    def __init__(self, *args: Any, release: Release, stage: Stage, **kwargs: Any) -> None:
        at = release.sector_at if stage == Stage.SECTOR else release.public_at
        initial: dict[str, Any] = {"when": "now"}
        if at is not None:
            local = timezone.localtime(at)
            initial = {"when": "at", "day": local.date(), "time": local.time()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if stage != Stage.PUBLIC or not release.tells_few:
            del self.fields["consent"]
        elif release.consent:
            self.fields["consent"].required = False  # it is on the record already

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("when") != "at":
            self._hold_what_is_set()
            return data
        for name, missing in (("day", "Enter the day."), ("time", "Enter the time.")):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, missing)
        if not self.errors:
            self._find_moment(data["day"], data["time"])
        return data

    def _hold_what_is_set(self) -> None:
        """“At once” is chosen from the start: whoever writes a time means that."""
        if any(self.cleaned_data.get(name) and name in self.changed_data for name in self.needed):
            self.add_error("when", SET)

    def _find_moment(self, day: datetime.date, time: datetime.time) -> None:
        try:
            self.cleaned_data["at"] = from_current_timezone(datetime.datetime.combine(day, time))
        except forms.ValidationError:
            self.add_error("time", "The clocks change in that hour. Choose another time.")

    @property
    def chosen(self) -> dict[str, Any]:
        """Without a moment: at once."""
        return {"at": self.cleaned_data.get("at"), "consent": self.cleaned_data.get("consent", "")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def open_to(request: AuthedRequest, slug: str, number: int, stage: str) -> HttpResponse:
    """What opens to whom and what stays hidden, before it is done."""
    release = compiled_or_404(slug, number)
    if stage not in ACTS:
        raise Http404
    wanted = Stage(stage)
    decides = request.POST.get("do") in DECISIONS
    sent = request.POST if request.method == "POST" and not decides else None
    form = MoveForm(sent, release=release, stage=wanted)
    if request.method == "POST" and _is_done(request, release, wanted, form):
        return redirect("manage-release-number", slug, number)
    is_public = wanted == Stage.PUBLIC
    needs_two = is_public and settings.RELEASE_NEEDS_TWO
    asked = release.public_requests.waiting().with_people().first() if is_public else None
    context = {
        "round": release.round,
        "release": release,
        "act": ACTS[wanted],
        "is_public": is_public,
        "needs_two": needs_two,
        "asked": asked,
        "approvers": _names_of_approvers(asked, request.user) if asked or needs_two else [],
        "sector_at": release.sector_at if is_public and release.stage == Stage.PREVIEW else None,
        "hindered": hindrance(release, wanted),
        "checklist": checklist_of(release) if is_public else None,
        "form": form,
    }
    return render(request, "manage/open_to.html", context)


def _names_of_approvers(asked: PublicRequest | None, person: User) -> list[str]:
    """Of what is asked for, or of what this person would ask for."""
    return [str(each) for each in may_approve(asked or PublicRequest(asked_by=person))]


def _is_done(request: AuthedRequest, release: Release, stage: Stage, form: MoveForm) -> bool:
    decide = DECISIONS.get(request.POST.get("do", "")) if stage == Stage.PUBLIC else None
    if decide is None and not form.is_valid():
        return False
    try:
        if decide is not None:
            said = decide(release, request.user, _seen(request))
        else:
            said = _moved(release, stage, form.chosen, request.user)
    except NotMovedOn as refused:
        if form.is_bound:
            form.add_error(_field_of(form), str(refused))
            return False
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return True


def _moved(release: Release, stage: Stage, chosen: dict[str, Any], by: User) -> str:
    if stage == Stage.PUBLIC and settings.RELEASE_NEEDS_TWO:
        ask_public(release=release, by=by, **chosen)
        return "Asked for. It becomes public when somebody else who runs rounds approves it."
    was = release.sector_at
    move_on(release=release, stage=stage, by=by, **chosen)
    return _moved_words(release, stage, chosen["at"], was)


def _seen(request: AuthedRequest) -> int:
    """The request that the page showed; 0 is none."""
    typed = request.POST.get("asked", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def _approved(release: Release, by: User, seen: int) -> str:
    was = release.sector_at
    approve_public(release=release, by=by, seen=seen)
    release.refresh_from_db()
    at = release.public_at if release.stage != Stage.PUBLIC else None
    return _moved_words(release, Stage.PUBLIC, at, was)


def _withdrawn(release: Release, by: User, seen: int) -> str:
    withdraw_request(release=release, by=by, seen=seen)
    return "Withdrawn. It can be asked for again."


DECISIONS: Mapping[str, Callable[[Release, User, int], str]] = {
    "approve": _approved,
    "withdraw": _withdrawn,
}


def _field_of(form: MoveForm) -> str | None:
    """Where a refusal stands: beside what is asked for, or above all."""
    return "consent" if "consent" in form.fields else None


def _moved_words(
    release: Release,
    stage: Stage,
    at: datetime.datetime | None,
    was: datetime.datetime | None,
) -> str:
    """`was` is when the sector's turn was: everybody's time may have moved it."""
    if at is None:
        return f"{release} is now {stage.label.lower()}."
    said = f"{release} will be {stage.label.lower()} from {day_and_time(at)}."
    if stage != Stage.PUBLIC:
        return said
    release.refresh_from_db()
    return f"{said} {sector_moved_words(was, release.sector_at)}".strip()
