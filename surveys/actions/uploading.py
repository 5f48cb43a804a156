"""Saving an uploaded return: each answer over the version that the person had before them."""

from collections.abc import Mapping
from dataclasses import dataclass

from councils.models import User
from surveys.answers.outcomes import Clash, Closed, Saved
from surveys.models import Return
from surveys.spreadsheet.plan import Decision, FileLine, LineKind, UploadPlan

from .saving import save_answer


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How many answers were changed, how many clashed meanwhile, and why it stopped, if it did."""

    saved: int = 0
    clashes: int = 0
    closed: str = ""


def save_plan(
    *, return_of: Return, plan: UploadPlan, taken: Mapping[str, Decision], by: User
) -> Uploaded:
    """Save what is new or changed, and what the person decided for the file.

    `taken` has, by question key, what they take over which version: one that has moved on since
    is a clash again.
    """
    saved = clashes = 0
    for line in plan.of_kind(LineKind.NEW, LineKind.CHANGED, LineKind.CLASH, LineKind.ASKED):
        decided = _decided(line, taken)
        if decided is None:
            continue
        outcome = save_answer(
            return_of=return_of,
            question=line.question,
            value=decided.value,
            note=line.note,
            by=by,
            version=decided.version,
        )
        if isinstance(outcome, Closed):
            return Uploaded(saved, clashes, outcome.why)
        saved += isinstance(outcome, Saved) and outcome.changed
        clashes += isinstance(outcome, Clash)
    return Uploaded(saved, clashes)


def _decided(line: FileLine, taken: Mapping[str, Decision]) -> Decision | None:
    """None where the person keeps what is on the site."""
    if line.kind in {LineKind.CLASH, LineKind.ASKED}:
        return taken.get(line.question.key)
    return Decision(line.version, line.value)
