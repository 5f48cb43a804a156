"""A release: a round's signed-off answers and their figures, kept as they were for ever."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone

from councils.permissions import Person, access_of
from ppf_site.lengths import LONGEST_TEXT, at_most

from .release_triggers import release_triggers
from .rounds import Round


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, person: Person) -> Self:
        """Public ones for all, the sector's for the sector, previews for analysts and the named."""
        access = access_of(person)
        compiled = self.exclude(compiled_at=None)
        if access.is_national:
            return compiled
        now = timezone.now()
        seen = self._open_to_all(now)
        if access.is_sector:
            # Named people too see it while they have a role: an embargo ends with the work.
            named = Release.viewers.through.objects.filter(user=person.pk)
            seen |= Q(sector_at__lte=now) | Q(pk__in=named.values("release"))
        return compiled.filter(seen)

    def _open_to_all(self, now: datetime.datetime) -> Q:
        told = Q(Exists(self._telling_corrections(now)))
        return Q(public_at__lte=now, taken_back_at=None) & ~told

    def _telling_corrections(self, now: datetime.datetime) -> models.QuerySet[Release]:
        """Public corrections of so few councils' answers that both releases together tell them.

        With such a one the numbers before it go back to the sector, and stay there: also when the
        correction is itself taken back.
        """
        return Release.objects.filter(
            round=OuterRef("round"),
            number__gt=OuterRef("number"),
            public_at__lte=now,
            tells_few=True,
        )

    def given_back(self) -> Self:
        """Those that were public, and whose numbers are the sector's again."""
        return self.ever_public().exclude(self._open_to_all(timezone.now()))

    def ever_public(self) -> Self:
        """Those that are or were public: the notes of given back ones still are."""
        return self.filter(compiled_at__isnull=False, public_at__lte=timezone.now())

    def with_last_change(self) -> Self:
        """Each with when the public last saw another thing of it: `changed_at`. When it opened,
        was narrowed, or was taken back."""
        narrowed = models.Max("narrowings__at")
        moments = Greatest("public_at", "taken_back_at", narrowed)
        return self.select_related("round").annotate(changed_at=moments)

    def public(self) -> Self:
        """Those that everybody may see now."""
        return self.ever_public().filter(self._open_to_all(timezone.now()))

    def counting_narrowings(self) -> Self:
        """Each with `narrowed`, how often it was: most never were, and need no more queries.

        The newest first: what is counted loses the order that a model has by itself.
        """
        counted = self.annotate(narrowed=models.Count("narrowings"))
        return counted.order_by("round", "-number")

    def before(self, release: Release) -> Self:
        """Those of its round with a lower number, the newest first."""
        return self.filter(round=release.round_id, number__lt=release.number).order_by("-number")

    def newest_of(self, round: OuterRef | Round | int) -> Self:
        """The one with the highest number among these, for a subquery or a look-up."""
        return self.filter(round=round).order_by("-number")[:1]

    def newest_of_each_round(self) -> Self:
        """Of these, each round's highest number."""
        return self.filter(pk=Subquery(self.newest_of(OuterRef("round")).values("pk")))

    def earlier_than(self, release: Release, person: Person) -> Self:
        """Of each earlier round the newest that was open to the person when this one opened to
        them, so that they stay the same for good."""
        opened = opening_for(person)
        earlier = self.filter(round__reference_date__lt=release.round.reference_date)
        return earlier.filter(**{f"{opened}__lte": release.opened_to(person)}).newest_first()

    def latest_first(self) -> Self:
        """All of them, corrected ones too, the latest compiled first."""
        return self.select_related("round").order_by("-compiled_at", "-pk")

    def newest_first(self) -> Self:
        """Each round's newest, the latest reference date first."""
        newest = self.newest_of_each_round().select_related("round")
        return newest.order_by("-round__reference_date", "-pk")


def opening_for(person: Person) -> str:
    """The field of the moment at which a release opens to people like this one."""
    access = access_of(person)
    if access.is_national:
        return "compiled_at"
    return "sector_at" if access.is_sector else "public_at"


class Stage(models.TextChoices):
    PREVIEW = "preview", "Preview"
    SECTOR = "sector", "Open to the sector"
    PUBLIC = "public", "Public"


