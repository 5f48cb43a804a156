"""A check of one kind: asked for what it needs, and for nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from django import forms

from ppf_site import words
from ppf_site.day_fields import day_field
from ppf_site.meanwhile import TellsOthers
from ppf_site.needed import NeededFor, NeedsByRules
from surveys.models import Check, Question
from surveys.models.question_types import CHOICE_TYPES, NUMBER_TYPES
from surveys.rounds.check_rules import COMPARABLE, ONLY_SOFT, USES, Draft, as_checked, problems
from surveys.rounds.contradictions import as_drafts, contradictions
from surveys.rounds.keys import key_field

from .pickers import QuestionPicker, QuestionsPicker

SEVERITIES = [
    ("hard", "It must be put right before the return is signed"),
    ("soft", "It is asked “is this right?”, and an explanation is enough"),
]
ABOUT = {
    "part": "It is not more than another number.",
    "sum": "It equals some other numbers together.",
    "range": "It lies between two numbers, or on one side of one.",
    "change": "It is asked about when it has changed a lot since the council’s last answer.",
    "peers": "It is asked about when it is far from what similar councils said last time.",
    "pace": "It is asked about when the council’s own counts are far off the pace.",
    "past": "The day is not after today.",
}
PERCENTS = {
    "change": ("Ask above a change of so many per cent", "Such as 50."),
    "pace": ("Target, in per cent", "From 1 to 100, such as 30."),
}


class KindOfCheck(NamedTuple):
    """`lacks`: what has to be said of the question before it can be added; "" for nothing."""

    kind: str
    label: str
    about: str
    lacks: str = ""


def kinds_for(question: Question) -> list[KindOfCheck]:
    """Those that can be about the question, by how it is answered."""
    found = []
    for kind in Check.Kind:
        fits = (
            question.type == "date"
            if kind == Check.Kind.PAST
            else question.type in (CHOICE_TYPES if kind == Check.Kind.PACE else NUMBER_TYPES)
        )
        if fits:
            needs_last = kind in {Check.Kind.CHANGE, Check.Kind.PEERS}
            lacks = needs_last and question.comparability not in COMPARABLE
            found.append(
                KindOfCheck(kind.value, _label(kind), ABOUT[kind.value], FOLLOWS if lacks else "")
            )
    return found


NEEDS_RATE = (
    "A value worked out from two counts, each of which follows a question of an earlier round: the "
    "pace is told from what the council counted then."
)


def why_no_pace(rate: Question) -> str:
    """ "" where both its counts can be held against those of an earlier round."""
    parts = [each for each in (rate.numerator, rate.denominator) if each is not None]
    lost = [f"“{each.short_text}”" for each in parts if each.comparability not in COMPARABLE]
    if not lost:
        return ""
    follow = "follows" if len(lost) == 1 else "follow"
    return f"{words.join_words(lost)} {follow} no question of an earlier round, or another one."


FOLLOWS = (
    "Say first which question of an earlier round it follows, the same or with other words only."
)


def _label(kind: Check.Kind) -> str:
    return str(kind.label).partition(":")[0]


class CheckBuilder(TellsOthers, NeedsByRules, NeededFor, forms.Form):
    needed = ("others", "percent", "due_on")
    needed_for: ClassVar = {"minimum": "without a highest", "maximum": "without a lowest"}
    severity = forms.ChoiceField(
        label="When it speaks up", choices=SEVERITIES, widget=forms.RadioSelect, initial="soft"
    )
    minimum = forms.DecimalField(
        label="Lowest number", max_digits=18, decimal_places=4, required=False
    )
    maximum = forms.DecimalField(
        label="Highest number", max_digits=18, decimal_places=4, required=False
    )
    percent = forms.DecimalField(max_digits=6, decimal_places=2, required=False)
    due_on = day_field("Day by which the target is due", required=False)
    key = key_field("Key", 80, "In the round’s file. Made from the question if left empty.")

    def __init__(
        self,
        *args: Any,
        kind: str,
        question: Question,
        others: Iterable[Question],
        check: Check | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.question, self.check_of = kind, question, check
        used = USES[kind] | {"key"} | (set() if kind in ONLY_SOFT else {"severity"})
        self.fields = {name: each for name, each in self.fields.items() if name in used}
        if "percent" in self.fields:
            label, example = PERCENTS[kind]
            self.fields["percent"].label, self.fields["percent"].help_text = label, example
        self._is_single = kind in {"part", "pace"}
        if check is not None:
            self._start_from(check)
        if "others" in used:
            self.fields["others"] = self._picker(others)
            self.order_fields(["severity", "others"])
        for name in self.fields.keys() & set(self.needed):
            self.fields[name].required = True

    @property
    def is_nobodys(self) -> bool:
        return self.check_of is None

    def _start_from(self, check: Check) -> None:
        for name in self.fields:
            self.initial[name] = getattr(check, name)
        chosen = [str(pk) for pk in check.others.values_list("pk", flat=True)]
        # A part of several wholes, as a file may have it.
        self._is_single = self._is_single and len(chosen) < 2
        self.initial["others"] = (chosen or [""])[0] if self._is_single else chosen

    def _picker(self, others: Iterable[Question]) -> forms.Field:
        rest = [each for each in others if each.pk != self.question.pk]
        if self.kind == "pace":
            return self._rates([each for each in rest if each.derivation == "rate"])
        numbers = [each for each in rest if self._counts_alike(each)]
        if self._is_single:
            return QuestionPicker(numbers, "The whole that it is a part of", empty="Choose it")
        label = "The parts that make it up" if self.kind == "sum" else "The wholes that it is in"
        return QuestionsPicker(numbers, label)

    def _rates(self, rates: Sequence[Question]) -> QuestionPicker:
        """Those whose pace can be told, and the one that is chosen; of the others it is said."""
        held = str(self.initial.get("others") or "")
        # By their keys: in an older round two may have one name.
        apart = {each.pk: why_no_pace(each) for each in rates if str(each.pk) != held}
        offered = [each for each in rates if not apart.get(each.pk)]
        picker = QuestionPicker(offered, "The rate that the target is about", empty="Choose a rate")
        lost = [(each.short_text, apart[each.pk]) for each in rates if apart.get(each.pk)]
        told = [f"“{name}” cannot be chosen: {why}" for name, why in dict.fromkeys(lost)]
        if not rates:
            told = ["The round has no rate yet: add one first, on the page of what it asks."]
        picker.help_text = " ".join([NEEDS_RATE, *told])
        return picker

    def _counts_alike(self, other: Question) -> bool:
        """Beds are no part of homes: in the same unit, or said so by the check that is changed."""
        own, chosen = self.question, self.initial.get("others") or []
        is_alike = other.type == own.type and not other.derivation
        is_chosen = str(other.pk) in ([chosen] if isinstance(chosen, str) else chosen)
        units = {each.unit.casefold() for each in (own, other) if each.unit}
        return is_chosen or (is_alike and len(units) < 2)

    @property
    def others(self) -> list[Question]:
        given = self.cleaned_data.get("others") or []
        return [given] if isinstance(given, Question) else list(given)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        others = self.question.round.checks.exclude(pk=self.check_of.pk if self.check_of else 0)
        if key and others.filter(key=key).exists():
            raise forms.ValidationError(f"Another check has the key “{key}”. Choose another.")
        return key

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors:
            return data
        draft = Draft(
            kind=self.kind,
            question=as_checked(self.question),
            others=[as_checked(each) for each in self.others],
            **self.values,
        )
        beside = self.question.round.checks.exclude(pk=self.check_of.pk if self.check_of else 0)
        found = problems(draft) or contradictions(draft, as_drafts(beside.bounding()))
        for field, message in found:
            self.add_error(field if field in self.fields else None, message)
        return data

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        said = {name: data.get(name) for name in ("minimum", "maximum", "percent", "due_on")}
        return {**said, "severity": data.get("severity") or "soft"}


SAID = {
    "part": "Not more than {names}.",
    "sum": "Equal to {names} together.",
    "change": "Asked about above a change of {percent}% since the last answer.",
    "peers": "Asked about when it is far from similar councils.",
    "pace": "Asked about when {names} is far off the pace to {percent}% by {due}.",
    "past": "Not after today.",
}


def check_words(check: Check) -> str:
    """What it looks for, in a sentence."""
    if check.kind == Check.Kind.RANGE:
        return _range_words(check)
    return SAID[check.kind].format(
        names=words.join_words([f"“{each.short_text}”" for each in check.others.all()]),
        percent=_plain(check.percent),
        due=words.day(check.due_on) if check.due_on else "its day",
    )


def _range_words(check: Check) -> str:
    if check.minimum is None:
        return f"At most {_plain(check.maximum)}."
    if check.maximum is None:
        return f"At least {_plain(check.minimum)}."
    return f"From {_plain(check.minimum)} to {_plain(check.maximum)}."


def _plain(value: Any) -> str:
    """30, not 30.0000; 5,000."""
    return f"{value.normalize():,f}" if value is not None else ""
