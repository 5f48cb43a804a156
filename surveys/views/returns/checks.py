"""Odd values, each quoted back: is this right?"""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site.bodies import MANY_TEXTS, takes_up_to
from ppf_site.refused import Refused
from surveys.actions.explaining import explain, look_again
from surveys.answers.history import Explained, explanations_of
from surveys.answers.previous import last_answers
from surveys.answers.raised_checks import RaisedChecks, raised_checks_of
from surveys.models import RaisedCheck, Return
from surveys.models.checks import LONGEST_EXPLANATION
from surveys.opening import why_read_only
from surveys.permissions import filled_return_or_404

from .kept import keeps_what_was_typed, what_was_kept


@dataclass
class AskedAbout:
    """One odd value, what the person said of it, and why that could not be kept."""

    raised: RaisedCheck
    right: str = ""
    text: str = ""
    error: str = ""
    before: Explained | None = None

    @property
    def name(self) -> str:
        return f"raised-check-{self.raised.pk}"

    def read(self, typed: QueryDict) -> None:
        self.right = typed.get(f"{self.name}-right", "")
        self.text = typed.get(f"{self.name}-text", "").replace("\r\n", "\n")

    @property
    def target(self) -> str:
        return f"{self.name}-text" if self.right == "yes" else f"{self.name}-yes"


@takes_up_to(MANY_TEXTS)
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return-checks")
def checks(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = filled_return_or_404(request.user, pk)
    look_again(return_of)
    raised_checks = raised_checks_of(return_of)
    before = {each.check_id: each for each in reversed(explanations_of(return_of))}
    asked = [
        AskedAbout(
            each,
            "yes" if each.is_explained else "",
            each.explanation,
            before=None if each.is_explained else before.get(each.check_of_id),
        )
        for each in raised_checks.soft
    ]
    if request.method == "POST":
        changes = _keep(request, asked, request.user)
        if not any(each.error for each in asked):
            return redirect(changes or reverse("return-checks", args=[pk]))
    kept = what_was_kept(request) if request.method == "GET" else None
    for each in asked if kept else []:
        each.read(kept or QueryDict())
    return _show(request, return_of, raised_checks, asked, is_kept=kept is not None)


def _keep(request: AuthedRequest, asked: list[AskedAbout], by: User) -> str:
    """Keeps what was said; what is valid is kept though something else is not.

    Returns the address of the first answer that the person wants to change, if any.
    """
    to_change, kept = "", 0
    for each in asked:
        before = each.text
        each.read(request.POST)
        if each.right == "no":
            place = [each.raised.return_of_id, each.raised.question.key]
            to_change = to_change or reverse("return-answer", args=place)
        if each.right != "yes" or each.text == before:
            each.error = _unsaid(each)
            continue
        about = request.POST.get(f"{each.name}-about", "")
        try:
            explain(raised=each.raised, text=each.text, about=about, by=by)
            kept += 1
        except Refused as refused:
            each.error = str(refused)
    if kept:
        messages.success(request, "Your explanation is saved." if kept == 1 else "Saved.")
    return to_change


def _unsaid(each: AskedAbout) -> str:
    if each.right == "yes" and not each.text.strip():
        return "Say why it is right."
    return (
        "Choose “Yes, it is right” to keep what you wrote." if each.text and not each.right else ""
    )


def _show(
    request: AuthedRequest,
    return_of: Return,
    raised_checks: RaisedChecks,
    asked: list[AskedAbout],
    *,
    is_kept: bool = False,
) -> HttpResponse:
    context = {
        "return_of": return_of,
        "is_kept": is_kept,
        "hard": raised_checks.hard,
        "asked": asked,
        "longest": LONGEST_EXPLANATION,
        "open_count": raised_checks.to_look_at,
        "last": last_answers(return_of),
        "closed": why_read_only(return_of),
        "problems": [
            (each.target, f"{each.raised.question.short_text}: {each.error}")
            for each in asked
            if each.error
        ],
    }
    return render(request, "returns/checks.html", context)
