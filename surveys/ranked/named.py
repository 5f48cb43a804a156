"""A question of which some answers are named by many: the most named first."""

from dataclasses import dataclass

from surveys.models import Question, Release
from surveys.stats import Breakdown, Reading


@dataclass(frozen=True, slots=True)
class Ranked:
    """What councils named, in one area. `is_any`: each as many as they would; else the biggest."""

    release: Release
    question: Question
    answers: Breakdown | None
    is_any: bool = True

    @property
    def ranked(self) -> list[Reading]:
        """The most named first; “none of these” names nothing."""
        readings = self.answers.readings if self.answers else ()
        named = [reading for reading in readings if not reading.choice.is_exclusive]
        return sorted(named, key=lambda reading: (reading.share is None, -(reading.share or 0)))

    @property
    def none(self) -> list[Reading]:
        """“None of these”, where it was offered."""
        readings = self.answers.readings if self.answers else ()
        return [reading for reading in readings if reading.choice.is_exclusive]
