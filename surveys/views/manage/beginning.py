"""A council that begins and follows no other: shown with what it touches, and then entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.beginning import begin
from councils.forms.beginning import BeginningForm
from councils.http import AuthedRequest
from councils.tried import refusal_of
from surveys.returns.touched import asked_or_not

from .allowed import for_registrars
from .register import sent_again


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def beginning(request: AuthedRequest) -> HttpResponse:
    form = BeginningForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "manage/begin.html", {"form": form})
    change = form.beginning()
    is_made = request.POST.get("do") == "make"
    refused = refusal_of(lambda: begin(change), stays=is_made)
    if refused:
        form.add_error(refused.field or None, str(refused))
        return render(request, "manage/begin.html", {"form": form})
    if is_made:
        told = f"Entered: {change.body}, {change.since}. Nobody works for it yet: invite people."
        messages.success(request, told)
        return redirect("manage-register")
    context = {
        "change": change,
        "touched": asked_or_not(change.day),
        "sent": list(sent_again(request.POST)),
    }
    return render(request, "manage/begin_shown.html", context)
