"""What a round asks, without what came of it: the start of another one."""

import datetime

from .days import RoundDays
from .file import QuestionPart, RoundFile, RoundPart

# When it is asked and how it is called is said anew.
ANEW = {"slug", "title", "short_title", "reference_date", "opens_on", "closes_on"}


def only_asked(file: RoundFile) -> RoundFile:
    """A draft of the same words: not who answered, not what was published, not what was opened."""
    return file.model_copy(
        update={
            "round": _drafted(file.round),
            "sections": [
                section.model_copy(
                    update={"questions": [_from_the_start(each) for each in section.questions]}
                )
                for section in file.sections
            ],
            "requirements": [],
            "totals": [],
            "returns": [],
        }
    )


def following(file: RoundFile, part: RoundPart) -> RoundFile:
    """The next round: each question follows the one that it is copied from, and asks the same. One
    about the same day or an earlier one follows nothing.

    `part` has what is said anew. The days between the first and the last, and the reminders, are
    as far from the new last day as they were from the old one.
    """
    slug = file.round.slug
    asked = only_asked(file)
    days = RoundDays.of_part(file.round).moved_to(part.opens_on, part.closes_on)
    said = part.model_dump(include=ANEW) | days.part
    is_later = goes_on(file.round.reference_date, part.reference_date)
    return asked.model_copy(
        update={
            "round": asked.round.model_copy(update={**said, "illustrative": ""}),
            # Of whom it is asked is decided anew, as of when.
            "chosen": [],
            "sections": [
                section.model_copy(
                    update={
                        "questions": [
                            _followed(slug, each) if is_later else _unlinked(each)
                            for each in section.questions
                        ]
                    }
                )
                for section in asked.sections
            ],
        }
    )


def without_lost_rates(file: RoundFile) -> RoundFile:
    """Without rates of percentages, which earlier rounds may have and none is made with any more,
    and without what is worked out from them or checked against them."""
    questions = [each for section in file.sections for each in section.questions]
    percentages = {each.key for each in questions if each.type == "percentage"}
    lost = {
        each.key
        for each in questions
        if each.derivation == "rate" and percentages & {each.numerator, each.denominator}
    }
    lost |= {each.key for each in questions if each.banded in lost}
    if not lost:
        return file
    sections = [
        section.model_copy(
            update={"questions": [each for each in section.questions if each.key not in lost]}
        )
        for section in file.sections
    ]
    checks = [each for each in file.checks if not lost & {each.question, *each.others}]
    return file.model_copy(update={"sections": sections, "checks": checks})


def goes_on(before: datetime.date, after: datetime.date) -> bool:
    """Whether a round about the second day can follow one about the first."""
    return before < after


def _drafted(part: RoundPart) -> RoundPart:
    return part.model_copy(update={"opened_at": None, "is_draft": False})


def _from_the_start(question: QuestionPart) -> QuestionPart:
    return question.model_copy(update={"added_at": None})


def _followed(slug: str, question: QuestionPart) -> QuestionPart:
    link = {"follows": f"{slug}/{question.key}", "comparability": "same"}
    return question.model_copy(update=link)


def _unlinked(question: QuestionPart) -> QuestionPart:
    return question.model_copy(update={"follows": None, "comparability": ""})
