"""Adds the second example to a database that holds the demonstration."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ppf_site.demo.mark import is_marked
from ppf_site.demo.second.load import is_loaded, load_second


class Command(BaseCommand):
    help = "Load the second example of the demonstration: a survey that belongs to no milestone."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_marked(connection):
            raise CommandError("Load the demonstration first: python manage.py load_demo.")
        if is_loaded():
            return
        start = time.monotonic()
        load_second()
        if options["verbosity"]:
            self.stdout.write(f"A second example ({time.monotonic() - start:.1f} s)")
