"""What came on paper and was entered on the council's behalf: concluded instead of signed."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.permissions import Person
from ppf_site.refused import Refused
from surveys.actions.paper import enter_from_paper
from surveys.models import Return
from surveys.opening import why_not_signable
from surveys.permissions import enters_from_paper, filled_return_or_404
from surveys.returns.forms import PaperForm
from surveys.returns.overview import overview_of

from .kept import keeps_what_was_typed, what_was_kept


def entered_or_404(person: Person, pk: int) -> Return:
    """Of who fills it in for the council alone: its own people sign it."""
    return_of = filled_return_or_404(person, pk)
    if not enters_from_paper(person, return_of):
        raise Http404
    return return_of


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return-conclude")
def conclude(request: AuthedRequest, pk: int) -> HttpResponse:
    """With the name and the day that stand under the paper's declaration."""
    return_of = entered_or_404(request.user, pk)
    kept = what_was_kept(request)
    typed = kept.dict() if kept else {}
    form = PaperForm(request.POST or None, initial=typed, round=return_of.round)
    if request.method == "POST" and form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("name", "signed_on")}
        try:
            signature = enter_from_paper(return_of=return_of, by=request.user, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Entered, with the receipt {signature.reference}.")
            return redirect("manage-return", pk)
    context = {
        "return_of": return_of,
        "form": form,
        "overview": overview_of(return_of),
        "closed": why_not_signable(return_of),
    }
    return render(request, "returns/conclude.html", context)
