"""From files, pages and figures of a public release together no hidden answer follows."""

import csv
import io
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.test import Client

from councils.models import Area, Council, User
from milestones.models import ExpectationQuestion
from surveys.actions.narrowing import narrow
from surveys.models import Figure, Grid, Option, Question, Release, Return, Round
from surveys.releases.disclosure_cells import Entries, Entry, Where
from surveys.releases.withholding import contents_of
from tests.factories import (
    answer,
    make_band,
    make_council,
    make_grid,
    make_question,
    make_rate,
    make_region,
    make_release,
    make_return,
    make_round,
    make_scale,
    make_tally,
    put_right,
)
from tests.milestones.world import make_expectation
from tests.surveys.releases.attacker import (
    Attacker,
    Published,
    Span,
    Versions,
    all_figures,
    answer_name,
    span_of,
)

pytestmark = pytest.mark.django_db
SUMS = {"sum", "numerator", "denominator"}
TYPES = ["unitary", "county", "metropolitan_district"]
ALONE = 4321


def published_by(client: Client, release: Release) -> Published:
    """Every figure of the file that anybody can download, by question, area and what it counts."""
    name = f"{release.round.slug}-figures"
    address = f"/releases/{release.pk}/?download=csv&table={name}"
    text = client.get(address).content.decode("utf-8-sig")
    areas = {area.name: where_of(area) for area in Area.objects.all()}
    found: Published = {}
    for row in csv.DictReader(io.StringIO(text)):
        for what, amount in amounts_of(row):
            found[row["question"], areas[row["area"]], what] = amount
    return found


def where_of(area: Area) -> Where:
    return Where(area.kind, str(area.region_id) if area.region_id else area.council_type)


def amounts_of(row: dict[str, str]) -> Iterator[tuple[str, Fraction]]:
    if row["option"]:
        if row["k"]:
            key = Option.objects.get(label=row["option"], scale__questions__key=row["question"]).key
            yield f"={key}", Fraction(row["k"])
        return
    if row["n"]:
        yield "value", Fraction(row["n"])
        yield "not_known", Fraction(row["not_known"])
        yield "not_applicable", Fraction(row["not_applicable"])
        yield "not_asked", Fraction(row["not_asked"])
    for name in ("sum", "numerator", "denominator"):
        if row[name]:
            yield name, Fraction(row[name])


def attacker_of(release: Release, client: Client) -> Attacker:
    contents = contents_of(release)
    return Attacker(
        [respondent for respondent in contents.respondents if respondent.is_answered],
        {asked.key: asked for asked in contents.questions},
        published_by(client, release),
    )


def told(release: Release, client: Client) -> list[tuple[str, str]]:
    """What of 1 to 4 councils follows from the public file by adding and subtracting."""
    contents = contents_of(release)
    attacker = attacker_of(release, client)
    found = []
    for key, name in {(key, what) for key, _, what in attacker.figures}:
        if name in {"value", "not_known", "not_applicable", "not_asked"}:
            continue
        gave = {
            council
            for council, entries in contents.entries.items()
            if key in entries and not entries[key].reason
        }
        few = [
            group
            for group in attacker.told_groups(key, name)
            if 0 < len(gave.intersection(group)) < 5
        ]
        found += [(key, name)] * bool(few)
    return found


@pytest.fixture
def few(db: None) -> Release:
    """All 153 councils answer, but of the North East one alone; as in the round of the report."""
    call_command("load_councils", verbosity=0)
    round = make_round("few-test-2026", reference_date="2026-03-31")
    staff = make_question(round, "staff", unit="people")
    plan = make_question(round, "plan", type="yes_no")
    expectation = make_expectation()
    ExpectationQuestion.objects.create(expectation=expectation, question=plan, role="forecast")
    councils = Council.objects.in_force(on=round.reference_date).select_related("region")
    north = [each for each in councils if each.region.slug == "north-east"]
    for number, council in enumerate(councils):
        if council in north and council != north[0]:
            make_return(round, council, state="not_started")
            continue
        alone = council == north[0]
        made = make_return(round, council)
        answer(made, staff, ALONE if alone else 100 + number)
        answer(made, plan, "no" if alone else "yes")
    return make_release(Round.objects.get(pk=round.pk), stage="public")


