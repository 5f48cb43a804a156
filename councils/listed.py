"""Which councils of the register an address asks for, and the words that stand over them."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.http import QueryDict
from django.utils import timezone

from ppf_site.found import Found, named_elsewhere, near
from ppf_site.spreadsheets import Sheet
from ppf_site.words import day as day_words
from ppf_site.words import join_words, plural

from .forms.register import InForceForm
from .models import Council, Region
from .models.register import CouncilQuerySet

# More than any region has, so that a region is on one page.
PER_PAGE = 50
PARAMS = ("q", "on", "region", "page")


@dataclass(frozen=True, slots=True)
class RegisterParams:
    """What the address asks for: words of a name, or the day whose councils are listed, of all
    regions or of one.

    Names, codes and regions are those of the day; without one, of today. Words are looked for in
    councils of all days, unless a day is asked for.
    """

    words: str
    day: datetime.date
    region: str
    form: InForceForm

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        """A day that cannot be read is today, and its field says so."""
        today = timezone.localdate()
        typed = params if params.get("on") else None
        form = InForceForm(typed, initial={"on": day_words(today)})
        day = form.cleaned_data["on"] if form.is_valid() else None
        words = params.get("q", "").strip()[:100].replace("\x00", "")
        region = params.get("region", "").strip()
        return cls(words=words, day=day or today, region=region, form=form)

    @property
    def on(self) -> str:
        """The day as it was asked for; "" where none was, or none that can be read."""
        return str(self.form.data["on"]) if self.form.is_valid() else ""

    @property
    def misread(self) -> list[str]:
        """The parameters of the address that could not be understood."""
        return ["on"] if self.form.errors else []

    def listed(self, region: Region | None) -> CouncilQuerySet:
        """As they were on the day, by region and name; of a region those that were in it."""
        found = Council.objects.matching(self.words) if self.words else Council.objects.all()
        if not self.words or self.on:
            found = found.in_force(on=self.day)
        found = found.named_on(self.day)
        if region is not None:
            found = found.then_in(region)
        return found.with_codes().with_earlier_names().in_order_of_places()


@dataclass(frozen=True, slots=True)
class RegionToList:
    """A region to choose, and how many councils it had on the day."""

    region: Region
    councils: int


def regions_of(params: RegisterParams, regions: Sequence[Region]) -> list[RegionToList]:
    """Those that had councils on the day. A search has none: it is of all days."""
    if params.words:
        return []
    counts = Council.objects.in_force(on=params.day).counted_by_region(params.day)
    return [RegionToList(each, counts[each.pk]) for each in regions if each.pk in counts]


def as_then(found: Sequence[Council], regions: Sequence[Region]) -> list[Council]:
    """In the region and of the type that each had on the day."""
    by_key = {region.pk: region for region in regions}
    for council in found:
        then = vars(council)
        council.region, council.type = by_key[then["region_then"]], then["type_then"]
    return list(found)


def listed_title(
    params: RegisterParams, region: Region | None, councils: int, others: Sequence[str]
) -> str:
    """ "33 councils of London were in force on 31 March 2010", or what a search has found."""
    of_region = f" of {region}" if region else ""
    if not params.words:
        is_today = params.day == timezone.localdate()
        were = ("is", "was", "are", "were")[2 * (councils != 1) + (not is_today)]
        subject = f"{plural(councils, 'council')}{of_region}"
        return f"{subject} {were} in force on {day_words(params.day)}"
    that_day = f" in force on {day_words(params.day)}" if params.on else ""
    if not councils and not others:
        among = f" among councils{of_region}{that_day}" if of_region or that_day else ""
        return f"Nothing found for “{params.words}”{among}"
    found = [f"{plural(councils, 'council')}{of_region}{that_day}"] if councils else []
    return f"{join_words([*others, *found])} found for “{params.words}”"


def meant(person: Any, params: RegisterParams, regions: Sequence[Region]) -> list[str]:
    """The names that may have been meant by words under which nothing was found."""
    if not params.words:
        return []
    councils = Council.objects.order_by("name").values_list("name", flat=True).distinct()
    return near(params.words, [*map(str, regions), *councils, *named_elsewhere(person)])


def counted(elsewhere: Sequence[Found]) -> list[str]:
    """ "2 expectations" and "1 measure"."""
    kinds = Counter(each.told.lower() for each in elsewhere)
    return [plural(count, kind) for kind, count in kinds.items()]


def councils_sheet(found: Sequence[Council]) -> Sheet:
    header = ["Name", "Code", "Type", "Region", "Codes", "Earlier names", "Established"]
    return Sheet(
        name="councils",
        title="Councils with adult social services duties",
        header=[*header, "Abolished"],
        rows=[
            [
                getattr(council, "name_then", council.name),
                getattr(council, "code_then", None),
                council.get_type_display(),
                council.region.name,
                ", ".join(getattr(council, "all_codes", [])),
                "; ".join(getattr(council, "earlier_names", [])),
                council.established,
                council.abolished,
            ]
            for council in found
        ],
    )
