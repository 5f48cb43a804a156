"""Rounds and what they ask, in the words of their newest release where there is one."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from councils.permissions import Person
from ppf_site.mail import site_link
from ppf_site.open_data.paging import Page, Paging, Slug, page_of
from ppf_site.open_data.problems import PROBLEMS, NotHere
from surveys.models import Question, Release, Round
from surveys.releases.editions import Edition, editions_of

router = Router(tags=["What was asked"])


class RoundOut(Schema):
    slug: str
    title: str
    short_title: str
    sponsor: str = Field(description="Who ran it.")
    respondents: str = Field(description="Who in the council answered.")
    reference_date: datetime.date = Field(description="The day that the answers describe.")
    opens_on: datetime.date
    closes_on: datetime.date
    is_totals_only: bool = Field(description="No council’s answers are held, only totals.")
    method: str
    caveats: str
    illustrative: str = Field(description="If answers are made up for demonstration: that it is.")
    newest_release: int | None = Field(description="The number of its newest release, if any.")
    url: str = Field(description="Its page.")


ROUND_WORDS = RoundOut.model_fields.keys() - {"newest_release", "url"}


class OptionOut(Schema):
    key: str
    label: str
    tone: int = Field(description="From 2 (good) to -2.")


class Follows(Schema):
    round: str
    question: str
    comparability: str = Field(description="same, wording, options or not: whether a trend joins.")


class QuestionOut(Schema):
    round: str = Field(description="The slug of its round.")
    key: str
    text: str
    short_text: str
    help_text: str
    section: str = Field(description="The title of its section.")
    stem: str = Field(description="What the questions of its grid have in common; else empty.")
    type: str
    unit: str
    options: list[OptionOut]
    derivation: str = Field(description="Not asked but worked out, as this says; else empty.")
    numerator: str | None = Field(description="Of a rate: the key of the question above the line.")
    denominator: str | None = Field(description="Of a rate: the key of that below the line.")
    counts_people: bool
    counts_not_known: bool = Field(description="Whether “not known” is part of the base.")
    follows: Follows | None = Field(description="The question of an earlier round that it repeats.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of all rounds a person may see, and of each the newest release in its own words."""

    rounds: list[Round]
    releases: Mapping[int, Release]
    editions: Mapping[int, Edition]

    @classmethod
    def of(cls, person: Person) -> "Shelf":
        newest = list(Release.objects.visible_to(person).newest_first())
        editions = editions_of(newest)
        releases = {release.round_id: release for release in newest}
        rounds = list(Round.objects.visible_to(person))
        return cls(rounds, releases, editions)

    def round(self, slug: str) -> Round:
        found = next((round for round in self.rounds if round.slug == slug), None)
        if found is None:
            raise NotHere(f"There is no round called {slug}.")
        return found

    def edition(self, round: Round) -> Edition | None:
        release = self.releases.get(round.pk)
        return self.editions[release.pk] if release else None

    def told(self, round: Round) -> dict[str, Any]:
        release = self.releases.get(round.pk)
        shown = release.round if release else round
        return {
            **{name: getattr(shown, name) for name in ROUND_WORDS},
            "newest_release": release.pk if release else None,
            "url": site_link(round.get_absolute_url()),
        }

    def questions(self, round: Round) -> list[dict[str, Any]]:
        edition = self.edition(round)
        if edition is None:
            return [self._question(each, round) for each in Question.objects.listed_in(round)]
        return [self._question(each, round, edition) for each in edition.questions_in_order]

    def _question(
        self, question: Question, round: Round, edition: Edition | None = None
    ) -> dict[str, Any]:
        options: Any = edition.options_of(question) if edition else ()
        if not edition and question.scale:
            options = question.scale.options.all()
        same = ("key", "text", "short_text", "help_text", "type", "unit", "derivation")
        return {
            **{name: getattr(question, name) for name in same},
            "round": round.slug,
            "section": question.section.title,
            "stem": question.grid.stem if question.grid else "",
            "options": options,
            "numerator": question.numerator.key if question.numerator else None,
            "denominator": question.denominator.key if question.denominator else None,
            "counts_people": question.counts_people,
            "counts_not_known": question.counts_not_known,
            "follows": self._followed(question),
        }

    def _followed(self, question: Question) -> dict[str, Any] | None:
        """None too where the earlier round has no release for this person."""
        for edition in self.editions.values():
            earlier = edition.questions.get(question.follows_id or 0)
            if earlier is not None:
                return {
                    "round": edition.round.slug,
                    "question": earlier.key,
                    "comparability": question.comparability,
                }
        return None


class QuestionPaging(Paging):
    round: Slug | None = Field(None, description="Only those of this round: its slug.")


@router.get("/rounds/", response={200: Page[RoundOut], **PROBLEMS}, summary="All rounds")
def rounds(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    shelf = Shelf.of(request.user)
    told = [shelf.told(each) for each in shelf.rounds]
    return page_of(request, paging, told, lambda each: str(each["slug"]))


@router.get("/rounds/{slug:slug}/", response={200: RoundOut, **PROBLEMS}, summary="One round")
def round(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    shelf = Shelf.of(request.user)
    return shelf.told(shelf.round(slug))


@router.get(
    "/questions/",
    response={200: Page[QuestionOut], **PROBLEMS},
    summary="The questions of all rounds, or of one",
)
def questions(request: HttpRequest, paging: Query[QuestionPaging]) -> dict[str, Any]:
    shelf = Shelf.of(request.user)
    asked = [shelf.round(paging.round)] if paging.round else shelf.rounds
    told = [question for each in asked for question in shelf.questions(each)]
    return page_of(request, paging, told, lambda each: f"{each['round']}/{each['key']}")


@router.get(
    "/questions/{slug:round_slug}/{slug:key}/",
    response={200: QuestionOut, **PROBLEMS},
    summary="One question of a round",
)
def question(request: HttpRequest, round_slug: Slug, key: Slug) -> dict[str, Any]:
    shelf = Shelf.of(request.user)
    asked = shelf.questions(shelf.round(round_slug))
    found = next((each for each in asked if each["key"] == key), None)
    if found is None:
        raise NotHere(f"The round {round_slug} has no question called {key}.")
    return found
