"""Releases: which there are, what they correct, and who answered."""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ppf_site.mail import site_link
from ppf_site.open_data.paging import Number, Page, Paging, Slug, page_of
from ppf_site.open_data.problems import PROBLEMS, NotHere
from surveys.models import Release, Round
from surveys.releases.editions import Edition, edition_of, editions_of

router = Router(tags=["What was released"])


class ReleaseOut(Schema):
    id: int
    round: str = Field(description="The slug of its round.")
    number: int = Field(description="1, or of a correction the next number.")
    stage: str = Field(description="preview, sector or public.")
    note: str = Field(description="Of a correction: what changed since the one before, and why.")
    released_at: datetime.datetime = Field(
        description="When it was opened to most of those who see it."
    )
    required: int | None = Field(
        description="Councils that had to answer; null if only totals are known."
    )
    answered: int | None
    names_councils: bool = Field(description="Whether named councils’ answers are public.")
    discloses_small_counts: bool
    publishes_unanimous: bool
    title: str
    reference_date: datetime.date
    method: str
    caveats: str
    illustrative: str
    url: str = Field(description="Its page: this address always shows this release.")


def told(release: Release, edition: Edition) -> dict[str, Any]:
    same = ("number", "note", "names_councils", "discloses_small_counts", "publishes_unanimous")
    words = ("title", "reference_date", "method", "caveats", "illustrative")
    return {
        **{name: getattr(release, name) for name in same},
        **{name: getattr(edition.round, name) for name in words},
        "id": release.pk,
        "round": edition.round.slug,
        "stage": release.stage.value,
        "released_at": release.public_at or release.sector_at or release.compiled_at,
        "required": None if release.is_totals_only else edition.required,
        "answered": None if release.is_totals_only else edition.answered,
        "url": site_link(release.get_absolute_url()),
    }


class ReleasePaging(Paging):
    round: Slug | None = Field(None, description="Only those of this round: its slug.")


@router.get(
    "/releases/",
    response={200: Page[ReleaseOut], **PROBLEMS},
    summary="All releases, corrected ones among them, the latest first",
)
def releases(request: HttpRequest, paging: Query[ReleasePaging]) -> dict[str, Any]:
    found = Release.objects.visible_to(request.user).latest_first()
    if paging.round:
        round = Round.objects.visible_to(request.user).filter(slug=paging.round).first()
        if round is None:
            raise NotHere(f"There is no round called {paging.round}.")
        found = found.filter(round=round)
    rows = list(found)
    editions = editions_of(rows)
    listed = [told(release, editions[release.pk]) for release in rows]
    return page_of(request, paging, listed, lambda each: str(each["id"]))


@router.get("/releases/{int:pk}/", response={200: ReleaseOut, **PROBLEMS}, summary="One release")
def release(request: HttpRequest, pk: Number) -> dict[str, Any]:
    found = Release.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise NotHere(f"There is no release {pk}.")
    return told(found, edition_of(found))
