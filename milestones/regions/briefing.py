"""The regional briefing: one or two A4 pages about one region that write themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from milestones.charts_map import region_map
from milestones.compare.tables import verdict
from milestones.editions import commentary_on
from milestones.glance.findings import Glance
from milestones.glance.sentences import map_title, target_words
from milestones.library import Library
from milestones.measures import sentences as sentences_measure
from milestones.measures.measured import GAVE_BOTH, OnBase, Rate
from milestones.models import Commentary
from milestones.selection import within
from milestones.sentences_overview import furthest_sentence, not_apart
from milestones.stats import Outlook, furthest_of
from ppf_site import words
from ppf_site.charts.chart import Chart
from surveys.models import Release, Round
from surveys.sentences import chosen_words, k_of_n, source_line, source_lines
from surveys.stats import Base, Reading
from surveys.stats_compare import Comparison

from . import charts as charts_region
from . import sentences as sentences_region
from .letters import LEFT_OUT, speaks_of, survey_without
from .unnamed import glance_without, pairs_without

Pairs = Sequence[tuple[Outlook, Comparison]]


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """One expectation: the region's count, the rest of England's, and what is made of the gap."""

    label: str
    due: str
    here: str
    rest: str
    against: str


@dataclass(frozen=True, slots=True)
class OfSurvey:
    """What is to be known of one of the surveys that it tells of. `name` is "" of the only one."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the page and the PDF both say. `chosen`: that not all councils were asked, and why."""

    region: str
    title: str
    about: str
    chosen: tuple[OfSurvey, ...]
    findings: tuple[str, ...]
    charts: tuple[Chart, ...]
    rows: tuple[BriefingRow, ...]
    commentary: tuple[Commentary, ...]
    response: str
    caveats: tuple[OfSurvey, ...]
    method: tuple[OfSurvey, ...]
    sources: tuple[str, ...]
    is_anonymised: bool


@dataclass(frozen=True, slots=True)
class BriefingFigures:
    """What is held of a region, as its page shows it.

    `name` is what it is called there: a letter where the briefing leaves the sector without it.
    """

    slug: str
    name: str
    release: Release
    pairs: Pairs
    answered: Reading | None
    glance: Glance

    @property
    def told(self) -> list[Release]:
        """The releases that its figures are of, the earliest round first."""
        every = [self.release, *self.glance.releases_in(self.slug)]
        told = {release.pk: release for release in every}
        return sorted(told.values(), key=lambda release: release.round.reference_date)

    @property
    def surveys(self) -> list[Release]:
        """Of these the ones that it is about: what was foretold, and what was counted last."""
        main = (self.release, self.glance.release)
        return [release for release in self.told if release in main]


def briefing_of(
    held: BriefingFigures,
    library: Library,
    *,
    page: str,
    trend_page: str,
    unnamed: Collection[str] = (),
    is_anonymised: bool = False,
) -> Briefing:
    """The sentences are made from the same figures as the charts and the table. `unnamed` are
    the regions and councils that no text of it may name."""
    held = _without(held, unnamed) if unnamed else held
    name = held.name
    charts = _charts(held, library, page=page, trend_page=trend_page, unnamed=unnamed,
                     is_anonymised=is_anonymised)  # fmt: skip
    rounds = [survey_without(release, unnamed).round for release in held.surveys]
    return Briefing(
        region=name,
        title=sentences_region.page_title(name, held.slug, held.pairs, held.glance),
        about="; ".join(f"{round.title}, {words.day(round.reference_date)}" for round in rounds),
        chosen=_of_surveys(rounds, [_chosen(each, library, unnamed) for each in held.surveys]),
        findings=tuple(findings_of(held, name)),
        charts=tuple(charts),
        rows=tuple(_row(outlook, pair) for outlook, pair in held.pairs),
        # It may speak of regions and councils by their names.
        commentary=() if is_anonymised else _commentary(held, library),
        response=_response(held, name),
        caveats=_of_surveys(rounds, [round.caveats for round in rounds]),
        method=_of_surveys(rounds, [round.method for round in rounds]),
        sources=tuple(source_line(survey_without(each, unnamed)) for each in held.surveys),
        is_anonymised=is_anonymised,
    )


def _without(held: BriefingFigures, unnamed: Collection[str]) -> BriefingFigures:
    pairs = pairs_without(held.pairs, unnamed)
    return replace(held, pairs=pairs, glance=glance_without(held.glance, pairs, unnamed))


def _of_surveys(rounds: Sequence[Round], texts: Sequence[str]) -> tuple[OfSurvey, ...]:
    """Each under the name of its survey, where there are several."""
    return tuple(
        OfSurvey(round.title if len(rounds) > 1 else "", text)
        for round, text in zip(rounds, texts, strict=True)
        if text
    )


