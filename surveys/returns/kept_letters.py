"""E-mails about a return of which it is kept that they went, and to whom."""

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from councils.models import User
from ppf_site.mail import subject_of
from surveys.models import Query, Return, ReturnLetter


def send_and_keep(letter: EmailMultiAlternatives, return_of: Return, to: User) -> None:
    """Kept first: where that fails, nothing went out that a worker would send again."""
    with transaction.atomic():
        ReturnLetter.objects.create(return_of=return_of, to=to, subject=subject_of(letter))
        letter.send()


def send_about(query: Query, letter: EmailMultiAlternatives, to: User) -> None:
    """What a director asks colleagues stays within the council: those who run rounds read here."""
    if query.is_inside:
        letter.send()
    else:
        send_and_keep(letter, query.return_of, to)