PLACES = [
    "/rounds/few-test-2026/",
    "/",
    "/expectations/savings/",
    "/regions/north-east/",
    "/compare/?areas=north-east,south-west",
    "/compare/?areas=england,north-east",
    "/milestones/milestone-1/",
]


def said_at(client: Client, place: str) -> str:
    """A page without its addresses, whose numbers are of rows and may be any."""
    return re.sub(r"/\w+/\d+/", "/", client.get(place).text)


def test_one_council_alone_in_its_region_is_not_told(few: Release, client: Client) -> None:
    assert told(few, client) == []
    for place in PLACES:
        text = said_at(client, place)
        assert str(ALONE) not in text.replace(",", "")
        assert not re.search(r"\b[01] of 1\b", text)


def test_the_same_figure_says_the_same_on_its_own_page(few: Release, client: Client) -> None:
    hidden = Figure.objects.filter(release=few, question__key="staff", area__slug="north-east")
    page = said_at(client, hidden.get().get_absolute_url())
    assert str(ALONE) not in page.replace(",", "")
    assert "so few councils that it would tell what each said" in page
    no = Figure.objects.get(
        release=few, question__key="plan", area__slug="north-east", option__key="no"
    )
    page = client.get(no.get_absolute_url()).text
    assert "not shown" in page
    assert not re.search(r"\b[01] of 1\b", page)


def test_the_sector_sees_what_the_public_does_not(
    few: Release, client: Client, analyst: User
) -> None:
    client.force_login(analyst)
    assert str(ALONE) in client.get("/rounds/few-test-2026/?download=csv").text


def test_a_further_area_is_hidden_so_that_the_one_does_not_follow(few: Release) -> None:
    """England less the other regions is the one region: so one of the others is hidden too."""
    regions = Figure.objects.filter(
        release=few, question__key="staff", area__kind="region", option=None
    )
    hidden = [figure.area.slug for figure in regions if "sum" in figure.withheld]
    assert "north-east" in hidden
    assert len(hidden) == 2


def random_round(seed: int, *, names_councils: bool = False) -> Release:
    """Regions of a few to a dozen councils of three types; numbers, choices, a grid, a rate."""
    dice = random.Random(seed)
    round = make_round(f"round-{seed}", names_councils=names_councils)
    users = make_question(round, "users", unit="people")
    holders = make_question(round, "holders", unit="people")
    rate = make_rate(holders, users, "rate")
    make_band(rate, {"30-or-more": 30, "under-30": 0})
    plan = make_question(round, "plan", type="yes_no")
    likely = make_question(round, "likely", type="scale")
    ways = make_question(round, "ways", type="multiple")
    grid = make_grid(round)
    scale = make_scale(round, ("yes", "no"))
    rows = [make_question(round, f"row-{n}", type="yes_no", scale=scale, grid=grid) for n in "ab"]
    make_tally(Grid.objects.get(pk=grid.pk))
    asked = [plan, likely, ways, *rows]
    for _ in range(4):
        region = make_region()
        for _ in range(dice.choice([2, 4, 7, 12])):
            council = make_council(region=region, type=dice.choice(TYPES))
            if dice.random() < 0.25:
                make_return(round, council, state="not_started")
                continue
            said(dice, make_return(round, council), [users, holders], asked)
    return make_release(Round.objects.get(pk=round.pk), stage="public")


def said(
    dice: random.Random, made: Return, numbers: list[Question], choices: list[Question]
) -> None:
    for question in numbers:
        unknown = dice.random() < 0.1
        answer(made, question, "not_known" if unknown else dice.randint(1, 5000))
    for question in choices:
        options = [option.key for option in question.offered]
        many = question.type == "multiple"
        answer(made, question, dice.sample(options, 2) if many else [dice.choice(options)])


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_of_a_random_round_nothing_hidden_follows(client: Client, seed: int) -> None:
    release = random_round(seed)
    assert Figure.objects.filter(release=release).exclude(withheld={}).exists()
    assert told(release, client) == []


