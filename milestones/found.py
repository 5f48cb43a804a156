"""Expectations and measures by the words of their labels: those of which results are released."""

from councils.permissions import Person
from ppf_site.found import Found, also_finds, names

from .library import open_library


@also_finds
def expectations_and_measures(person: Person, words: str) -> list[Found]:
    library = open_library(person)
    expectations = {link.expectation.slug: link.expectation for link in reversed(library.links)}
    measures = {rate.base.measure.slug: rate.base.measure for rate in library.rates_of()}
    found = [
        Found(each.label, "Expectation", each.get_absolute_url())
        for each in expectations.values()
        if names(words, each.label)
    ]
    found += [
        Found(each.title, "Measure", f"/measures/{slug}/")
        for slug, each in measures.items()
        if names(words, each.title)
    ]
    return found
