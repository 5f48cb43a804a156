"""Compiles a release of a round and moves it to a stage."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import Release, Round
from surveys.releases.checklist import checklist_of
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
            "--consent",
            default="",
            help="For a correction that tells of a few councils: why it may be told.",
        )
        parser.add_argument(
            "--leave-out",
            action="store_true",
            help="Compile although a council of the last release would count as silent.",
        )

    def handle(
        self,
        *args: Any,
        round: str,
        note: str,
        stage: str,
        consent: str,
        leave_out: bool,
        **options: Any,
    ) -> None:
        found = Round.objects.filter(slug=round).first()
        if found is None:
            raise CommandError(f"There is no round “{round}”.")
        try:
            release = compile_release(round=found, note=note, leave_out=leave_out)
        except CannotCompileError as error:
            raise CommandError(str(error)) from error
        self._tell(release)
        if stage != "preview":
            try:
                move_on(release=release, stage=stage, consent=consent)
            except NotMovedOn as refused:
                raise CommandError(f"Compiled, and in preview: {refused}") from refused
        figures = release.figures.count()
        self.stdout.write(f"Release {release.pk} ({release}): {figures} figures, {stage}.")

    def _tell(self, release: Release) -> None:
        """The same as the page reads that makes a release public."""
        asked = checklist_of(release)
        for heading, told in (("Hidden", asked.hides.each), ("Changed", asked.changes)):
            for line in told:
                self.stdout.write(f"{heading}: {line}")
