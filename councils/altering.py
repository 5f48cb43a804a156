"""Another name, code, region or type of one council, from a day on."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ppf_site import words
from ppf_site.refusals import told_of
from ppf_site.refused import Refused

from .models import Council, CouncilCode, CouncilName, CouncilPlace, CouncilType, Region


@dataclass(frozen=True, slots=True)
class Alteration:
    """What of one council is otherwise from a day on; None: as before."""

    council: Council
    day: datetime.date
    name: tuple[str, str] | None = None
    code: str = ""
    place: tuple[Region, str] | None = None

    @property
    def is_to_come(self) -> bool:
        return self.day > timezone.localdate()

    @property
    def in_words(self) -> str:
        day = words.day(self.day)
        if self.is_to_come:
            return f"{self.council} is as before until {day}, and otherwise from that day on."
        return f"{self.council} is otherwise from {day} on."

    @property
    def place_in_words(self) -> str:
        region, kind = self.place or (self.council.region, self.council.type)
        return f"{CouncilType(kind).label}, in {region.name}"


@transaction.atomic
def alter(change: Alteration) -> None:
    """Enters another name, code, region or type with its first day; the old ones stay. Of a day
    to come it takes force then, without anybody's doing.

    Raises Refused with the reason, and the field that it is about.
    """
    if CouncilCode.objects.filter(code=change.code).exists():
        told = f"The code {change.code} is in the register already. Codes are not given on."
        raise Refused(told, "code")
    for field, row in _rows_of(change):
        try:
            with transaction.atomic():
                row.validate_constraints()
                row.save()
                connection.check_constraints()
        except ValidationError as error:
            raise Refused(" ".join(error.messages), field) from error
        except IntegrityError as error:
            raise Refused(told_of(error), field) from error


def _rows_of(change: Alteration) -> Iterable[tuple[str, CouncilName | CouncilCode | CouncilPlace]]:
    """Each with the field that says it."""
    day, council = change.day, change.council
    if change.name:
        name, short = change.name
        yield "name", CouncilName(council=council, name=name, short_name=short, starts_on=day)
    if change.code:
        yield "code", CouncilCode(council=council, code=change.code, starts_on=day)
    if change.place:
        region, kind = change.place
        yield "region", CouncilPlace(council=council, region=region, type=kind, starts_on=day)
