"""Compiling a release: copy the signed-off answers, work out every figure, in one transaction.

All of it is set-based SQL: one statement a kind of figure, whatever the number of councils.
`tests/surveys/releases/slow_twin.py` works out the same figures one council at a time.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from councils.models import Council, User
from councils.models.names import CODE_ON, NAME_ON
from ppf_site import words
from surveys.models import Release, ReleasedReturn, Round

from .editions import objections_to, seal
from .withholding import compare_with_before, withhold

# Returns and their answers in one statement, so of one moment; councils by the names and codes
# that they had on the reference date. Of a return that is reopened, the
# version that was signed last stands until it is signed again.
COPY_ANSWERS = f"""
WITH standing AS (
    SELECT r.id, r.council_id, c.region_id, c.type, c.population, earlier.answers,
        named.name, named.short_name, coded.code, c.slug,
        area.name AS region_name, area.slug AS region_slug,
        r.requirement, r.requirement <> 'no_longer_required' AS is_required,
        coalesce(r.signed_at, earlier.signed_at) AS signed_at,
        r.requirement NOT IN ('no_longer_required', 'declined')
            AND (r.state = 'signed' OR earlier.answers IS NOT NULL) AS is_answered
    FROM surveys_return r
    JOIN councils_council c ON c.id = r.council_id
    JOIN councils_region area ON area.id = c.region_id
    {NAME_ON} {CODE_ON}
    LEFT JOIN LATERAL (
        SELECT s.answers, s.signed_at FROM surveys_signature s
        WHERE s.return_of_id = r.id AND r.state <> 'signed' ORDER BY s.number DESC LIMIT 1
    ) earlier ON true
    WHERE r.round_id = %(round)s
), copied AS (
    INSERT INTO surveys_releasedreturn
        (release_id, council_id, name, short_name, slug, code, region_id, region_name,
        region_slug, council_type, requirement, is_required, is_answered, signed_at, population)
    SELECT %(release)s, council_id, name, short_name, slug, coalesce(code, ''), region_id,
        region_name, region_slug, type, requirement, is_required, is_answered,
        CASE WHEN is_answered THEN signed_at END, population
    FROM standing
)
INSERT INTO surveys_releasedanswer
    (release_id, council_id, question_id, choices, number, date, text, reason)
SELECT %(release)s, s.council_id, a.question_id, a.choices, a.number, a.date, a.text, a.reason
FROM standing s JOIN surveys_answer a ON a.return_of_id = s.id
WHERE s.is_answered AND s.answers IS NULL
    AND (num_nonnulls(a.choices, a.number, a.date, a.text) = 1 OR a.reason <> '')
UNION ALL
SELECT %(release)s, s.council_id, q.id, a.choices, a.number, a.date, a.answer,
    coalesce(a.reason, '')
FROM standing s
CROSS JOIN LATERAL jsonb_to_recordset(s.answers) AS a(
    key varchar, choices varchar[], number numeric, date date, answer text, reason varchar)
JOIN surveys_question q ON q.round_id = %(round)s AND q.key = a.key
WHERE s.is_answered
    AND (num_nonnulls(a.choices, a.number, a.date, a.answer) = 1 OR a.reason <> '')
"""

# A council's own rate, in per cent, of the two counts that it gave. Where it did not know one of
# them it does not know the rate; where one does not apply, or the base is empty, neither does the
# rate. Where it left one blank, the rate is blank.
WORK_OUT_RATES = """
INSERT INTO surveys_releasedanswer
    (release_id, council_id, question_id, number, numerator, denominator, reason)
SELECT %(release)s, top.council_id, q.id,
    CASE WHEN bottom.number > 0 THEN 100 * top.number / bottom.number END,
    CASE WHEN bottom.number > 0 AND top.number IS NOT NULL THEN top.number END,
    CASE WHEN bottom.number > 0 AND top.number IS NOT NULL THEN bottom.number END,
    CASE WHEN top.number IS NOT NULL AND bottom.number > 0 THEN ''
        WHEN 'not_known' IN (top.reason, bottom.reason) THEN 'not_known'
        ELSE 'not_applicable' END
FROM surveys_question q
JOIN surveys_releasedanswer top
    ON top.release_id = %(release)s AND top.question_id = q.numerator_id
