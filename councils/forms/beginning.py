"""What an administrator is asked of a council that begins."""

import re
from typing import Any, ClassVar

from django import forms

from councils.beginning import Beginning
from councils.models import CouncilType, Region
from councils.reorganising import Body
from ppf_site.day_fields import day_field
from ppf_site.needed import NeededFor

CODE = re.compile(r"E[0-9]{8}")
TYPES = [("", "Choose a type"), *CouncilType.choices]


def clean_code(typed: str) -> str:
    code = typed.strip().upper()
    if code and not CODE.fullmatch(code):
        raise forms.ValidationError("A code is E and eight digits, such as E10000021.")
    return code


class NewCouncilForm(forms.Form):
    """What every council has."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages={"required": "Enter the name of the new council."},
    )
    short_name = forms.CharField(
        label="Short name",
        max_length=30,
        help_text="For charts and lists.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Enter a short name."},
    )
    type = forms.ChoiceField(
        label="Type", choices=TYPES, error_messages={"required": "Choose a type."}
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label="Region",
        empty_label="Choose a region",
        error_messages={"required": "Choose a region."},
    )
    code = forms.CharField(
        label="Official code",
        max_length=9,
        required=False,
        help_text="E and eight digits. Leave it empty if there is none yet.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])


def _degrees(label: str, least: float, most: float, such_as: str) -> forms.DecimalField:
    outside = f"England lies between {least} and {most}."
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        decimal_places=3,
        help_text=f"In degrees, such as {such_as}. Leave both empty for the middle of the councils "
        "of its region.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        error_messages={
            "invalid": f"Enter degrees, such as {such_as}.",
            "max_decimal_places": f"Enter at most three decimals, such as {such_as}.",
            "min_value": outside,
            "max_value": outside,
        },
    )


class BeginningForm(NeededFor, NewCouncilForm):
    """A council that follows no other."""

    field_order = ("day",)
    needed_for: ClassVar = {"latitude": "with a longitude", "longitude": "with a latitude"}
    day = day_field(
        "Its first day",
        "Past, today or to come, such as 1 April 2027. Leave it empty for a council that was there "
        "before the register begins (1998).",
        required=False,
    )
    latitude = _degrees("Latitude", 49.8, 55.9, "54.978")
    longitude = _degrees("Longitude", -6.5, 1.9, "-1.618")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for typed, missing in (("latitude", "longitude"), ("longitude", "latitude")):
            if data.get(typed) is not None and missing in data and data[missing] is None:
                self.add_error(missing, "Enter the latitude and the longitude, both.")
        return data

    def beginning(self) -> Beginning:
        data = self.cleaned_data
        body = Body(
            follows=frozenset(),
            **{name: data[name] for name in ("name", "short_name", "type", "region", "code")},
        )
        known = data["latitude"] is not None
        position = (data["latitude"], data["longitude"]) if known else None
        return Beginning(body, data["day"], position)
