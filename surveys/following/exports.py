"""The board as files: the same rows as on the page, each fact in a column of its own."""

import datetime
from collections.abc import Sequence
from fractions import Fraction
from zoneinfo import ZoneInfo

from councils.models import User
from ppf_site.mail import site_link
from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Round

from .rows import Followed
from .stats import RegionProgress, ResponseCurve, days_shown

LONDON = ZoneInfo("Europe/London")
OF_COUNCILS = (
    "Council", "Region", "Status", "Answered", "Asked", "Last activity, London time",
    "Contributors", "Signatories", "Nobody can sign", "Odd values", "Of these not explained",
    "Due", "Reopened until", "Overdue", "Last chased, London time", "Requirement", "Why", "Address",
)  # fmt: skip
OF_REGIONS = (
    "Region", "Signed", "Ready to sign", "In progress", "Not started", "Declined",
    "Received on paper, not entered", "Required", "Overdue", "No longer required",
)  # fmt: skip


def councils_sheet(round: Round, rows: Sequence[Followed]) -> Sheet:
    return Sheet(
        name="returns",
        title=f"{round.title}: returns by council",
        header=OF_COUNCILS,
        rows=[_council(row) for row in rows],
    )


def regions_sheet(round: Round, regions: Sequence[RegionProgress]) -> Sheet:
    return Sheet(
        name="regions",
        title=f"{round.title}: returns by region",
        header=OF_REGIONS,
        rows=[_region(each) for each in regions],
    )


def response_sheet(round: Round, curves: Sequence[ResponseCurve]) -> Sheet:
    header = ["Days since it opened"]
    for curve in curves:
        header += [f"{curve.name}: signed", f"{curve.name}: required", f"{curve.name}: share"]
    return Sheet(
        name="response",
        title=f"{round.title}: returns signed, by the day",
        header=header,
        rows=[
            [day, *(cell for curve in curves for cell in _until(curve, day))]
            for day in (days_shown(curves) if curves else [])
        ],
    )


def _until(curve: ResponseCurve, day: int) -> list[Cell]:
    """Nothing of a day that is still to come."""
    if day > curve.last:
        return [None, curve.required, None]
    signed = curve.signed_by(day)
    return [signed, curve.required, Fraction(signed, curve.required)]


def _council(row: Followed) -> list[Cell]:
    return_of = row.return_of
    return [
        row.council,
        row.place.name,
        row.status.label,
        row.answered,
        row.asked,
        _moment(row.last_activity),
        _people(row.contributors),
        _people(row.signatories),
        "yes" if row.nobody_signs else "no",
        row.raised,
        row.unexplained,
        return_of.due_on if row.is_expected else None,
        return_of.reopened_until,
        "yes" if row.is_overdue else "no",
        _moment(row.chased_at),
        return_of.get_requirement_display(),
        return_of.requirement_reason,
        site_link(f"/manage/returns/{return_of.pk}/"),
    ]


def _moment(at: datetime.datetime | None) -> str | None:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}" if at else None


def _people(people: Sequence[User]) -> str:
    return "; ".join(f"{person.name} <{person.email}>" for person in people)


def _region(each: RegionProgress) -> list[Cell]:
    return [
        each.place.name, each.signed, each.ready, each.in_progress, each.not_started,
        each.declined, each.on_paper, each.required, each.overdue, each.no_longer,
    ]  # fmt: skip