def _chosen(release: Release, library: Library, unnamed: Collection[str]) -> str:
    """Of the reasons, which are quoted, each goes whole where it names a region or a council."""
    edition = library.editions[release.pk]
    reasons = [why for why in edition.chosen_why if not speaks_of(why, unnamed)]
    told = chosen_words(replace(edition, chosen_why=reasons))
    return f"{told} {LEFT_OUT}" if told and len(reasons) < len(edition.chosen_why) else told


def findings_of(held: BriefingFigures, name: str) -> list[str]:
    """What stands out of the region, as the opening page tells it of all; then the measure, then
    the response."""
    far = furthest_of(held.pairs)
    found = [
        furthest_sentence(outlook, _named(pair, name), where)
        for where, side in (("Furthest above", far.above), ("Furthest below", far.below))
        for outlook, pair in side
    ]
    if not found and any(not pair.left.withheld for _, pair in held.pairs):
        found.append(f"{not_apart(name, held.pairs)}.")
    return [*found, *_measured(held, name)]


def _named(pair: Comparison, name: str) -> Comparison:
    """With the region called so, which may be a pseudonym."""
    return replace(pair, left=replace(pair.left, place=replace(pair.left.place, name=name)))


def _measured(held: BriefingFigures, name: str) -> list[str]:
    """The measure's latest rate in the region, on each base its own verdict and who is at the
    target."""
    main = held.glance.main
    if main is None:
        return []
    on_base, rate = main
    parts = [_on_base(each, latest, held.slug) for each, latest in held.glance.main_first]
    told = " ".join(part for part in parts if part)
    month = sentences_measure.month(rate)
    return [f"{on_base.measure.title}, {name}, {month}: {told}"] if parts[0] else []


def _on_base(on_base: OnBase, rate: Rate, slug: str) -> str:
    amount = rate.amounts.get(slug)
    if amount is None or amount.pooled is None:
        return ""
    told = f"{sentences_measure.rate_words(amount.pooled)} {sentences_measure.of_base(on_base)}"
    target = f"the target of {words.number(on_base.target)}%"
    reached = rate.reached.get(slug)
    at_target = _at_target(reached) if reached else ""
    found = on_base.told_of(rate, amount.pooled)
    said = f": {target} {found}" if found else ""
    return f"{told}{said}.{at_target}"


def _at_target(reached: Reading) -> str:
    k, n = reached.k, reached.n
    if k is None or not n:
        return " How many councils reached it is not shown."
    return f" {words.count_of(k, n, 'council')} ({words.percent(k, n)}) reached it."


def _charts(
    held: BriefingFigures,
    library: Library,
    *,
    page: str,
    trend_page: str,
    unnamed: Collection[str],
    is_anonymised: bool,
) -> list[Chart]:
    name = held.name
    answered = held.answered.answered if held.answered else None
    source = source_line(survey_without(held.release, unnamed), answered)
    drawn = [charts_region.against_the_rest(held.pairs, name, source=source, page=page)]
    main = held.glance.main
    if main is not None:
        on_base, rate = main
        told = source_line(survey_without(rate.release, unnamed), rate.base_in(), GAVE_BOTH)
        through = source_lines(survey_without(each.release, unnamed) for each in on_base.counted)
        drawn.append(
            charts_region.beside_england(on_base, held.slug, name, source=through, page=trend_page)
        )
        if not is_anonymised and held.glance.regions:
            tiles = library.editions[rate.release.pk].tiles
            links = within(rate.release, fixed=library.pinned, keep_round=False)
            readings = held.glance.regions
            drawn.append(
                region_map(readings, tiles, links, title=map_title(target_words(on_base), readings),
                           source=f"Councils at the target, of {on_base.base.name}. {told}")
            )  # fmt: skip
    return [chart for chart in drawn if chart]


def _row(outlook: Outlook, pair: Comparison) -> BriefingRow:
    return BriefingRow(
        outlook.label, outlook.due_label, k_of_n(pair.left), k_of_n(pair.right), verdict(pair)
    )


def _commentary(held: BriefingFigures, library: Library) -> tuple[Commentary, ...]:
    """What those who ran the round say of the region, and of it all."""
    edition = library.editions[held.release.pk]
    return (*commentary_on(edition, region=held.slug), *commentary_on(edition))


def _response(held: BriefingFigures, name: str) -> str:
    """Of each survey that the page shows figures of, who answered."""
    answered = held.answered
    if answered is None or answered.k is None:
        told = "Which councils of the region answered is not known."
    else:
        told = f"{words.count_of(answered.k, answered.n or 0, f'{name} council')} answered."
    main = held.glance.main
    amount = main[1].amounts.get(held.slug) if main else None
    if main is None or amount is None or main[1].release == held.release:
        return told
    foretold = held.release.round.reference_date
    return f"{foretold:%B %Y}: {told} {sentences_measure.month(main[1])}: {_counted(amount.base)}"


def _counted(base: Base) -> str:
    if base.n is None or base.required is None:
        return "how many of them gave the numbers is not known."
    return f"{words.number(base.n)} of {words.number(base.required)} gave the numbers."
