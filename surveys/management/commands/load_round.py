"""Loads a round from its TOML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.rounds.imports import BadRoundError, parse, save


class Command(BaseCommand):
    help = "Load a round from its TOML file. A file with a problem is refused whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            round = save(parse(file.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {file}.") from error
        except BadRoundError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"Loaded {round}: {round.questions.count()} questions.")
