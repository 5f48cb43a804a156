"""A release never changes: not through a model, not in bulk, not by a statement of one's own."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, connection, models
from django.db.models import F
from django.utils import timezone

from councils.models import Area
from surveys.models import Figure, Release, ReleasedAnswer, ReleasedReturn
from tests.factories import make_council, make_release, make_user

pytestmark = pytest.mark.django_db
ROWS: list[type[models.Model]] = [ReleasedReturn, ReleasedAnswer, Figure]
TABLES = [model._meta.db_table for model in ROWS]
HOUR = datetime.timedelta(hours=1)


def refused() -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match="A release never changes")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        # As at the end of a transaction: what waits for it would stop a TRUNCATE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def copy_of(row: Any) -> Any:
    row.pk = None
    row._state.adding = True
    return row


def another(row: Any) -> Any:
    """A row that the release does not have yet: of another council, or of another area."""
    council = make_council()
    if isinstance(row, Figure):
        row.area = Area.objects.get(region=council.region_id)
    else:
        row.council = council
    return copy_of(row)


ORM: dict[str, Callable[[Any], object]] = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "add": lambda row: another(row).save(),
    "update in bulk": lambda row: type(row).objects.update(release=F("release")),
    "delete in bulk": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "add in bulk": lambda row: type(row).objects.bulk_create([another(row)]),
}
ADDITIONS = [
    "INSERT INTO surveys_releasedreturn (release_id, council_id, region_id, council_type, "
    "is_required, is_answered) SELECT r.release_id, c.id, c.region_id, c.type, true, true "
    "FROM surveys_releasedreturn r, councils_council c WHERE c.id <> r.council_id",
    "INSERT INTO surveys_releasedanswer (release_id, council_id, question_id, reason) "
    "SELECT a.release_id, c.id, a.question_id, '' "
    "FROM surveys_releasedanswer a, councils_council c WHERE c.id <> a.council_id",
    "INSERT INTO surveys_figure (release_id, area_id, not_known, not_applicable, no_return, "
    "qualifier, source, url) SELECT r.id, a.id, 0, 0, 0, '', '', '' "
    "FROM surveys_release r, councils_area a WHERE a.id NOT IN "
    "(SELECT area_id FROM surveys_figure)",
]


@pytest.mark.parametrize("act", ORM)
@pytest.mark.parametrize("model", ROWS)
def test_released_rows_are_sealed_against_the_models(model: type[models.Model], act: str) -> None:
    make_release()
    row = model._default_manager.all()[0]
    with refused():
        ORM[act](row)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", TABLES)
def test_released_rows_are_sealed_against_statements(table: str, statement: str) -> None:
    make_release()
    with refused():
        execute(statement.format(table))


@pytest.mark.parametrize("statement", ADDITIONS)
def test_nothing_is_added_to_a_release_by_a_statement(statement: str) -> None:
    make_release()
    make_council()
    with refused():
        execute(statement)


@pytest.mark.parametrize("model", ROWS)
def test_no_row_is_moved_into_a_release_from_one_that_is_not_complete(
    model: type[models.Model],
) -> None:
    row = draft_with_a_copy(model)
    row.save()
    with refused():
        model._default_manager.filter(pk=row.pk).update(release=make_release())


def test_emptying_the_releases_with_all_their_rows_is_refused() -> None:
    make_release()
    with refused():
        execute("TRUNCATE surveys_release CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        {"number": 7},
        {"note": "Rewritten."},
        {"compiled_at": None},
        {"compiled_at": timezone.now()},
    ],
)
def test_a_release_keeps_its_number_its_note_and_its_time(change: dict[str, Any]) -> None:
    make_release()
    with refused():
        Release.objects.update(**change)


def test_a_release_keeps_its_round() -> None:
    release, other = make_release(), make_release()
    with refused():
        Release.objects.filter(pk=release.pk).update(round=other.round, number=2, note="Moved.")


def test_a_release_keeps_who_compiled_it() -> None:
    make_release(by=make_user(role="analyst"))
    with refused():
        Release.objects.update(compiled_by=None)


def test_a_release_cannot_be_deleted() -> None:
    make_release()
    with refused():
        execute("DELETE FROM surveys_release")


def test_a_release_may_be_shown_to_another_person_under_embargo() -> None:
    release = make_release()
    release.viewers.add(make_user())
    assert release.viewers.count() == 1


# Stages


def staged(*, sector: datetime.timedelta, public: datetime.timedelta | None = None) -> Any:
    """A release of its own, open at times before or after now."""
    now = timezone.now()
    found = Release.objects.filter(pk=make_release().pk)
    found.update(sector_at=now + sector, public_at=None if public is None else now + public)
    return found


def test_a_stage_that_is_still_to_come_can_be_moved() -> None:
    found = staged(sector=HOUR, public=2 * HOUR)
    assert found.update(sector_at=timezone.now() + 3 * HOUR, public_at=None) == 1


def test_a_stage_that_is_still_to_come_can_be_called_off() -> None:
    found = staged(sector=HOUR, public=2 * HOUR)
    assert found.update(sector_at=None, public_at=None) == 1


@pytest.mark.parametrize("later", [None, timezone.now() + HOUR, timezone.now() - 9 * HOUR])
def test_a_release_open_to_the_sector_stays_open(later: datetime.datetime | None) -> None:
    found = staged(sector=-HOUR)
    with refused():
        found.update(sector_at=later)


@pytest.mark.parametrize("later", [None, timezone.now() + HOUR])
def test_a_public_release_stays_public(later: datetime.datetime | None) -> None:
    found = staged(sector=-2 * HOUR, public=-HOUR)
    with refused():
        found.update(public_at=later)


def test_a_release_open_to_the_sector_can_still_be_made_public() -> None:
    found = staged(sector=-HOUR)
    found.get().move_to("public", at=timezone.now())
    assert found.get().stage == "public"


def test_a_release_is_not_public_before_it_is_open_to_the_sector() -> None:
    make_release()
    now = timezone.now()
    with pytest.raises(IntegrityError, match="release_sector_before_public"):
        Release.objects.update(sector_at=now, public_at=now - HOUR)


def test_a_release_is_not_public_without_being_open_to_the_sector() -> None:
    make_release()
    with pytest.raises(IntegrityError, match="release_sector_before_public"):
        Release.objects.update(public_at=timezone.now())


def test_opening_at_once_brings_a_later_opening_forward() -> None:
    found = staged(sector=HOUR)
    found.get().move_to("sector", at=timezone.now())
    assert found.get().stage == "sector"


def test_making_public_leaves_the_sectors_own_opening_as_it_was() -> None:
    found = staged(sector=-HOUR)
    opened = found.get().sector_at
    found.get().move_to("public", at=timezone.now())
    assert found.get().sector_at == opened


# What the tables refuse of themselves


def test_a_releases_number_is_used_once_in_a_round() -> None:
    release = make_release()
    with pytest.raises(IntegrityError, match="release_number_once"):
        Release.objects.create(round=release.round, number=1)


def test_a_correction_has_a_note() -> None:
    release = make_release()
    with pytest.raises(IntegrityError, match="release_correction_has_a_note"):
        Release.objects.create(round=release.round, number=2)


def draft_with_a_copy(model: type[models.Model], **changes: Any) -> Any:
    """A row like one of a sealed release, for a release that is not complete."""
    first = make_release()
    draft = Release.objects.create(round=first.round, number=2, note="Not complete.")
    row: Any = copy_of(model._default_manager.order_by("pk")[0])
    row.release = draft
    for name, value in changes.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize(
    ("model", "constraint"),
    [
        (ReleasedReturn, "released_return_once"),
        (ReleasedAnswer, "released_answer_once"),
        (Figure, "figure_once"),
    ],
)
def test_a_release_says_a_thing_once(model: type[models.Model], constraint: str) -> None:
    row = draft_with_a_copy(model)
    row.save()
    with pytest.raises(IntegrityError, match=constraint):
        copy_of(row).save()


def test_a_figure_counts_no_more_than_its_base() -> None:
    row = draft_with_a_copy(Figure, k=2, n=1)
    with pytest.raises(IntegrityError, match="figure_k_within_n"):
        row.save()
