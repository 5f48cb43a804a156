"""What is asked of who signs, sends back, asks for a correction, reopens, or works with others."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from councils.models import Role, User
from ppf_site.day_fields import day_field
from ppf_site.lengths import LONGEST_TEXT
from surveys.models import Return, Round, Section

from .paper_day import why_not_signed_on


def reason_field(label: str, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class SignForm(forms.Form):
    """The declaration, and the name typed under it."""

    declared = forms.BooleanField(
        label="I have read these answers, and they are right to the best of my knowledge. "
        "I sign them for the council.",
        error_messages={"required": "Tick the declaration to sign."},
    )
    name = forms.CharField(
        label="Type your full name",
        max_length=200,
        help_text="As your account has it. It stands on the receipt as your signature.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Type your name under the declaration."},
    )


class PaperForm(forms.Form):
    """What the paper says under its declaration."""

    name = forms.CharField(
        label="Signed on paper by",
        max_length=100,
        help_text="The name under the paper’s declaration. It stands on the receipt.",
        error_messages={"required": "Give the name under the paper’s declaration."},
    )
    signed_on = day_field("Signed on paper on")
    entered = forms.BooleanField(
        label="I have entered what the paper says, and nothing else.",
        error_messages={"required": "Say that you have entered what the paper says."},
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        self.round = round
        super().__init__(*args, **kwargs)

    def clean_signed_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["signed_on"]
        if why := why_not_signed_on(self.round, day):
            raise forms.ValidationError(why)
        return day


class SendBackForm(forms.Form):
    reason = reason_field(
        "What should be changed",
        "Say what should be changed, so that your colleagues know.",
        "Your colleagues see it on the return and by e-mail.",
    )


class CorrectionForm(forms.Form):
    reason = reason_field(
        "What is wrong, and what it should be",
        "Say what is wrong and what it should be.",
        "Analysts read it. They decide whether to reopen the whole return or some sections.",
    )


class ReopenForm(forms.Form):
    """For who runs the round."""

    until = day_field("Open until the end of")
    sections = forms.ModelMultipleChoiceField(
        Section.objects.none(),
        required=False,
        label="Only these sections",
        help_text="None ticked: the whole return.",
        widget=forms.CheckboxSelectMultiple,
    )
    reason = reason_field(
        "Why it is reopened",
        "Say why it is reopened.",
        "The council reads it on the return and by e-mail.",
    )

    def __init__(self, *args: Any, return_of: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = self.fields["sections"]
        assert isinstance(sections, forms.ModelMultipleChoiceField)
        sections.queryset = Section.objects.filter(
            round=return_of.round_id, questions__derivation=""
        ).distinct()


class RefuseForm(forms.Form):
    reason = reason_field(
        "Why it is not reopened",
        "Say why it is not reopened.",
        "The council reads it on the return and by e-mail.",
    )


class InviteColleagueForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter your colleague’s e-mail address.",
            "invalid": "Enter an e-mail address, such as name@council.gov.uk.",
        },
    )
    kind = forms.ChoiceField(
        label="They will",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they will do."},
    )

    def __init__(self, *args: Any, may_invite_signatory: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(Role.Kind.CONTRIBUTOR.value, "Fill in answers (contributor)")]
        if may_invite_signatory:
            choices.append((Role.Kind.SIGNATORY.value, "Sign the return (signatory)"))
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices
        self.initial.setdefault("kind", Role.Kind.CONTRIBUTOR.value)


class PersonChoice(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"


class DeputyForm(forms.Form):
    """A colleague who may sign from a day to a day."""

    user = PersonChoice(
        User.objects.none(),
        label="Deputy",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose a colleague."},
    )
    starts_on = day_field("First day")
    ends_on = day_field("Last day")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)
        user.queryset = User.objects.filter(pk__in=[person.pk for person in people])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first.")
        if last and last < timezone.localdate():
            self.add_error("ends_on", "Choose a day that is not over yet.")
        return data
