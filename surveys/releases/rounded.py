"""Counts of people as a round shows them that hides small ones: under 5, or rounded to 5."""

from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from surveys.models import Question

# Under this many people a count could be told of those whom neighbours or colleagues know.
FEWEST_PEOPLE = 5
NEAREST = 5


@dataclass(frozen=True, slots=True)
class RoundedCount:
    """A count of people to the nearest 5; `value` is None if they are fewer than 5."""

    value: Decimal | None

    @property
    def is_few(self) -> bool:
        return self.value is None


def rounded_count(value: Decimal) -> RoundedCount:
    """Under 5, none at all included, "fewer than 5"; else the nearest 5. Unit: people.

    Rounding to a base (Hundepool et al., Statistical Disclosure Control, 2012, section 5.4). It
    is applied to each published count by itself, so rounded parts need not add up.
    """
    if value < FEWEST_PEOPLE:
        return RoundedCount(None)
    return RoundedCount(Decimal(NEAREST * round(value / NEAREST)))


def rounded_share(top: Decimal, bottom: Decimal) -> Decimal | None:
    """The share of two counts of people, in per cent, from both as they are shown.

    From the exact ones, it would tell them. None where either is fewer than 5.
    """
    part, whole = rounded_count(top), rounded_count(bottom)
    if part.value is None or whole.value is None:
        return None
    return 100 * part.value / whole.value


def council_rate(question: Question, rate: Decimal, *, is_blurred: bool) -> Decimal:
    """One council's own rate, in per cent: of people to the whole per cent where small counts are
    hidden, as with the other count it would tell them."""
    return words.rounded(float(rate)) if is_blurred and question.may_be_of_people else rate
