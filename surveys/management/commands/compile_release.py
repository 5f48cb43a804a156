"""Compiles a release of a round and moves it to a stage."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from surveys.models import Round
from surveys.releases.compiling import CannotCompileError, compile_release


class Command(BaseCommand):
    help = "Compile the next release of a round from its signed-off answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="The round’s slug.")
        parser.add_argument("--note", default="", help="For a correction: what changed and why.")
        parser.add_argument(
            "--stage",
            choices=["preview", "sector", "public"],
            default="preview",
            help="Who sees it at once. Left out: analysts only.",
        )

        parser.add_argument(
            "--leave-out",
            action="store_true",
            help="Compile although a council of the last release would count as silent.",
        )

    def handle(
        self, *args: Any, round: str, note: str, stage: str, leave_out: bool, **options: Any
    ) -> None:
        found = Round.objects.filter(slug=round).first()
        if found is None:
            raise CommandError(f"There is no round “{round}”.")
        try:
            release = compile_release(round=found, note=note, leave_out=leave_out)
        except CannotCompileError as error:
            raise CommandError(str(error)) from error
        if stage != "preview":
            release.move_to(stage, at=timezone.now())
        figures = release.figures.count()
        self.stdout.write(f"Release {release.pk} ({release}): {figures} figures, {stage}.")
