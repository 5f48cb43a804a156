"""The words of a letter to many councils: what stands in braces is filled in for each."""

import re
from collections.abc import Mapping

from django.urls import reverse

from councils.models import User
from ppf_site import words
from ppf_site.mail import site_link
from surveys.models import Return

IN_BRACES = re.compile(r"\{\s*(\w*)\s*\}")
MEANINGS: Mapping[str, str] = {
    "name": "the person’s name",
    "council": "the council",
    "round": "the round",
    "due": "the last day",
    "link": "the address of the return",
}


def filled(text: str, return_of: Return, to: User) -> str:
    """As the person reads it."""
    values = {
        "name": to.name,
        "council": return_of.council.name,
        "round": return_of.round.title,
        "due": words.day(return_of.last_day),
        "link": site_link(reverse("return", args=[return_of.pk])),
    }
    return IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def not_filled(text: str) -> list[str]:
    """What stands in braces and is not known."""
    found = (each[0] for each in IN_BRACES.finditer(text) if each[1] not in MEANINGS)
    return list(dict.fromkeys(found))


# A letter to begin with. It reads the same before and after the day.
SUGGESTED = {
    "subject": "{council}: the return to {round}, due {due}",
    "body": """Dear {name},

We are waiting for the return of {council} to {round}. Its last day is {due}, and it is not signed \
yet.

Open it here: {link}

If something keeps you from it, answer this e-mail.""",
}
