"""The words of a letter to many councils: what stands in braces is filled in for each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from councils.models import User
from ppf_site import words
from ppf_site.mail import site_link
from surveys.models import Chaser, ChaserLetter, Return

IN_BRACES = re.compile(r"\{\s*(\w*)\s*\}")
MEANINGS: Mapping[str, str] = {
    "name": "the person’s name",
    "council": "the council",
    "round": "the round",
    "due": "the day by which it is due",
    "link": "the address of the return",
}


def values_for(return_of: Return, to: User) -> dict[str, str]:
    """What stands for each word in braces, as things are now."""
    return {
        "name": to.name,
        "council": return_of.council.name,
        "round": return_of.round.title,
        "due": words.day(return_of.due_on),
        "link": site_link(reverse("return", args=[return_of.pk])),
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """As the person reads it."""
    return IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def not_filled(text: str) -> list[str]:
    """What stands in braces and is not known."""
    found = (each[0] for each in IN_BRACES.finditer(text) if each[1] not in MEANINGS)
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter about one return as the first of its people, `read_by`, got it, and each copy."""

    chaser: Chaser
    subject: str
    body: str
    read_by: User
    copies: Sequence[ChaserLetter]


def kept_letters(return_of: Return) -> list[KeptLetter]:
    """The newest first, with what was put in for the braces when it was sent."""
    copies = return_of.chaser_letters.select_related("chaser__by", "to")
    found: dict[int, list[ChaserLetter]] = {}
    for copy in copies:
        found.setdefault(copy.chaser_id, []).append(copy)
    return [_kept(return_of, copies) for copies in found.values()]


def _kept(return_of: Return, copies: Sequence[ChaserLetter]) -> KeptLetter:
    first = min(copies, key=lambda copy: (copy.sent_at is None, copy.pk))
    # What was put in was not kept at first, and a copy that was not sent has nothing yet.
    values = first.filled_in or values_for(return_of, first.to)
    return KeptLetter(
        chaser=first.chaser,
        subject=filled(first.chaser.subject, values),
        body=filled(first.chaser.body, values),
        read_by=first.to,
        copies=copies,
    )


# A letter to begin with. It reads the same before and after the day.
SUGGESTED = {
    "subject": "{council}: the return to {round}, due {due}",
    "body": """Dear {name},

We are waiting for the return of {council} to {round}. It is due by the end of {due}, and it \
is not signed yet.

Open it here: {link}

If something keeps you from it, answer this e-mail.""",
}
