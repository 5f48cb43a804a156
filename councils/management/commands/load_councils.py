"""Loads the register of councils, from the file the project carries or from another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.imports import REGISTER, save
from councils.register_file import BadRegisterError, parse
from ppf_site.text_files import UnreadableError, read_text


class Command(BaseCommand):
    help = "Load the register of councils. A file with a problem is refused whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=REGISTER)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            rows = parse(read_text(file))
            kept = save(rows)
        except (UnreadableError, BadRegisterError) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"{len(rows)} councils loaded from {file.name}.")
        for council, what in kept:
            self.stdout.write(
                f"{council.name} keeps its {what}: the register has a dated change of it. "
                "A new one is entered with its day in the administration pages."
            )
