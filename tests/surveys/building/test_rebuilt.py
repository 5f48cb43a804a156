"""The round of 2010, built again through the pages from nothing, is the one that is shipped."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys.models import Question, Round
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.file import QuestionPart, RoundFile, ScalePart, SectionPart
from surveys.rounds.imports import parse

pytestmark = pytest.mark.django_db
ROUNDS = settings.BASE_DIR / "milestones" / "data" / "rounds"
SWITCHES = ["names_councils", "discloses_small_counts", "publishes_unanimous", "is_totals_only"]


class Builder:
    """Sends what somebody would fill in, and counts the pages that come back."""

    def __init__(self, client: Client, slug: str) -> None:
        self.client, self.start, self.loads = client, f"/manage/rounds/{slug}/", 0

    def send(self, address: str, fields: Mapping[str, Any]) -> None:
        answer = self.client.post(address, {name: each for name, each in fields.items() if each})
        self.loads += 1
        assert answer.status_code == 302, answer.context["form"].errors

    def round(self, file: RoundFile) -> None:
        part = file.round
        said = {
            name: getattr(part, name)
            for name in ("slug", "title", "short_title", "sponsor", "respondents")
        }
        days = ("reference_date", "opens_on", "closes_on")
        said |= {name: getattr(part, name).isoformat() for name in days}
        new = {f"new-{name}": each for name, each in said.items()}
        self.send("/manage/rounds/new/", {"do": "new", **new})
        said |= {name: getattr(part, name) for name in ("method", "caveats", "illustrative")}
        said |= {name: "on" for name in SWITCHES if getattr(part, name)}
        self.send(f"{self.start}details/", said)

    def section(self, part: SectionPart) -> None:
        said = {"key": part.key, "title": part.title, "guidance": part.guidance}
        self.send(f"{self.start}add-section/", said)

    def scale(self, part: ScalePart) -> None:
        rows = {"options-TOTAL_FORMS": "8", "options-INITIAL_FORMS": "0"}
        for place, option in enumerate(part.options):
            start = f"options-{place}-"
            rows |= {f"{start}key": option.key, f"{start}label": option.label}
            rows |= {f"{start}tone": str(option.tone)}
            rows |= {f"{start}is_exclusive": "on"} if option.is_exclusive else {}
        self.send(f"{self.start}add-answers/", {"title": part.title, "key": part.key, **rows})

    def question(self, section: str, part: QuestionPart, answers: str) -> None:
        said: dict[str, Any] = {"section": section, "key": part.key, "do": "another"}
        said |= {name: getattr(part, name) for name in ("text", "short_text", "comparability")}
        said["follows"] = part.follows and found(part.follows)
        if part.derivation:
            parts = {name: own(self, getattr(part, name)) for name in ("numerator", "denominator")}
            self.send(f"{self.start}add-worked-out/?kind={part.derivation}", said | parts)
            return
        said |= {name: getattr(part, name) for name in ("help_text", "type", "unit")}
        said |= {"is_required": part.is_required, "counts_people": part.counts_people}
        self.send(f"{self.start}add-question/", {**said, "answers": answers})


def found(address: str) -> int:
    slug, _, key = address.partition("/")
    return Question.objects.get(round__slug=slug, key=key).pk


def own(builder: Builder, key: str | None) -> int:
    return found(f"{builder.start.split('/')[3]}/{key}")


@pytest.fixture
def before(runner: Client) -> None:
    """The round that questions of 2010 follow, from its file."""
    text = (ROUNDS / "ppf-2009.toml").read_bytes()
    file = SimpleUploadedFile("ppf-2009.toml", text)
    answer = runner.post("/manage/rounds/new/", {"do": "file", "file-file": file})
    assert answer.status_code == 302


@pytest.mark.usefixtures("before")
def test_the_round_of_2010_is_built_again_through_the_pages(runner: Client) -> None:
    text = (ROUNDS / "ppf-2010.toml").read_text(encoding="utf-8")
    file, builder = parse(text), Builder(runner, "ppf-2010")
    builder.round(file)
    scales = {scale.key: scale for scale in file.scales}
    there: set[str] = set()
    for section in file.sections:
        builder.section(section)
        for question in section.questions:
            answers = f"own.{question.scale}" if question.scale else ""
            if question.scale == "likelihood" and "likelihood" not in there:
                answers = "ready.likelihood"
            elif question.scale and question.scale not in there:
                builder.scale(scales[question.scale])
            there |= {question.scale} if question.scale else set()
            builder.question(section.key, question, answers)
    assert to_toml(round_file(Round.objects.get(slug="ppf-2010"))) == text
    assert builder.loads < 60
