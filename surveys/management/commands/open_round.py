"""Opens a round to the councils."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.opening import NotReady, open_round
from surveys.models import Round


class Command(BaseCommand):
    help = (
        "Open a round: require a return of each council, tell their people, and fix what it asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        round = Round.objects.filter(slug=slug).first()
        if round is None:
            raise CommandError(f"There is no round “{slug}”.")
        try:
            opened = open_round(round=round)
        except NotReady as refused:
            raise CommandError("\n".join(["It was not opened.", *refused.problems])) from refused
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Opened {round}: {words.plural(opened.returns, 'return')} required, "
            f"{words.plural(opened.people, 'person', 'people')} told by e-mail."
        )
