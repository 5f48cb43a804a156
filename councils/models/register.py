"""The register: every council with adult social services duties, through time."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most

from .names import CouncilName, council_triggers, starts_in_force
from .places import CouncilPlace, place_triggers
from .regions import CouncilType, Region
from .search import BY_NAME

# What fits below the field on a telephone.
MOST_SUGGESTED = 8


class CouncilQuerySet(models.QuerySet["Council"]):
    def in_force(self, *, on: datetime.date) -> Self:
        """Councils that existed on the day. One that ends on it is gone, one that starts is in."""
        return self.filter(
            Q(established=None) | Q(established__lte=on), Q(abolished=None) | Q(abolished__gt=on)
        )

    def slugs_after(self, slug: str) -> Self:
        """In the order of their addresses, from the one after this on."""
        return self.filter(slug__gt=slug).order_by("slug")

    def in_region(self, region: Region) -> Self:
        return self.filter(region=region)

    def with_code(self, code: str) -> Self:
        """The councils that have, or ever had, this code."""
        return self.filter(codes__code=code.strip().upper())

    def with_codes(self) -> Self:
        """Each with every code it has or had, the latest first: `all_codes`."""
        codes = CouncilCode.objects.filter(council=OuterRef("pk")).on(timezone.localdate())
        return self.annotate(all_codes=ArraySubquery(codes.values("code")))

    def named_on(self, day: datetime.date) -> Self:
        """Each as it was on the day: `name_then`, `short_name_then`, `code_then`, and of its
        region and type then `region_then` (its number) and `type_then`."""
        names = CouncilName.objects.filter(council=OuterRef("pk")).on(day)
        codes = CouncilCode.objects.filter(council=OuterRef("pk")).on(day)
        places = CouncilPlace.objects.filter(council=OuterRef("pk")).on(day)
        return self.annotate(
            region_then=Subquery(places.values("region")[:1]),
            region_position_then=Subquery(places.values("region__position")[:1]),
            type_then=Subquery(places.values("type")[:1]),
            name_then=Subquery(names.values("name")[:1]),
            short_name_then=Subquery(names.values("short_name")[:1]),
            code_then=Subquery(codes.values("code")[:1]),
        )

    def then_in(self, region: Region) -> Self:
        """Of those named on a day, the ones that were in the region on it."""
        return self.filter(region_then=region.pk)

    def in_order_of_places(self) -> Self:
        """Those named on a day, by region from north to south, and by name."""
        return self.select_related("region").order_by("region_position_then", "name_then", "pk")

    def counted_by_region(self, day: datetime.date) -> dict[int, int]:
        """How many were in each region on the day, by its number."""
        places = CouncilPlace.objects.filter(council=OuterRef("pk")).on(day)
        placed = self.order_by().annotate(then=Subquery(places.values("region")[:1]))
        return dict(placed.values_list("then").annotate(models.Count("pk")))

    def with_earlier_names(self) -> Self:
        """Each with the names it no longer has, the latest first: `earlier_names`."""
        names = CouncilName.objects.filter(council=OuterRef("pk")).on(timezone.localdate())
        return self.annotate(earlier_names=ArraySubquery(names.values("name")[1:]))

    def with_history(self) -> Self:
        """Each with its codes, and who came before and after it, in one query."""

        def others(link: str, end: str) -> ArraySubquery:
            rows = Succession.objects.filter(**{link: OuterRef("pk")}).order_by(f"{end}__name")
            parts = JSONObject(
                pk=f"{end}__pk",
                name=f"{end}__name",
                slug=f"{end}__slug",
                kind="kind",
                established=f"{end}__established",
            )
            return ArraySubquery(rows.values(json=parts))

        return (
            self.with_codes()
            .with_earlier_names()
            .select_related("region")
            .annotate(
                after=others("predecessor", "successor"),
                before=others("successor", "predecessor"),
            )
        )

    def suggested_for(self, words: str) -> list[Council]:
        """The first few that match what has been typed so far, those in force before others."""
        return list(
            self.matching(words)
            .select_related("region")
            .order_by(F("abolished").desc(nulls_first=True), "name")[:MOST_SUGGESTED]
        )

    def matching(self, words: str) -> Self:
        """Councils that have or had a name with every one of the words, or the words as code."""
        names = RawSQL(BY_NAME, [words])  # noqa: S611 - what was typed goes as a parameter
        begun = CouncilCode.objects.on(timezone.localdate())
        codes = begun.filter(code__iexact=words.strip()).values("council")
        return self.filter(Q(pk__in=names) | Q(pk__in=codes))


@pghistory.track()
class Council(models.Model):
    """A council in the form it had between two dates. A new status in law is a new row."""

    # The newest of its names whose day has come, for lists: the database keeps it so.
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30, help_text="For charts and narrow tables.")
    slug = models.SlugField(max_length=100, unique=True)
    type = models.CharField(max_length=30, choices=CouncilType)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="councils")
    established = models.DateField(
        null=True, blank=True, help_text="First day. Empty: before the register begins (1998)."
    )
    abolished = models.DateField(
        null=True, blank=True, help_text="First day on which it is gone. Empty: still in force."
    )
    latitude = models.DecimalField(max_digits=6, decimal_places=3)
    longitude = models.DecimalField(max_digits=6, decimal_places=3)
    population = models.PositiveIntegerField(
        "population (thousands)",
        null=True,
        blank=True,
        help_text="Approximate thousands of people, for weights only. Empty: not known.",
    )
    note = models.TextField(max_length=LONGEST_TEXT, blank=True)

    objects = CouncilQuerySet.as_manager()

    all_codes: list[str]  # what a query adds: every code it had, the latest first

    class Meta:
        ordering = ["name", "established"]
        constraints = [
            models.CheckConstraint(
                condition=Q(abolished__gt=F("established")),
                name="council_abolished_after_established",
                violation_error_message="A council is abolished after it is established.",
            ),
            models.CheckConstraint(
                condition=Q(type__in=CouncilType.values), name="council_type_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=("49.8", "55.9"), longitude__range=("-6.5", "1.9")),
                name="council_position_in_england",
                violation_error_message="The position is outside England.",
            ),
            models.CheckConstraint(
                condition=Q(population__gt=0),
                name="council_population_positive",
                violation_error_message="A population is a thousand or more; empty if not known.",
            ),
            at_most(LONGEST_TEXT, "note", of="council"),
        ]
        triggers = [gives_another_version(), *council_triggers(), *place_triggers()]

    def __str__(self) -> str:
        return f"{self.name} (to {self.last_day:%Y})" if self.last_day else self.name

    def get_absolute_url(self) -> str:
        return reverse("council", args=[self.slug])

    @property
    def last_day(self) -> datetime.date | None:
        """The last on which it is in force; None while no end of it is entered."""
        return self.abolished - datetime.timedelta(days=1) if self.abolished else None

    def name_on(self, day: datetime.date) -> str:
        """What it was called on the day."""
        return self.names.on(day).values_list("name", flat=True)[0]


class CouncilCodeQuerySet(models.QuerySet["CouncilCode"]):
    def on(self, day: datetime.date) -> Self:
        """Those that had begun on the day, the one of that day first."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day)).order_by(
            F("starts_on").desc(nulls_last=True)
        )


