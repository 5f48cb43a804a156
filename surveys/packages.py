"""A whole release as one file: every figure, what was asked, who answered, and the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from councils.permissions import Person, access_of
from ppf_site.mail import site_link
from ppf_site.packages import Column, Package, PackageTable
from ppf_site.spreadsheets import Cell, Sheet

from .columns import ANSWERS, FIGURES, OPTIONS, QUESTIONS, RETURNS
from .exports import answers_table, figures_sheet, returns_sheet
from .models import Question, Release, ReleasedAnswer, ReleasedReturn
from .permissions import sees_blurred
from .releases.editions import Edition
from .releases.sentences import publishing_words
from .releases.shown import ShownFigure
from .sentences import about_sheet, citation

# Figures have none: among their questions is the response, which nobody was asked.
TO_QUESTIONS = {"question": ("questions", "question")}
OF_THE_SECTOR = (
    "It holds what councils, regions and their national bodies see: not for publication."
)


def package_of(
    release: Release,
    edition: Edition,
    figures: Sequence[ShownFigure],
    returns: Sequence[ReleasedReturn],
    answers: Sequence[ReleasedAnswer],
    *,
    person: Person,
) -> Package:
    """As the person may see it: `figures` are as shown to them, `answers` are what they may read
    of what councils said."""
    url = site_link(release.get_absolute_url())
    round = release.round
    title = f"{round.title}, release {release.number}"
    return Package(
        name=f"{round.slug}-release-{release.number}",
        title=title,
        about=[("Release", title), *_about(release, person, url)],
        facts={
            "id": url,
            "version": str(release.number),
            "created": release.compiled_at.isoformat() if release.compiled_at else "",
            "description": " ".join([citation(release, url), round.illustrative]).strip(),
            "homepage": url,
            "sources": [{"title": round.title, "path": url}],
            "contributors": [{"title": round.sponsor, "role": "author"}],
        },
        parts=[
            PackageTable(
                _named("figures", figures_sheet(release, figures, url)), FIGURES, key=("figure",)
            ),
            *_of_asked(edition),
            *_of_councils(release, edition, returns, answers, sees_blurred(person, release)),
        ],
    )


def _of_asked(edition: Edition) -> Iterator[PackageTable]:
    asked = _table("questions", "What was asked", QUESTIONS, _questions(edition))
    own = {"numerator": ("", "question"), "denominator": ("", "question")}
    yield PackageTable(asked, QUESTIONS, key=("question",), refers=own)
    offered = _table("options", "The answers to choose from", OPTIONS, _options(edition))
    yield PackageTable(offered, OPTIONS, key=("question", "option_code"), refers=TO_QUESTIONS)


def _of_councils(
    release: Release,
    edition: Edition,
    returns: Sequence[ReleasedReturn],
    answers: Sequence[ReleasedAnswer],
    is_blurred: bool,
) -> Iterator[PackageTable]:
    if returns:
        returned = returns_sheet(release, returns)
        rows = [row[: len(RETURNS)] for row in returned.rows]
        sheet = _table("returns", returned.title, RETURNS, rows)
        # A council and its successor may have one name, where the first is no longer required.
        is_apart = len({return_of.name for return_of in returns}) == len(returns)
        yield PackageTable(sheet, RETURNS, key=("council",) if is_apart else ("council", "code"))
    if answers:
        said = answers_table(edition, returns, answers, is_blurred=is_blurred)
        refers = {**TO_QUESTIONS, "council": ("returns", "council")}
        yield PackageTable(said, ANSWERS, key=("council", "question"), refers=refers)


def _about(release: Release, person: Person, url: str) -> Iterator[tuple[str, str]]:
    is_for_few = access_of(person).is_sector and not release.names_councils
    if is_for_few and not release.is_totals_only:
        yield "For whom", OF_THE_SECTOR
    yield "To cite", citation(release, url)
    if release.note:
        yield "What this release changed", release.note
    yield from about_sheet(release, url)
    yield "What the public sees", publishing_words(release)


def _named(name: str, sheet: Sheet) -> Sheet:
    return Sheet(name, sheet.title, sheet.header, sheet.rows, sheet.about)


def _table(
    name: str, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> Sheet:
    return Sheet(name, title, [column.name for column in columns], rows)


def _questions(edition: Edition) -> list[list[Cell]]:
    return [
        [
            *(question.key, question.section.title, question.grid.stem if question.grid else ""),
            *(question.text, question.short_text, question.help_text, question.type),
            *(question.unit, question.derivation, _key(question.numerator)),
            *(_key(question.denominator), _said(question.counts_people)),
            _said(question.counts_not_known),
        ]
        for question in edition.questions_in_order
    ]


def _key(question: Question | None) -> str:
    return question.key if question else ""


def _said(truth: bool) -> str:
    """As Table Schema reads it."""
    return "true" if truth else "false"


def _options(edition: Edition) -> list[list[Cell]]:
    return [
        [question.key, option.key, option.label, place, option.tone]
        for question in edition.questions_in_order
        for place, option in enumerate(edition.options_of(question), start=1)
    ]
