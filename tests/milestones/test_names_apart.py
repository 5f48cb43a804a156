"""Names that lists could not tell apart are refused in files and in the administration too."""

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import User
from milestones.defining.names import why_title_taken
from milestones.imports import check_programme, parse_programme
from milestones.models import Expectation, Measure, MeasureBase, Milestone, Programme
from surveys.models import Grid, Question, Round, Scale, Section
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import BadRoundError, parse, save
from surveys.rounds.names import why_name_taken, why_row_taken
from tests.factories import make_question, make_round
from tests.milestones.submitted import untouched
from tests.milestones.world import make_expectation

pytestmark = pytest.mark.django_db
NOT_APART = "“{}” is the name of another beside it. Lists could not tell them apart"
Named = (
    Round
    | Measure
    | Question
    | Expectation
    | Milestone
    | Programme
    | MeasureBase
    | Section
    | Scale
    | Grid
)


def sent(client: Client, row: Named, **typed: str) -> str:
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    address = reverse(f"admin:{name}_change", args=[row.pk])
    fields = dict(untouched(client.get(address).text, f"{row._meta.model_name}_form"))
    return client.post(address, {**fields, **typed}).text


@pytest.fixture
def round(db: None) -> Round:
    found = make_round("spring", is_draft=True)
    make_question(found, "users")
    make_question(found, "holders")
    return found


def file_of(round: Round, **changed: str) -> str:
    text = to_toml(round_file(round, with_answers=False))
    for old, new in changed.items():
        text = text.replace(f'short_text = "{old}"', f'short_text = "{new}"')
    return text


def test_two_questions_of_a_round_s_file_are_named_with_what_they_share(round: Round) -> None:
    with pytest.raises(BadRoundError) as refused:
        save(parse(file_of(round, Holders="USERS")))
    assert refused.value.problems == [
        "questions.holders: “USERS” is the short name of “users” too. Lists could not tell them "
        "apart: choose another."
    ]


def test_the_first_of_a_file_cannot_take_the_name_of_one_after_it(round: Round) -> None:
    with pytest.raises(BadRoundError, match="“Holders” is the short name of “users” too"):
        save(parse(file_of(round, Users="Holders")))


def test_a_question_that_comes_into_a_grid_brings_no_name_of_a_row(round: Round) -> None:
    grid = Grid.objects.create(section=round.sections.get(), key="rows", stem="Of these")
    row, moved = round.questions.order_by("pk")
    round.questions.filter(pk=row.pk).update(grid=grid, short_text="Homes")
    round.questions.filter(pk=moved.pk).update(short_text="Homes")
    moved.refresh_from_db()
    assert why_row_taken(grid, ["Homes"], moved)
    row.refresh_from_db()
    assert why_name_taken(round, "Homes", row)
    moved.grid = grid
    assert not why_row_taken(grid, ["Homes"], moved)


def test_a_row_whose_name_another_has_outside_its_grid_comes_out_of_no_file(round: Round) -> None:
    grid = Grid.objects.create(section=round.sections.get(), key="rows", stem="Of these")
    round.questions.filter(key="holders").update(grid=grid, short_text="Users")
    text = file_of(round)
    assert 'grid = "rows"\n' in text
    with pytest.raises(BadRoundError, match="is the short name of “users” too"):
        save(parse(text.replace('grid = "rows"\n', "")))


def test_a_round_that_has_them_already_is_loaded_again(round: Round) -> None:
    round.questions.update(short_text="Users")
    assert save(parse(file_of(round))) == round


def test_a_round_s_file_with_the_titles_of_another_is_refused(round: Round) -> None:
    text = file_of(round).replace(f'slug = "{round.slug}"', 'slug = "autumn"', 1)
    with pytest.raises(BadRoundError, match="Another round is called"):
        save(parse(text))


PROGRAMME = """
[programme]
slug = "programme"
title = "A programme"
description = "What is promised."
starts_on = 2026-01-01
ends_on = 2027-01-01

[[milestones]]
number = 1
slug = "milestone"
title = "A milestone"
short_title = "A"

[[milestones.expectations]]
slug = "{slug}"
text = "So"
short_text = "so"
label = "So"
due_on = 2026-05-01
due_label = "May"

[[measures]]
slug = "share"
title = "Share of users"
expectation = "{slug}"
bases = [{{ key = "all", name = "all" }}]

[[measures]]
slug = "other"
title = "share of users"
expectation = "{slug}"
bases = [{{ key = "all", name = "all" }}]
"""


