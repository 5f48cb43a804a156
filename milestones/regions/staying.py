"""Where a briefing stays as it is, of figures that may come from several releases."""

from milestones.library import Library
from milestones.models import ExpectationQuestion
from milestones.selection import stays_in
from surveys.models import Release

from .briefed import BriefingFigures


def stays_at(library: Library, held: BriefingFigures) -> Release | None:
    """The release whose own page of it says the same for good; None where there is none.

    Such a page of a release that asked for no forecasts tells those before it as they were when it
    opened: so not what was corrected since. That of one with forecasts tells itself alone.
    """
    if library.pinned:
        return library.releases[0]
    *earlier, last = held.told
    if not earlier:
        return last
    forecasts = {
        link.release_pk for link in library.links if link.role == ExpectationQuestion.Role.FORECAST
    }
    return last if last.pk not in forecasts and stays_in(library, last, earlier) else None
