"""What is compared is picked from one list: expectations, measures and a round's questions."""

import html
import re

import pytest
from django.test import Client

from surveys.models import Release
from tests.milestones.conftest import SignIn

LATEST = "personal-budgets-2011"
AREAS = "east-midlands,south-west"
SURE = f"/compare/?expectation=personal-budgets-30-percent&round=ppf-2010&areas={AREAS}"


@pytest.fixture
def reader(demo_client: SignIn) -> Client:
    return demo_client("reader")


def picked(client: Client, of: str, round_slug: str = "ppf-2010") -> str:
    """Where a pick leads from a comparison of one round."""
    answer = client.get("/compare/", {"of": of, "round": round_slug, "areas": AREAS})
    assert answer.status_code == 302
    return answer["Location"]


def test_the_list_has_each_kind_under_its_name_and_what_is_shown_chosen(reader: Client) -> None:
    page = reader.get(SURE).text
    listed = page.partition('<select class="govuk-select" id="of"')[2].partition("</select>")[0]
    groups = re.findall(r'<optgroup label="([^"]+)"', listed)
    assert groups[:3] == [
        "Expectations",
        "Counted",
        "Other questions of Putting People First: year 2 progress survey",
    ]
    assert "Other questions of Putting People First: year 1 progress survey" in groups[3:]
    assert re.findall(r'value="([^"]+)"\s+selected', listed) == [
        "expectation:personal-budgets-30-percent"
    ]
    assert 'value="measure:personal-budget-share"' in listed


def test_the_other_questions_of_the_round_that_is_shown_are_offered_in_full(
    reader: Client,
) -> None:
    page = reader.get("/compare/?question=allocation-older-people").text
    assert '<optgroup label="Other questions of Putting People First: year 1' in page
    asked = "Is a resource allocation system in place for older people?"
    assert re.search(
        rf'value="question:allocation-older-people"\s+selected>{re.escape(asked)}<', page
    )


def test_a_row_of_a_grid_is_named_in_full(reader: Client) -> None:
    page = reader.get(f"/compare/?question=commitment-nhs&areas={AREAS}")
    assert "How committed is the NHS to Putting People First?" in page.context["title"]


def test_a_part_of_a_name_offers_no_council_to_who_may_not_read_it(reader: Client) -> None:
    page = reader.get(f"{SURE}&add=lond")
    assert [name for name, _ in page.context["could_be"]] == ["London", "London boroughs"]


def test_an_expectation_of_the_round_is_picked_in_that_round(reader: Client) -> None:
    address = picked(reader, "expectation:information-strategy")
    assert address == f"/compare/?round=ppf-2010&areas={AREAS}&expectation=information-strategy"
    assert reader.get(address).status_code == 200


def test_a_measure_that_the_round_did_not_count_is_told_of_the_latest_that_did(
    reader: Client,
) -> None:
    address = picked(reader, "measure:personal-budget-share", "ppf-2009")
    assert address == f"/compare/?areas={AREAS}&measure=personal-budget-share"
    assert "Personal budget survey, March 2011" in reader.get(address).text


def test_every_option_of_the_list_leads_to_a_comparison(reader: Client) -> None:
    page = reader.get(SURE).text
    listed = page.partition('<select class="govuk-select" id="of"')[2].partition("</select>")[0]
    options = re.findall(r'<option value="([^"]+)"', listed)
    assert len(options) > 20
    for of in options:
        assert reader.get(picked(reader, of)).status_code == 200, of


@pytest.mark.parametrize("of", ["", "expectation", "expectation:", "colour:blue"])
def test_what_is_no_pick_leaves_the_address_as_it_is(reader: Client, of: str) -> None:
    assert reader.get(f"{SURE}&of={of}").status_code == 200


@pytest.mark.parametrize("round_slug", [LATEST, "ppf-2010"])
def test_a_measure_leads_to_its_comparison_in_every_round_that_counted_it(
    reader: Client, round_slug: str
) -> None:
    """Also in one that does not tell who has reached the target: there its rates are compared."""
    release = Release.objects.filter(round__slug=round_slug, number=1).get()
    measure = reader.get(f"/releases/{release.pk}/measures/personal-budget-share/").text
    [address] = re.findall(r'href="([^"]*/compare/[^"]*)">Compare areas on it', measure)
    assert address.startswith(f"/releases/{release.pk}/compare/?measure=personal-budget-share")
    assert reader.get(html.unescape(address)).status_code == 200