@pghistory.track()
class Release(models.Model):
    """One compilation of a round. A correction is the next number, with a note."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(
        max_length=LONGEST_TEXT,
        blank=True,
        help_text="What changed since the release before, and why.",
    )
    compiled_at = models.DateTimeField(null=True, blank=True, editable=False)
    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # As the round said when this was compiled, or narrower since. More needs a new release.
    names_councils = models.BooleanField(
        "named councils are public", default=False, db_default=False, editable=False
    )
    discloses_small_counts = models.BooleanField(default=True, db_default=True, editable=False)
    publishes_unanimous = models.BooleanField(default=True, db_default=True, editable=False)
    tells_few = models.BooleanField(
        "tells of a few councils",
        default=False,
        db_default=False,
        editable=False,
        help_text="Who kept a release before it can tell what 1 to 4 councils answered in a "
        "question, or changed.",
    )
    changes = models.JSONField(
        default=dict,
        db_default={},
        editable=False,
        help_text="By area, how many councils’ answers differ from the release before.",
    )
    consent = models.TextField(
        "why it may be told",
        max_length=LONGEST_TEXT,
        blank=True,
        db_default="",
        help_text="Such as: these councils agree to be told; or: nothing of theirs is "
        "confidential. Kept on the record.",
    )
    sector_at = models.DateTimeField(
        "open to the sector from", null=True, blank=True, help_text="London time."
    )
    public_at = models.DateTimeField("public from", null=True, blank=True, help_text="London time.")
    taken_back_at = models.DateTimeField(
        "public until",
        null=True,
        blank=True,
        editable=False,
        help_text="From then on it is the sector’s alone.",
    )
    viewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="previews",
        help_text="People who may see it under embargo.",
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(public_at=None)
                | Q(sector_at__isnull=False, public_at__gte=F("sector_at")),
                name="release_sector_before_public",
                violation_error_message="A release is open to the sector before it is public.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(note=""),
                name="release_correction_has_a_note",
                violation_error_message="Say what the correction changes and why.",
            ),
            models.CheckConstraint(
                condition=Q(public_at=None) | Q(tells_few=False) | ~Q(consent=""),
                name="release_that_tells_of_few_has_consent",
                violation_error_message="Say why the answers of these few councils may be told.",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None)
                | Q(public_at__isnull=False, taken_back_at__gte=F("public_at")),
                name="release_taken_back_was_public",
            ),
            at_most(LONGEST_TEXT, "note", of="release"),
            at_most(LONGEST_TEXT, "consent", of="release"),
        ]
        triggers = release_triggers()

    def __str__(self) -> str:
        return f"{self.round}, release {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.pk])

    @property
    def is_totals_only(self) -> bool:
        return self.round.is_totals_only

    def stage_at(self, now: datetime.datetime) -> Stage:
        if self.public_at and self.public_at <= now and not self.taken_back_at:
            return Stage.PUBLIC
        if self.sector_at and self.sector_at <= now:
            return Stage.SECTOR
        return Stage.PREVIEW

    @property
    def stage(self) -> Stage:
        return self.stage_at(timezone.now())

    def opened_to(self, person: Person) -> datetime.datetime | None:
        moment: datetime.datetime | None = getattr(self, opening_for(person))
        return moment or self.compiled_at

    @property
    def tells_all_of_councils(self) -> bool:
        """Whether who is not signed in reads single councils' answers in it."""
        return self.stage == Stage.PUBLIC and self.names_councils and not self.is_totals_only

    def move_to(self, stage: str, *, at: datetime.datetime, consent: str = "") -> None:
        """Open it to the sector, or to everybody, at a time. What is open already stays open, and
        everybody's day brings the sector's forward, not back. What was set for both at once moves
        with everybody's.

        A correction that tells of a few councils goes public with a reason alone: the database
        refuses it otherwise.
        """
        own = self._own_sector_time()
        if stage == Stage.PUBLIC:
            self.sector_at = at if own is None or own > at else own
            self.public_at = at
        else:
            self.sector_at = at
        self.consent = consent.strip() or self.consent
        self.save(update_fields=["sector_at", "public_at", "consent"])

    def _own_sector_time(self) -> datetime.datetime | None:
        """When the sector's turn is without everybody's; None where it came along with that.

        What everybody's time brought forward is in the history, as it was set for the sector.
        """
        if not self._opens_to_both_at_once:
            return self.sector_at
        events = Release._meta.apps.get_model("surveys", "ReleaseEvent")._default_manager
        times = events.filter(pgh_obj_id=self.pk).order_by("pgh_id")
        own = public = None
        for sector_at, public_at in times.values_list("sector_at", "public_at"):
            if public_at is None or public_at == public:
                own = sector_at
            public = public_at
        return own

    @property
    def _opens_to_both_at_once(self) -> bool:
        """At a time to come: the sector's came along when everybody's was set."""
        at = self.sector_at
        return at is not None and at == self.public_at and at > timezone.now()

    def call_off(self, stage: str) -> None:
        """A stage that is set for a time to come. Without the sector's there is none after it.

        What came along with everybody's goes with it; what that brought forward goes back.
        """
        self.sector_at = None if stage == Stage.SECTOR else self._own_sector_time()
        self.public_at = None
        self.save(update_fields=["sector_at", "public_at"])
