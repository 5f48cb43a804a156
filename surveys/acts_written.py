"""What the history tells of letters to councils, and of why days were moved."""

from ppf_site.acts.kinds import shortened, told_as

from .models import Chaser, Rescheduling


def tell_of_what_is_written() -> None:
    told_as(
        Rescheduling,
        group="rounds",
        subject=lambda record: f"the days of {record.round}",
        related={"round": ()},
        round="round",
        by="by",
        added="Moved",
        changes=lambda was, now: [("Why", "", now.reason)],
    )
    told_as(
        Chaser,
        group="returns",
        subject=lambda letter: f"to councils about their returns to {letter.round}",
        related={"round": ()},
        round="round",
        by="by",
        added="Wrote",
        changes=lambda was, now: [
            ("Subject", "", now.subject),
            ("Letter", "", shortened(now.body)),
        ],
    )