JOIN surveys_releasedanswer bottom
    ON bottom.release_id = %(release)s AND bottom.question_id = q.denominator_id
    AND bottom.council_id = top.council_id
WHERE q.round_id = %(round)s AND q.derivation = 'rate'
"""

# The band is the option with the highest lower bound that the number reaches. A rate is compared
# by its counts, not by its rounded quotient: 30 of 100 is in "30% or more". A reason for no
# number is one for no band.
WORK_OUT_BANDS = """
INSERT INTO surveys_releasedanswer (release_id, council_id, question_id, choices, reason)
SELECT %(release)s, a.council_id, q.id,
    CASE WHEN a.reason = '' THEN ARRAY[band.key] END, a.reason
FROM surveys_question q
JOIN surveys_releasedanswer a ON a.release_id = %(release)s AND a.question_id = q.banded_id
LEFT JOIN LATERAL (
    SELECT o.key FROM surveys_option o
    WHERE o.scale_id = q.scale_id
        AND CASE WHEN a.denominator IS NULL THEN a.number >= o.lower_bound
            ELSE 100 * a.numerator >= o.lower_bound * a.denominator END
    ORDER BY o.lower_bound DESC LIMIT 1
) band ON true
WHERE q.round_id = %(round)s AND q.derivation = 'band'
    AND (band.key IS NOT NULL OR a.reason <> '')
"""

# Only councils that have an entry in every row of the grid: of the others "all" cannot be told.
# One row not known, or else not applicable, and so is the tally.
WORK_OUT_TALLIES = """
INSERT INTO surveys_releasedanswer (release_id, council_id, question_id, choices, reason)
SELECT %(release)s, a.council_id, q.id,
    CASE WHEN bool_and(a.reason = '') THEN
        ARRAY[CASE count(*) FILTER (WHERE a.choices && q.tallied_options)
            WHEN 0 THEN 'none' WHEN rows.asked THEN 'all' ELSE 'some' END]::varchar[] END,
    CASE WHEN bool_or(a.reason = 'not_known') THEN 'not_known' ELSE max(a.reason) END
FROM surveys_question q
JOIN (SELECT grid_id, count(*) AS asked FROM surveys_question GROUP BY grid_id) rows
    ON rows.grid_id = q.tallied_grid_id
JOIN surveys_question row ON row.grid_id = q.tallied_grid_id
JOIN surveys_releasedanswer a ON a.release_id = %(release)s AND a.question_id = row.id
WHERE q.round_id = %(round)s AND q.derivation = 'tally'
GROUP BY q.id, a.council_id, rows.asked
HAVING count(*) = rows.asked
"""

# Each required council stands in England, in its region and among its type.
PLACES = """
WITH place AS MATERIALIZED (
    SELECT area.id AS area_id, rr.council_id, rr.is_answered, rr.signed_at,
        CASE WHEN rr.is_answered THEN '' ELSE rr.requirement END AS requirement
    FROM surveys_releasedreturn rr
    JOIN councils_area area ON area.kind = 'england' OR area.region_id = rr.region_id
        OR area.council_type = rr.council_type
    WHERE rr.release_id = %(release)s AND rr.is_required
), base AS (
    SELECT area_id, count(*) AS required, count(*) FILTER (WHERE NOT is_answered) AS no_return,
        count(*) FILTER (WHERE requirement = 'declined') AS declined,
        count(*) FILTER (WHERE requirement = 'on_paper') AS on_paper
    FROM place GROUP BY area_id
)
"""

RESPONSE_FIGURES = (
    PLACES
    + """
INSERT INTO surveys_figure (release_id, area_id, k, n, required, no_return, declined, on_paper,
    not_known, not_applicable, qualifier, source, url)
SELECT %(release)s, area_id, required - no_return, required, required, no_return, declined,
    on_paper, 0, 0, '', '', ''
FROM base
"""
)

# Who left a question blank that came after their version was signed was not asked it.
# n counts values; “not known” too where the question says so. Quartiles are those of
# percentile_cont: linear between the two nearest councils (Hyndman and Fan, type 7).
BASE_FIGURES = (
    PLACES
    + """
