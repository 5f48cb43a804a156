"""Fills an empty database with the demonstration."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from councils.models import Council, User
from milestones.models import Programme
from ppf_site.demo.load import load
from ppf_site.demo.mark import is_marked, mark
from surveys.models import Round


class Command(BaseCommand):
    help = "Load the demonstration: register, rounds, programme, people and releases."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_marked(connection):
            if any(model.objects.exists() for model in (User, Council, Round, Programme)):
                raise CommandError(
                    "This database has people, councils, rounds or a programme that the "
                    "demonstration did not make. "
                    "Nothing was loaded: name an empty database in DATABASE_URL."
                )
            mark(connection)
        start = time.monotonic()
        done = 0
        for title in load():
            done += 1
            if options["verbosity"]:
                self.stdout.write(f"{title} ({time.monotonic() - start:.1f} s)")
        if not done:
            self.stdout.write("The demonstration is loaded already.")
