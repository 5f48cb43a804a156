"""Showing the public less of a release that is out: what changes, and then the act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from councils.http import AuthedRequest
from councils.permissions import may_run_rounds
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.narrowing import SAY_WHY, narrow
from surveys.models import Release
from surveys.models.releases import Stage
from surveys.models.rounds import PROMISED
from surveys.releases.checklist import HiddenNumbers, would_hide
from surveys.releases.narrowing import Narrower, narrower_by
from surveys.returns.forms import reason_field

TAKE_BACK = "take_back"
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


def what_can_go(release: Release) -> list[str]:
    """What the public sees of it, or will once it is public, and need not."""
    promised = [] if release.is_totals_only else PROMISED
    wide = [name for name in promised if getattr(release, name)]
    return [*wide, TAKE_BACK] if release.stage == Stage.PUBLIC else wide


def show_less(site: dict[str, Any], request: AuthedRequest, pk: int) -> HttpResponse:
    """The form; then what changes of which release, and for whom; then the act."""
    if not may_run_rounds(request.user):
        raise PermissionDenied
    compiled = Release.objects.exclude(compiled_at=None).select_related("round")
    release = get_object_or_404(compiled, pk=pk)
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
        **site,
        "title": f"Show the public less of {release}",
        "release": release,
        "form": form,
        "can_go": what_can_go(release),
        "shown": shown,
        "left": _left(release, shown),
        "narrowings": release.narrowings.select_related("by"),
    }
    return TemplateResponse(request, "admin/surveys/release/narrow.html", context)


def _narrowed(request: AuthedRequest, release: Release, form: NarrowForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    done = narrow(release=release, reason=reason, by=request.user, **form.chosen)
    count = words.plural(len(done), "release")
    messages.success(request, f"From now on the public sees less of {count} of this round.")
    return redirect(reverse("admin:surveys_release_change", args=[release.pk]))


def _shown(narrower: Narrower) -> NarrowedRelease:
    return NarrowedRelease(narrower, would_hide(narrower.release, narrower.hides))


def _left(release: Release, shown: Sequence[NarrowedRelease]) -> Release | None:
    """Which release of the round the public reads first afterwards."""
    gone = [each.narrower.release.pk for each in shown if each.narrower.is_taken_back]
    ours = Release.objects.public().exclude(pk__in=gone)
    return ours.newest_of(release.round_id).first()
