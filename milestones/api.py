"""Programmes, milestones and expectations in the open data API, and who tells of them."""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ppf_site.mail import site_link
from ppf_site.open_data.paging import Page, Paging, Slug, page_of
from ppf_site.open_data.problems import PROBLEMS, NotHere

from .library import open_library
from .models import Expectation, ExpectationQuestion, Milestone, Programme

router = Router(tags=["Milestones and expectations"])


class MilestoneOut(Schema):
    slug: str
    number: int
    title: str
    description: str
    url: str = Field(description="Its page.")

    @staticmethod
    def resolve_url(milestone: Milestone) -> str:
        return site_link(milestone.get_absolute_url())


class ProgrammeOut(Schema):
    slug: str
    title: str
    description: str
    starts_on: datetime.date
    ends_on: datetime.date
    source: str
    milestones: list[MilestoneOut]


class ToldBy(Schema):
    """A question of a released round that tells of the expectation."""

    round: str
    question: str
    role: str = Field(description="forecast, outcome or barrier.")
    basis: str = Field(description="Whose share it is, where there are several.")


class ExpectationOut(Schema):
    slug: str
    label: str
    text: str = Field(description="What each council should have done.")
    programme: str
    milestone: str
    due_on: datetime.date
    due_label: str
    target_percent: float | None
    questions: list[ToldBy]
    url: str = Field(description="Its page.")


@router.get(
    "/programmes/", response={200: Page[ProgrammeOut], **PROBLEMS}, summary="All programmes"
)
def programmes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    visible = Programme.objects.visible_to(request.user).front_first()
    found = list(visible.prefetch_related("milestones"))
    return page_of(request, paging, found, lambda programme: programme.slug)


@router.get(
    "/programmes/{slug:slug}/", response={200: ProgrammeOut, **PROBLEMS}, summary="One programme"
)
def programme(request: HttpRequest, slug: Slug) -> Programme:
    found = Programme.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise NotHere(f"There is no programme called {slug}.")
    return found


class ExpectationPaging(Paging):
    programme: Slug | None = Field(None, description="Only those of this programme: its slug.")


@router.get(
    "/expectations/", response={200: Page[ExpectationOut], **PROBLEMS}, summary="All expectations"
)
def expectations(request: HttpRequest, paging: Query[ExpectationPaging]) -> dict[str, Any]:
    found = Expectation.objects.visible_to(request.user).in_programme_order()
    if paging.programme:
        found = found.of_programme(programme(request, paging.programme))
    links = open_library(request.user).links
    listed = [told(each, links) for each in found]
    return page_of(request, paging, listed, lambda each: str(each["slug"]))


@router.get(
    "/expectations/{slug:slug}/",
    response={200: ExpectationOut, **PROBLEMS},
    summary="One expectation",
)
def expectation(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    visible = Expectation.objects.visible_to(request.user).in_programme_order()
    found = visible.filter(slug=slug).first()
    if found is None:
        raise NotHere(f"There is no expectation called {slug}.")
    return told(found, open_library(request.user).links)


def told(expectation: Expectation, links: Any) -> dict[str, Any]:
    same = ("slug", "label", "text", "due_on", "due_label", "target_percent")
    return {
        **{name: getattr(expectation, name) for name in same},
        "programme": expectation.milestone.programme.slug,
        "milestone": expectation.milestone.slug,
        "questions": [_link(link) for link in links if link.expectation.slug == expectation.slug],
        "url": site_link(expectation.get_absolute_url()),
    }


def _link(link: ExpectationQuestion) -> dict[str, Any]:
    return {
        "round": link.question.round.slug,
        "question": link.question.key,
        "role": link.role,
        "basis": link.basis,
    }
