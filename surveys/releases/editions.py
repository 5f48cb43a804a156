"""The edition of a release: every word that its pages say, sealed when it was compiled."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection, models

from councils.models import Area, Council
from councils.tiles import Position, council_spots, region_spots
from ppf_site.rows import Row, row_of
from surveys.models import Grid, Option, Question, Release, Round, Scale, SealedPart, Section

Content = dict[str, Any]
# What others find wrong with compiling a round, and what they seal beside its own words.
Find = Callable[[Round], list[str]]
Seal = Callable[[Round], Content]
ROUND = "round"
MOST_KEPT = 128

_sealers: dict[str, Seal] = {}
_objections: list[Find] = []
# A release never changes, so what was read of one once is right for as long as this process
# lives. By database too, as tests have several.
_kept: OrderedDict[tuple[str, int], Edition] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Edition:
    """A release in its own words. The rows are read and never saved.

    `required` and `answered` are of England: how many returns there had to be, and were.
    `chosen_of`: where only chosen councils were asked, how many there were; else None.
    `chosen_why`: the reasons for them.
    """

    round: Round
    questions: Mapping[int, Question]
    options: Mapping[int, Option]
    areas: Mapping[int, Area]
    required: int
    answered: int
    chosen_of: int | None
    chosen_why: Sequence[str]
    parts: Mapping[str, Content]
    tiles: Content

    @property
    def answered_by_half(self) -> bool:
        """Whether at least half of the required councils answered; totals have no councils."""
        return self.round.is_totals_only or 2 * self.answered >= self.required

    @property
    def is_partial(self) -> bool:
        """Said wherever its round is listed: no page opens with it of its own accord."""
        return not self.answered_by_half

    @property
    def questions_in_order(self) -> list[Question]:
        """As they were asked, those that are worked out among them."""
        return sorted(
            self.questions.values(),
            key=lambda question: (question.section.position, question.position, question.pk),
        )

    def options_of(self, question: Question) -> list[Option]:
        ours = [option for option in self.options.values() if option.scale_id == question.scale_id]
        return sorted(ours, key=lambda option: option.position) if question.scale_id else []


def also_seal(part: str, seal: Seal, find: Find) -> None:
    """An app to the right seals what is its own, and says what keeps a round from release."""
    _sealers[part] = seal
    _objections.append(find)


def objections_to(round: Round) -> list[str]:
    """What cannot be told rightly yet, in sentences: nothing is released before."""
    return [problem for find in _objections for problem in find(round)]


# Writing


def seal(release: Release) -> None:
    """Copy the words, in the transaction that compiles the release."""
    round = release.round
    _hold_still(round)
    content = {ROUND: _round_content(release)}
    content |= {part: make(round) for part, make in _sealers.items()}
    SealedPart.objects.bulk_create(
        SealedPart(release=release, part=part, content=each) for part, each in content.items()
    )


def _hold_still(round: Round) -> None:
    """What is asked stays as it is until the figures and the words are both copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM surveys_question WHERE round_id = %(round)s FOR SHARE", {"round": round.pk}
        )
        cursor.execute(
            "SELECT FROM surveys_option o JOIN surveys_scale s ON s.id = o.scale_id "
            "WHERE s.round_id = %(round)s FOR SHARE OF o",
            {"round": round.pk},
        )


def _round_content(release: Release) -> Content:
    round = release.round
    questions = Question.objects.filter(round=round)
    returns = release.returns.filter(is_required=True)
    return {
        "round": values_of(round),
        "sections": [values_of(section) for section in Section.objects.filter(round=round)],
        "scales": [values_of(scale) for scale in Scale.objects.filter(round=round)],
        "grids": [values_of(grid) for grid in Grid.objects.filter(section__round=round)],
        "options": [values_of(option) for option in Option.objects.filter(scale__round=round)],
        "questions": [values_of(question) for question in questions.order_by("pk")],
        "areas": [values_of(area) for area in Area.objects.all()],
        "tiles": _tiles(release),
        "required": returns.count(),
        "answered": returns.filter(is_answered=True).count(),
        "chosen_of": _chosen_of(round),
        "chosen_why": list(dict.fromkeys(round.chosen.values_list("reason", flat=True))),
    }


