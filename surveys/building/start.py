"""How a round starts: from a round before, from nothing, or from its file."""

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ppf_site import words
from ppf_site.counted import CountedInput
from ppf_site.day_fields import day_field
from ppf_site.meanwhile import TellsOthers
from ppf_site.text_files import UnreadableError, text_of
from surveys.models import Round
from surveys.models.rounds import RoundQuerySet
from surveys.rounds.copying import only_asked
from surveys.rounds.days import RoundDays
from surveys.rounds.file import RoundFile
from surveys.rounds.imports import BadRoundError, parse
from surveys.rounds.keys import key_field, key_from
from surveys.rounds.names import free_short_title, why_titles_taken

# The page that starts a round has this address.
RESERVED = {"new"}
LARGEST_FILE = 1024 * 1024
TOO_LARGE = "The file is larger than 1 MB. A round’s file holds words, and is never that large."
ADDRESS = "In the addresses of its pages. Made from the title if left empty; it stays once used."


def free_address(typed: str, title: str, own: Round | None = None) -> str:
    """The typed one, or one made from the title. Raises ValidationError where it is taken."""
    taken = {*Round.objects.values_list("slug", flat=True), *RESERVED}
    if own is not None:
        taken.discard(own.slug)
    if not typed:
        return key_from(title, taken)
    if typed in taken:
        raise forms.ValidationError(f"Another round has the address “{typed}”. Choose another.")
    return typed


class DetailsForm(TellsOthers, forms.ModelForm[Round]):
    """Everything that a draft is, but for what it asks and its days, which have their own page."""

    slug = key_field("Address", 60, ADDRESS)
    reference_date = day_field(
        "Reference date", "The day that the answers describe. Councils in force on it are asked."
    )

    class Meta:
        model = Round
        fields = [
            "title",
            "short_title",
            "slug",
            "sponsor",
            "respondents",
            "reference_date",
            "method",
            "caveats",
            "names_councils",
            "discloses_small_counts",
            "publishes_unanimous",
            "is_totals_only",
            "illustrative",
        ]
        labels = {
            "title": "Title",
            "short_title": "Short title",
            "sponsor": "Who runs it",
            "respondents": "Who in the council answers",
            "method": "How it is asked",
            "caveats": "What to bear in mind",
            "names_councils": "Named councils’ answers are public",
            "discloses_small_counts": "Counts of people under 5 are shown in public files",
            "publishes_unanimous": "Counts by area are public where all said the same",
            "is_totals_only": "Known only as totals",
            "illustrative": "If the answers are made up: the sentence that says so",
        }
        help_texts = {
            "sponsor": "Such as ADASS and the LGA.",
            "respondents": "Such as Directors of adult social services.",
            "method": "Councils and readers are told.",
            "caveats": "Readers are told with every figure.",
        }
        error_messages = {
            "title": {"required": "Enter a title."},
            "short_title": {"required": "Enter a short title."},
            "sponsor": {"required": "Enter who runs it."},
            "respondents": {"required": "Enter who in the council answers."},
        }
        widgets = {
            "short_title": CountedInput,
            "method": forms.Textarea(attrs={"rows": 4}),
            "caveats": forms.Textarea(attrs={"rows": 4}),
        }

    def clean_slug(self) -> str:
        own = self.instance if self.instance.pk else None
        return free_address(self.cleaned_data["slug"], self.cleaned_data.get("title", ""), own=own)

    def clean_short_title(self) -> str:
        short: str = self.cleaned_data["short_title"]
        own = self.instance if self.instance.pk else None
        why = why_titles_taken(self.cleaned_data.get("title", ""), short, own)
        if why:
            raise forms.ValidationError(why)
        return short

    def clean_reference_date(self) -> datetime.date:
        about: datetime.date = self.cleaned_data["reference_date"]
        if self.instance.pk and self.instance.closes_on < about:
            closes = words.day(self.instance.closes_on)
            raise forms.ValidationError(
                f"Its last day is {closes}: nobody can describe a day after it. Enter an earlier "
                "one, or move the last day first."
            )
        return about


class StartForm(DetailsForm):
    """A new round, with its first and its last day."""

    opens_on = day_field("Opens on")
    closes_on = day_field("Closes on", "Open until the end of this day, London time.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [data.get(name) for name in ("opens_on", "closes_on", "reference_date")]
        if all(given):
            for problem in RoundDays(data["opens_on"], data["closes_on"]).misplaced(given[2]):
                self.add_error(problem.field, problem.words)
        return data


class NewForm(StartForm):
    """From nothing: what is published starts with the careful settings, and is changed later."""

    class Meta(DetailsForm.Meta):
        fields = [
            "title",
            "short_title",
            "slug",
            "sponsor",
            "respondents",
            "reference_date",
            "opens_on",
            "closes_on",
        ]


class RoundChoice(forms.ModelChoiceField[Round]):
    def label_from_instance(self, obj: Round) -> str:
        return f"{obj.title} ({obj.short_title})"


class CopyForm(StartForm):
    """From a round before: its words, checks and settings, with days of its own."""

    of = RoundChoice(
        Round.objects.none(),
        label="Round to copy",
        empty_label="Choose a round",
        error_messages={"required": "Choose the round to copy."},
    )
    field_order = ["of"]

    class Meta(DetailsForm.Meta):
        fields = ["title", "short_title", "slug", "reference_date", "opens_on", "closes_on"]

    def __init__(self, *args: Any, rounds: RoundQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = self.fields["of"]
        assert isinstance(of, forms.ModelChoiceField)
        of.queryset = rounds


class FileForm(forms.Form):
    """From a file: checked whole, with every problem beside the field."""

    file = forms.FileField(
        label="The file",
        help_text="A TOML file, as it is taken away from a round’s page.",
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty.",
        },
    )
    slug = key_field(
        "Another address",
        60,
        "Needed only where a round with the file’s own address is there. If a round has both of "
        "its titles too, the draft’s short title gets a number. You can change it afterwards.",
    )
    as_draft = forms.BooleanField(
        label="Take only what it asks",
        help_text="A file of a round that was opened has returns or totals as well. "
        "Ticked, they are left out and a new draft is made.",
        required=False,
    )

    def clean_file(self) -> RoundFile:
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return parse(text_of(given.read()))
        except UnreadableError as error:
            raise forms.ValidationError(str(error)) from error
        except BadRoundError as error:
            raise forms.ValidationError(error.problems) from error

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        file: RoundFile | None = data.get("file")
        if file is None or "slug" in self.errors:
            return data
        if file.is_of_opened and not data["as_draft"]:
            self.add_error(
                "file",
                "This is the file of a round that was opened: it has returns or totals. Tick "
                "“Take only what it asks” to make a new draft of it.",
            )
        try:
            slug = free_address(data["slug"] or file.round.slug, file.round.title)
        except forms.ValidationError as error:
            self.add_error("slug", error)
            return data
        drafted = only_asked(file)
        short = free_short_title(file.round.title, file.round.short_title)
        renamed = drafted.round.model_copy(update={"slug": slug, "short_title": short})
        data["file"] = drafted.model_copy(update={"round": renamed})
        return data
