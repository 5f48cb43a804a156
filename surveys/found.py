"""Rounds by the words of their titles: those that the person knows of."""

from councils.permissions import Person
from ppf_site.found import Found, also_finds, names

from .models import Round


@also_finds
def rounds(person: Person, words: str) -> list[Found]:
    return [
        Found(round.title, "Round", round.get_absolute_url())
        for round in Round.objects.visible_to(person)
        if names(words, round.title, round.short_title)
    ]
