"""What an opened round's question is comparable to, said otherwise: with the reason for it."""

from typing import Any, ClassVar

from django import forms

from ppf_site.needed import NeededFor
from surveys.models import Check, Comparability, Question
from surveys.returns.forms import reason_field
from surveys.rounds.followed import AnsweredBy
from surveys.rounds.question_rules import of_followed

from .pickers import follows_picker

# What looks at a council's last answer.
LOOKS_BACK = (Check.Kind.CHANGE, Check.Kind.PEERS, Check.Kind.PACE)


class ComparedForm(NeededFor, forms.Form):
    """With the same rules as a draft's question."""

    needed_for: ClassVar = {"comparability": "where it follows one"}

    comparability = forms.ChoiceField(
        label="How comparable it is",
        choices=[("", "It follows none"), *Comparability.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="It decides whether a trend goes on, goes on with a mark, or breaks.",
    )
    reason = reason_field("Why", "Say why.", "Kept in the history, for those who run rounds.")

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(follows=question.follows, comparability=question.comparability)
        self.question = question
        self.fields["follows"] = follows_picker(question.round)
        self.order_fields(["follows", "comparability", "reason"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        wrong = of_followed(
            self.question.round,
            data.get("follows"),
            data.get("comparability", ""),
            AnsweredBy.of(self.question),
        )
        for field, message in wrong:
            if field not in self.errors:
                self.add_error(field, message)
        return data

    @property
    def checks(self) -> list[str]:
        """By name those that compare with the last answer: they ask nothing where there is none
        to compare with."""
        own = self.question.checks.filter(kind__in=LOOKS_BACK)
        paced = Check.objects.filter(kind=Check.Kind.PACE, others__in=self._rates())
        return list((own | paced).order_by("key").values_list("key", flat=True).distinct())

    def _rates(self) -> list[Question]:
        rates = self.question.round.questions.exclude(derivation="")
        return [
            each for each in rates if self.question.pk in {each.numerator_id, each.denominator_id}
        ]
