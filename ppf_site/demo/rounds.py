"""What is known of each round's answers: the published figures, as data the solver must meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .allocate import Band


@dataclass(frozen=True, slots=True)
class OptionCounts:
    """How many councils chose each option, best first; the last named takes the rest.

    `gaps` did not know. `fixed` is for a region. `lean` is how much of the answer comes from the
    council's progress: the rest is of the question's own.
    """

    counts: Mapping[str, int]
    last: str
    gaps: int = 0
    fixed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    lean: float = 0.5


@dataclass(frozen=True, slots=True)
class Ticks:
    """How many councils ticked each option of a question with several."""

    counts: Mapping[str, int]
    nothing: str = "none-of-these"
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """`silent` councils sent no return: these bodies, and so many more. `sums` are of those that
    answered. `rates` are shares of all service users with a personal budget, by body, in per cent.
    """

    slug: str
    published: str
    silent: int
    sums: Mapping[str, int]
    silent_bodies: tuple[str, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)
    choices: Mapping[str, OptionCounts] = field(default_factory=dict)
    ticks: Mapping[str, Ticks] = field(default_factory=dict)


ISLES_OF_SCILLY = "E06000053"
MANCHESTER = "E08000003"
SOMERSET = "E10000027"
# Councils that the demonstration needs: the one its people work for, and two from the press.
ALWAYS_ANSWER = {"E06000015", MANCHESTER, SOMERSET}


def _likely(very: int, fairly: int, unlikely: int, gaps: int = 0, **fixed: int) -> OptionCounts:
    return OptionCounts(
        counts={"very-likely": very, "fairly-likely": fairly, "fairly-unlikely": unlikely},
        last="very-unlikely",
        gaps=gaps,
        fixed={(region.replace("_", "-"), "very-likely"): k for region, k in fixed.items()},
    )


def _extent(great: int, some: int, small: int, gaps: int = 0) -> OptionCounts:
    counts = {"great-extent": great, "some-extent": some, "small-extent": small}
    return OptionCounts(counts, "not-at-all", gaps)


def _committed(very: int, fairly: int, hardly: int, gaps: int = 0) -> OptionCounts:
    counts = {"very-committed": very, "fairly-committed": fairly, "not-very-committed": hardly}
    return OptionCounts(counts, "not-committed", gaps, lean=0.3)


def _yes(count: int, gaps: int = 0) -> OptionCounts:
    return OptionCounts({"yes": count}, "no", gaps)


YEAR_1 = Known(
    slug="ppf-2009",
    published="2009-05-12",
    silent=2,
    sums={
        "holders": 92_874,
        "holders-older": 37_726,
        "eligible": 1_164_690,
        "forecast-2009-09": 117_180,
        "forecast-2010-03": 206_240,
        "spending": 681_417_260,
    },
    choices={
        "allocation-tally": OptionCounts({"all": 19, "some": 51}, "none", lean=0.6),
        "change-team": _yes(133),
        "assessment-changes": _yes(141, gaps=1),
        "provision-improved": _yes(118, gaps=1),
        "prevention-outcomes": OptionCounts(
            {"significantly-improved": 113, "slightly-improved": 24, "too-early": 8},
            "not-improved",
            gaps=1,
        ),
        "workforce-strategy": _extent(6, 33, 84, gaps=1),
        "information-available": _extent(23, 79, 40),
        "commitment-voluntary": _committed(71, 60, 14),
        "commitment-nhs": _committed(52, 69, 23, gaps=1),
        "commitment-housing": _committed(38, 71, 32, gaps=2),
        "commitment-private": _committed(15, 46, 62, gaps=3),
    },
    ticks={
        "challenges": Ticks(
            {
                "resources": 88,
                "culture": 97,
                "providers": 74,
                "systems": 91,
                "understanding": 52,
                "health-partners": 60,
            }
        )
    },
)

YEAR_2 = Known(
    slug="ppf-2010",
    published="2010-05-27",
    silent=1,
    silent_bodies=(ISLES_OF_SCILLY,),
    sums={
        "users-all": 1_503_240,
        "users-ongoing": 949_860,
        "holders-all": 169_740,
        "holders-ongoing": 139_870,
        "forecast-2011": 375_940,
    },
    # The official rates for the year, which the demonstration takes for those of its last day.
    rates={MANCHESTER: 58.7, SOMERSET: 3.3},
    choices={
        f"{slug}-likelihood": choice
        for slug, choice in {
            "public-informed": _likely(72, 62, 14, gaps=1),
            "move-understood": _likely(59, 68, 20, gaps=2),
            "users-consulted": _likely(84, 53, 12),
            "local-understanding": _likely(60, 70, 18, gaps=1),
            "user-led-organisation": _likely(77, 50, 20, gaps=1),
            "personal-budgets-introduced": _likely(118, 27, 5),
            "personal-budgets-offered-new": _likely(88, 49, 12),
            "personal-budgets-offered-review": _likely(76, 55, 16, gaps=1),
            "personal-budgets-30-percent": _likely(79, 47, 20, east_midlands=8, south_west=4),
            "prevention-strategy": _likely(50, 74, 23, gaps=1),
            "prevention-agreements": _likely(33, 72, 36, gaps=2),
            "prevention-tracking": _likely(36, 75, 32, gaps=1),
            "prevention-savings": _likely(47, 71, 26, west_midlands=8, north_east=1),
            "prevention-joint-planning": _likely(41, 73, 30, gaps=2),
            "information-strategy": _likely(104, 28, 14, gaps=1),
            "information-access": _likely(71, 61, 17),
            "information-public-told": _likely(92, 49, 9),
            "commissioning-strategies": _likely(66, 64, 18),
            "commissioning-market": _likely(58, 70, 20, gaps=1),
            "commissioning-supply": _likely(61, 68, 19, gaps=1),
        }.items()
    },
    ticks={
        "barriers": Ticks(
            {
                "resources": 96,
                "health-partners": 71,
                "providers": 64,
                "workforce": 83,
                "systems": 78,
                "demand": 29,
            },
            gaps=1,
        )
    },
)

SEPTEMBER_2010 = Known(
    slug="personal-budgets-2010",
    published="2010-12-07",
    silent=14,
    sums={
        "holders-all": 246_694,
        "holders-ongoing": 216_731,
        "forecast-2011": 413_856,
        "spending-2009-10": 901_183_700,
    },
    # Made up, between those of the two years.
    rates={MANCHESTER: 65, SOMERSET: 3.6},
)
# Four of the 138 gave no forecasts; 57 of the others reached their own.
NO_FORECAST = 4
MET_FORECAST = 57
OLDER_BANDS = [Band(0.01, 0.10, 42), Band(0.10, 0.20, 31), Band(0.20, 0.95, 65)]

MARCH_2011 = Known(
    slug="personal-budgets-2011",
    published="2011-06-14",
    silent=20,
    sums={"users-ongoing": 838_300, "users-all": 1_252_400, "holders-all": 365_730},
    rates={MANCHESTER: 71, SOMERSET: 4},
)
# Under a fifth, and a third or more, are published; how many lie on either side of 30% is not.
ONGOING_BANDS = [
    Band(0.035, 0.20, 19),
    Band(0.20, 0.30, 20),
    Band(0.30, 0.333333, 10),
    Band(0.333333, 0.76, 83),
]
GROSSED_UP = 338_240

HISTORICAL = [YEAR_1, YEAR_2, SEPTEMBER_2010, MARCH_2011]
TOTALS_ONLY = {
    "national-indicator-130-2010": "2012-03-28",
    "opportunity-links-2010": "2010-08-04",
    "national-indicator-130-2011": "2012-03-28",
    "personal-budgets-2012": "2012-06-20",
}
OPEN_ROUND = "milestones-2026"
