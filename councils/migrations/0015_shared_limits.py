"""The table of the cache that all processes share. What is counted there may be lost in a crash."""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE IF NOT EXISTS site_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS site_cache_expires ON site_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0014_former_addresses")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE site_cache")]