, given AS (
    SELECT p.area_id, a.question_id,
        count(*) FILTER (WHERE a.reason = '') AS n,
        count(*) FILTER (WHERE a.reason = 'not_known') AS not_known,
        count(*) FILTER (WHERE a.reason = 'not_applicable') AS not_applicable,
        sum(a.number) AS total,
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY a.number::float8)
            FILTER (WHERE a.number IS NOT NULL) AS quartiles,
        sum(a.numerator) AS numerator, sum(a.denominator) AS denominator
    FROM place p
    JOIN surveys_releasedanswer a
        ON a.release_id = %(release)s AND a.council_id = p.council_id
    GROUP BY p.area_id, a.question_id
), late AS (
    SELECT p.area_id, q.id AS question_id, count(*) AS not_asked
    FROM place p JOIN surveys_question q ON q.round_id = %(round)s AND q.added_at > p.signed_at
    WHERE NOT EXISTS (SELECT FROM surveys_releasedanswer a WHERE a.release_id = %(release)s
        AND a.council_id = p.council_id AND a.question_id = q.id)
    GROUP BY p.area_id, q.id
)
INSERT INTO surveys_figure (release_id, question_id, area_id, n, required, not_known,
    not_applicable, no_return, declined, on_paper, not_asked, sum, lower_quartile, median,
    upper_quartile, numerator, denominator, qualifier, source, url)
SELECT %(release)s, q.id, base.area_id,
    coalesce(g.n, 0) + CASE WHEN q.counts_not_known THEN coalesce(g.not_known, 0) ELSE 0 END,
    base.required, coalesce(g.not_known, 0), coalesce(g.not_applicable, 0), base.no_return,
    base.declined, base.on_paper, coalesce(late.not_asked, 0),
    CASE WHEN q.type = 'number' THEN g.total END,
    g.quartiles[1], g.quartiles[2], g.quartiles[3], g.numerator, g.denominator, '', '', ''
FROM base
CROSS JOIN surveys_question q
LEFT JOIN given g ON g.area_id = base.area_id AND g.question_id = q.id
LEFT JOIN late ON late.area_id = base.area_id AND late.question_id = q.id
WHERE q.round_id = %(round)s AND q.type <> 'text'
"""
)

OPTION_FIGURES = (
    PLACES
    + """
, chosen AS (
    SELECT p.area_id, a.question_id, choice.key, count(*) AS k
    FROM place p
    JOIN surveys_releasedanswer a ON a.release_id = %(release)s AND a.council_id = p.council_id
    CROSS JOIN LATERAL unnest(a.choices) AS choice(key)
    GROUP BY p.area_id, a.question_id, choice.key
)
INSERT INTO surveys_figure (release_id, question_id, area_id, option_id, k, n, required,
    not_known, not_applicable, no_return, declined, on_paper, not_asked, qualifier, source, url)
SELECT f.release_id, f.question_id, f.area_id, o.id, coalesce(c.k, 0), f.n, f.required,
    f.not_known, f.not_applicable, f.no_return, f.declined, f.on_paper, f.not_asked, '', '', ''
FROM surveys_figure f
JOIN surveys_question q ON q.id = f.question_id
JOIN surveys_option o ON o.scale_id = q.scale_id
LEFT JOIN chosen c ON c.area_id = f.area_id AND c.question_id = f.question_id AND c.key = o.key
WHERE f.release_id = %(release)s AND f.option_id IS NULL
"""
)

# Grossed up: in each council type, the sum times the population of the required councils over that
# of those that gave a number; then added up for England. Where a required council of the type has
# no population, councils are counted instead. NULL if a type has no number at all: nothing stands
# for its councils. It reads the copies, which have been analysed, and not the figures, which the
# planner takes for none: 1.2 seconds for the rounds of the demonstration instead of hundredths.
GROSS_UP = """
WITH stratum AS (
    SELECT q.id AS question_id, sum(a.number) AS total,
        count(a.number) AS n, count(*) AS required,
        sum(rr.population) FILTER (WHERE a.number IS NOT NULL) AS people_of_n,
        CASE WHEN count(rr.population) = count(*) THEN sum(rr.population) END AS people
    FROM surveys_releasedreturn rr
    JOIN surveys_question q ON q.round_id = %(round)s AND q.type = 'number'
    LEFT JOIN surveys_releasedanswer a ON a.release_id = rr.release_id
        AND a.question_id = q.id AND a.council_id = rr.council_id
    WHERE rr.release_id = %(release)s AND rr.is_required
    GROUP BY q.id, rr.council_type
), england AS (
    SELECT question_id, CASE WHEN bool_and(n > 0) THEN
        sum(coalesce(total * people / people_of_n, total * required / nullif(n, 0)))
        END AS grossed_up
    FROM stratum GROUP BY question_id
)
UPDATE surveys_figure f SET grossed_up = england.grossed_up
FROM england, councils_area area
WHERE f.release_id = %(release)s AND f.question_id = england.question_id
    AND f.option_id IS NULL AND f.area_id = area.id AND area.kind = 'england'
