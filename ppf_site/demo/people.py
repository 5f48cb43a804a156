"""The people one can be in the demonstration, one a role, and the door they come in by."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from councils.accounts import sign_in
from councils.models import Council, Region, Role, User
from councils.permissions import first_page

SINCE = datetime.date(2024, 4, 1)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    kind: Role.Kind
    email: str
    council: str = ""
    region: str = ""

    @property
    def role_label(self) -> str:
        place = {"derby": "Derby", "east-midlands": "East Midlands"}.get(
            self.council or self.region
        )
        return f"{self.kind.label}, {place}" if place else self.kind.label


HALF_DONE_BY = "contributor@example.org"
PEOPLE = [
    DemoPerson("Priya Nair", Role.Kind.CONTRIBUTOR, HALF_DONE_BY, council="derby"),
    DemoPerson("Martin Hale", Role.Kind.SIGNATORY, "signatory@example.org", council="derby"),
    DemoPerson("Ruth Adeyemi", Role.Kind.REGIONAL_LEAD, "lead@example.org", region="east-midlands"),
    DemoPerson("Tom Whitby", Role.Kind.ANALYST, "analyst@example.org"),
    DemoPerson("Ellen Marsh", Role.Kind.ADMINISTRATOR, "administrator@example.org"),
    DemoPerson("Kim Osei", Role.Kind.OBSERVER, "observer@example.org"),
]


def demo_people() -> list[DemoPerson]:
    """Whom the sign-in page offers, in the order of a return's way."""
    return PEOPLE


def have_people() -> bool:
    emails = [person.email for person in PEOPLE]
    return User.objects.filter(email__in=emails).count() == len(emails)


def save_people() -> None:
    """Made without passwords: they sign in through the demonstration alone."""
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first() or User.objects.create_user(
            person.email, None, name=person.name, email_verified_at=timezone.now()
        )
        _give_role(person, user, since=SINCE)


def _give_role(person: DemoPerson, user: User, *, since: datetime.date) -> None:
    """Unless it is theirs."""
    role = {
        "user": user,
        "kind": person.kind,
        "council": Council.objects.get(slug=person.council) if person.council else None,
        "region": Region.objects.get(slug=person.region) if person.region else None,
        "is_deputy": False,
    }
    if not Role.objects.in_force().filter(**role).exists():
        Role.objects.create(**role, starts_on=since)


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as one of these people, without a password, where the demonstration is on.

    As what the door says that they are: somebody may have ended their role to see what happens.
    """
    email = request.POST.get("email", "")
    if not settings.DEMO or request.method != "POST":
        raise Http404
    person = next((person for person in PEOPLE if person.email == email), None)
    if person is None:
        raise Http404
    user = get_object_or_404(User, email=email)
    _give_role(person, user, since=timezone.localdate())
    sign_in(request, user)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = first_page(request.user)
    return redirect(target)
