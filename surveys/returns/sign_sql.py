"""One statement decides and signs: only a return that was handed over, is open and is ready."""

from surveys.models import Return
from surveys.opening import CHANGING, SIGNABLE, open_sql

from .readiness import IS_READY

# What came on paper was signed there: it need not be handed over here.
CAME_ON_PAPER = f"r.requirement = '{Return.Requirement.ON_PAPER}'"


# What `{which}` stands for is put in its place below.
STATEMENT = """
WITH signed AS (
    UPDATE surveys_return r SET state = 'signed', signed_at = %(now)s, signed_by_id = %(by)s
    FROM surveys_round d
    WHERE d.id = r.round_id AND {which}
    RETURNING r.id, r.round_id
)
INSERT INTO surveys_signature
    (return_of_id, number, reference, signed_at, signed_by_id, name, on_paper_on, imported_from,
    round_title, round_short_title, reference_date, council_name, account_name, answers)
SELECT signed.id, coalesce(last.number, 0) + 1,
    upper(d.slug) || '-' || r.council_id || '-' || coalesce(last.number, 0) + 1,
    %(now)s, %(by)s, %(name)s, %(on_paper_on)s::date, %(imported_from)s, d.title,
    d.short_title,
    d.reference_date, c.name,
    (SELECT account.name FROM councils_user account WHERE account.id = %(by)s), (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'section', s.title, 'key', q.key, 'text', q.text, 'short_text', q.short_text,
            'stem', g.stem, 'type', q.type, 'unit', q.unit,
            'labels', (SELECT jsonb_agg(o.label ORDER BY o.position) FROM surveys_option o
                WHERE o.scale_id = q.scale_id AND o.key = ANY (a.choices)),
            'choices', a.choices, 'number', a.number::text, 'date', a.date, 'answer', a.text,
            'reason', a.reason, 'note', a.note, 'by', u.name, 'at', a.updated_at,
            'explanations', (SELECT jsonb_agg(jsonb_build_object(
                'message', f.message, 'explanation', f.explanation))
                FROM surveys_finding f WHERE f.return_of_id = a.return_of_id
                AND f.question_id = q.id)
        ) ORDER BY s.position, q.position), '[]')
        FROM surveys_question q
        JOIN surveys_section s ON s.id = q.section_id
        LEFT JOIN surveys_grid g ON g.id = q.grid_id
        LEFT JOIN surveys_answer a ON a.question_id = q.id AND a.return_of_id = signed.id
        LEFT JOIN councils_user u ON u.id = a.updated_by_id
        WHERE q.round_id = signed.round_id AND q.derivation = ''
    )
FROM signed
JOIN surveys_return r ON r.id = signed.id
JOIN surveys_round d ON d.id = signed.round_id
JOIN councils_council c ON c.id = r.council_id
LEFT JOIN LATERAL (
    SELECT max(number) AS number FROM surveys_signature WHERE return_of_id = signed.id
) last ON true
RETURNING id
"""
READY = f"r.id = %(return)s AND {{may_be_signed}} AND {IS_READY}"
SIGN = STATEMENT.format(which=READY.format(may_be_signed=open_sql(SIGNABLE)))
ENTER = STATEMENT.format(
    which=READY.format(may_be_signed=f"{open_sql((*CHANGING, *SIGNABLE))} AND {CAME_ON_PAPER}")
)
# What a council answered in the past is taken as its source has it, blanks and all. Whoever
# imports it holds the returns, and has looked at which they are.
IMPORT = STATEMENT.format(which="r.id = ANY (%(returns)s)")
