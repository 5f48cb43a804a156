"""What the history tells of rounds, returns, answers and releases."""

from collections.abc import Iterator, Mapping
from typing import Any

from ppf_site import words
from ppf_site.acts.kinds import Change, told_as

from .acts_written import tell_of_what_is_written
from .models import (
    Answer,
    Assignment,
    Check,
    ChosenCouncil,
    DayKind,
    Grid,
    Option,
    PublicRequest,
    Query,
    Question,
    RaisedCheck,
    Release,
    Return,
    Round,
    RoundDay,
    Scale,
    Section,
    Total,
)
from .models.answers import value_of
from .models.reopened import ReopenedSection
from .models.statuses import Status
from .models.viewers import ReleaseViewer
from .sentences_values import given_words

OF_A_RETURN = {"return_of": ("council", "round"), "question": ("scale",)}
WHERE = {"council": "return_of__council", "round": "return_of__round"}


def name_of(return_of: Return) -> str:
    return f"{return_of.council}’s return to {return_of.round}"


# RETURNS AND ANSWERS

STATES = {
    ("in_progress", "to_sign"): "Handed over to sign:",
    ("not_started", "to_sign"): "Handed over to sign:",
    ("to_sign", "in_progress"): "Took or sent back:",
    ("signed", "in_progress"): "Reopened",
    ("not_started", "in_progress"): "Began",
}