def _chosen_of(round: Round) -> int | None:
    """How many councils there were on the day, where only some of them were chosen."""
    if not round.chosen.exists():
        return None
    return Council.objects.in_force(on=round.reference_date).count()


def _tiles(release: Release) -> Content:
    """Where on a map of tiles each council that had to answer stands in its region, and each
    region in England; of totals, the councils in force on the reference date."""
    rows = list(release.returns.values_list("region_slug", "council_id", *POSITION))
    if not rows:
        in_force = Council.objects.in_force(on=release.round.reference_date)
        rows = list(in_force.values_list("region__slug", "pk", "latitude", "longitude"))
    regions: dict[str, dict[int, Position]] = {}
    for slug, council, north, east in rows:
        regions.setdefault(slug, {})[council] = (float(north), float(east))
    councils = [spots for places in regions.values() for spots in council_spots(places).items()]
    centres = {slug: _centre(list(places.values())) for slug, places in regions.items()}
    return {
        "councils": {str(council): spot for council, spot in councils},
        "regions": region_spots(centres),
    }


POSITION = ("council__latitude", "council__longitude")


def _centre(places: list[Position]) -> Position:
    north, east = zip(*places, strict=True)
    return sum(north) / len(places), sum(east) / len(places)


def values_of(row: models.Model) -> Content:
    """Every column of a row, by its name."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


# Reading


def edition_of(release: Release) -> Edition:
    return editions_of([release])[release.pk]


def editions_of(releases: Iterable[Release]) -> dict[int, Edition]:
    """By release. In one query, or none where they have been read before.

    Each release is given its sealed round, so that nothing reads the live one by mistake.
    """
    rows = list(releases)
    found = read_editions(release.pk for release in rows)
    for release in rows:
        release.round = found[release.pk].round
    return found


def read_editions(ids: Iterable[int]) -> dict[int, Edition]:
    database = str(connection.settings_dict["NAME"])
    wanted = list(dict.fromkeys(ids))
    with _lock:
        found = {key: _kept[database, key] for key in wanted if (database, key) in _kept}
    missing = [key for key in wanted if key not in found]
    if missing:
        found |= _read(missing)
        with _lock:
            for key in missing:
                _kept[database, key] = found[key]
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


def _read(ids: list[int]) -> dict[int, Edition]:
    parts: dict[int, dict[str, Content]] = {key: {} for key in ids}
    for row in SealedPart.objects.filter(release__in=ids):
        parts[row.release_id][row.part] = row.content
    return {key: _edition(each) for key, each in parts.items()}


def _edition(parts: Mapping[str, Content]) -> Edition:
    content = parts[ROUND]
    round = row_of(Round, content["round"])
    sections = _by_key(Section, content["sections"])
    scales = _by_key(Scale, content["scales"])
    grids = _by_key(Grid, content["grids"])
    options = _by_key(Option, content["options"])
    questions = _by_key(Question, content["questions"])
    for section in sections.values():
        section.round = round
    for question in questions.values():
        question.round, question.section = round, sections[question.section_id]
        question.scale = scales.get(question.scale_id or 0)
        question.grid = grids.get(question.grid_id or 0)
        question.tallied_grid = grids.get(question.tallied_grid_id or 0)
        question.numerator = questions.get(question.numerator_id or 0)
        question.denominator = questions.get(question.denominator_id or 0)
        question.banded = questions.get(question.banded_id or 0)
    return Edition(
        round=round,
        questions=questions,
        options=options,
        areas=_by_key(Area, content["areas"]),
        required=content["required"],
        answered=content["answered"],
        # Releases of before it was sealed do not say it.
        chosen_of=content.get("chosen_of"),
        chosen_why=content.get("chosen_why", ()),
        parts={name: each for name, each in parts.items() if name != ROUND},
        # Releases of before there were maps have none.
        tiles=content.get("tiles", {"councils": {}, "regions": {}}),
    )


def _by_key(model: type[Row], rows: Iterable[Mapping[str, Any]]) -> dict[int, Row]:
    return {values["id"]: row_of(model, values) for values in rows}


def grids_of(questions: Iterable[Question]) -> Mapping[str, Grid]:
    """By their keys, those whose rows are choices, as they were asked."""
    return {
        question.grid.key: question.grid
        for question in questions
        if question.grid is not None and question.is_choice
    }
