"""Showing the public less of a release that is out: what changes, and then the act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.narrowing import SAY_WHY, narrow
from surveys.models import Release
from surveys.releases.checklist import HiddenNumbers, would_hide
from surveys.releases.narrowing import TAKE_BACK, Narrower, narrower_by, what_can_go
from surveys.returns.forms import reason_field

from .allowed import compiled_or_404, for_runners

LABELS = {
    "names_councils": "Councils’ answers with their names: only counts stay",
    "discloses_small_counts": "Counts of people under 5, and the others as they are: rounded to 5",
    "publishes_unanimous": "Counts by area where every council said the same",
    TAKE_BACK: "All its numbers: take the release back to councils, regions and national bodies",
}


class NarrowForm(forms.Form):
    fields_wanted = forms.MultipleChoiceField(
        label="What the public no longer sees",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the public no longer sees."},
    )
    reason = reason_field("Why", SAY_WHY, "It stands on the page of the release, for everybody.")

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["fields_wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = [(name, LABELS[name]) for name in what_can_go(release)]

    @property
    def chosen(self) -> dict[str, Any]:
        wanted = self.cleaned_data["fields_wanted"]
        fields = [name for name in wanted if name != TAKE_BACK]
        return {"fields": fields, "takes_back": TAKE_BACK in wanted}


@dataclass(frozen=True, slots=True)
class NarrowedRelease:
    """One release as it will be, for the page that asks once more."""

    narrower: Narrower
    hides: HiddenNumbers


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def narrowing(request: AuthedRequest, slug: str, number: int) -> HttpResponse:
    """The form; then what changes of which release, and for whom; then the act."""
    release = compiled_or_404(slug, number)
    form = NarrowForm(request.POST if request.method == "POST" else None, release=release)
    shown: Sequence[NarrowedRelease] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "narrow" in request.POST:
                return _narrowed(request, release, form)
            shown = [_shown(each) for each in narrower_by(release, **form.chosen)]
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "round": release.round,
        "release": release,
        "form": form,
        "can_go": what_can_go(release),
        "shown": shown,
        "left": _left(release, shown),
        "narrowings": release.narrowings.select_related("by"),
    }
    return render(request, "manage/narrow.html", context)


def _narrowed(request: AuthedRequest, release: Release, form: NarrowForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    done = narrow(release=release, reason=reason, by=request.user, **form.chosen)
    count = words.plural(len(done), "release")
    messages.success(request, f"From now on the public sees less of {count} of this round.")
    return redirect("manage-release-number", release.round.slug, release.number)


def _shown(narrower: Narrower) -> NarrowedRelease:
    return NarrowedRelease(narrower, would_hide(narrower.release, narrower.hides))


def _left(release: Release, shown: Sequence[NarrowedRelease]) -> Release | None:
    """Which release of the round the public reads first afterwards."""
    gone = [each.narrower.release.pk for each in shown if each.narrower.is_taken_back]
    ours = Release.objects.public().exclude(pk__in=gone)
    return ours.newest_of(release.round_id).first()
