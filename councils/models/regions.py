"""The nine regions of England, and the types of council."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.urls import reverse

from ppf_site.kept.triggers import gives_another_version


class RegionQuerySet(models.QuerySet["Region"]):
    """What is asked of regions."""

    def matching(self, words: str) -> Self:
        """Regions whose name has every one of the words."""
        found = self
        for word in words.split():
            found = found.filter(name__icontains=word)
        return found


@pghistory.track()
class Region(models.Model):
    """One of the nine regions of England."""

    code = models.CharField(max_length=9, unique=True, help_text="Such as E12000004.")
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(help_text="The order in lists, north to south.")

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])


class CouncilType(models.TextChoices):
    COUNTY = "county", "County"
    UNITARY = "unitary", "Unitary"
    METROPOLITAN = "metropolitan_district", "Metropolitan district"
    LONDON = "london_borough", "London borough"
