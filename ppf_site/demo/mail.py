"""Where the demonstration's e-mails go, and the pages that show them. Never outside it."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ppf_site.page_numbers import page_asked_for

from .models import CaughtMessage


class CaughtMail(BaseEmailBackend):
    """Keeps each message in the database instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            CaughtMessage.objects.create(
                to=", ".join(message.recipients())[:400],
                subject=str(message.subject)[:400],
                text=str(message.body),
                html=_html(message),
            )
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(c) for c, kind in message.alternatives if kind == "text/html"), "")


def _only_in_the_demonstration() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
@login_not_required
def messages(request: HttpRequest) -> HttpResponse:
    """Open to everybody, as the demonstration's people are: nobody in it is real."""
    _only_in_the_demonstration()
    page, strange = page_asked_for(request, CaughtMessage.objects.all(), 50)
    return render(request, "demo/messages.html", {"page": page, "not_understood": strange})


@require_safe
@login_not_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as plain text; with ?as=html the HTML itself, as an e-mail program has it."""
    _only_in_the_demonstration()
    found = get_object_or_404(CaughtMessage, pk=pk)
    if request.GET.get("as") == "html" and found.html:
        return HttpResponse(found.html)
    return render(request, "demo/message.html", {"message_read": found})
