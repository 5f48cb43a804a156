"""Milestones, expectations and measures by their words, in those of their last release."""

from collections.abc import Mapping

from councils.permissions import Person
from ppf_site.found import Found, also_finds, also_names, names, names_page
from surveys.models import Question, Release
from surveys.tells_of import knows_of_questions, knows_what_is_counted

from .counted_beside import measures_in
from .library import Library, open_library
from .models import ExpectationQuestion
from .unreleased import promised_to

Role = ExpectationQuestion.Role


@also_finds
def expectations_and_measures(person: Person, words: str) -> list[Found]:
    library = open_library(person, with_promised=True)
    released = {link.expectation.slug: link.expectation.label for link in reversed(library.links)}
    expectations = _and_promised(library, "expectations", released)
    released = {rate.base.measure.slug: rate.base.measure.title for rate in library.rates_of()}
    measures = _and_promised(library, "measures", released)
    found = [
        *(Found(name, "Expectation", f"/expectations/{slug}/") for slug, name in expectations),
        *(Found(name, "Measure", f"/measures/{slug}/") for slug, name in measures),
    ]
    told = [each for each in found if names(words, each.name)]
    about = [each for each in _of_milestones(library, words) if each not in told]
    return [*told, *about, *_pages_about(library, words)]


@also_names
def every_name(person: Person) -> list[str]:
    """Of expectations, milestones and measures that are released."""
    library = open_library(person)
    milestones = [link.expectation.milestone.short_title for link in library.links]
    expectations = [link.expectation.label for link in library.links]
    measures = [rate.base.measure.title for rate in library.rates_of()]
    return list(dict.fromkeys([*milestones, *expectations, *measures]))


def _of_milestones(library: Library, words: str) -> list[Found]:
    """The milestones of these words, each with what it expects."""
    listed = {link.expectation.slug: link.expectation for link in library.links}
    named = [
        each
        for each in listed.values()
        if names(words, each.milestone.short_title, each.milestone.title)
    ]
    milestones = {each.milestone.slug: each.milestone for each in named}
    return [
        *(
            Found(each.short_title, "Milestone", each.get_absolute_url())
            for each in milestones.values()
        ),
        *(Found(each.label, "Expectation", each.get_absolute_url()) for each in named),
    ]


def _and_promised(
    library: Library, kind: str, released: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Address and name: what is released in the words of its release, then what is to come."""
    if library.releases:
        promised = getattr(library.releases[0], kind)
    else:
        promised = [row["json"] for row in promised_to(library.person)[kind]]
    to_come = {each["slug"]: each["name"] for each in promised if each["slug"] not in released}
    return [*released.items(), *to_come.items()]


# What people call the pages of an expectation, beside their titles.
BARRIERS = "barriers challenges obstacles problems what is in the way"
OUTCOME = "outcomes results forecasts predictions did they do what they said came of it"


def _pages_about(library: Library, words: str) -> list[Found]:
    roles: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for link in library.links:
        roles.setdefault(link.expectation.slug, set()).add(link.role)
        labels.setdefault(link.expectation.slug, link.expectation.label)
    found = []
    for slug, label in labels.items():
        if Role.BARRIER in roles[slug] and names_page(words, BARRIERS, label):
            found.append(
                Found(f"What is in the way: {label}", "Page", f"/expectations/{slug}/barriers/")
            )
        if {Role.FORECAST, Role.OUTCOME} <= roles[slug] and names_page(words, OUTCOME, label):
            found.append(Found(f"Did they? {label}", "Page", f"/expectations/{slug}/outcome/"))
    return found


@knows_of_questions
def told_by(person: Person, release: Release, question: Question) -> list[Found]:
    """The expectations and measures that the question tells of, as they are in the release."""
    library = open_library(person, release.pk)
    within = f"/releases/{release.pk}"
    expectations = {
        link.expectation.slug: link.expectation
        for link in library.links
        if link.question_id == question.pk
    }
    # A rate tells of its measure, and so does what it is made of, or what bands it.
    measures = {
        rate.base.measure.slug: rate.base.measure
        for rate in library.rates_of()
        if rate.question_id in {question.pk, question.banded_id}
        or question.pk in {rate.question.numerator_id, rate.question.denominator_id}
    }
    found = [
        Found(each.label, "Expectation", f"{within}{each.get_absolute_url()}")
        for each in expectations.values()
    ]
    found += [
        Found(each.title, "Measure", f"{within}/measures/{slug}/")
        for slug, each in measures.items()
    ]
    return found


@knows_what_is_counted
def counted_in_round(person: Person, release: Release, fixed: bool) -> list[Found]:
    """The pages of a release's measures: in it for good, or wherever it is the newest."""
    within, asked = (
        (f"/releases/{release.pk}", "") if fixed else ("", f"?round={release.round.slug}")
    )
    return [
        Found(each.title, "Measure", f"{within}/measures/{each.slug}/{asked}")
        for each in measures_in(person, release, pinned=fixed)
    ]
