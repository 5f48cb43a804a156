"""Former addresses, and claimed ones, no longer recover an account."""

from django.db import migrations

FORGET = """
DELETE FROM account_emailaddress e USING councils_user u
WHERE u.id = e.user_id AND lower(u.email) <> lower(e.email)
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0013_one_address")]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