def test_two_measures_of_a_programme_s_file_are_named_with_their_title() -> None:
    expectation = make_expectation()
    assert check_programme(parse_programme(PROGRAMME.format(slug=expectation.slug))) == [
        "measures.other: its title “share of users” is that of “share” too. Lists could not tell "
        "them apart. Choose another title."
    ]


def test_the_first_measure_cannot_take_the_title_of_one_after_it() -> None:
    about = make_expectation()
    Measure.objects.create(expectation=about, slug="share", title="Share of homes")
    Measure.objects.create(expectation=about, slug="other", title="share of users")
    found = check_programme(parse_programme(PROGRAMME.format(slug=about.slug)))
    assert [told for told in found if "is that of “share” too" in told]


def test_the_administration_refuses_them_beside_the_field(
    client: Client, administrator: User, round: Round
) -> None:
    client.force_login(administrator)
    other = make_round("autumn", is_draft=True)
    titles = {"title": round.title, "short_title": round.short_title}
    assert "Another round is called" in sent(client, other, **titles)
    page = sent(client, round.questions.get(key="users"), short_text="holders")
    assert "is the short name of another of this round" in page
    about = make_expectation()
    Measure.objects.create(expectation=about, slug="share", title="Share")
    second = Measure.objects.create(expectation=about, slug="second", title="Second")
    assert "has a measure “share” already" in sent(client, second, title="share")


def test_a_measure_that_comes_to_a_programme_brings_no_title_of_another_s() -> None:
    about = make_expectation()
    Measure.objects.create(expectation=about, slug="share", title="Share")
    moved = Measure.objects.create(slug="moved", title="Share")
    assert why_title_taken(about.milestone.programme, "Share", moved)
    moved.expectation = about
    assert not why_title_taken(about.milestone.programme, "Share", moved)


def beside(about: Expectation, label: str) -> Expectation:
    return Expectation.objects.create(
        milestone=about.milestone, slug="beside", label=label, text="So", short_text="so",
        due_on=about.due_on, due_label="May",
    )  # fmt: skip


def test_the_administration_refuses_what_a_programme_s_lists_could_not_tell_apart(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    about = make_expectation()
    other = beside(about, "Other")
    assert NOT_APART.format(about.label) in sent(client, other, label=about.label)
    programme = about.milestone.programme
    second = programme.milestones.create(number=9, slug="second", title="Second", short_title="2nd")
    assert NOT_APART.format(about.milestone.title) in sent(
        client, second, title=about.milestone.title
    )
    days = {"starts_on": programme.starts_on, "ends_on": programme.ends_on}
    care = Programme.objects.create(slug="care", title="Care", description="Care.", **days)
    assert NOT_APART.format(programme.title) in sent(client, care, title=programme.title)


def test_two_bases_of_a_measure_are_told_apart_alone_and_as_rows(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    measure = Measure.objects.create(expectation=make_expectation(), slug="share", title="Share")
    measure.bases.create(key="all", name="All users", position=1)
    second = measure.bases.create(key="some", name="Some", position=2)
    assert NOT_APART.format("all users") in sent(client, second, name="all users")
    assert NOT_APART.format("all users") in sent(client, measure, **{"bases-1-name": "all users"})
    swapped = {"bases-0-name": "Some", "bases-1-name": "All users"}
    assert "is the name of another" not in sent(client, measure, **swapped)


def test_so_are_sections_and_what_is_chosen_from_and_grids_of_a_round(
    client: Client, administrator: User, round: Round
) -> None:
    client.force_login(administrator)
    first = round.sections.get()
    second = round.sections.create(key="second", title="Second", position=9)
    assert NOT_APART.format(first.title) in sent(client, second, title=first.title)
    row = {"sections-1-title": first.title}
    assert NOT_APART.format(first.title) in sent(client, round, **row)
    round.scales.create(key="one", title="Likelihood")
    scale = round.scales.create(key="two", title="Extent")
    assert NOT_APART.format("likelihood") in sent(client, scale, title="likelihood")
    first.grids.create(key="one", stem="Of these")
    grid = second.grids.create(key="two", stem="Of those")
    assert NOT_APART.format("Of these") in sent(client, grid, stem="Of these")


def test_what_has_its_name_already_keeps_it_until_it_moves(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    about = make_expectation()
    twin = beside(about, about.label)
    assert "is the name of another" not in sent(client, twin, short_text="so much")
    moved = about.milestone.programme.milestones.create(
        number=9, slug="second", title="Second", short_title="2nd"
    )
    assert NOT_APART.format(about.label) in sent(client, twin, milestone=str(moved.pk))
