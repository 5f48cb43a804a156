"""Loads a programme of milestones from its TOML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from milestones.imports import DATA, BadFileError, parse_programme, save_programme
from ppf_site.text_files import UnreadableError, read_text


class Command(BaseCommand):
    help = (
        "Load a programme of milestones from its TOML file. A file with a problem is refused whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA / "ppf.toml")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = parse_programme(read_text(file))
            save_programme(loaded)
        except (UnreadableError, BadFileError) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"Loaded {loaded.programme.title}.")
