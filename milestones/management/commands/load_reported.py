"""Loads the figures reported at the time from their CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from milestones.imports import DATA, BadFileError, parse_reported, save_reported
from ppf_site.text_files import UnreadableError, read_text


class Command(BaseCommand):
    help = "Load the figures reported at the time. A file with a problem is refused whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA / "reported.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = parse_reported(read_text(file))
            kept = save_reported(loaded)
        except (UnreadableError, BadFileError) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"Loaded {len(loaded) - len(kept)} reported figures.")
        if kept:
            self.stdout.write(f"Left as they were saved on the site: {', '.join(kept)}.")
