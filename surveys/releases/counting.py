"""A release's figures, counted from its copies, in SQL.

They are put in in an order that says nothing of their values. Everybody can read a figure's number:
as a join leaves them, those that nobody chose would come last, and that of a hidden count tell it.
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
# percentile_cont: linear between the two nearest councils (Hyndman and Fan, type 7). Those of dates
# are days that a council gave, the first by which a quarter, half or three quarters of them had
# one (percentile_disc; type 1): between two days there may be none. 0 and 1 are first and last.
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
        percentile_disc(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY a.date)
            FILTER (WHERE a.date IS NOT NULL) AS dates,
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
    upper_quartile, earliest_date, lower_quartile_date, median_date, upper_quartile_date,
    latest_date, numerator, denominator, qualifier, source, url)
SELECT %(release)s, q.id, base.area_id,
    coalesce(g.n, 0) + CASE WHEN q.counts_not_known THEN coalesce(g.not_known, 0) ELSE 0 END,
    base.required, coalesce(g.not_known, 0), coalesce(g.not_applicable, 0), base.no_return,
    base.declined, base.on_paper, coalesce(late.not_asked, 0),
    CASE WHEN q.type = 'number' THEN g.total END,
    g.quartiles[1], g.quartiles[2], g.quartiles[3], g.dates[1], g.dates[2], g.dates[3],
    g.dates[4], g.dates[5], g.numerator, g.denominator, '', '', ''
FROM base
CROSS JOIN surveys_question q
LEFT JOIN given g ON g.area_id = base.area_id AND g.question_id = q.id
LEFT JOIN late ON late.area_id = base.area_id AND late.question_id = q.id
WHERE q.round_id = %(round)s AND q.type <> 'text'
ORDER BY q.id, base.area_id
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
ORDER BY f.id, o.id
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
