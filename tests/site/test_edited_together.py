"""Two who edit a row in the administration at once: neither writes over the other untold."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from councils.models import Council, Role, User
from milestones.models import Measure
from ppf_site.edited_together import EditedTogether
from surveys.models import Check
from tests.factories import make_question, make_round, make_user
from tests.milestones.submitted import Fields, untouched
from tests.milestones.world import make_expectation
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
CHANGED = "Somebody else changed this while you had it open"


@pytest.fixture(autouse=True)
def _signed_in(client: Client, administrator: User) -> None:
    client.force_login(administrator)


def address_of(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def opened(client: Client, row: Any) -> Fields:
    return untouched(client.get(address_of(row)).text, f"{row._meta.model_name}_form")


def saved(client: Client, row: Any, fields: Fields, **typed: Any) -> str:
    return squeezed(client.post(address_of(row), {**fields, **typed}, follow=True).text)


def test_of_two_who_changed_different_fields_both_are_kept(client: Client, home: Council) -> None:
    first, second = opened(client, home), opened(client, home)
    saved(client, home, first, note="Asked in May.")
    saved(client, home, second, population="200")
    home.refresh_from_db()
    assert (home.note, home.population) == ("Asked in May.", 200)


def test_where_both_changed_one_field_the_second_is_told_and_saves_again(
    client: Client, home: Council
) -> None:
    first, second = opened(client, home), opened(client, home)
    saved(client, home, first, note="Asked in May.")
    page = saved(client, home, second, note="Asked in June.")
    assert f"{CHANGED}: it is “Asked in May.” now." in page
    home.refresh_from_db()
    assert home.note == "Asked in May."
    saved(client, home, untouched(page, "council_form"))
    home.refresh_from_db()
    assert home.note == "Asked in June."


def test_a_choice_of_several_is_kept_and_told_by_name(client: Client) -> None:
    round = make_round("spring", is_draft=True)
    keys = ("whole", "part", "other", "third")
    whole, part, other, third = (make_question(round, key) for key in keys)
    check = round.checks.create(key="part", kind="part", severity="hard", question=part)
    check.others.add(whole)
    first, second = opened(client, check), opened(client, check)
    saved(client, check, first, others=[str(other.pk)])
    saved(client, check, second, key="other-key")
    assert list(Check.objects.get().others.all()) == [other]
    page = saved(client, check, {**second, "key": ["other-key"]}, others=[str(third.pk)])
    assert f"{CHANGED}: it is “{other}” now." in page


def test_a_row_on_the_page_of_what_it_belongs_to_is_kept(client: Client) -> None:
    measure = Measure.objects.create(expectation=make_expectation(), slug="share", title="Share")
    base = measure.bases.create(key="all", name="All users")
    first, second = opened(client, measure), opened(client, measure)
    saved(client, measure, first, **{"bases-0-name": "Everybody"})
    saved(client, measure, second, **{"bases-0-description": "Of all ages."})
    base.refresh_from_db()
    assert (base.name, base.description) == ("Everybody", "Of all ages.")
    assert f"{CHANGED}: it is “Everybody” now." in saved(
        client, measure, second, **{"bases-0-name": "All"}
    )


def test_a_row_that_somebody_else_changed_or_took_away_is_not_deleted_or_written_untold(
    client: Client, home: Council
) -> None:
    code = home.codes.create(code="E08000999", starts_on="2015-04-01")
    first, second = opened(client, home), opened(client, home)
    row = next(name for name, value in first.items() if value == ["E08000999"])[: -len("-code")]
    saved(client, home, first, **{f"{row}-code": "E08000998"})
    assert "Tick again to delete it." in saved(client, home, second, **{f"{row}-DELETE": "on"})
    assert home.codes.filter(code="E08000998").exists()
    code.delete()
    assert "took this row away" in saved(client, home, second, **{f"{row}-code": "E08000997"})


def test_nobody_is_told_of_a_role_that_somebody_else_changed(
    client: Client, home: Council, mailoutbox: list[Any]
) -> None:
    person = make_user(role="contributor", council=home)
    fields = opened(client, person)
    Role.objects.filter(user=person).update(ends_on="2090-01-01")
    saved(client, person, fields, name="Another Name")
    person.refresh_from_db()
    assert person.name == "Another Name"
    assert str(person.roles.get().ends_on) == "2090-01-01"
    assert mailoutbox == []


def test_who_saves_waits_for_who_saves_before_reading_the_row(
    client: Client, home: Council
) -> None:
    fields = opened(client, home)
    with CaptureQueriesContext(connection) as found:
        saved(client, home, fields, note="New.")
    asked = [each["sql"] for each in found]
    waits = next(at for at, sql in enumerate(asked) if "FOR NO KEY UPDATE" in sql)
    assert any('"note"' in sql and 'FROM "councils_council"' in sql for sql in asked[waits + 1 :])


def test_who_saves_waits_for_who_saves_a_row_of_the_page_on_that_rows_own(
    client: Client,
) -> None:
    measure = Measure.objects.create(expectation=make_expectation(), slug="share", title="Share")
    measure.bases.create(key="all", name="All users")
    fields = opened(client, measure)
    with CaptureQueriesContext(connection) as found:
        saved(client, measure, fields, title="Another")
    asked = [each["sql"] for each in found]
    waits = [at for at, sql in enumerate(asked) if "FOR NO KEY UPDATE" in sql]
    [held] = [at for at in waits if 'FROM "milestones_measurebase"' in asked[at]]
    read = [at for at, sql in enumerate(asked) if 'FROM "milestones_measurebase"' in sql]
    assert held == min(read)


def test_so_it_is_on_every_page_where_something_is_changed(
    rf: RequestFactory, administrator: User
) -> None:
    request = rf.get("/admin/")
    request.user = administrator
    changed = [
        rows for rows in admin.site._registry.values() if rows.has_change_permission(request)
    ]
    own = {"councils", "surveys", "milestones"}
    assert [
        rows for rows in changed
        if rows.opts.app_label in own and not isinstance(rows, EditedTogether)
    ] == []  # fmt: skip
