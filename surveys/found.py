"""Rounds by the words of their titles: those that the person knows of; and pages about the data."""

from typing import NamedTuple

from councils.permissions import Person
from ppf_site.found import Found, also_finds, also_names, names, names_page

from .models import Release, Round


class PageNamed(NamedTuple):
    """A page, and all that people call what they look for on it."""

    title: str
    told: str
    url: str
    also: str


PAGES = (
    PageNamed("Data and downloads", "Page", "/data/", "downloads files csv xlsx excel"),
    PageNamed("The open data API", "Page", "/data/api/", "api json developers programming"),
    PageNamed(
        "How the figures are made",
        "Page",
        "/methodology/",
        "methods methodology definitions rounding bases calculated how it is done",
    ),
)
RESPONSE = "response rates who answered"


@also_finds
def rounds(person: Person, words: str) -> list[Found]:
    return [
        Found(round.title, "Round", round.get_absolute_url())
        for round in Round.objects.visible_to(person)
        if names(words, round.title, round.short_title)
    ]


@also_names
def every_name(person: Person) -> list[str]:
    return [round.title for round in Round.objects.visible_to(person)]


@also_finds
def pages(person: Person, words: str) -> list[Found]:
    """By what people call them: the response of a round, downloads, the API, the method."""
    found = [
        Found(each.title, each.told, each.url)
        for each in PAGES
        if names(words, each.title, each.also)
    ]
    if not any(names(word, RESPONSE) for word in words.split()):
        return found
    answered = [
        Found(f"Who answered: {round.title}", "Page", f"{round.get_absolute_url()}#response")
        for round in dict.fromkeys(
            release.round for release in Release.objects.visible_to(person).newest_first()
        )
        if names_page(words, RESPONSE, round.title, round.short_title)
    ]
    return [*found, *answered]
