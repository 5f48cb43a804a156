"""What figures are given for: England, its regions, and the types of council."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ppf_site.kept.triggers import gives_another_version

from .regions import CouncilType, Region

# As the Office for National Statistics has it.
ENGLAND = "E92000001"


class AreaQuerySet(models.QuerySet["Area"]):
    def make_for(self, region: Region) -> None:
        """The area that stands for the region in figures, with its present name and place."""
        self.update_or_create(
            region=region,
            defaults={
                "kind": Area.Kind.REGION,
                "slug": region.slug,
                "name": region.name,
                "code": region.code,
                "position": region.position,
            },
        )

    def rebuild(self) -> None:
        """England, each region and each council type, in the order of lists."""
        wanted = [
            Area(kind=Area.Kind.ENGLAND, slug="england", name="England", code=ENGLAND, position=0)
        ]
        wanted += [
            Area(
                kind=Area.Kind.REGION,
                slug=region.slug,
                name=region.name,
                code=region.code,
                region=region,
                position=region.position,
            )
            for region in Region.objects.all()
        ]
        wanted += [
            Area(
                kind=Area.Kind.TYPE,
                slug=type_slug(value),
                name=TYPE_PLURALS[value],
                council_type=value,
                position=100 + index,
            )
            for index, value in enumerate(CouncilType.values)
        ]
        self.bulk_create(
            wanted,
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=["name", "code", "position"],
        )


def type_slug(council_type: str) -> str:
    """How addresses write the area of all councils of one type."""
    return council_type.replace("_", "-")


TYPE_PLURALS = {
    "county": "Counties",
    "unitary": "Unitaries",
    "metropolitan_district": "Metropolitan districts",
    "london_borough": "London boroughs",
}


class Area(models.Model):
    """What figures are given for: England, a region, or all councils of one type."""

    class Kind(models.TextChoices):
        ENGLAND = "england", "England"
        REGION = "region", "Region"
        TYPE = "type", "Council type"

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    code = models.CharField(
        max_length=9,
        blank=True,
        default="",
        db_default="",
        help_text="The official one, such as E12000004. Types of council have none.",
    )
    region = models.OneToOneField(Region, on_delete=models.PROTECT, null=True, blank=True)
    council_type = models.CharField(max_length=30, choices=CouncilType, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="england", region=None, council_type="")
                | Q(kind="region", region__isnull=False, council_type="")
                | Q(kind="type", region=None, council_type__in=CouncilType.values),
                name="area_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["council_type"], condition=~Q(council_type=""), name="area_type_once"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="england"), name="area_england_once"
            ),
        ]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return self.name
