"""Who may act on a return, asked by name. What a person may not see does not exist for them."""

from django.http import Http404

from councils.models import Role, User
from councils.permissions import (
    EVERYBODY,
    NATIONAL_BODIES,
    SECTOR,
    People,
    Person,
    access_of,
    is_director,
    may_run_rounds,
)

from .models import Release, Return
from .models.returns import ReturnQuerySet


def own_returns(person: Person) -> ReturnQuerySet:
    """Those of the person's own council. Someone else's look as if they did not exist."""
    return Return.objects.of_own_council(person).select_related("round", "council__region")


def own_return_or_404(person: Person, pk: int) -> Return:
    found = own_returns(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def enters_from_paper(person: Person, return_of: Return) -> bool:
    """Whether the person fills it in on the council's behalf: those who run rounds, what came on
    paper, and nobody in whose own council it is."""
    return (
        return_of.requirement == Return.Requirement.ON_PAPER
        and may_run_rounds(person)
        and return_of.council_id not in access_of(person).council_ids
    )


def filled_in_by(person: Person) -> ReturnQuerySet:
    """Those whose pages the person fills in: of the own council, and for those who run rounds
    also what came on paper. Others look as if they did not exist."""
    if not may_run_rounds(person):
        return own_returns(person)
    on_paper = Return.objects.of_opened_rounds().filter(requirement=Return.Requirement.ON_PAPER)
    return (Return.objects.of_own_council(person) | on_paper).select_related(
        "round", "council__region"
    )


def filled_return_or_404(person: Person, pk: int) -> Return:
    found = filled_in_by(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def followed_returns(person: Person) -> ReturnQuerySet:
    """Those whose standing the person follows: of every opened round all for the centre, those of
    the own region for its lead. Of someone else's region they look as if they did not exist."""
    access = access_of(person)
    returns = Return.objects.of_opened_rounds().select_related("round", "council__region")
    return returns if access.is_national else returns.filter(council__region__in=access.region_ids)


def reads_live_answers(person: Person, return_of: Return) -> bool:
    """Of a return that the person follows: the centre always, a lead once it is signed."""
    return access_of(person).is_national or return_of.state == Return.State.SIGNED


def audience_of(person: Person) -> People:
    """All who see the same of what is released as this person, but for those who are named on a
    release under embargo: `ReleaseViewer` has them told apart."""
    access = access_of(person)
    if access.is_national:
        return NATIONAL_BODIES
    return SECTOR if access.is_sector else EVERYBODY


def sees_blurred(person: Person, release: Release) -> bool:
    """Whether counts of people are rounded, and small ones hidden, for this person."""
    return not release.discloses_small_counts and not access_of(person).is_sector


def hides_few(person: Person, release: Release) -> bool:
    """Whether what a handful of councils gave is hidden, as it is named answers in effect."""
    return not release.names_councils and not access_of(person).is_sector


def reads_councils(person: Person, release: Release) -> bool:
    """Whether the release, which is one that the person may see, tells them of single councils."""
    return not release.is_totals_only and (release.names_councils or access_of(person).is_sector)


def withholds_councils(person: Person, release: Release) -> bool:
    """Whether the release holds councils' answers that this person does not see by name."""
    return not release.is_totals_only and not reads_councils(person, release)


def _holds(person: Person, return_of: Return, *kinds: str) -> bool:
    if not isinstance(person, User) or not person.is_active:
        return False
    return any(
        role.kind in kinds and role.council_id == return_of.council_id
        for role in person.roles_in_force
    )


def may_fill_in(person: User, return_of: Return) -> bool:
    """Contributors and the signatory of the council: both may put an answer right."""
    return _holds(person, return_of, Role.Kind.CONTRIBUTOR, Role.Kind.SIGNATORY)


def may_sign(person: Person, return_of: Return) -> bool:
    """The director, or a deputy: a signatory whose role is in force today."""
    return _holds(person, return_of, Role.Kind.SIGNATORY)


def only_signs(person: Person, return_of: Return) -> bool:
    """A director whose colleagues fill in: one who is a contributor as well fills in first."""
    return may_sign(person, return_of) and not _holds(person, return_of, Role.Kind.CONTRIBUTOR)


def signs_as_deputy(person: Person, return_of: Return) -> bool:
    """Whether the person may sign in the director's place only."""
    return (
        isinstance(person, User)
        and may_sign(person, return_of)
        and not is_director(person, return_of.council_id)
    )


def has_signatory(return_of: Return) -> bool:
    """Whether somebody may sign for the council today."""
    kind = Role.Kind.SIGNATORY
    return Role.objects.in_force().filter(council=return_of.council_id, kind=kind).exists()


def may_name_deputy(person: User, return_of: Return) -> bool:
    """A signatory: a deputy names no further deputies, and invites no signatory."""
    return is_director(person, return_of.council_id)


def may_follow_returns(person: Person) -> bool:
    """Who sees where the returns of others stand: the centre of all, a lead of the own region."""
    return access_of(person).is_national or bool(access_of(person).region_ids)
