"""The form that takes in a file of a past round, with where it comes from."""

from django import forms

from ppf_site.workbook_limits import LIMITS


class ImportForm(forms.Form):
    file = forms.FileField(
        label="The file",
        help_text=f"A workbook (.xlsx) or CSV file of {LIMITS}, without macros, links to other "
        "files or a password.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Choose the workbook or CSV file.",
            "empty": "The file is empty. Choose the workbook or CSV file that has the table.",
        },
    )
    source = forms.CharField(
        label="Where it comes from",
        help_text="Such as ADASS survey of personal budgets, final data set, June 2011. It is "
        "kept with all that comes in.",
        max_length=200,
        error_messages={"required": "Say where it comes from."},
    )


class TotalsImportForm(ImportForm):
    url = forms.URLField(
        label="Its address",
        help_text="Where readers find it.",
        max_length=300,
        required=False,
        assume_scheme="https",
    )
