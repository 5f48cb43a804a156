"""What a released question tells of, as apps to the right know it: pages to go on to."""

from collections.abc import Callable, Sequence

from councils.permissions import Person
from ppf_site.found import Found

from .models import Question, Release

# The pages about what a question of a release tells.
Pages = Callable[[Person, Release, Question], Sequence[Found]]
_known: list[Pages] = []


def knows_of_questions(pages: Pages) -> Pages:
    """Decorates the function of an app that gives questions their meaning."""
    _known.append(pages)
    return pages


def tells_of(person: Person, release: Release, question: Question) -> list[Found]:
    return [found for pages in _known for found in pages(person, release, question)]
