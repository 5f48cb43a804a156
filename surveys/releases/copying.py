"""A release's copies of the signed answers, and the values worked out from them, in SQL."""

from councils.models import CODE_ON, NAME_ON, PLACE_ON

# Returns and their answers in one statement, so of one moment; councils by the names, codes,
# regions and types that they had on the reference date. Of a return that is reopened, the version
# that was signed last stands until it is signed again.
COPY_ANSWERS = f"""
WITH standing AS (
    SELECT r.id, r.council_id, placed.region_id, placed.type, c.population, earlier.answers,
        named.name, named.short_name, coded.code, c.slug,
        area.name AS region_name, area.slug AS region_slug,
        coalesce(latest.imported_from, '') AS imported_from,
        r.requirement, r.requirement <> 'no_longer_required' AS is_required,
        coalesce(r.signed_at, earlier.signed_at) AS signed_at,
        r.requirement NOT IN ('no_longer_required', 'declined')
            AND (r.state = 'signed' OR earlier.answers IS NOT NULL) AS is_answered
    FROM surveys_return r
    JOIN councils_council c ON c.id = r.council_id
    {NAME_ON} {CODE_ON} {PLACE_ON}
    JOIN councils_region area ON area.id = placed.region_id
    LEFT JOIN LATERAL (
        SELECT s.answers, s.signed_at FROM surveys_signature s
        WHERE s.return_of_id = r.id AND r.state <> 'signed' ORDER BY s.number DESC LIMIT 1
    ) earlier ON true
    LEFT JOIN LATERAL (
        SELECT s.imported_from FROM surveys_signature s
        WHERE s.return_of_id = r.id ORDER BY s.number DESC LIMIT 1
    ) latest ON true
    WHERE r.round_id = %(round)s
), copied AS (
    INSERT INTO surveys_releasedreturn
        (release_id, council_id, name, short_name, slug, code, region_id, region_name,
        region_slug, council_type, requirement, is_required, is_answered, signed_at, population,
        imported_from)
    SELECT %(release)s, council_id, name, short_name, slug, coalesce(code, ''), region_id,
        region_name, region_slug, type, requirement, is_required, is_answered,
        CASE WHEN is_answered THEN signed_at END, population,
        CASE WHEN is_answered THEN imported_from ELSE '' END
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
