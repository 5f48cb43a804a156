"""The rounds' files and the answers built for them."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from milestones.models import ExpectationQuestion
from ppf_site.demo.build import ROUNDS, definition, historical_rounds
from ppf_site.demo.latent import Register
from ppf_site.demo.load import load
from ppf_site.demo.rounds import HISTORICAL, OPEN_ROUND, TOTALS_ONLY
from ppf_site.demo.today import open_round
from surveys.actions.checking import refresh_raised_checks
from surveys.models import Answer, RaisedCheck, Return, Round
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import check

ANSWERED = {
    "ppf-2009": (150, 148),
    "ppf-2010": (152, 151),
    "personal-budgets-2010": (152, 138),
    "personal-budgets-2011": (152, 132),
}
TODAY = datetime.date(2026, 4, 20)


@pytest.mark.usefixtures("demo")
def test_what_is_forecast_is_called_alike_in_its_round_and_in_the_programme() -> None:
    links = ExpectationQuestion.objects.filter(role="forecast").select_related(
        "question", "expectation"
    )
    called = {link.question.short_text: link.expectation.label for link in links}
    assert called
    assert [*called] == [*called.values()]


def test_every_definition_is_used() -> None:
    used = {OPEN_ROUND, *TOTALS_ONLY, *(known.slug for known in HISTORICAL)}
    assert {path.stem for path in ROUNDS.glob("*.toml")} == used


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", sorted(ROUNDS.glob("*.toml")), ids=lambda path: path.stem)
def test_definition_comes_back_as_the_same_bytes(path: Path) -> None:
    file = round_file(Round.objects.get(slug=path.stem))
    if path.stem == OPEN_ROUND:
        # Its dates are set when it is loaded.
        dates = definition(OPEN_ROUND).round.model_dump(include={"opens_on", "closes_on"})
        file = file.model_copy(update={"round": file.round.model_copy(update=dates)})
    assert to_toml(file).encode() == path.read_bytes()


@pytest.mark.usefixtures("demo")
def test_same_seed_gives_the_same_bytes() -> None:
    once = [to_toml(file) for file in historical_rounds(Register.load())]
    again = [to_toml(file) for file in historical_rounds(Register.load())]
    assert once == again


@pytest.mark.usefixtures("demo")
def test_what_is_built_is_what_was_loaded() -> None:
    for file in historical_rounds(Register.load()):
        held = round_file(Round.objects.get(slug=file.round.slug), with_answers=True)
        signed = [return_of for return_of in held.returns if return_of.state == "signed"]
        built = {return_of.council: return_of.answers for return_of in file.returns}
        assert {each.council: each.answers for each in signed} == built


@pytest.mark.usefixtures("demo")
def test_open_round_is_the_same_on_the_same_day() -> None:
    register = Register.load()
    first = open_round(register, TODAY)
    assert check(first) == []
    assert to_toml(first) == to_toml(open_round(register, TODAY))
    assert first.round.opens_on == datetime.date(2026, 3, 30)
    assert first.round.closes_on == datetime.date(2026, 5, 11)


@pytest.mark.usefixtures("demo")
def test_open_round_has_returns_at_every_stage() -> None:
    returns = Return.objects.filter(round__slug=OPEN_ROUND)
    assert returns.count() == 153
    for state in Return.State.values:
        assert returns.filter(state=state).count() > 15
    assert returns.get(council__slug="derby").state == "in_progress"
    assert not Round.objects.get(slug=OPEN_ROUND).releases.exists()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("slug", ANSWERED)
def test_as_many_councils_answered_as_was_published(slug: str) -> None:
    returns = Return.objects.filter(round__slug=slug)
    assert (returns.count(), returns.filter(state="signed").count()) == ANSWERED[slug]
    assert not returns.exclude(requirement="required").exists()


@pytest.mark.usefixtures("demo")
def test_isles_of_scilly_sent_no_return_in_year_2() -> None:
    silent = Return.objects.filter(round__slug="ppf-2010").exclude(state="signed")
    assert [each.council.slug for each in silent] == ["isles-of-scilly"]


@pytest.mark.usefixtures("demo")
def test_loading_again_does_nothing() -> None:
    assert list(load()) == []


@pytest.mark.usefixtures("demo")
def test_the_checks_have_looked_at_every_return_under_way() -> None:
    found = RaisedCheck.objects.filter(return_of__round__slug=OPEN_ROUND)
    assert found.exclude(return_of__council__slug="derby").exists()
    # Compared with similar councils too, whose figures are released after it was typed.
    derby = found.filter(return_of__council__slug="derby")
    assert set(derby.values_list("check_of__kind", flat=True)) == {"change", "peers"}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("key", "given", "told"),
    [
        ("spending", {"number": Decimal(10**12)}, "£1,000,000,000,000 is more than “Net adult"),
        (
            "allocation-changed-on",
            {"date": datetime.date(2099, 4, 1)},
            "The answer is 1 April 2099, a day",
        ),
    ],
)
def test_the_open_round_asks_about_what_cannot_be(
    key: str, given: dict[str, object], told: str
) -> None:
    derby = Return.objects.get(round__slug=OPEN_ROUND, council__slug="derby")
    for question in derby.round.questions.filter(key__in={key, "net-budget"}):
        said = given if question.key == key else {"number": Decimal(10**8)}
        Answer.objects.update_or_create(return_of=derby, question=question, defaults=said)
    refresh_raised_checks(derby)
    found = derby.raised_checks.filter(question__key=key, message__startswith=told)
    assert [each.is_hard for each in found] == [False]
