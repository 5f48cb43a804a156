"""Opening a release to the sector or to everybody: what they will see, and then the act."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import from_current_timezone
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.day_fields import day_field, time_field
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.words import day_and_time
from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import Release
from surveys.models.releases import Stage
from surveys.releases.checklist import checklist_of
from surveys.releases.stages import ACTS, hindrance

from .allowed import compiled_or_404, for_runners


class MoveForm(forms.Form):
    """Asked once more before a release opens to others: what they have kept by then they have."""

    when = forms.ChoiceField(
        label="From when",
        choices=[("now", "At once"), ("at", "From a set time")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose from when."},
    )
    day = day_field("Day", required=False)
    time = time_field("Time", required=False)
    consent = forms.CharField(
        label="Why the answers of these few councils may be told",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
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

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("when") != "at":
            return data
        for name, missing in (("day", "Enter the day."), ("time", "Enter the time.")):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, missing)
        if not self.errors:
            self._find_moment(data["day"], data["time"])
        return data

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
    sent = request.POST if request.method == "POST" else None
    form = MoveForm(sent, release=release, stage=Stage(stage))
    if sent is not None and form.is_valid() and _is_moved(request, release, Stage(stage), form):
        return redirect("manage-release-number", slug, number)
    is_public = stage == Stage.PUBLIC
    context = {
        "round": release.round,
        "release": release,
        "act": ACTS[Stage(stage)],
        "is_public": is_public,
        "hindered": hindrance(release, Stage(stage)),
        "checklist": checklist_of(release) if is_public else None,
        "form": form,
    }
    return render(request, "manage/open_to.html", context)


def _is_moved(request: AuthedRequest, release: Release, stage: Stage, form: MoveForm) -> bool:
    try:
        move_on(release=release, stage=stage, by=request.user, **form.chosen)
    except NotMovedOn as refused:
        form.add_error(_field_of(form), str(refused))
        return False
    messages.success(request, _moved_words(release, stage, form.chosen["at"]))
    return True


def _field_of(form: MoveForm) -> str | None:
    """Where a refusal stands: beside what is asked for, or above all."""
    return "consent" if "consent" in form.fields else None


def _moved_words(release: Release, stage: Stage, at: datetime.datetime | None) -> str:
    if at is None:
        return f"{release} is now {stage.label.lower()}."
    return f"{release} will be {stage.label.lower()} from {day_and_time(at)}."
