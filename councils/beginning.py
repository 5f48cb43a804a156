"""A council begins that follows no other, as one act."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ppf_site import words
from ppf_site.refusals import told_of
from ppf_site.refused import Refused

from .models import Council, CouncilCode
from .reorganising import Body, Position, begun, middle_of

NO_MIDDLE = (
    "No council of this region is held, whose middle it could have: enter the latitude and the "
    "longitude."
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """`day` is its first; None: it was there before the register begins. Without a `position` it
    stands in the middle of its region's councils."""

    body: Body
    day: datetime.date | None = None
    position: Position | None = None

    @property
    def is_to_come(self) -> bool:
        return self.day is not None and self.day > timezone.localdate()

    @property
    def since(self) -> str:
        return f"from {words.day(self.day)} on" if self.day else "from before the register begins"


@transaction.atomic
def begin(change: Beginning) -> Council:
    """Raises Refused with the reason, and the field that it is about."""
    body = change.body
    if body.code and CouncilCode.objects.filter(code=body.code).exists():
        raise Refused(f"The code {body.code} belongs to another council.", "code")
    near = list(Council.objects.filter(region=body.region, abolished=None))
    if change.position is None and not near:
        raise Refused(NO_MIDDLE, "latitude")
    try:
        with transaction.atomic():
            council = begun(body, change.day, change.position or middle_of(near))
            connection.check_constraints()
    except IntegrityError as error:
        raise Refused(told_of(error), "name") from error
    return council
