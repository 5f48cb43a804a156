"""The first page of the administration, and its lists: what is done elsewhere is not done here."""

import pytest
from django.test import Client

from councils.models import Council, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("person", "registers"), [("administrator", True), ("analyst", False)])
def test_it_leads_first_to_the_pages_that_are_made_for_it(
    client: Client, request: pytest.FixtureRequest, person: str, *, registers: bool
) -> None:
    client.force_login(request.getfixturevalue(person))
    page = client.get("/admin/").text
    content = page.partition('id="own-pages"')[2]
    assert content.index("/manage/programmes/") < content.index("/admin/milestones/")
    assert ("/manage/register/" in content) == registers
    assert "/admin/procrastinate/" not in page
    assert "/admin/pghistory/" not in page


def test_rows_are_not_deleted_by_the_dozen(
    client: Client, administrator: User, home: Council
) -> None:
    client.force_login(administrator)
    assert "delete_selected" not in client.get("/admin/councils/council/").text
    chosen = {"action": "delete_selected", "_selected_action": [home.pk], "post": "yes"}
    client.post("/admin/councils/council/", chosen)
    assert Council.objects.filter(pk=home.pk).exists()