def corrected(first: Release, seed: int, councils: int) -> Release:
    """A public correction, in which so many councils gave other numbers."""
    dice = random.Random(seed)
    returns = list(Return.objects.filter(round=first.round_id, state="signed").order_by("pk"))
    for return_of in dice.sample(returns, min(councils, len(returns))):
        given = return_of.answers.filter(question__key__in=["users", "holders"])
        put_right(given.filter(number__isnull=False), number=dice.randint(1, 5000))
    return make_release(Round.objects.get(pk=first.round_id), stage="public")


def told_together(
    releases: Sequence[Release], attackers: Sequence[Attacker]
) -> list[tuple[str, str]]:
    """What of 1 to 4 councils follows from the files of releases, where it is known which
    councils changed an answer: what they said, or by how much they changed it."""
    contents = [contents_of(release) for release in releases]
    found = []
    for key, name in {(key, what) for key, _, what in attackers[0].figures if what in SUMS}:
        versions = versions_of([each.entries for each in contents], key)
        span = span_of(zip(attackers, versions, strict=True), key, name)
        for attacker, version, each in zip(attackers, versions, contents, strict=True):
            gave = {council for council, said in each.entries.items() if has_value(said.get(key))}
            for group in attacker.groups():
                ats = [(answer_name(name, version[council]), council) for council in group]
                few = 0 < len(gave.intersection(group)) < 5
                if few and span.tells(dict.fromkeys(ats, Fraction(1))):
                    found.append((key, name))
        if tells_changes(span, versions, name):
            found.append((key, name))
    return found


def has_value(entry: Entry | None) -> bool:
    return entry is not None and not entry.reason


def versions_of(entries: Sequence[Entries], key: str) -> list[dict[int, int]]:
    """In each release, which of its answers a council gave: 0 is its first."""
    seen: dict[int, list[Entry | None]] = {}
    found = []
    for each in entries:
        found.append(defaultdict[int, int](int))
        for council, said in each.items():
            own = seen.setdefault(council, [])
            if said.get(key) not in own:
                own.append(said.get(key))
            found[-1][council] = own.index(said.get(key))
    return list(found)


def tells_changes(span: Span, versions: Sequence[Versions], name: str) -> bool:
    """By how much one council alone changed its answer."""
    changed = {council: each[council] for each in versions for council in each if each[council]}
    return any(
        span.tells(
            {(answer_name(name, version), council): Fraction(1), (name, council): Fraction(-1)}
        )
        for council, version in changed.items()
    )


@pytest.mark.parametrize(("seed", "councils"), [(2, 0), (2, 1)])
def test_after_narrowing_nothing_hidden_follows_from_what_is_still_public(
    client: Client, seed: int, councils: int
) -> None:
    """All of it was public with names: what somebody kept is theirs, the site tells no more."""
    first = random_round(seed, names_councils=True)
    second = corrected(first, seed, councils)
    narrow(release=second, fields=["names_councils"], reason="They had been promised.")
    public = list(Release.objects.public().filter(round=first.round_id).order_by("number"))
    assert public == ([second] if councils else [first, second])
    assert told(second, client) == []
    if not councils:
        assert told_together(public, [attacker_of(each, client) for each in public]) == []
    for release in (first, second):
        page = client.get(f"/releases/{release.pk}/councils/{first.returns.all()[0].slug}/")
        assert page.status_code == 404 or not page.context["is_told"]


def test_two_releases_that_hide_apart_tell_the_attacker_who_has_both(client: Client) -> None:
    """The test of the test."""
    first = random_round(1)
    second = corrected(first, 1, 0)
    each, other = attacker_of(first, client), attacker_of(second, client)
    hidden = [at for at in all_figures(contents_of(first)) if at not in each.figures]
    key, where, name = next(at for at in hidden if at[2] == "sum")
    other.figures[key, where, name] = Fraction(1)
    nobody = defaultdict[int, int](int)
    told_by_both = span_of([(each, nobody), (other, nobody)], key, name)
    ats = [(name, council) for council in each.inside(where)]
    assert told_by_both.tells(dict.fromkeys(ats, Fraction(1)))
    assert not each.span(key, name).tells(dict.fromkeys(ats, Fraction(1)))


def test_with_everything_shown_the_attacker_finds_the_one_council(few: Release) -> None:
    """The test of the test."""
    contents = contents_of(few)
    groups = Attacker.of(contents, {}).told_groups("staff", "sum")
    assert any(len(group) == 1 for group in groups)
