"""A signed version in words, from what was kept when it was signed and from nothing else."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ppf_site import words
from surveys.models import Question, Signature
from surveys.models.signing import signed_value
from surveys.sentences_values import given_words


@dataclass(frozen=True, slots=True)
class SignedLine:
    text: str
    said: str
    note: str
    by: str
    at: datetime.datetime | None
    explanations: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class SignedSection:
    title: str
    lines: Sequence[SignedLine]


def sections_of(signature: Signature) -> list[SignedSection]:
    """In the order that they were asked."""
    return [
        SignedSection(title, [_line(kept) for kept in lines])
        for title, lines in groupby(signature.answers, key=lambda kept: kept["section"])
    ]


def _line(kept: Mapping[str, Any]) -> SignedLine:
    return SignedLine(
        # A row of a grid is read after the words above it.
        text=words.under(kept["stem"], kept["short_text"]) if kept["stem"] else kept["text"],
        said=signed_words(kept),
        note=kept["note"] or "",
        by=kept["by"] or "",
        at=datetime.datetime.fromisoformat(kept["at"]) if kept["at"] else None,
        explanations=[each for each in kept["explanations"] or [] if each["explanation"]],
    )


def signed_words(kept: Mapping[str, Any]) -> str:
    """What was signed; "" where an optional question was left blank."""
    asked = Question(type=kept["type"], unit=kept["unit"])
    labels = dict(zip(kept["choices"] or (), kept["labels"] or (), strict=False))
    return given_words(asked, signed_value(kept), labels)
