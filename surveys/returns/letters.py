"""Who is told of what happens to a return, and the e-mail that tells it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from councils.models import Role, User
from ppf_site.mail import compose, site_link
from surveys.following.wording import filled
from surveys.models import (
    ChaserLetter,
    Question,
    Release,
    Reminder,
    Rescheduling,
    Return,
    Round,
    Step,
    Widening,
)
from surveys.models.returns import ReturnQuerySet
from surveys.opening import CHANGING
from surveys.rounds.moves import days_told, moves_of

COUNCIL = (Role.Kind.CONTRIBUTOR, Role.Kind.SIGNATORY)
# What is not here is told to nobody: taking back is seen on the page.
TOLD: dict[str, Sequence[str]] = {
    Step.Kind.HANDED_OVER: (Role.Kind.SIGNATORY,),
    Step.Kind.SENT_BACK: (Role.Kind.CONTRIBUTOR,),
    Step.Kind.SIGNED: COUNCIL,
    Step.Kind.ENTERED: COUNCIL,
    Step.Kind.REOPENED: COUNCIL,
    Step.Kind.CORRECTION_ASKED: (Role.Kind.ANALYST,),
    Step.Kind.CORRECTION_REFUSED: COUNCIL,
}

# In which states of the return a letter still says what is so; what is not here always does.
STILL: dict[str, Sequence[str]] = {
    Step.Kind.HANDED_OVER: (Return.State.TO_SIGN,),
    Step.Kind.SENT_BACK: CHANGING,
    Step.Kind.REOPENED: CHANGING,
    Step.Kind.CORRECTION_ASKED: (Return.State.SIGNED,),
    Step.Kind.CORRECTION_REFUSED: (Return.State.SIGNED,),
}


def holders(return_of: Return, kinds: Sequence[str]) -> list[User]:
    """People who hold one of these roles today, in the return's council or for the country."""
    roles = Role.objects.in_force().filter(kind__in=kinds, user__is_active=True)
    if not set(kinds) & {Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR}:
        roles = roles.filter(council=return_of.council_id)
    people = {role.user_id: role.user for role in roles.select_related("user")}
    return sorted(people.values(), key=lambda person: person.pk)


def told_of_opening(councils: Collection[int]) -> list[User]:
    """Who works on the returns of these councils, each once however many they work on."""
    roles = Role.objects.in_force().filter(
        kind__in=COUNCIL, user__is_active=True, council__in=councils
    )
    people = {role.user_id: role.user for role in roles.select_related("user")}
    return sorted(people.values(), key=lambda person: person.pk)


def told_of(step: Step) -> list[User]:
    """Not the person who did it, but for the receipt: that goes to who signed as well."""
    people = holders(step.return_of, TOLD.get(step.kind, ()))
    if step.kind == Step.Kind.CORRECTION_ASKED and not people:
        people = holders(step.return_of, (Role.Kind.ADMINISTRATOR,))
    if step.kind == Step.Kind.SIGNED:
        return people
    return [person for person in people if person.pk != step.by_id]


def is_still_so(step: Step) -> bool:
    """Whether the step still tells of the return as it is: a letter may have waited for days."""
    return_of = step.return_of
    if not return_of.is_asked:
        return False
    holds = STILL.get(step.kind)
    return holds is None or return_of.state in holds


def letter_of_step(step: Step, to: User) -> EmailMultiAlternatives:
    """The e-mail of one step to one person, named after the kind of step."""
    return_of = step.return_of
    context: dict[str, Any] = {**_about(return_of, to), "step": step, "by": step.by}
    if step.kind in {Step.Kind.SIGNED, Step.Kind.ENTERED}:
        signature = return_of.signatures.filter(signed_at__lte=step.at).order_by("-number")[0]
        context |= {"signature": signature, "receipt": site_link(signature.get_absolute_url())}
    if step.kind == Step.Kind.CORRECTION_ASKED:
        context["centre_link"] = site_link(reverse("manage-reopen", args=[return_of.pk]))
    if step.kind == Step.Kind.REOPENED:
        context["sections"] = [str(section) for section in return_of.reopened_sections.all()]
    return compose(step.kind, to=to.email, context=context)


def letter_of_opening(
    round: Round, councils: Collection[int], to: User
) -> EmailMultiAlternatives | None:
    """The returns that the person now has to do; None where they work for none of them today."""
    own = Return.objects.of_own_council(to).expected().filter(council__in=councils)
    listed = _listed(own, round)
    if not listed:
        return None
    context = {
        "round": round,
        "to": to,
        "returns": listed,
        "names": [return_of.council.short_name for return_of, _ in listed],
        "asked": Question.objects.asked_in(round).count(),
        "days": days_told(round),
    }
    return compose("round_opened", to=to.email, context=context)


def letter_of_rescheduling(record: Rescheduling, to: User) -> EmailMultiAlternatives | None:
    """The new days, and the returns of the person that follow them; None where there is none."""
    listed = _listed(Return.objects.of_own_council(to).due_with_round(), record.round)
    if not listed:
        return None
    context = {
        "record": record,
        "round": record.round,
        "moves": moves_of(record),
        "to": to,
        "returns": listed,
    }
    return compose("rescheduled", to=to.email, context=context)


def _listed(returns: ReturnQuerySet, round: Round) -> list[tuple[Return, str]]:
    """Those of the round by council, each with its address."""
    own = returns.filter(round=round).select_related("round", "council").order_by("council__name")
    return [(each, site_link(reverse("return", args=[each.pk]))) for each in own]


def letter_of_widening(widening: Widening, to: User) -> EmailMultiAlternatives:
    """What was published of the round until now, what will be, and why."""
    context = {
        "widening": widening,
        "round": widening.round,
        "to": to,
        "link": site_link(widening.round.get_absolute_url()),
    }
    return compose("widened", to=to.email, context=context)


def letter_of_embargo(release: Release, to: User, by: User | None) -> EmailMultiAlternatives:
    """That they may read it before others, and where. It tells no figure."""
    context = {
        "release": release,
        "round": release.round,
        "to": to,
        "by": by,
        "link": site_link(release.get_absolute_url()),
    }
    return compose("embargo", to=to.email, context=context)


def letter_of_reminder(reminder: Reminder, to: User) -> EmailMultiAlternatives:
    return_of = reminder.return_of
    is_closed = not return_of.is_open_at(timezone.now())
    context = {**_about(return_of, to), "reminder": reminder, "is_closed": is_closed}
    return compose("reminder", to=to.email, context=context)


def letter_of_chaser(letter: ChaserLetter, values: Mapping[str, str]) -> EmailMultiAlternatives:
    """What somebody wrote, with these values for its braces. An answer goes to who wrote it."""
    by, return_of, to = letter.chaser.by, letter.return_of, letter.to
    context = {
        **_about(return_of, to),
        "by": by,
        "subject_words": filled(letter.chaser.subject, values),
        "text": filled(letter.chaser.body, values),
    }
    message = compose("chaser", to=to.email, context=context)
    message.reply_to = [by.email]
    return message


def _about(return_of: Return, to: User) -> dict[str, Any]:
    return {
        "return_of": return_of,
        "round": return_of.round,
        "council": return_of.council,
        "to": to,
        "link": site_link(f"/returns/{return_of.pk}/"),
        "sign_link": site_link(reverse("return-sign", args=[return_of.pk])),
        "correction_link": site_link(reverse("return-correction", args=[return_of.pk])),
    }
