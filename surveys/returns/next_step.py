"""The one next step of a return that is a person's own, or whom the return waits for."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from councils.models import User
from councils.permissions import Person, access_of
from surveys.models import Return
from surveys.models.statuses import BACK, DONE, UNDER_CHANGE, Status
from surveys.permissions import may_sign, only_signs

from .alone import fills_in_alone, nobody_fills_in, with_who_fills_in
from .readiness import Readiness

FILLING_IN = {
    Status.NOT_STARTED: "Start filling it in",
    Status.IN_PROGRESS: "Go on filling it in, then hand it over",
    Status.SENT_BACK: "Read what is to be changed, then hand it over again",
    Status.TAKEN_BACK: "Change it, then hand it over again",
    Status.REOPENED: "Put right what it was reopened for, then hand it over",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """`url` is empty where it is somebody else's turn."""

    return_of: Return
    words: str
    url: str = ""


def next_step_of(
    return_of: Return, person: Person, readiness: Readiness | None = None
) -> NextStep | None:
    """None where nothing is to be done: signed, closed, or not asked.

    On the return's own page, where its readiness is at hand, the very thing that is to be done.
    """
    status = return_of.status_now
    if not return_of.is_open_at(timezone.now()) or status in DONE:
        return None
    if status == Status.TO_SIGN:
        if may_sign(person, return_of):
            return NextStep(
                return_of, "Read and sign the return", reverse("return-sign", args=[return_of.pk])
            )
        return NextStep(return_of, "It is with the director to sign")
    alone = _is_alone(return_of, person)
    if only_signs(person, return_of) and not alone:
        return _with_others(return_of)
    if alone and readiness is not None and readiness.is_ready and status not in UNDER_CHANGE:
        sign = reverse("return-sign", args=[return_of.pk])
        return NextStep(return_of, "Read it, hand it over and sign it in one go", sign)
    return _filling_in(return_of, status, readiness)


def _with_others(return_of: Return) -> NextStep:
    """Where there is nobody else, it is the director's own."""
    if not nobody_fills_in(return_of):
        return NextStep(return_of, "Your colleagues have it: you sign once it is handed over")
    here = reverse("return", args=[return_of.pk])
    words = f"Nobody fills in for {return_of.council}: fill it in yourself, or invite a colleague"
    return NextStep(return_of, words, here)


def _is_alone(return_of: Return, person: Person) -> bool:
    """Only of who may sign: whoever fills in for others to sign hands over."""
    if not isinstance(person, User) or not may_sign(person, return_of):
        return False
    return fills_in_alone(return_of, person)


def _filling_in(return_of: Return, status: Status, readiness: Readiness | None) -> NextStep:
    """What came back with nothing missing is not ready for that: why it came back is read first."""
    here = reverse("return", args=[return_of.pk])
    came_back = readiness is not None and readiness.is_ready and status in BACK
    if readiness is not None and readiness.is_begun and not came_back:
        return NextStep(return_of, _within(readiness), here)
    return NextStep(return_of, FILLING_IN.get(status, FILLING_IN[Status.IN_PROGRESS]), here)


def _within(readiness: Readiness) -> str:
    if readiness.unsaved:
        return "Decide what is to stand where something typed is not saved"
    if readiness.missing:
        return "Go on filling it in"
    if readiness.hard:
        return "Put right what cannot be"
    return "Explain the odd values" if readiness.unexplained else "Hand it over to the director"


def next_steps_of(person: Person) -> list[NextStep]:
    """The person's own, of every return that is open now. No query for who has no council."""
    if not access_of(person).council_ids:
        return []
    open_now = Return.objects.of_own_council(person).open_on(timezone.localdate())
    in_order = open_now.select_related("council").order_by("round__closes_on")
    found = [
        next_step_of(return_of, person)
        for return_of in with_who_fills_in(in_order).each_with_days()
    ]
    return [step for step in found if step and step.url]
