"""Loads a round from its TOML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ppf_site.text_files import UnreadableError, read_text
from surveys.rounds.imports import BadRoundError, parse, save


class Command(BaseCommand):
    help = "Load a round from its TOML file. A file with a problem is refused whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            round = save(parse(read_text(file)))
        except (UnreadableError, BadRoundError) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"Loaded {round}: {round.questions.count()} questions.")
