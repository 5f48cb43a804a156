"""The answers that a question can be given from: the round's own scales, ready ones, new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ppf_site.words import join_words
from surveys.models import Option, Round, Scale
from surveys.rounds.file import OptionPart, ScalePart
from surveys.rounds.keys import key_from

from .library import LIBRARY

NEW = "new"
OWN, READY = "own.", "ready."
NONE_OF_THESE = OptionPart(key="none-of-these", label="None of these", tone=0, is_exclusive=True)
TONES = {2: (1, -1), 3: (1, 0, -1), 4: (2, 1, -1, -2), 5: (2, 1, 0, -1, -2)}


@dataclass(frozen=True, slots=True)
class AnswersOffered:
    """What is chosen from: a scale that is there, or one to be made when the question is saved."""

    scale: Scale | None = None
    part: ScalePart | None = None

    @property
    def options(self) -> list[Option]:
        if self.scale is not None:
            return list(self.scale.options.all())
        options = self.part.options if self.part else []
        return [
            Option(**option.model_dump(), position=place) for place, option in enumerate(options)
        ]


Choices = list[tuple[str, str | list[tuple[str, str]]]]


def choices_of(round: Round, scales: Sequence[Scale]) -> Choices:
    """For a list to choose from: the round's own first, then what is ready, then a new one."""
    own = [(f"{OWN}{scale.key}", _told(scale.title, scale.options.all())) for scale in scales]
    there = {scale.key for scale in scales}
    ready = [
        (f"{READY}{part.key}", _told(part.title, part.options))
        for part in LIBRARY.values()
        if part.key not in there
    ]
    found: Choices = [("", "None: nothing is chosen from a list")]
    if own:
        found.append(("Of this round", own))
    if ready:
        found.append(("Ready to use", ready))
    return [*found, (NEW, "New ones, written below")]


def _told(title: str, options: Iterable[Option | OptionPart]) -> str:
    return f"{title}: {join_words([option.label for option in options], last='or')}"


def chosen(value: str, scales: Sequence[Scale]) -> AnswersOffered | None:
    """What a choice of the list stands for; None for none, and for new ones."""
    if value.startswith(OWN):
        own = next((scale for scale in scales if f"{OWN}{scale.key}" == value), None)
        return AnswersOffered(scale=own) if own else None
    part = LIBRARY.get(value.removeprefix(READY)) if value.startswith(READY) else None
    return AnswersOffered(part=part) if part else None


def yes_or_no(scales: Sequence[Scale]) -> AnswersOffered:
    own = next((scale for scale in scales if scale.key == "yes-no"), None)
    return AnswersOffered(scale=own) if own else AnswersOffered(part=LIBRARY["yes-no"])


def written(title: str, labels: Sequence[str], *, is_scale: bool, has_none: bool) -> AnswersOffered:
    """Of lines that somebody wrote, the best first: of a scale each gets its tone by its place."""
    keys: list[str] = []
    for label in labels:
        keys.append(key_from(label, keys, longest=40))
    tones = tones_of(len(labels)) if is_scale else [0] * len(labels)
    options = [
        OptionPart(key=key, label=label, tone=tone)
        for key, label, tone in zip(keys, labels, tones, strict=True)
    ]
    none = [NONE_OF_THESE] if has_none else []
    part = ScalePart(key=key_from(title), title=title[:120], options=[*options, *none])
    return AnswersOffered(part=part)


def tones_of(count: int) -> list[int]:
    """From the best to the worst, alike on both sides of the middle."""
    if count < 2:
        return [0] * count
    known = TONES.get(count)
    return list(known or (round(2 - 4 * place / (count - 1)) for place in range(count)))


def lines_of(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]
