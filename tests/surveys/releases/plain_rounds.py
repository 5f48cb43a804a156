"""Releases as plain values, for what needs no database."""

import datetime
import random
from collections.abc import Iterable, Mapping
from decimal import Decimal

from surveys.releases.disclosure_cells import NOT_ASKED, Asked, Contents, Entry, Kind, Respondent

STAFF = Asked("staff", Kind.NUMBER)
PLAN = Asked("plan", Kind.ONE_CHOICE, ("yes", "no"))
SCALE = Asked("likely", Kind.ONE_CHOICE, ("very", "fairly", "hardly"))
WAYS = Asked("ways", Kind.SOME_CHOICES, ("phone", "web", "visit"))
MET_ON = Asked("met-on", Kind.DATE)
PEOPLE = Asked("people", Kind.NUMBER)
HELPED = Asked("helped", Kind.NUMBER)
RATE = Asked("rate", Kind.PERCENTAGE, numerator="helped", denominator="people")
BAND = Asked(
    "band",
    Kind.ONE_CHOICE,
    ("high", "middle", "low"),
    banded="rate",
    lower_bounds=(Decimal(50), Decimal(20), Decimal(0)),
)
STAFF_BAND = Asked(
    "staff-band",
    Kind.ONE_CHOICE,
    ("many", "few"),
    banded="staff",
    lower_bounds=(Decimal(100), Decimal(0)),
)
OLDER = Asked("older", Kind.ONE_CHOICE, ("yes", "no"))
YOUNGER = Asked("younger", Kind.ONE_CHOICE, ("yes", "no"))
BOTH = Asked(
    "both",
    Kind.ONE_CHOICE,
    ("all", "some", "none"),
    rows=("older", "younger"),
    tallied_options=("yes",),
)
EVERYTHING = (
    STAFF,
    STAFF_BAND,
    MET_ON,
    PLAN,
    SCALE,
    WAYS,
    PEOPLE,
    HELPED,
    RATE,
    BAND,
    OLDER,
    YOUNGER,
    BOTH,
)


def chose(*options: str) -> Entry:
    return Entry(choices=options)


def reason_of(reason: str) -> Entry:
    return Entry(reason=reason)


def gave(number: float) -> Entry:
    return Entry(number=Decimal(number))


def met_on(day: int) -> Entry:
    return Entry(date=datetime.date(2010, 4, day))


def contents_of(
    questions: Iterable[Asked],
    councils: Iterable[tuple[str, str, Mapping[str, Entry] | None]],
) -> Contents:
    """A release of these councils: region, type, and what each said; None sent no return."""
    listed = list(councils)
    return Contents(
        respondents=[
            Respondent(number, region, type, entries is not None)
            for number, (region, type, entries) in enumerate(listed)
        ],
        questions=list(questions),
        entries={
            number: entries for number, (_, _, entries) in enumerate(listed) if entries is not None
        },
    )


def random_contents(seed: int) -> Contents:
    """Up to 4 regions and 3 types with thin ones among them, and every kind of question."""
    dice = random.Random(seed)
    regions = ["north", "south", "east", "west"][: dice.randint(2, 4)]
    types = ["county", "unitary", "borough"][: dice.randint(1, 3)]
    councils: list[tuple[str, str, dict[str, Entry] | None]] = []
    for region in regions:
        own = [dice.choice(types)] if dice.random() < 0.3 else types
        how_many = dice.choice([1, 2, 5, 6, 9, 12])
        councils += [(region, dice.choice(own), None) for _ in range(how_many)]
    blank, yes = dice.choice([0, 0.1, 0.4]), dice.choice([0.1, 0.5, 0.9])
    return contents_of(
        EVERYTHING,
        [
            (region, type, None if dice.random() < 0.1 else _said(dice, blank, yes))
            for region, type, _ in councils
        ],
    )


def _said(dice: random.Random, blank: float, yes: float) -> dict[str, Entry]:
    people, helped = dice.randint(1, 400), dice.randint(0, 90)
    said = {
        "staff": gave(dice.choice([0, dice.randint(1, 300)])),
        "met-on": met_on(dice.randint(1, 28)),
        "people": gave(people),
        "helped": gave(helped),
        "likely": chose(dice.choices(SCALE.options, [yes, 0.3, 0.1])[0]),
        "ways": chose(*dice.sample(WAYS.options, dice.randint(1, 3))),
    }
    for key in ("plan", "older", "younger"):
        said[key] = chose("yes" if dice.random() < yes else "no")
    reasons = [*map(reason_of, ("not_known", "not_applicable", NOT_ASKED)), None]
    for key in list(said):
        if dice.random() < blank:
            reason = dice.choice(reasons)
            if reason is None:
                del said[key]
            else:
                said[key] = reason
    return said | worked_out(said)


def worked_out(said: Mapping[str, Entry]) -> dict[str, Entry]:
    """The rate, the bands and the tally that follow from what one council said."""
    found: dict[str, Entry] = {}
    helped, people = said.get("helped"), said.get("people")
    if helped and people:
        found["rate"] = _rate(helped, people)
    for band in (BAND, STAFF_BAND):
        banded = found.get(band.banded) or said.get(band.banded)
        if banded:
            found[band.key] = banded if banded.reason else chose(_band(band, banded))
    rows = [said.get(key) for key in BOTH.rows]
    if all(rows):
        reasons = [row.reason for row in rows if row and row.reason]
        yes = sum(row.choices == ("yes",) for row in rows if row)
        tally = chose(("none", "some", "all")[yes])
        found["both"] = Entry(reason=max(reasons)) if reasons else tally
    return found


def _rate(top: Entry, bottom: Entry) -> Entry:
    if top.number is None or not bottom.number:
        return Entry(reason=top.reason or bottom.reason or "not_applicable")
    return Entry(
        number=100 * top.number / bottom.number, numerator=top.number, denominator=bottom.number
    )


def _band(band: Asked, banded: Entry) -> str:
    assert banded.number is not None
    bounds = zip(band.options, band.lower_bounds, strict=True)
    return next(option for option, lower in bounds if banded.number >= lower)
