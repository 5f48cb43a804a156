"""An e-mail from two templates, as plain text and as HTML. Knows no app."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

LONGEST_SUBJECT = 300


def site_link(path: str) -> str:
    """A whole address: who reads an e-mail is not on the site."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def subject_of(message: EmailMultiAlternatives) -> str:
    """Without the site's name before it, at the length that is kept of it."""
    return str(message.subject).removeprefix(f"[{settings.SITE_NAME}] ")[:LONGEST_SUBJECT]


def compose(template: str, *, to: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """mail/<template>.txt, whose first line is the subject, and mail/<template>.html beside it."""
    values = {"site_name": settings.SITE_NAME, "site_url": site_link("/"), **context}
    subject, _, text = render_to_string(f"mail/{template}.txt", values).strip().partition("\n")
    # A subject is one line, whatever is in a name.
    subject = " ".join(subject.split())
    named = f"[{settings.SITE_NAME}] {subject}"
    message = EmailMultiAlternatives(named, text.strip() + "\n", to=[to])
    html = render_to_string(f"mail/{template}.html", {**values, "subject": subject})
    message.attach_alternative(html, "text/html")
    return message
