"""Receipts that are there already get their headings, as things are called now."""

from django.db import migrations

FILL = """
ALTER TABLE surveys_signature DISABLE TRIGGER USER;
UPDATE surveys_signature s
SET round_title = d.title, round_short_title = d.short_title, reference_date = d.reference_date,
    council_name = c.name, account_name = u.name
FROM surveys_return r, surveys_round d, councils_council c, councils_user u
WHERE r.id = s.return_of_id AND d.id = r.round_id AND c.id = r.council_id
    AND u.id = s.signed_by_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE surveys_signature ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0015_receipt_headings")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
