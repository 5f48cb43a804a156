"""Addresses that open something by themselves leave the history: it is read, copied and kept."""

from django.db import migrations

FORGET = """
UPDATE pghistory_context
SET metadata = metadata || jsonb_build_object(
    'url', regexp_replace(
        metadata ->> 'url', '^(/invitations/|/accounts/password/reset/key/)[^/]+/', '\\1…/'
    )
)
WHERE metadata ->> 'url' ~ '^(/invitations/|/accounts/password/reset/key/)[^/]+/$'
    AND metadata ->> 'url' <> '/accounts/password/reset/key/done/'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0015_shared_limits"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