@pghistory.track()
class CouncilCode(models.Model):
    """A code that a council has or had. No two councils ever share one."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=9, unique=True)
    starts_on = models.DateField(null=True, blank=True, help_text="Empty: from its first day.")

    objects = CouncilCodeQuerySet.as_manager()

    class Meta:
        ordering = ["council", F("starts_on").desc(nulls_last=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^E[0-9]{8}$"),
                name="council_code_shape",
                violation_error_message="A code is E and eight digits, such as E10000021.",
            ),
            models.UniqueConstraint(
                fields=["council", "starts_on"],
                nulls_distinct=False,
                name="council_code_once_per_day",
                violation_error_message="The council has another code that begins on this day.",
            ),
        ]
        triggers = [gives_another_version(), starts_in_force("'“' || NEW.code || '”'", "code")]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class Succession(models.Model):
    """What became of a council: one row for each body that followed it."""

    class Kind(models.TextChoices):
        CONTINUES = "same_body_new_status", "The same body with a new status"
        SAME_AREA = "one_to_one_new_body", "A new body for the same area"
        SPLIT = "split", "Split"
        MERGE = "merge", "Merged"
        RESHAPE = "reshape", "Split and merged"

    predecessor = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="preceded_by")
    kind = models.CharField(max_length=30, choices=Kind)

    class Meta:
        ordering = ["predecessor", "successor"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_once_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_is_of_another"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(kind__in=["same_body_new_status", "one_to_one_new_body"]),
                name="succession_one_to_one_has_one_successor",
            ),
        ]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    @property
    def carries_a_trend(self) -> bool:
        """A trend runs through a change of status or a one-to-one successor, nothing else."""
        return self.kind in {self.Kind.CONTINUES, self.Kind.SAME_AREA}
