"""People and what they are to a council, a region or the whole country."""

from __future__ import annotations

import datetime
from typing import Any, Self

import pghistory
import pgtrigger
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from ppf_site.kept.models import State

from .regions import Region
from .register import Council

SESSION_SALT = "councils.models.User.session"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """For `createsuperuser`: a person who administers the site."""
        user = self.create_user(email, password, **fields)
        Role.objects.create(user=user, kind=Role.Kind.ADMINISTRATOR)
        return user

    def of_the_sector(self) -> models.QuerySet[User]:
        """Who has a role today, but for those who run rounds. By their addresses."""
        held = Role.objects.in_force().filter(user=OuterRef("pk"))
        runs = held.filter(kind__in=[Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR])
        return self.filter(Exists(held), ~Exists(runs), is_active=True)


def only_own_address() -> pgtrigger.Trigger:
    """Of an account's addresses at allauth there is at most its own."""
    return pgtrigger.Trigger(
        name="own_address_alone",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
IF NOT EXISTS (
    SELECT FROM councils_user WHERE id = NEW.user_id AND lower(email) = lower(NEW.email)
) THEN
    RAISE EXCEPTION 'A person has one address.' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
""",
    )


def forget_former_address() -> pgtrigger.Trigger:
    """Whoever replaces the address, and in whatever way: the former one opens nothing."""
    return pgtrigger.Trigger(
        name="forget_former_address",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("email"),
        condition=pgtrigger.AnyChange("email"),
        func="""
DELETE FROM account_emailaddress
WHERE user_id = NEW.id AND lower(email) <> lower(NEW.email);
RETURN NULL;
""",
    )


@pghistory.track(exclude=["password", "last_login", "sessions_ended"])
class User(AbstractBaseUser):
    """A person who signs in with an e-mail address. What they may do comes from their roles."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(
        "can sign in", default=True, help_text="Untick instead of deleting: history stays."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    email_verified_at = models.DateTimeField(
        "e-mail verified",
        null=True,
        blank=True,
        editable=False,
        help_text="When a link that went to the address was last followed.",
    )
    # Every session carries this number; one with a lower number is over.
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    # How things stood as this person was fetched, for pages that are kept.
    published: State | None

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]
        triggers = [forget_former_address()]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session has to agree with: the password, and the number of endings."""
        if not self.sessions_ended:
            return super()._get_session_auth_hash(secret)  # type: ignore[misc,no-any-return]
        value = f"{self.sessions_ended} {self.password}"
        return salted_hmac(SESSION_SALT, value, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """Each of them, wherever it is. Whoever keeps one gives it the new number."""
        self.sessions_ended = F("sessions_ended") + 1
        self.save(update_fields=["sessions_ended"])
        self.refresh_from_db(fields=["sessions_ended"])

    def has_shown_mailbox(self) -> None:
        """Followed a link that only this address was sent."""
        self.email_verified_at = timezone.now()
        self.save(update_fields=["email_verified_at"])

    @cached_property
    def roles_in_force(self) -> list[Role]:
        """Today's, each with its council and that one's region, or its region. The sign-in backend
        fills it at once."""
        return list(self.roles.in_force().select_related("council__region", "region"))

    def has_role(self, *kinds: str) -> bool:
        return self.is_active and any(role.kind in kinds for role in self.roles_in_force)

    @property
    def is_staff(self) -> bool:
        """Whether the administration pages are open to this person."""
        return self.has_role(Role.Kind.ADMINISTRATOR, Role.Kind.ANALYST)

    @property
    def is_superuser(self) -> bool:
        return self.has_role(Role.Kind.ADMINISTRATOR)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Administrators may do all; analysts run surveys but do not change people."""
        app = perm.partition(".")[0]
        if self.has_role(Role.Kind.ADMINISTRATOR):
            return True
        if not self.has_role(Role.Kind.ANALYST):
            return False
        return app in {"surveys", "milestones"} or (
            app == "councils" and ".view_" in perm and not perm.endswith(("_user", "_role"))
        )

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_superuser or (
            self.is_staff and app_label in {"councils", "surveys", "milestones"}
        )


# Of a role, and of an invitation to it: which place it needs, and has no other.
HAS_ITS_PLACE = (
    Q(kind__in=["contributor", "signatory"], council__isnull=False, region=None)
    | Q(kind="regional_lead", council=None, region__isnull=False)
    | Q(kind__in=["analyst", "administrator", "observer"], council=None, region=None)
)


class RoleQuerySet(models.QuerySet["Role"]):
    def at(self, council: Council | None, region: Region | None) -> Self:
        """Those with exactly this place; with neither, of the country."""
        return self.filter(council=council, region=region)

    def in_force(self, *, on: datetime.date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


@pghistory.track()
class Role(models.Model):
    """What a person is, from a day to a day, to one council, one region or the country."""

    class Kind(models.TextChoices):
        CONTRIBUTOR = "contributor", "Contributor"
        SIGNATORY = "signatory", "Signatory"
        REGIONAL_LEAD = "regional_lead", "Regional lead"
        ANALYST = "analyst", "Analyst"
        ADMINISTRATOR = "administrator", "Administrator"
        OBSERVER = "observer", "Observer"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind)
    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        help_text="For contributors and signatories.",
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        help_text="For regional leads.",
    )
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day. Empty: no end yet.")
    is_deputy = models.BooleanField(
        default=False,
        db_default=False,
        help_text="A signatory for the director, for a period. A deputy names nobody else.",
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["user", "kind", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=HAS_ITS_PLACE,
                name="role_has_its_place",
                violation_error_message=(
                    "A contributor or signatory needs a council, a regional lead a region, "
                    "and an analyst, administrator or observer neither."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_start",
                violation_error_message="A role ends on or after the day it starts.",
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | Q(kind="signatory", ends_on__isnull=False),
                name="role_deputy_signs_for_a_period",
                violation_error_message="A deputy is a signatory, and has a last day.",
            ),
        ]

    def __str__(self) -> str:
        place = self.council or self.region
        return f"{self.get_kind_display()}, {place}" if place else self.get_kind_display()


class OwnAddress(EmailAddress):
    """allauth's row of an address, with our rule on it."""

    class Meta:
        proxy = True
        triggers = [only_own_address()]
