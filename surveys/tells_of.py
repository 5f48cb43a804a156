"""What is told of a release or a question of it, as apps to the right know it."""

from collections.abc import Callable, Sequence

from councils.permissions import Person
from ppf_site.found import Found

from .models import Question, Release
from .releases.editions import Edition

# The pages about what a question of a release tells.
Pages = Callable[[Person, Release, Question], Sequence[Found]]
_known: list[Pages] = []
# The pages about what a release counts, in it for good or wherever it is the newest.
Counted = Callable[[Person, Release, bool], Sequence[Found]]
_counted: list[Counted] = []
# What stands beside a release as a whole in the name of those who ran it, from its own words.
Words = Callable[[Edition], Sequence[object]]
_words: list[Words] = []


def knows_of_questions(pages: Pages) -> Pages:
    """Decorates the function of an app that gives questions their meaning."""
    _known.append(pages)
    return pages


def knows_what_is_counted(pages: Counted) -> Counted:
    """Decorates the function of an app that gives numbers their meaning."""
    _counted.append(pages)
    return pages


def counted_in(person: Person, release: Release, *, fixed: bool) -> list[Found]:
    return [found for pages in _counted for found in pages(person, release, fixed)]


def speaks_of_releases(words: Words) -> Words:
    """Decorates the function of an app that keeps such words in a release."""
    _words.append(words)
    return words


def said_of(edition: Edition) -> list[object]:
    return [each for words in _words for each in words(edition)]


def tells_of(person: Person, release: Release, question: Question) -> list[Found]:
    return [found for pages in _known for found in pages(person, release, question)]
