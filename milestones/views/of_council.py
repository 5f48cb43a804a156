"""Whose page the page of a council is, and which of its returns it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.models import Council
from milestones.selection import of_the_front
from ppf_site.pages import Lost, Suggestion
from surveys.models import Release, ReleasedReturn


@dataclass(frozen=True, slots=True)
class OfCouncil:
    """Whose page it is: the council, its returns, and the one that is shown. `one_round`: it is
    about that round alone. `earlier` are returns of councils that it came from."""

    council: Council
    returns: Sequence[ReleasedReturn]
    chosen: ReleasedReturn | None
    one_round: bool
    fixed: bool
    earlier: Sequence[ReleasedReturn] = ()

    @property
    def whose(self) -> Council:
        """Whose answers are shown: the council's, or those of the body that it continues."""
        chosen = self.chosen
        if chosen is None or chosen.council_id == self.council.pk:
            return self.council
        return chosen.sealed_council

    @property
    def readable(self) -> list[ReleasedReturn]:
        """Of whoever the page is about: one that continues another has other neighbours."""
        return [
            each
            for each in self.returns
            if each.is_readable and each.is_required and each.council_id == self.whose.pk
        ]

    def address(self, release: Release) -> str:
        """Where the page stays as it is in that release."""
        slugs = {each.release_id: each.slug for each in self.returns}
        return f"/releases/{release.pk}/councils/{slugs[release.pk]}/"


def chosen_of(
    returns: Sequence[ReleasedReturn], round_slug: str, council: Council
) -> ReleasedReturn | None:
    """The round asked for, else the latest whose named answers may be read, else the latest; of
    the programme that the site opens with before others."""
    if not round_slug:
        readable = [return_of for return_of in returns if return_of.is_readable]
        return next(iter(of_the_front(readable) or readable or returns), None)
    for return_of in returns:
        if return_of.release.round.slug == round_slug:
            return return_of
    raise Lost(
        f"No released round called “{round_slug}” has a return of {council.name}.",
        [
            Suggestion(return_of.release.round.title, f"?round={return_of.release.round.slug}")
            for return_of in returns
        ],
    )
