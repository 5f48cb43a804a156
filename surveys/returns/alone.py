"""Who hands over and signs in one go: a signatory beside whom nobody entered anything."""

import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from councils.models import Role, User
from councils.models.people import RoleQuerySet
from ppf_site import words
from surveys.models import Answer, RaisedCheck, Return, Signature
from surveys.models.returns import ReturnQuerySet
from surveys.opening import why_not_signable, why_under_change

BEFORE_ALL = Value(datetime.datetime.min.replace(tzinfo=datetime.UTC))


def with_who_fills_in(returns: ReturnQuerySet) -> ReturnQuerySet:
    """Each with what is asked here of a return, in the one statement that reads them all."""
    signed = Signature.objects.filter(return_of=OuterRef(OuterRef("pk"))).order_by("-signed_at")
    last = Coalesce(Subquery(signed.values("signed_at")[:1]), BEFORE_ALL)
    answers = Answer.objects.filter(return_of=OuterRef("pk"), updated_at__gt=last)
    explained = RaisedCheck.objects.filter(return_of=OuterRef("pk"), explained_at__gt=last)
    entered = answers.exclude(updated_by=None).order_by().values("updated_by").distinct()
    said = explained.exclude(explained_by=None).order_by().values("explained_by").distinct()
    return returns.annotate(
        who_entered=ArraySubquery(entered),
        who_explained=ArraySubquery(said),
        has_contributor=Exists(_contributors().filter(council=OuterRef("council"))),
    )


def _contributors() -> RoleQuerySet:
    held = Role.objects.in_force()
    return held.filter(kind=Role.Kind.CONTRIBUTOR, user__is_active=True)


def _entered_since(return_of: Return) -> set[int]:
    """Whoever entered an answer or an explanation that the newest signature does not have."""
    read = vars(return_of)
    if "who_entered" in read:
        return {*read["who_entered"], *read["who_explained"]}
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
    held = vars(return_of).get("has_contributor")
    if held is None:
        held = _contributors().filter(council=return_of.council_id).exists()
    return not held and not _entered_since(return_of)


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
