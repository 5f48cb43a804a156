"""What the first sheet of a return's workbook tells, in the order that it is needed."""

from typing import Final

from ppf_site import words
from surveys.models import Return
from surveys.opening import days_beside

from .rows import ANSWERS, CLEAR, council_code

FILLING_IN: Final = [
    (
        "Fill in",
        f"Go to the sheet “{ANSWERS}”. Type only in the coloured cells. Answers that were saved "
        "on the site when you downloaded this file are there already.",
    ),
    (
        "No answer to give",
        "Leave “Your answer” empty and choose “Not known” or “Not applicable” beside it. Zero is "
        "an answer: type 0.",
    ),
    ("Several answers", "A question with several answers has a row for each: Yes or No."),
    (
        "Empty cells",
        "A cell that you leave empty, or empty yourself, changes nothing on the site. To take an "
        f"answer or a note away, type {CLEAR} in its cell.",
    ),
    (
        "Fewer rows at a time",
        "The arrows in the heading row show the rows of one section, say, and hide the others. "
        "Rows that are hidden are read all the same.",
    ),
    (
        "Keep it as it is",
        "Leave rows, columns and headings as they are: the sheet is protected, without a "
        "password, so that nothing moves by accident. Of a formula only its result is taken, and "
        "you are asked first. Other sheets are not read.",
    ),
]
MEANWHILE: Final = (
    "If a colleague works on the site meanwhile",
    "Nothing of theirs is overwritten: where you both changed an answer, you are asked.",
)


def instructions(return_of: Return, address: str) -> list[tuple[str, str]]:
    """Heading and words. `address` is where the file is uploaded again."""
    council, round = return_of.council, return_of.round
    return [
        (
            round.title,
            f"{council.name} ({council_code(return_of)}). Due by the end of "
            f"{words.day(return_of.due_on)}. The answers describe "
            f"{words.day(round.reference_date)}.",
        ),
        *([("Days", further)] if (further := days_beside(return_of)) else []),
        *FILLING_IN,
        (
            "Upload",
            f"Save as an Excel workbook (.xlsx) and upload it at {address}. You see what would "
            "change, and what is wrong in which cell, before anything is saved.",
        ),
        MEANWHILE,
    ]
