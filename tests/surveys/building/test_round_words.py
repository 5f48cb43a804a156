"""The words of a round that was opened are put right under /manage/, also from a release."""

import pytest
from django.test import Client

from councils.models import User
from surveys.models import Round
from surveys.releases.doubts import doubts_of
from tests.factories import make_round
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/rounds/over/details/"


@pytest.fixture
def over(db: None) -> Round:
    said = {"names_councils": True, "discloses_small_counts": False, "publishes_unanimous": False}
    return make_round("over", caveats="With care.", **said)


def words_of(round: Round) -> dict[str, str]:
    fields = ["title", "short_title", "sponsor", "respondents", "method", "caveats"]
    return {name: getattr(round, name) for name in fields} | {"names_councils": "on"}


def test_they_are_changed_with_history(runner: Client, over: Round, analyst: User) -> None:
    runner.post(ADDRESS, words_of(over) | {"caveats": "With more care."})
    over.refresh_from_db()
    assert over.caveats == "With more care."
    page = squeezed(runner.get(ADDRESS).text)
    assert "Caveats: With care. → <strong>With more care.</strong>" in page
    assert str(analyst) in page


def test_its_days_and_its_address_are_no_fields_of_it(runner: Client, over: Round) -> None:
    runner.post(ADDRESS, words_of(over) | {"slug": "else", "closes_on": "1 January 2030"})
    kept = Round.objects.get()
    assert (kept.slug, kept.closes_on) == ("over", over.closes_on)


def test_less_can_be_published_and_not_more(runner: Client, over: Round) -> None:
    page = runner.get(ADDRESS).text
    assert 'name="names_councils"' in page
    assert 'name="discloses_small_counts"' not in page
    runner.post(ADDRESS, words_of(over) | {"names_councils": "", "publishes_unanimous": "on"})
    over.refresh_from_db()
    assert not (over.names_councils or over.publishes_unanimous)


def test_the_checklist_of_a_release_leads_there_and_back(runner: Client, over: Round) -> None:
    (doubt,) = [each for each in doubts_of(over) if "(method)" in each.words]
    assert doubt.url == f"{ADDRESS}?for=release#id_method"
    sent = runner.post(f"{ADDRESS}?for=release", words_of(over) | {"method": "By post."})
    assert sent["Location"] == "/manage/rounds/over/release/"
    assert runner.post(ADDRESS, words_of(over))["Location"] == "/manage/rounds/over/"


def test_a_draft_says_which_words_readers_will_ask_for(runner: Client, draft: Round) -> None:
    for address in ("/manage/rounds/spring/", "/manage/rounds/spring/open/"):
        page = squeezed(runner.get(address).text)
        assert "Readers are told nothing of how it was asked (method). <a" in page
        assert "/manage/rounds/spring/details/#id_caveats" in page
