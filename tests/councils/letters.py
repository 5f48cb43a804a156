"""What the worker has sent, and the links in it."""

import re

from django.conf import settings
from django.core import mail

from tests.surveys.returns.signing import forget_jobs, run_jobs


def work() -> None:
    """What is waiting, once: a link that is sent again ends the one before."""
    run_jobs()
    forget_jobs()


def sent() -> dict[str, list[str]]:
    """By address, the subjects of what was waiting to be sent."""
    work()
    letters: dict[str, list[str]] = {}
    for message in mail.outbox:
        letters.setdefault(message.to[0], []).append(str(message.subject))
    return letters


def link_to(address: str) -> str:
    """The path of the newest link of the site that went to the address."""
    work()
    body = [str(message.body) for message in mail.outbox if message.to == [address]][-1]
    links: list[str] = re.findall(rf"^{settings.SITE_URL}(/\S+/)$", body, re.MULTILINE)
    return links[0]
