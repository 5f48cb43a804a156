"""A round's releases: what blocks one, what is doubtful of it, and compiling the next."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.lengths import LONGEST_TEXT
from surveys.actions.compiling import NOT_ACCEPTED, NotAcceptedError, compile_knowing
from surveys.models import Round
from surveys.models.rounds import PROMISED
from surveys.releases.changed import compared_with, read_changes
from surveys.releases.compiling import CannotCompileError, LeftOutError, problems_of
from surveys.releases.doubts import Doubt, doubts_of
from surveys.releases.stages import no_longer_public

from .allowed import for_runners

READ_BY_ALL = "Everybody who sees the release reads it"


class AcceptedField(forms.MultipleChoiceField):
    """Any sentence: the act says which had to be among them. That of figures is not known before
    they are worked out."""

    def valid_value(self, value: str) -> bool:
        return True


class CompileForm(forms.Form):
    """`accepted` has a box for each doubt, to be ticked as it reads."""

    accepted = AcceptedField(
        label="What you accept as it is",
        help_text="Who accepted which is kept with the release.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOT_ACCEPTED},
    )
    leave_out = forms.BooleanField(
        label="Leave out councils whose signed version is not held here",
        required=False,
        help_text="They count as having sent no return.",
    )
    note = forms.CharField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What the correction changes, and why",
        help_text=READ_BY_ALL + ", so name no council.",
        error_messages={"required": "Say what the correction changes and why."},
    )

    def __init__(
        self,
        *args: Any,
        doubts: Sequence[Doubt],
        is_correction: bool,
        names_councils: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if names_councils:
            self.fields["note"].help_text = f"{READ_BY_ALL}."
        if not is_correction:
            del self.fields["note"]
        self.ask_for(doubts)

    def ask_for(self, doubts: Sequence[Doubt]) -> None:
        accepted = self.fields["accepted"]
        assert isinstance(accepted, forms.MultipleChoiceField)
        self.doubts = doubts
        accepted.choices = [(doubt.words, doubt.words) for doubt in doubts]
        accepted.required = bool(doubts)

    @property
    def to_accept(self) -> list[tuple[forms.boundfield.BoundWidget, str]]:
        """Each box with the page on which what it accepts can be put right, if there is one."""
        return [(box, doubt.url) for box, doubt in zip(self["accepted"], self.doubts, strict=True)]


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def release(request: AuthedRequest, slug: str) -> HttpResponse:
    """Compiled it is in preview: nobody but analysts sees it until it is moved on."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    doubts = [] if round.is_draft else doubts_of(round)
    releases = list(round.releases.select_related("compiled_by"))
    sent = request.POST if request.method == "POST" else None
    form = CompileForm(
        sent,
        doubts=doubts,
        is_correction=bool(releases),
        names_councils=round.names_councils,
    )
    if request.method == "POST" and form.is_valid() and _is_compiled(request, round, form):
        return redirect("manage-release", slug)
    if not form.fields["accepted"].required:
        del form.fields["accepted"]
    if not form.errors.get("leave_out") and not form["leave_out"].value():
        del form.fields["leave_out"]
    returns = round.returns.count_by_state()
    gone = no_longer_public(releases)
    context = {
        "round": round,
        "form": form,
        "problems": problems_of(round),
        "releases": [(each, gone.get(each.pk, "")) for each in releases],
        "can_widen": not round.is_totals_only
        and not all(getattr(round, each) for each in PROMISED),
        "required": sum(state.count for state in returns),
        "returns": returns,
    }
    return render(request, "manage/release.html", context)


def _is_compiled(request: AuthedRequest, round: Round, form: CompileForm) -> bool:
    typed = form.cleaned_data
    try:
        made = compile_knowing(
            round=round,
            by=request.user,
            note=typed.get("note", ""),
            leave_out=typed.get("leave_out", False),
            accepted=typed["accepted"],
        )
    except NotAcceptedError as error:
        form.ask_for(error.doubts)
        form.add_error("accepted", str(error))
    except LeftOutError as error:
        form.add_error("leave_out", str(error))
    except CannotCompileError as error:
        form.add_error("note" if "note" in form.fields else None, str(error))
    else:
        messages.success(request, f"Compiled {made}. Preview it, then move it on.")
        before = compared_with(made, of_round=round.pk)
        if before is not None and not read_changes(before, made, request.user):
            messages.warning(request, f"No figure of it differs from {before}’s.")
        return True
    return False
