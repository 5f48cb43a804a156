"""What an administrator is asked when councils end and begin, or one of them changes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from councils.altering import Alteration
from councils.models import Council, CouncilType, Region
from councils.reorganising import Body, Reorganisation
from ppf_site.day_fields import day_field
from ppf_site.needed import NeededFor

from .beginning import NewCouncilForm, clean_code

MOST_BODIES = 8


class EndingForm(forms.Form):
    """Which councils end, when, and how many follow."""

    day = day_field(
        "First day of what follows",
        "The councils that end are in force to the end of the day before. Such as 1 April 2027.",
    )
    ends = forms.ModelMultipleChoiceField(
        Council.objects.none(),
        label="Which councils end?",
        error_messages={
            "required": "Choose at least one council that ends.",
            "invalid_choice": "Choose councils of the list.",
        },
    )
    following = forms.IntegerField(
        label="How many councils take over?",
        min_value=1,
        max_value=MOST_BODIES,
        help_text="New ones, and any that is there already and grows. Usually 1 or 2.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        error_messages={
            "required": "Enter how many councils take over.",
            "invalid": "Enter a whole number, such as 2.",
            "min_value": "At least one council takes over.",
            "max_value": f"At most {MOST_BODIES} councils can take over at once.",
        },
    )

    def __init__(
        self, *args: Any, ticked: Sequence[str] = (), words: str = "", **kwargs: Any
    ) -> None:
        """`words` are of the names to be found, among councils some of which are `ticked`."""
        super().__init__(*args, **kwargs)
        self.words, self.ticked = words, set(ticked)
        self.councils = list(standing_councils())
        if words:
            found = {*standing_councils().matching(words).values_list("slug", flat=True)}
            self.found = len(found)
            shown = found | self.ticked
            self.councils = [each for each in self.councils if each.slug in shown]
        field = self.fields["ends"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Council.objects.filter(abolished=None)
        field.to_field_name = "slug"

    @property
    def by_region(self) -> list[tuple[Region, list[Council], bool]]:
        """Each region's councils, and whether one of them is chosen."""
        found: dict[Region, list[Council]] = {}
        for council in self.councils:
            found.setdefault(council.region, []).append(council)
        regions = sorted(found, key=lambda region: region.position)
        return [
            (
                region,
                found[region],
                bool(self.words) or any(each.slug in self.chosen for each in found[region]),
            )
            for region in regions
        ]

    @property
    def chosen(self) -> set[str]:
        data = self.data
        return set(data.getlist("ends")) if isinstance(data, QueryDict) else self.ticked


def standing_councils() -> Any:
    """Those of which no end is entered."""
    return Council.objects.filter(abolished=None).select_related("region")


class BodyForm(NewCouncilForm):
    """One of the councils that take over."""

    field_order = ("existing",)

    existing = forms.ModelChoiceField(
        Council.objects.none(),
        label="A council that is there already",
        required=False,
        empty_label="No, a new council",
        to_field_name="slug",
        help_text="Then leave the rest but for whom it follows.",
    )
    follows = forms.MultipleChoiceField(
        label="It takes over from",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whom it takes over from."},
    )

    def __init__(
        self, *args: Any, ending: Sequence[Council], is_alone: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        existing = self.fields["existing"]
        assert isinstance(existing, forms.ModelChoiceField)
        ends = [council.pk for council in ending]
        existing.queryset = Council.objects.filter(abolished=None).exclude(pk__in=ends)
        follows = self.fields["follows"]
        assert isinstance(follows, forms.MultipleChoiceField)
        follows.choices = [(str(council.pk), council.name) for council in ending]
        if is_alone or len(ending) == 1:
            follows.initial = [str(council.pk) for council in ending]
        self.fields["region"].initial = ending[0].region
        if self.data.get(self.add_prefix("existing")):
            # It has them already.
            for name in ("name", "short_name", "type", "region"):
                self.fields[name].required = False

    @property
    def council(self) -> str:
        """ "Council 2": which of those on the page it is."""
        return f"Council {int(str(self.prefix).rpartition('-')[2]) + 1}"

    def body(self) -> Body:
        data = self.cleaned_data
        return Body(
            follows=frozenset(int(pk) for pk in data["follows"]),
            existing=data["existing"],
            name=data["name"],
            short_name=data["short_name"],
            type=data["type"],
            region=data["region"],
            code=data["code"],
        )


class TogetherForm(forms.Form):
    """What is asked of the change as a whole."""

    is_same_body = forms.ChoiceField(
        label="What is the council that follows?",
        choices=[("no", "A new body for the same area"), ("yes", "The same body in a new form")],
        widget=forms.RadioSelect,
        help_text="Figures through time run on through both.",
        error_messages={"required": "Choose what the council that follows is."},
    )
    carries_people = forms.BooleanField(
        label="Whoever works for a council that one council follows works for that one too",
        required=False,
        help_text="Roles at councils that several follow are given one by one.",
    )

    def __init__(self, *args: Any, is_one_to_one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_one_to_one:
            del self.fields["is_same_body"]


def reorganisation_of(
    asked: EndingForm, bodies: Sequence[BodyForm], together: TogetherForm
) -> Reorganisation:
    """What all three forms say, each of them valid."""
    return Reorganisation(
        day=asked.cleaned_data["day"],
        ending=tuple(asked.cleaned_data["ends"]),
        bodies=tuple(form.body() for form in bodies),
        is_same_body=together.cleaned_data.get("is_same_body") == "yes",
        carries_people=together.cleaned_data["carries_people"],
    )


class AlterationForm(NeededFor, forms.Form):
    """Another name, code, region or type of one council, from a day on."""

    needed_for: ClassVar = {"short_name": "with another name"}
    council = forms.ModelChoiceField(
        Council.objects.none(),
        label="Which council?",
        to_field_name="slug",
        empty_label="Choose a council",
        error_messages={"required": "Choose a council.", "invalid_choice": "Choose a council."},
    )
    day = day_field(
        "First day of the change",
        "Past, today or to come: until that day pages say what they say now. Such as 1 April 2027.",
    )
    name = forms.CharField(label="New name", max_length=100, required=False)
    short_name = forms.CharField(label="New short name", max_length=30, required=False)
    code = forms.CharField(
        label="New official code",
        max_length=9,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    region = forms.ModelChoiceField(
        Region.objects.all(), label="New region", required=False, empty_label="As before"
    )
    type = forms.ChoiceField(
        label="New type", choices=[("", "As before"), *CouncilType.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = standing_councils()

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("name")) != bool(data.get("short_name")):
            missing = "short_name" if data.get("name") else "name"
            self.add_error(missing, "Enter the name and the short name, both.")
        told = [data.get(key) for key in ("name", "short_name", "code", "region", "type")]
        if not any(told) and not self.errors:
            self.add_error("name", "Enter what changes: a name, a code, a region or a type.")
        return data

    def alteration(self) -> Alteration:
        data = self.cleaned_data
        council: Council = data["council"]
        place = None
        if data["region"] or data["type"]:
            then = council.places.on(data["day"]).select_related("region")[0]
            place = (data["region"] or then.region, data["type"] or then.type)
        return Alteration(
            council=council,
            day=data["day"],
            name=(data["name"], data["short_name"]) if data["name"] else None,
            code=data["code"],
            place=place,
        )


class InForceForm(forms.Form):
    """The day whose councils are listed."""

    on = day_field("Councils in force on", "Such as 31 March 2010 or 31/3/2010.")