"""

COPY_TOTALS = """
INSERT INTO surveys_figure (release_id, question_id, area_id, option_id, k, n,
    published_percent, published_value, qualifier, source, url,
    not_known, not_applicable, no_return)
SELECT %(release)s, t.question_id, t.area_id, t.option_id, t.k, t.n,
    t.percent, t.value, t.qualifier, t.source, t.url, 0, 0, 0
FROM surveys_total t
WHERE t.round_id = %(round)s
"""

FROM_ANSWERS = [
    COPY_ANSWERS,
    # Else the planner takes the rows just copied for none, and loops over them.
    "ANALYZE surveys_releasedreturn, surveys_releasedanswer",
    WORK_OUT_RATES,
    WORK_OUT_BANDS,
    WORK_OUT_TALLIES,
    RESPONSE_FIGURES,
    BASE_FIGURES,
    OPTION_FIGURES,
    GROSS_UP,
]
FROM_TOTALS = [COPY_TOTALS]


class CannotCompileError(Exception):
    """A release that would say nothing, or less than it should; or a correction without a note."""


class LeftOutError(CannotCompileError):
    """Councils that the last release counts would count as silent in this one."""

    def __init__(self, councils: Sequence[Council]) -> None:
        self.councils = councils
        names = words.join_words([council.name for council in councils])
        are = "is" if len(councils) == 1 else "are"
        super().__init__(
            f"{names} {are} in the last release, but the return has been reopened and no signed "
            "version of it is held here. Wait until it is signed, or leave it out."
        )


@transaction.atomic
def compile_release(
    *, round: Round, by: User | None = None, note: str = "", leave_out: bool = False
) -> Release:
    """The round's next release, in preview: nobody but analysts sees it until it is moved on.

    Raises CannotCompileError with the reason; LeftOutError unless councils may be left out.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    last = locked.releases.aggregate(last=Max("number"))["last"] or 0
    if locked.is_draft:
        raise CannotCompileError("This round is a draft. Open it first.")
    if last and not note.strip():
        raise CannotCompileError("Say what the correction changes and why.")
    if not locked.is_totals_only and not locked.returns.standing().exists():
        raise CannotCompileError("No return of this round has been signed yet.")
    lost = [] if leave_out else list(_lost_since_last(locked))
    if lost:
        raise LeftOutError(lost)
    problems = objections_to(locked)
    if problems:
        raise CannotCompileError(" ".join(problems))
    release = Release.objects.create(
        round=locked,
        number=last + 1,
        note=note.strip(),
        names_councils=locked.names_councils,
        discloses_small_counts=locked.discloses_small_counts,
        publishes_unanimous=locked.publishes_unanimous,
    )
    parameters: dict[str, Any] = {
        "release": release.pk,
        "round": locked.pk,
        "day": locked.reference_date,
    }
    with connection.cursor() as cursor:
        for statement in FROM_TOTALS if locked.is_totals_only else FROM_ANSWERS:
            cursor.execute(statement, parameters)
    seal(release)
    withhold(release)
    release.compiled_at = timezone.now()
    release.compiled_by = by
    compare_with_before(release)
    release.save(update_fields=["compiled_at", "compiled_by", "changes", "tells_few"])
    return release


def _lost_since_last(round: Round) -> QuerySet[Council]:
    """Councils that the last release counts, and that no longer have a signed version."""
    last = round.releases.order_by("-number").first()
    counted = ReleasedReturn.objects.filter(release=last, is_answered=True)
    silent = round.returns.asked().exclude(pk__in=round.returns.standing())
    return Council.objects.filter(pk__in=counted.values("council"), returns__in=silent).order_by(
        "name"
    )
