"""Saving an uploaded return: each answer over the version that the person had before them."""

from collections.abc import Mapping
from dataclasses import dataclass

from councils.models import User
from surveys.answers.outcomes import Clash, Closed, Saved
from surveys.models import Return
from surveys.spreadsheet.plan import FileLine, Kind, Plan

from .saving import save_answer


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How many answers were changed, how many clashed meanwhile, and why it stopped, if it did."""

    saved: int = 0
    clashes: int = 0
    closed: str = ""


def save_plan(*, return_of: Return, plan: Plan, taken: Mapping[str, int], by: User) -> Uploaded:
    """Save what is new or changed, and clashes that the person decided for the file.

    `taken` has, by question key, the version on the site that the person saw and saves over:
    one that has moved on since is a clash again.
    """
    saved = clashes = 0
    for line in plan.of_kind(Kind.NEW, Kind.CHANGED, Kind.CLASH):
        version = _version(line, taken)
        if version is None:
            continue
        outcome = save_answer(
            return_of=return_of,
            question=line.question,
            value=line.value,
            note=line.note,
            by=by,
            version=version,
        )
        if isinstance(outcome, Closed):
            return Uploaded(saved, clashes, outcome.why)
        saved += isinstance(outcome, Saved) and outcome.changed
        clashes += isinstance(outcome, Clash)
    return Uploaded(saved, clashes)


def _version(line: FileLine, taken: Mapping[str, int]) -> int | None:
    """None where the person keeps what is on the site."""
    return taken.get(line.question.key) if line.kind is Kind.CLASH else line.version
