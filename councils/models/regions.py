"""The nine regions of England, and the types of council."""

from __future__ import annotations

import pghistory
from django.db import models
from django.urls import reverse

from ppf_site.kept.triggers import gives_another_version


@pghistory.track()
class Region(models.Model):
    """One of the nine regions of England."""

    code = models.CharField(max_length=9, unique=True, help_text="Such as E12000004.")
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(help_text="The order in lists, north to south.")

    class Meta:
        ordering = ["position"]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])

    def is_meant_by(self, words: str) -> bool:
        """Whether its name has every one of the words; never by none."""
        asked = words.casefold().split()
        return bool(asked) and all(word in self.name.casefold() for word in asked)


class CouncilType(models.TextChoices):
    COUNTY = "county", "County"
    UNITARY = "unitary", "Unitary"
    METROPOLITAN = "metropolitan_district", "Metropolitan district"
    LONDON = "london_borough", "London borough"
