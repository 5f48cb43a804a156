"""Regions and councils in the open data API: the register, as it is and as it was."""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ppf_site.mail import site_link
from ppf_site.open_data.paging import Page, Paging, Slug, after, page, page_of
from ppf_site.open_data.problems import PROBLEMS, NotHere

from .models import Council, Region

router = Router(tags=["Who"])


class RegionOut(Schema):
    slug: str
    name: str
    code: str = Field(description="The official one, such as E12000004.")
    url: str = Field(description="Its page.")

    @staticmethod
    def resolve_url(region: Region) -> str:
        return site_link(region.get_absolute_url())


class Other(Schema):
    slug: str
    name: str
    kind: str = Field(description="merged, split, or that the same body went on.")


class CouncilOut(Schema):
    slug: str
    name: str = Field(description="The newest that it has or had.")
    earlier_names: list[str]
    codes: list[str] = Field(description="Every official code that it has or had, latest first.")
    type: str
    region: str = Field(description="The slug of its region.")
    established: datetime.date | None = Field(description="Null: before the register begins.")
    abolished: datetime.date | None = Field(description="The first day on which it was gone.")
    predecessors: list[Other]
    successors: list[Other]
    url: str = Field(description="Its page.")

    @staticmethod
    def resolve_codes(council: Council) -> list[str]:
        return council.all_codes

    @staticmethod
    def resolve_region(council: Council) -> str:
        return council.region.slug

    @staticmethod
    def resolve_predecessors(council: Council) -> Any:
        return vars(council)["before"]

    @staticmethod
    def resolve_successors(council: Council) -> Any:
        return vars(council)["after"]

    @staticmethod
    def resolve_url(council: Council) -> str:
        return site_link(council.get_absolute_url())


class CouncilPaging(Paging):
    region: Slug | None = Field(None, description="Only those in this region: its slug.")
    on: datetime.date | None = Field(None, description="Only those in force on this day.")


@router.get("/regions/", response={200: Page[RegionOut], **PROBLEMS}, summary="All regions")
def regions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, paging, list(Region.objects.all()), lambda region: region.slug)


@router.get("/regions/{slug:slug}/", response={200: RegionOut, **PROBLEMS}, summary="One region")
def region(request: HttpRequest, slug: Slug) -> Region:
    found = Region.objects.filter(slug=slug).first()
    if found is None:
        raise NotHere(f"There is no region called {slug}.")
    return found


@router.get("/councils/", response={200: Page[CouncilOut], **PROBLEMS}, summary="All councils")
def councils(request: HttpRequest, paging: Query[CouncilPaging]) -> dict[str, Any]:
    found = Council.objects.with_history().slugs_after(after(paging))
    if paging.region:
        found = found.in_region(region(request, paging.region))
    if paging.on:
        found = found.in_force(on=paging.on)
    rows = list(found[: paging.limit + 1])
    return page(request, paging, rows, lambda council: council.slug)


@router.get("/councils/{slug:slug}/", response={200: CouncilOut, **PROBLEMS}, summary="One council")
def council(request: HttpRequest, slug: Slug) -> Council:
    found = Council.objects.with_history().filter(slug=slug).first()
    if found is None:
        raise NotHere(f"There is no council called {slug}.")
    return found
