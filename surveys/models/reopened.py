"""Which sections of a reopened return may be changed."""

import pghistory

from .returns import Return


def section_is_open(section: str) -> str:
    """Whether the section, an id in SQL, may be changed in a return `r` that may be: of a reopened
    one only the sections that were reopened; none named is all of them."""
    reopened = "SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id"
    return f"(NOT EXISTS ({reopened}) OR EXISTS ({reopened} AND s.section_id = {section}))"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)
class ReopenedSection(Return.reopened_sections.through):  # type: ignore[name-defined]
    """The rows of a return's reopened sections, for their history."""

    class Meta:
        proxy = True
