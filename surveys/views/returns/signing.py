"""The page before signing, sending back, the receipt, and asking for a correction."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from councils.models import User
from councils.permissions import Person, access_of, may_run_rounds
from ppf_site.refused import Refused
from surveys.actions.explaining import look_again
from surveys.actions.signing import ask_correction, send_back, sign, why_not_named
from surveys.models import Return, Signature, Step
from surveys.permissions import may_sign, own_return_or_404, signs_as_deputy
from surveys.returns.forms import CorrectionForm, SendBackForm, SignForm
from surveys.returns.receipts import sections_of
from surveys.returns.review import review_of

from .kept import keeps_what_was_typed, what_was_kept


def signatory_or_404(request: AuthedRequest, return_of: Return) -> User:
    """Who may not sign finds nothing to sign with."""
    if not may_sign(request.user, return_of):
        raise Http404
    return request.user


def readable_or_404(person: Person, pk: int) -> Return:
    """What was signed is read by the council, its region's lead, and those who run the round."""
    found = (
        Return.objects.visible_to(person).select_related("round", "council").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return-sign")
def sign_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """All that is signed, on one page. Contributors may read it."""
    return_of = own_return_or_404(request.user, pk)
    form = SignForm(request.POST or None)
    if request.method == "POST":
        by = signatory_or_404(request, return_of)
        if return_of.state == Return.State.SIGNED or form.is_valid():
            try:
                name, seen = request.POST.get("name", ""), request.POST.get("seen", "")
                return redirect(sign(return_of=return_of, by=by, name=name, seen=seen))
            except Refused as refused:
                form.add_error("name" if why_not_named(by, name) else None, str(refused))
    return _show(request, return_of, form=form)


def _show(
    request: AuthedRequest,
    return_of: Return,
    *,
    form: SignForm | None = None,
    back: SendBackForm | None = None,
) -> HttpResponse:
    look_again(return_of)
    signs = may_sign(request.user, return_of)
    review = review_of(return_of, request.user if signs else None)
    form = form or SignForm()
    problems = form if form.is_bound else back
    kept = what_was_kept(request)
    context = {
        "return_of": return_of,
        "review": review,
        "form": form,
        "back": back or SendBackForm(initial=kept.dict() if kept else {}),
        "is_kept": kept is not None,
        "problems": problems,
        "may_sign": signs,
        "entered": review.entered_by(request.user)
        if signs_as_deputy(request.user, return_of)
        else 0,
        "is_signed": return_of.state == Return.State.SIGNED,
        "is_handed_over": return_of.state == Return.State.TO_SIGN,
        "asked": [query for line in review.lines for query in line.queries if query.is_open],
        "receipts": return_of.signatures.all(),
        "steps": return_of.steps.select_related("by"),
    }
    return render(request, "returns/sign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return-sign")
def to_contributors(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = own_return_or_404(request.user, pk)
    by = signatory_or_404(request, return_of)
    back = SendBackForm(request.POST)
    if not back.is_valid():
        return _show(request, return_of, back=back)
    try:
        send_back(return_of=return_of, by=by, reason=back.cleaned_data["reason"])
    except Refused as refused:
        back.add_error(None, str(refused))
        return _show(request, own_return_or_404(request.user, pk), back=back)
    messages.success(request, "The return is back with your colleagues. They are told by e-mail.")
    return redirect("return-sign", pk=pk)


@require_safe
def receipt(request: AuthedRequest, pk: int, number: int) -> HttpResponse:
    """One signed version. An earlier one stays readable, and says that it is earlier."""
    return_of = readable_or_404(request.user, pk)
    versions = list(Signature.objects.filter(return_of=return_of).select_related("signed_by"))
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise Http404
    context = {
        "return_of": return_of,
        "signature": found,
        "sections": sections_of(found),
        "newest": versions[0],
        "versions": versions,
        "is_signed": return_of.state == Return.State.SIGNED,
        "may_reopen": may_run_rounds(request.user),
        "is_own": return_of.council_id in access_of(request.user).council_ids,
        "reopened": return_of.steps.filter(
            kind=Step.Kind.REOPENED, at__gte=found.signed_at
        ).first(),
    }
    return render(request, "returns/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return-correction")
def correction(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = own_return_or_404(request.user, pk)
    kept = what_was_kept(request)
    form = CorrectionForm(request.POST or None, initial=kept.dict() if kept else {})
    if request.method == "POST" and form.is_valid():
        try:
            ask_correction(return_of=return_of, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Analysts have been told. If they reopen it, so are you.")
            return redirect("return-correction", pk=pk)
    context = {
        "return_of": return_of,
        "form": form,
        "is_signed": return_of.state == Return.State.SIGNED,
        "is_kept": kept is not None,
        "asked": return_of.steps.corrections().select_related("by"),
        "receipt": return_of.signatures.first(),
    }
    return render(request, "returns/correction.html", context)
