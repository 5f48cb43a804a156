"""Releases that are there already get their words, as they stand now, and what they hide."""

from django.db import migrations

# The rows of a release are sealed: for the length of this migration they are not.
OPEN = """
ALTER TABLE surveys_release DISABLE TRIGGER USER;
ALTER TABLE surveys_releasedreturn DISABLE TRIGGER USER;
ALTER TABLE surveys_sealedpart DISABLE TRIGGER USER;
ALTER TABLE surveys_figure DISABLE TRIGGER USER;
"""
CLOSE = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE surveys_release ENABLE TRIGGER USER;
ALTER TABLE surveys_releasedreturn ENABLE TRIGGER USER;
ALTER TABLE surveys_sealedpart ENABLE TRIGGER USER;
ALTER TABLE surveys_figure ENABLE TRIGGER USER;
"""

WHO_MAY_SEE = """
UPDATE surveys_release r
SET names_councils = d.names_councils, discloses_small_counts = d.discloses_small_counts
FROM surveys_round d WHERE d.id = r.round_id;
"""

COUNCILS = """
UPDATE surveys_releasedreturn rr
SET name = c.name, short_name = c.short_name, slug = c.slug, region_name = region.name,
    region_slug = region.slug, code = coalesce((
        SELECT code.code FROM councils_councilcode code
        WHERE code.council_id = c.id
            AND (code.starts_on IS NULL OR code.starts_on <= d.reference_date)
        ORDER BY code.starts_on DESC NULLS LAST LIMIT 1), '')
FROM councils_council c, councils_region region, surveys_release r, surveys_round d
WHERE c.id = rr.council_id AND region.id = rr.region_id AND r.id = rr.release_id
    AND d.id = r.round_id;
"""

WORDS = """
INSERT INTO surveys_sealedpart (release_id, part, content)
SELECT r.id, 'round', jsonb_build_object(
    'round', to_jsonb(d),
    'sections', coalesce((SELECT jsonb_agg(to_jsonb(s)) FROM surveys_section s
        WHERE s.round_id = d.id), '[]'),
    'scales', coalesce((SELECT jsonb_agg(to_jsonb(s)) FROM surveys_scale s
        WHERE s.round_id = d.id), '[]'),
    'grids', coalesce((SELECT jsonb_agg(to_jsonb(g)) FROM surveys_grid g
        JOIN surveys_section s ON s.id = g.section_id WHERE s.round_id = d.id), '[]'),
    'options', coalesce((SELECT jsonb_agg(to_jsonb(o)) FROM surveys_option o
        JOIN surveys_scale s ON s.id = o.scale_id WHERE s.round_id = d.id), '[]'),
    'questions', coalesce((SELECT jsonb_agg(to_jsonb(q)) FROM surveys_question q
        WHERE q.round_id = d.id), '[]'),
    'areas', coalesce((SELECT jsonb_agg(to_jsonb(a)) FROM councils_area a), '[]'),
    'required', (SELECT count(*) FROM surveys_releasedreturn rr
        WHERE rr.release_id = r.id AND rr.is_required),
    'answered', (SELECT count(*) FROM surveys_releasedreturn rr
        WHERE rr.release_id = r.id AND rr.is_required AND rr.is_answered))
FROM surveys_release r JOIN surveys_round d ON d.id = r.round_id
WHERE r.compiled_at IS NOT NULL;
"""

# Releases compiled from now on hide as little as it takes. Of these, where a question has a
# thin area, every area but England is hidden: then nothing can be taken from anything.
HIDDEN = """
UPDATE surveys_figure f
SET withheld = '{"options": "few", "sum": "few", "pooled": "few", "quartiles": "few"}'
FROM surveys_release r, councils_area a
WHERE r.id = f.release_id AND NOT r.names_councils AND a.id = f.area_id AND a.kind <> 'england'
    AND f.question_id IS NOT NULL AND f.published_percent IS NULL AND f.published_value IS NULL
    AND EXISTS (
        SELECT FROM surveys_figure thin
        WHERE thin.release_id = f.release_id AND thin.question_id = f.question_id
            AND thin.option_id IS NULL AND thin.n BETWEEN 1 AND 4);
UPDATE surveys_figure f SET withheld = '{"quartiles": "few"}'
FROM surveys_release r
WHERE r.id = f.release_id AND NOT r.names_councils AND f.withheld = '{}' AND f.n BETWEEN 1 AND 9
    AND f.lower_quartile IS NOT NULL;
"""

NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_released_population")]

    operations = [
        migrations.RunSQL(OPEN, NOTHING),
        migrations.RunSQL(WHO_MAY_SEE, NOTHING),
        migrations.RunSQL(COUNCILS, NOTHING),
        migrations.RunSQL(WORDS, NOTHING),
        migrations.RunSQL(HIDDEN, NOTHING),
        migrations.RunSQL(CLOSE, NOTHING),
    ]
