"""Who hands over and signs in one go: a signatory beside whom nobody entered anything."""

from django.db.models import Max

from councils.models import Role, User
from ppf_site import words
from surveys.models import Return
from surveys.opening import why_not_signable, why_under_change


def _entered_since(return_of: Return) -> set[int]:
    """Whoever entered an answer or an explanation that the newest signature does not have."""
    last = return_of.signatures.aggregate(at=Max("signed_at"))["at"]
    answers = return_of.answers.exclude(updated_by=None)
    explained = return_of.raised_checks.exclude(explained_by=None)
    if last is not None:
        answers, explained = (
            answers.filter(updated_at__gt=last),
            explained.filter(explained_at__gt=last),
        )
    who = {*answers.values_list("updated_by", flat=True)}
    return who | {*explained.values_list("explained_by", flat=True)}


def fills_in_alone(return_of: Return, person: User) -> bool:
    """Whether all that was entered since the last signature is the person's own."""
    return _entered_since(return_of) == {person.pk}


def nobody_fills_in(return_of: Return) -> bool:
    """Whether the council has no contributor today, and nobody has entered anything."""
    held = Role.objects.in_force().filter(
        council=return_of.council_id, kind=Role.Kind.CONTRIBUTOR, user__is_active=True
    )
    return not held.exists() and not _entered_since(return_of)


def why_not_in_one_go(return_of: Return, person: User) -> str:
    """Why a return that is still being filled in is not handed over by signing it; "" where it
    is: what colleagues have in hand is theirs until somebody hands it over."""
    if return_of.state != Return.State.IN_PROGRESS or why_not_signable(return_of):
        return ""
    if why_under_change(return_of):
        return why_under_change(return_of)
    if fills_in_alone(return_of, person):
        return ""
    others = User.objects.filter(pk__in=_entered_since(return_of) - {person.pk})
    names = words.join_words([each.name for each in others.order_by("name")])
    whose = f"What {names} entered" if names else "This return"
    return (
        f"{whose} has not been handed over yet. It can be signed once that is done. "
        "If your colleagues have finished, hand it over yourself on its task list."
    )
