"""What one council chose, where that is all that is asked of its answer."""

from typing import NamedTuple


class GivenAnswer(NamedTuple):
    """The key of what was chosen, or the reason for having chosen nothing."""

    choice: str
    reason: str
