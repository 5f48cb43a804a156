"""Writes a round as its TOML file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.models import Round
from surveys.rounds.exports import round_file, to_toml


class Command(BaseCommand):
    help = "Write everything that a round is as TOML; load_round reads it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--answers", action="store_true", help="With every return and its answers."
        )

    def handle(self, *args: Any, slug: str, answers: bool, **options: Any) -> None:
        round = Round.objects.filter(slug=slug).first()
        if round is None:
            raise CommandError(f"There is no round “{slug}”.")
        self.stdout.write(to_toml(round_file(round, with_answers=answers)), ending="")
