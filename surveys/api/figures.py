"""Figures, each as its own page and the files show it to the same person."""

import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ppf_site.open_data.paging import Number, Page, Paging, Slug, number_after, page
from ppf_site.open_data.problems import PROBLEMS, NotHere
from surveys.models import Figure, Release, Round
from surveys.models.releases import ReleaseQuerySet
from surveys.releases.disclosure_cells import Part
from surveys.releases.shown import ShownFigure, read
from surveys.sentences import figure_title, source_line
from surveys.sentences_values import withheld_words
from surveys.tables import figure_address

router = Router(tags=["What was released"])
# The figures of returns have no question; files call them so too.
RESPONSE = "response"
AMOUNTS = ["sum", "lower_quartile", "median", "upper_quartile", "numerator", "denominator"]
AMOUNTS += ["grossed_up", "pooled", "published_percent", "published_value"]
DATES = ["earliest_date", "lower_quartile_date", "median_date", "upper_quartile_date"]
DATES += ["latest_date"]
# They are hidden with who gave a value.
COUNTS = ["not_known", "not_applicable", "not_asked"]


class AreaOut(Schema):
    slug: str
    kind: str = Field(description="england, region or type.")
    name: str
    code: str = Field(description="The official one; types of council have none.")


class FigureOut(Schema):
    id: int
    release: int
    round: str = Field(description="The slug of its round.")
    title: str = Field(description="What it counts, and where.")
    area: AreaOut
    question: str = Field(description="The key of its question, or “response”: returns received.")
    option: str | None = Field(description="The key of the answer that `k` councils gave.")
    k: int | None = Field(description="Councils that gave the answer; of “response” that answered.")
    n: int | None = Field(description="Of so many that gave the question a value.")
    share: float | None = Field(description="k of n, between 0 and 1, unrounded.")
    required: int | None = Field(description="Councils that had to answer.")
    not_known: int | None
    not_applicable: int | None
    not_asked: int | None
    no_return: int
    declined: int
    on_paper: int
    sum: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    numerator: float | None = Field(description="Of a rate: the sum above the line.")
    denominator: float | None
    pooled: float | None = Field(description="Of a rate: the sums’ share, in per cent.")
    grossed_up: float | None
    earliest_date: datetime.date | None
    lower_quartile_date: datetime.date | None
    median_date: datetime.date | None
    upper_quartile_date: datetime.date | None
    latest_date: datetime.date | None
    published_percent: float | None = Field(description="Of a total: as it was printed.")
    published_value: float | None
    qualifier: str = Field(description="Of a total: its source’s words around the number.")
    fewer_than_5: list[str] = Field(
        description="Which of its numbers are counts of people under 5."
    )
    hidden: str = Field(description="What of it is not shown to you, and why; else empty.")
    source: str
    url: str = Field(description="Its page, with the answers behind it: the address to cite.")


def told(figure: ShownFigure) -> dict[str, Any]:
    same = ("k", "n", "required", "no_return", "declined", "on_paper", "qualifier")
    hides_counts = Part.COUNTS in figure.withheld
    return {
        **{name: getattr(figure, name) for name in same},
        **{name: None if hides_counts else getattr(figure, name) for name in COUNTS},
        **{name: _number(figure, name) for name in AMOUNTS},
        **dict(zip(DATES, figure.dates.in_order, strict=True)),
        "id": figure.pk,
        "release": figure.release_id,
        "round": figure.edition.round.slug,
        "title": figure_title(figure),
        "area": figure.area,
        "question": figure.question.key if figure.question else RESPONSE,
        "option": figure.option.key if figure.option else None,
        "share": figure.k / figure.n if figure.k is not None and figure.n else None,
        "fewer_than_5": sorted(figure.few),
        "hidden": withheld_words(figure.withheld),
        "source": figure.source or source_line(figure.release),
        "url": figure_address(figure.pk),
    }


def _number(figure: ShownFigure, name: str) -> float | None:
    value: Decimal | None = None if name in figure.few else getattr(figure, name)
    return None if value is None else float(value)


class FigurePaging(Paging):
    release: Number | None = Field(None, description="Only those of this release: its id.")
    round: Slug | None = Field(None, description="Only the newest release of this round: its slug.")
    question: Slug | None = Field(None, description="The key of a question, or “response”.")
    option: Slug | None = Field(None, description="The key of an answer.")
    area: Slug | None = Field(None, description="The slug of a region, a type or “england”.")


@router.get(
    "/figures/",
    response={200: Page[FigureOut], **PROBLEMS},
    summary="Figures: of one release, or of each round’s newest",
)
def figures(request: HttpRequest, paging: Query[FigurePaging]) -> dict[str, Any]:
    found = Figure.objects.of_releases(_releases(request, paging))
    question = paging.question
    if question == RESPONSE:
        found, question = found.responses(), None
    found = found.about(question=question, option=paging.option, area=paging.area)
    rows = found.numbered_after(number_after(paging))[: paging.limit + 1]
    shown = sorted(read(rows, request.user), key=lambda figure: figure.pk)
    listed = [told(figure) for figure in shown]
    return page(request, paging, listed, lambda each: str(each["id"]))


def _releases(request: HttpRequest, paging: FigurePaging) -> ReleaseQuerySet:
    """Raises NotHere for a release or a round that the person may not see."""
    found = Release.objects.visible_to(request.user)
    if paging.release:
        found = found.filter(pk=paging.release)
        if not found.exists():
            raise NotHere(f"There is no release {paging.release}.")
        return found
    if not paging.round:
        return found.newest_of_each_round()
    round = Round.objects.visible_to(request.user).filter(slug=paging.round).first()
    if round is None:
        raise NotHere(f"There is no round called {paging.round}.")
    return found.filter(pk__in=found.newest_of(round).values("pk"))


@router.get("/figures/{int:pk}/", response={200: FigureOut, **PROBLEMS}, summary="One figure")
def figure(request: HttpRequest, pk: Number) -> dict[str, Any]:
    stored = Figure.objects.visible_to(request.user).filter(pk=pk)
    found = next(iter(read(stored, request.user)), None)
    if found is None:
        raise NotHere(f"There is no figure {pk}.")
    return told(found)
