"""Answers to questions of two rounds by the same bodies: counted together, or one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from councils.models import Succession
from surveys.models import Question, Release

from .matched import LINE

# Every required council of the earlier release with what it chose, and what the same body, or the
# one that continues it one to one, chose in the later one, in each of some questions. Nothing
# where it was not asked, gave no value, split or merged.
PAIRS = f"""
{LINE}, later AS (
    SELECT line.body_id, jsonb_object_agg(a.question_id, a.choices[1]) AS said
    FROM surveys_releasedanswer a
    JOIN surveys_releasedreturn rr ON rr.release_id = a.release_id
        AND rr.council_id = a.council_id AND rr.is_required
    JOIN line ON line.council_id = a.council_id
    WHERE a.release_id = %(later_release)s AND a.question_id = ANY(%(later_questions)s)
        AND a.reason = ''
    GROUP BY line.body_id
), pair AS (
    SELECT rr.name, rr.slug, rr.code, rr.region_slug, rr.region_name, rr.council_type,
        earlier.choices[1] AS before, ARRAY(
            SELECT later.said ->> asked.id::text
            FROM unnest(%(later_questions)s::bigint[]) WITH ORDINALITY AS asked(id, position)
            ORDER BY asked.position
        ) AS afters
    FROM surveys_releasedreturn rr
    LEFT JOIN surveys_releasedanswer earlier ON earlier.release_id = rr.release_id
        AND earlier.council_id = rr.council_id AND earlier.question_id = %(question)s
        AND earlier.reason = ''
    LEFT JOIN line ON line.council_id = rr.council_id
    LEFT JOIN later ON later.body_id = line.body_id
    WHERE rr.release_id = %(release)s AND rr.is_required
)
"""
COUNTED = (
    PAIRS
    + """
SELECT region_slug, region_name, council_type, before, afters, count(*)
FROM pair GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 4, 5
"""
)
BY_COUNCIL = (
    PAIRS + "SELECT name, slug, code, region_slug, region_name, council_type, before, afters[1] "
    "FROM pair ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class PairCount:
    """So many councils of one region and type chose `before`, and later `after`.

    They are the keys of options, and None where no choice is held.
    """

    region: str
    region_name: str
    council_type: str
    before: str | None
    after: str | None
    councils: int


@dataclass(frozen=True, slots=True)
class JointCount:
    """So many councils of one region and type chose `before`, and later these `afters`, each in
    a question of its own."""

    region: str
    region_name: str
    council_type: str
    before: str | None
    afters: tuple[str | None, ...]
    councils: int

    def with_one(self, after: str | None) -> PairCount:
        """As if that had been the one answer later."""
        place = (self.region, self.region_name, self.council_type)
        return PairCount(*place, self.before, after, self.councils)


@dataclass(frozen=True, slots=True)
class CouncilPair:
    """One council and what it chose, for those who may see both."""

    name: str
    slug: str
    code: str
    region: str
    region_name: str
    council_type: str
    before: str | None
    after: str | None


def counted(pairs: Iterable[CouncilPair]) -> list[PairCount]:
    """As `pair_counts` has them, where councils' own are at hand."""
    kinds = Counter(
        (each.region, each.region_name, each.council_type, each.before, each.after)
        for each in pairs
    )
    return [PairCount(*kind, councils) for kind, councils in kinds.items()]


# A question, and the release that tells what was answered.
Told = tuple[Release, Question]


def pair_counts(earlier: Told, later: Told) -> list[PairCount]:
    """Of all required councils of the earlier release. Whoever shows it hides what is few."""
    release, question = later
    joint = joint_counts(earlier, release, [question.pk])
    return [count.with_one(count.afters[0]) for count in joint]


def joint_counts(earlier: Told, release: Release, questions: Sequence[int]) -> list[JointCount]:
    """The same, of several questions of the later release at once."""
    return [
        JointCount(region, name, kind, before, tuple(afters), councils)
        for region, name, kind, before, afters, councils in _rows(
            COUNTED, earlier, release, questions
        )
    ]


def council_pairs(earlier: Told, later: Told) -> list[CouncilPair]:
    """By name. Only for who may see named answers of both releases."""
    release, question = later
    return [CouncilPair(*row) for row in _rows(BY_COUNCIL, earlier, release, [question.pk])]


def _rows(
    statement: str, earlier: Told, release: Release, questions: Sequence[int]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "release": earlier[0].pk,
                "question": earlier[1].pk,
                "later_release": release.pk,
                "later_questions": list(questions),
                "one_to_one": [Succession.Kind.CONTINUES.value, Succession.Kind.SAME_AREA.value],
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
