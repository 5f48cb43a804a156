"""What an administrator is asked about people and their roles."""

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from councils.invitations_file import (
    OF_A_COUNCIL,
    BadInvitationsError,
    InvitationRow,
    parse,
    why_no_days,
)
from councils.models import Council, Region, Role
from ppf_site.day_fields import day_field
from ppf_site.needed import NeedsByRules
from ppf_site.text_files import UnreadableError, text_of

LARGEST_FILE = 1024 * 1024
TOO_LARGE = "The file is larger than 1 MB. A list of people is never that large."
WHAT_THEY_DO = [
    (Role.Kind.CONTRIBUTOR, "Contributor: fills in a council’s returns"),
    (Role.Kind.SIGNATORY, "Signatory: signs a council’s returns"),
    (Role.Kind.REGIONAL_LEAD, "Regional lead: follows the returns of a region"),
    (Role.Kind.ANALYST, "Analyst: runs rounds and releases them"),
    (Role.Kind.ADMINISTRATOR, "Administrator: keeps definitions, the register and people right"),
    (Role.Kind.OBSERVER, "Observer: reads what is released to the sector, for a regulator"),
]


class InviteAnybodyForm(NeedsByRules, forms.Form):
    # Each of some roles alone: the form says of which.
    needed = ("council", "region")
    use_required_attribute = False
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter the person’s e-mail address.",
            "invalid": "Enter an e-mail address, such as name@council.gov.uk.",
        },
    )
    kind = forms.ChoiceField(
        label="Role",
        choices=WHAT_THEY_DO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )
    council = forms.ModelChoiceField(
        Council.objects.none(),
        label="Council",
        to_field_name="slug",
        empty_label="None",
        help_text="For contributors and signatories.",
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label="Region",
        to_field_name="slug",
        empty_label="None",
        help_text="For regional leads.",
    )
    starts_on = day_field(
        "First day", "Empty: from when they accept. Such as 1 April 2026.", required=False
    )
    ends_on = day_field("Last day", "Empty: no end yet. Such as 31 March 2027.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = self.fields["council"]
        assert isinstance(council, forms.ModelChoiceField)
        council.queryset = Council.objects.filter(abolished=None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in OF_A_COUNCIL and not data.get("council"):
            self.add_error("council", f"Choose the council of the {kind}.")
        if kind == Role.Kind.REGIONAL_LEAD and not data.get("region"):
            self.add_error("region", "Choose the region of the regional lead.")
        # What does not belong to the role was left over from another choice.
        if kind not in OF_A_COUNCIL:
            data["council"] = None
        if kind != Role.Kind.REGIONAL_LEAD:
            data["region"] = None
        if why := why_no_days(data.get("starts_on"), data.get("ends_on")):
            self.add_error("ends_on", f"The last day is {why}.")
        return data


class InviteManyForm(forms.Form):
    file = forms.FileField(
        label="The list, as CSV",
        help_text="Its columns: email, role, council, region, first day, last day. The first two "
        "are needed. Commas or semicolons between them.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ".csv,text/csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self) -> list[InvitationRow]:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return parse(text_of(file.read()))
        except UnreadableError as error:
            raise forms.ValidationError(str(error)) from error
        except BadInvitationsError as error:
            raise forms.ValidationError(list(error.problems)) from error


class EndRoleForm(forms.Form):
    last_day = day_field(
        "Last day",
        "Today, yesterday or a day to come, such as 31 March 2027. A role that had not begun by "
        "then is taken out, as if it had never been given.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", _typed(timezone.localdate()))


def _typed(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
