"""The councils around one, as a release has them, and what was read of their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from councils.models.areas import TYPE_PLURALS
from surveys.models import Question, ReleasedAnswer, ReleasedReturn
from surveys.releases.editions import Edition
from surveys.releases.rounded import council_rate
from surveys.releases.shown import ShownFigure

from .stats import SizedCouncil, most_similar

REGION, TYPE, SIMILAR = "region", "type", "similar"


@dataclass(frozen=True, slots=True)
class OtherCouncils:
    """Councils that one is held against in a release, without itself.

    `others` follows a number: "of the 8 others in its region".
    """

    key: str
    name: str
    others: str
    councils: frozenset[int]


@dataclass(frozen=True, slots=True)
class ReadAround:
    """What was read of the database: figures of the areas around, and answers of councils."""

    around: Sequence[ReleasedReturn]
    figures: Sequence[ShownFigure]
    answers: Mapping[tuple[int, int], ReleasedAnswer]  # by question and council
    blurred: frozenset[int]  # releases of which small counts of people are hidden
    editions: Mapping[int, Edition]

    def label(self, release: int, question: Question, key: str) -> str:
        """The answer in the release's words; "" for none."""
        options = self.editions[release].options_of(question)
        return next((option.label for option in options if option.key == key), "")

    def rate(self, question: int, council: int, release: int) -> Decimal | None:
        answer = self.answers.get((question, council))
        if answer is None or answer.number is None:
            return None
        asked = self.editions[release].questions[question]
        return council_rate(asked, answer.number, is_blurred=release in self.blurred)

    def chosen(self, question: int, council: int) -> str:
        """The key of the answer; "" where there is none."""
        answer = self.answers.get((question, council))
        return (answer.choices or [""])[0] if answer else ""


def sized(return_of: ReleasedReturn) -> SizedCouncil:
    return SizedCouncil(return_of.council_id, return_of.name, return_of.population)


def similar_in(
    release: int, chosen: ReleasedReturn, around: Sequence[ReleasedReturn]
) -> list[SizedCouncil]:
    """By the types and the populations that the release has sealed."""
    here = [each for each in around if each.release_id == release]
    own = next((each for each in here if each.council_id == chosen.council_id), chosen)
    return most_similar(
        sized(own), [sized(each) for each in here if each.council_type == own.council_type]
    )


def others_around(
    release: int, chosen: ReleasedReturn, around: Sequence[ReleasedReturn]
) -> list[OtherCouncils]:
    council = chosen.sealed_council
    here = [
        each
        for each in around
        if each.release_id == release and each.council_id != chosen.council_id
    ]
    region = {each.council_id for each in here if each.region_id == chosen.region_id}
    same = {each.council_id for each in here if each.council_type == chosen.council_type}
    nearest = {each.pk for each in similar_in(release, chosen, around)}
    return [
        OtherCouncils(REGION, council.region.name, "in its region", frozenset(region)),
        OtherCouncils(TYPE, TYPE_PLURALS[council.type], "of its type", frozenset(same)),
        OtherCouncils(SIMILAR, "Similar councils", "most like it", frozenset(nearest)),
    ]
