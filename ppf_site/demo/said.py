"""Commentary of the demonstration's own analyst, nobody real, about what sources printed."""

import datetime
from dataclasses import dataclass

from councils.models import Region
from milestones.models import Commentary, Expectation
from surveys.models import Round

from .rounds import HISTORICAL

BY, POSITION = "Tom Whitby", "analyst of this demonstration, who speaks for no real body"


@dataclass(frozen=True, slots=True)
class Remark:
    """A paragraph about a round as a whole, or about an expectation or a region in it."""

    round: str
    text: str
    expectation: str = ""
    region: str = ""


REMARKS = [
    Remark(
        "ppf-2009",
        "Written for this demonstration. Community Care of 11 May 2009 printed almost 93,000 "
        "people with a personal budget on 31 March 2009, from 148 of 150 councils. Provisional "
        "official counts for the same day were far lower: this survey and the official indicator "
        "are to be read beside each other, and not as one line.",
    ),
    Remark(
        "ppf-2010",
        "Written for this demonstration. Community Care of 4 August 2010 set two surveys side by "
        "side: 69% of councils had been very likely to have this strategy by April 2010, and in "
        "June 2010 60% had one. Opportunity Links, which counted the second, asked middle "
        "managers, and not the directors who answered here. The gap is a reason to ask, and no "
        "measure of who kept their word.",
        expectation="information-strategy",
    ),
    Remark(
        "ppf-2010",
        "Written for this demonstration. On prevention, Community Care of 27 May 2010 set this "
        "region, 8 of 14 councils very likely, beside the North East, 1 of 12. It did not say "
        "which part of the milestone it meant; it is read here as the savings that were due by "
        "April 2011.",
        region="west-midlands",
    ),
]


def save_commentary() -> None:
    """As the administration pages save it: checked, and before the release that keeps it."""
    days = {known.slug: datetime.date.fromisoformat(known.published) for known in HISTORICAL}
    for position, remark in enumerate(REMARKS):
        commentary = Commentary(
            round=Round.objects.get(slug=remark.round),
            expectation=Expectation.objects.filter(slug=remark.expectation).first(),
            region=Region.objects.filter(slug=remark.region).first(),
            by=BY,
            position_held=POSITION,
            written_on=days[remark.round],
            text=remark.text,
            position=position,
        )
        commentary.full_clean()
        commentary.save()
