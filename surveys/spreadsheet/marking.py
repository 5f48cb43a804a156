"""A person's own spreadsheet handed back with its problems marked where they are."""

from ppf_site.apart import apart
from ppf_site.workbook_marks import CLASH, DONE, ODD, WRONG, SheetMark, with_marks

from . import rows
from .looks import TO_BE_FILLED
from .plan import UploadPlan


def marks_of(plan: UploadPlan) -> list[SheetMark]:
    """The colour of a cell is that of its worst problem: wrong before clash before odd."""
    wrong = [SheetMark(each.cell, f"Wrong: {each.expected}", WRONG) for each in plan.problems]
    clashes = [
        SheetMark(line.place, f"Changed on the site since. There now: {line.site_words}", CLASH)
        for line in plan.clashes
    ]
    asked = [SheetMark(line.place, line.asked, ODD) for line in plan.asked]
    odd = [
        SheetMark(each.place, f"Is this right? {each.message}", ODD)
        for each in plan.odd
        if each.place
    ]
    return [*odd, *asked, *clashes, *wrong, *_put_right(plan)]


def _put_right(plan: UploadPlan) -> list[SheetMark]:
    """Left in the file, what was wrong would be wrong again in its next upload."""
    return [
        SheetMark(
            each.cell,
            f"Put right on the site since. There now: {line.site_words}. This cell was emptied; "
            f"it said “{each.value}”.",
            DONE,
            empties=True,
        )
        for line in plan.put_right
        for each in line.problems
    ]


def marked(content: bytes, plan: UploadPlan) -> bytes:
    """The file as it came, with its problems marked. A formula’s result stands in its place."""
    heading = rows.HEADERS[rows.WRONG]
    return apart(
        with_marks, content, rows.ANSWERS, marks_of(plan), heading=heading, plain=TO_BE_FILLED
    )
