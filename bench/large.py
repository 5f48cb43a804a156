"""A large data set like the real one: councils, rounds and answers copied many times in SQL."""

from django.db import connection

# Copies of councils stand in the same region and type, under other names and codes.
COPY_COUNCILS = """
INSERT INTO councils_council (name, short_name, slug, type, region_id, established, abolished,
    latitude, longitude, population, note)
SELECT c.name || ' ' || i, left(c.short_name, 22) || ' ' || i, c.slug || '-' || i, c.type,
    c.region_id, c.established, c.abolished, c.latitude, c.longitude, c.population, ''
FROM councils_council c CROSS JOIN generate_series(2, %(times)s) i
WHERE (c.abolished IS NULL OR c.abolished > '2010-03-31')
    AND (c.established IS NULL OR c.established <= '2010-03-31')
"""

# Triggers are off while it grows, so the names and places that they would make are made here.
NAME_COPIES = """
INSERT INTO councils_councilname (council_id, name, short_name)
SELECT id, name, short_name FROM councils_council c
WHERE NOT EXISTS (SELECT FROM councils_councilname WHERE council_id = c.id)
"""

PLACE_COPIES = """
INSERT INTO councils_councilplace (council_id, region_id, type)
SELECT id, region_id, type FROM councils_council c
WHERE NOT EXISTS (SELECT FROM councils_councilplace WHERE council_id = c.id)
"""

COPY_ROUND = """
INSERT INTO surveys_round (slug, title, short_title, sponsor, respondents, reference_date,
    opens_on, closes_on, method, caveats, names_councils, is_totals_only, illustrative,
    discloses_small_counts, opened_at)
SELECT slug || '-copy-' || %(number)s, title || ' ' || %(number)s, short_title, sponsor,
    respondents, reference_date - 400 * %(number)s, opens_on, closes_on, method, caveats,
    names_councils, false, illustrative, true, opened_at
FROM surveys_round WHERE slug = 'ppf-2010' RETURNING id
"""

# 27 likelihood and number questions, padded to 60 with further likelihood questions.
COPY_QUESTIONS = """
WITH source AS (SELECT id FROM surveys_round WHERE slug = 'ppf-2010'),
section AS (
    INSERT INTO surveys_section (round_id, key, title, guidance, position)
    VALUES (%(round)s, 'all', 'All', '', 0) RETURNING id
), scale AS (
    INSERT INTO surveys_scale (round_id, key, title)
    VALUES (%(round)s, 'likelihood', 'Likelihood') RETURNING id
), options AS (
    INSERT INTO surveys_option (scale_id, key, label, position, tone, is_exclusive)
    SELECT scale.id, o.key, o.label, o.position, o.tone, false
    FROM scale, source, surveys_option o JOIN surveys_scale s ON s.id = o.scale_id
    WHERE s.round_id = source.id AND s.key = 'likelihood'
)
INSERT INTO surveys_question (round_id, section_id, key, text, short_text, help_text, type, unit,
    scale_id, position, is_required, counts_people, counts_not_known, comparability, derivation,
    tallied_options)
SELECT %(round)s, section.id, 'question-' || i, 'Question ' || i, 'Question ' || i, '',
    CASE WHEN i <= 50 THEN 'scale' ELSE 'number' END, '',
    CASE WHEN i <= 50 THEN scale.id END, i, true, false, false, '', '', '{}'
FROM section, scale, generate_series(1, 60) i
"""

# What the maps, strips and panels of an expectation and of its measure are drawn from.
ASK_OF_RATE = """
WITH parts AS (
    SELECT round_id, section_id,
        max(id) FILTER (WHERE key = 'question-51') AS numerator,
        max(id) FILTER (WHERE key = 'question-56') AS denominator
    FROM surveys_question WHERE round_id = %(round)s GROUP BY round_id, section_id
), rate AS (
    INSERT INTO surveys_question (round_id, section_id, key, text, short_text, help_text, type,
        unit, position, is_required, counts_people, counts_not_known, comparability, derivation,
        numerator_id, denominator_id, tallied_options)
    SELECT round_id, section_id, 'share', 'Share', 'Share', '', 'percentage', '', 61, false, false,
        false, '', 'rate', numerator, denominator, '{}'
    FROM parts RETURNING id
)
INSERT INTO milestones_measurerate (base_id, question_id, role)
SELECT b.id, rate.id, 'actual'
FROM rate, milestones_measurebase b JOIN milestones_measure m ON m.id = b.measure_id
WHERE m.slug = 'personal-budget-share'
"""

ASK_OF_EXPECTATION = """
INSERT INTO milestones_expectationquestion (expectation_id, question_id, role, basis)
SELECT e.id, q.id, 'forecast', '' FROM milestones_expectation e, surveys_question q
WHERE e.slug = 'personal-budgets-30-percent' AND q.round_id = %(round)s AND q.key = 'question-1'
"""

COPY_RETURNS = """
INSERT INTO surveys_return
    (round_id, council_id, requirement, requirement_reason, state, signed_at, first_signed_at)
SELECT d.id, c.id, 'required', '',
    CASE WHEN c.id %% 50 = 0 THEN 'not_started' ELSE 'signed' END,
    CASE WHEN c.id %% 50 = 0 THEN NULL ELSE now() END,
    CASE WHEN c.id %% 50 = 0 THEN NULL ELSE now() END
FROM councils_council c, surveys_round d
WHERE d.id = %(round)s
    AND (c.abolished IS NULL OR c.abolished > d.reference_date)
    AND (c.established IS NULL OR c.established <= d.reference_date)
"""

COPY_ANSWERS = """
INSERT INTO surveys_answer
    (return_of_id, question_id, choices, number, reason, note, version, updated_at)
SELECT r.id, q.id,
    CASE WHEN q.type = 'scale' THEN ARRAY[(ARRAY['very-likely', 'fairly-likely',
        'fairly-unlikely', 'very-unlikely'])[1 + (r.id * 7 + q.id * 13) %% 4]] END,
    CASE WHEN q.type = 'number' THEN
        CASE WHEN q.position <= 55 THEN (r.id * 31 + q.id) %% 500
            ELSE 500 + (r.id * 17 + q.id) %% 4500 END
    END, '', '', 1, now()
FROM surveys_return r JOIN surveys_question q ON q.round_id = r.round_id
WHERE r.round_id = %(round)s AND r.state = 'signed' AND q.derivation = ''
"""

COPY = [COPY_QUESTIONS, ASK_OF_RATE, ASK_OF_EXPECTATION, COPY_RETURNS, COPY_ANSWERS]


def grow(*, times: int, rounds: int) -> list[int]:
    """Adds the councils and rounds; gives the rounds' ids. History and checks are left out."""
    made = []
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(COPY_COUNCILS, {"times": times})
        cursor.execute(NAME_COPIES)
        cursor.execute(PLACE_COPIES)
        for number in range(1, rounds + 1):
            cursor.execute(COPY_ROUND, {"number": number})
            row = cursor.fetchone()
            assert row is not None
            for statement in COPY:
                cursor.execute(statement, {"round": row[0]})
            made.append(row[0])
            print(f"  round {number} of {rounds}", flush=True)  # noqa: T201
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    return made
