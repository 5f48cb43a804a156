"""What is typed by those who follow a round's returns."""

from django import forms

from ppf_site.lengths import LONGEST_TEXT
from ppf_site.words import join_words
from surveys.models import Return
from surveys.models.chasers import LONGEST_SUBJECT

from .wording import MEANINGS, not_filled

KNOWN = join_words([f"{{{key}}} for {meaning}" for key, meaning in MEANINGS.items()])


class ChaserForm(forms.Form):
    """A letter to many, with words in braces for what differs."""

    subject = forms.CharField(
        label="Subject",
        max_length=LONGEST_SUBJECT,
        error_messages={"required": "Say what the letter is about."},
    )
    body = forms.CharField(
        label="Letter",
        help_text=f"Filled in for each of them: {KNOWN}.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Write the letter."},
    )

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_body(self) -> str:
        return self._known("body")

    def _known(self, name: str) -> str:
        typed: str = self.cleaned_data[name]
        strange = not_filled(typed)
        if strange:
            are = "is" if len(strange) == 1 else "are"
            raise forms.ValidationError(
                f"{join_words(strange)} {are} not known here. You can write {KNOWN}."
            )
        return typed


class RequirementForm(forms.Form):
    """What is required of the councils that were chosen, from now on."""

    requirement = forms.ChoiceField(
        label="What is required of them now",
        choices=[
            (Return.Requirement.NO_LONGER, "No longer required: they are not counted"),
            (Return.Requirement.DECLINED, "Declined: counted as not having answered"),
            (Return.Requirement.ON_PAPER, "Received on paper: to be entered here"),
            (Return.Requirement.REQUIRED, "Required again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is required of them."},
    )
    reason = forms.CharField(
        label="Why",
        help_text="Councils read it on their returns; it stays in the history.",
        max_length=200,
        error_messages={"required": "Say why, for the record."},
    )
