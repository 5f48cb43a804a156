"""The words of a round that was opened, and what of it is published: less can be, not more."""

from typing import Any

from django import forms

from ppf_site.meanwhile import TellsOthers
from surveys.models import Round
from surveys.models.rounds import PROMISED

from .start import DetailsForm

WORDS = ["title", "short_title", "sponsor", "respondents", "method", "caveats", "illustrative"]


class RoundWords(TellsOthers, forms.ModelForm[Round]):
    """Its days, its address and whom it asks are not among them: councils were told of those."""

    class Meta(DetailsForm.Meta):
        fields = [*WORDS, *PROMISED]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Publishing more is an act of its own, which tells the councils.
        for name in PROMISED:
            if not getattr(self.instance, name) or self.instance.is_totals_only:
                del self.fields[name]