def _of_return(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if was.get("state") == now["state"]:
        return "Changed"
    if now["state"] == Return.State.SIGNED:
        if now["last_step"] == Status.IMPORTED:
            return "Imported:"
        on_paper = now["requirement"] == Return.Requirement.ON_PAPER
        return "Entered from paper:" if on_paper else "Signed"
    if _is_completed_by_a_file(was, now):
        return ""
    return STATES.get((was.get("state", ""), now["state"]), "Changed")


def _is_completed_by_a_file(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """What was imported is open only while more of it comes in, by no day."""
    imported = was.get("last_step") == now["last_step"] == Status.IMPORTED
    return imported and bool(was["reopened_until"] == now["reopened_until"])


def _of_answer(was: Answer | None, now: Answer | None) -> Iterator[Change]:
    before, after = _given(was), _given(now)
    if before != after:
        yield "Answer", before, after or "nothing"
    note_was, note = (each.note if each else "" for each in (was, now))
    if note_was != note:
        yield "Note", note_was, note or "nothing"


def _given(answer: Answer | None) -> str:
    return given_words(answer.question, value_of(answer)) if answer else ""


told_as(
    Return,
    group="returns",
    subject=name_of,
    related={"council": (), "round": ()},
    council="council",
    round="round",
    verb=_of_return,
    unsaid=frozenset({"state", "last_step", "signed_at", "first_signed_at", "signed_by"}),
)
told_as(
    ReopenedSection,
    group="returns",
    subject=lambda row: f"“{row.section}” as reopened: {name_of(getattr(row, 'return'))}",
    related={"return": ("council", "round"), "section": ()},
    council="return__council",
    round="return__round",
)
told_as(
    Answer,
    group="returns",
    subject=lambda answer: (
        f"the answer to “{answer.question.short_text}” in {name_of(answer.return_of)}"
    ),
    related=OF_A_RETURN,
    fetched={"question": ("scale__options",)},
    by="updated_by",
    changes=_of_answer,
    **WHERE,
)
told_as(
    RaisedCheck,
    group="returns",
    subject=lambda raised: f"“{raised.message}” in {name_of(raised.return_of)}",
    related=OF_A_RETURN,
    by="explained_by",
    # The site raises and withdraws them itself, answer by answer: people explain them.
    only={"pgh_label": "update"},
    verb=lambda was, now: (
        "Explained" if was.get("explanation") != now["explanation"] and now["explanation"] else ""
    ),
    unsaid=frozenset({"explained_by", "explained_at", "values", "message"}),
    **WHERE,
)
told_as(
    Query,
    group="returns",
    subject=lambda query: (
        f"a query about “{query.question.short_text}” in {name_of(query.return_of)}"
    ),
    related=OF_A_RETURN,
    by="by",
    # What a director asks colleagues stays within the council.
    only={"is_inside": False},
    unsaid=frozenset({"settled_at"}),
    **WHERE,
)
told_as(
    Assignment,
    group="returns",
    subject=lambda row: f"{row.user} to “{row.section}” of {name_of(row.return_of)}",
    related={"return_of": ("council", "round"), "section": (), "user": ()},
    **WHERE,
)


# ROUNDS AND QUESTIONS

OF_A_ROUND = {"round": ()}


def _of_round(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    return "Opened" if now["opened_at"] and not was.get("opened_at") else "Changed"


told_as(
    Round,
    group="rounds",
    subject=lambda round: f"round {round}",
    round="pgh_obj",
    verb=_of_round,
    unsaid=frozenset({"opened_by", "opened_at"}),
)
told_as(
    Section,
    group="rounds",
    subject=lambda section: f"section “{section}” of {section.round}",
    related=OF_A_ROUND,
    round="round",
)
told_as(
    Scale,
    group="rounds",
    subject=lambda scale: f"scale “{scale.title}” of {scale.round}",
    related=OF_A_ROUND,
    round="round",
)
told_as(
    Option,
    group="rounds",
    subject=lambda option: (
        f"the answer “{option}” of scale “{option.scale.title}” of {option.scale.round}"
    ),
    related={"scale": ("round",)},
    round="scale__round",
)
told_as(
    Grid,
    group="rounds",
    subject=lambda grid: f"grid “{grid}” of {grid.section.round}",
    related={"section": ("round",)},
    round="section__round",
)
told_as(
    Question,
    group="rounds",
    subject=lambda question: f"question “{question.short_text}” of {question.round}",
    related=OF_A_ROUND,
    round="round",
)
told_as(
    Check,
    group="rounds",
    subject=lambda check: f"check “{check.key}” of {check.round}",
    related=OF_A_ROUND,
    round="round",
)
told_as(
    ChosenCouncil,
    group="rounds",
    subject=lambda chosen: f"{chosen.council} as asked by {chosen.round}",
    related={"council": (), "round": ()},
    council="council",
    round="round",
)
told_as(
    RoundDay,
    group="rounds",
    subject=lambda day: f"“{DayKind(day.kind).label}” on {words.day(day.day)} of {day.round}",
    related={"round": ()},
    round="round",
)
told_as(
    Total,
    group="rounds",
    subject=lambda total: f"the total for “{total.question.short_text}”, {total.area}",
    related={"question": ("round",)},
    round="round",
)

tell_of_what_is_written()


# RELEASES


def _of_release(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if now["taken_back_at"] and not was.get("taken_back_at"):
        return "Took back"
    return "Changed"


told_as(
    Release,
    group="releases",
    subject=lambda release: f"release {release.number} of {release.round}",
    related={"round": ()},
    round="round",
    by="compiled_by",
    verb=_of_release,
    unsaid=frozenset({"changes", "compiled_by"}),
)
told_as(
    ReleaseViewer,
    group="releases",
    subject=lambda row: (
        f"{row.user} as reader under embargo of release {row.release.number} of {row.release.round}"
    ),
    related={"release": ("round",), "user": ()},
    round="release__round",
)


def _of_request(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if now["approved_at"]:
        return "Approved"
    return "Withdrew" if now["withdrawn_at"] else "Asked for"


told_as(
    PublicRequest,
    group="releases",
    subject=lambda asked: (
        f"release {asked.release.number} of {asked.release.round} to be made public"
    ),
    related={"release": ("round",)},
    round="release__round",
    by="asked_by",
    verb=_of_request,
    unsaid=frozenset(
        {"asked_by", "asked_at", "approved_by", "approved_at", "withdrawn_by", "withdrawn_at"}
    ),
)
