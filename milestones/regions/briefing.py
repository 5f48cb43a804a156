"""The regional briefing: one or two A4 pages about one region that write themselves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from milestones.charts_map import region_map
from milestones.compare.tables import verdict
from milestones.editions import commentary_on
from milestones.glance.findings import Glance
from milestones.glance.sentences import map_title, target_words
from milestones.library import Library
from milestones.measures import sentences as sentences_measure
from milestones.models import Commentary
from milestones.selection import within
from milestones.sentences_overview import furthest_sentence, not_apart
from milestones.stats import Outlook, furthest_of
from ppf_site import words
from ppf_site.charts.chart import Chart
from surveys.models import Release
from surveys.sentences import k_of_n, source_line
from surveys.stats import Base, Reading
from surveys.stats_compare import Comparison

from . import charts as charts_region
from . import sentences as sentences_region

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
class Briefing:
    """What the page and the PDF both say."""

    region: str
    title: str
    about: str
    findings: tuple[str, ...]
    charts: tuple[Chart, ...]
    rows: tuple[BriefingRow, ...]
    commentary: tuple[Commentary, ...]
    response: str
    caveats: str
    method: str
    source: str
    is_anonymised: bool


@dataclass(frozen=True, slots=True)
class BriefingFigures:
    """What is held of a region, as its page shows it."""

    slug: str
    name: str
    release: Release
    pairs: Pairs
    answered: Reading | None
    outlooks: Sequence[Outlook]
    glance: Glance


def briefing_of(
    held: BriefingFigures, library: Library, *, page: str, is_anonymised: bool
) -> Briefing:
    """The sentences are made from the same figures as the charts and the table."""
    areas = library.editions[held.release.pk].areas.values()
    regions = [area.slug for area in areas if area.kind == "region"]
    name = pseudonym(held.release, regions, held.slug) if is_anonymised else held.name
    round = held.release.round
    source = source_line(held.release, held.answered.answered if held.answered else None)
    return Briefing(
        region=name,
        title=sentences_region.page_title(name, held.slug, held.pairs, held.glance),
        about=f"{round.title}, {words.day(round.reference_date)}",
        findings=tuple(_findings(held, name)),
        charts=tuple(_charts(held, library, name, source=source, page=page,
                             is_anonymised=is_anonymised)),
        rows=tuple(_row(outlook, pair) for outlook, pair in held.pairs),
        # It may speak of regions and councils by their names.
        commentary=() if is_anonymised else _commentary(held, library),
        response=_response(held, name),
        # They may speak of regions by their names.
        caveats="" if is_anonymised else round.caveats,
        method=round.method,
        source=source,
        is_anonymised=is_anonymised,
    )  # fmt: skip


def pseudonym(release: Release, regions: Sequence[str], slug: str) -> str:
    """ "Region C": the same all through one release, and in no order that names follow."""

    def shuffled(region: str) -> bytes:
        return hashlib.sha256(f"{release.pk}/{region}".encode()).digest()

    return f"Region {chr(ord('A') + sorted(regions, key=shuffled).index(slug))}"


def _findings(held: BriefingFigures, name: str) -> list[str]:
    """What stands out of the region, as the opening page tells it of all; then the measure, then
    the response."""
    far = furthest_of(held.pairs)
    found = [
        furthest_sentence(outlook, _named(pair, name), where)
        for where, side in (("Furthest above", far.above), ("Furthest below", far.below))
        for outlook, pair in side
    ]
    if not found and held.pairs:
        found.append(f"{not_apart(name, held.pairs)}.")
    return [*found, *_measured(held, name)]


def _named(pair: Comparison, name: str) -> Comparison:
    """With the region called so, which may be a pseudonym."""
    return replace(pair, left=replace(pair.left, place=replace(pair.left.place, name=name)))


def _measured(held: BriefingFigures, name: str) -> list[str]:
    """The measure's latest rate in the region, with its verdict and who is at the target."""
    main = held.glance.main
    amount = main[1].amounts.get(held.slug) if main else None
    if main is None or amount is None or amount.pooled is None:
        return []
    on_base, rate = main
    told = f"{sentences_measure.rate_words(amount.pooled)} {sentences_measure.of_base(on_base)}"
    target = f"the target of {words.number(on_base.target)}%"
    reached = rate.reached.get(held.slug)
    at_target = f" {words.capital(k_of_n(reached))} councils reached it." if reached else ""
    found = on_base.told_of(rate, amount.pooled)
    said = f": {target} {found}" if found else ""
    month = sentences_measure.month(rate)
    return [f"{on_base.measure.title}, {name}, {month}: {told}{said}.{at_target}"]


def _charts(
    held: BriefingFigures,
    library: Library,
    name: str,
    *,
    source: str,
    page: str,
    is_anonymised: bool,
) -> list[Chart]:
    drawn = [charts_region.against_the_rest(held.pairs, name, source=source, page=page)]
    main = held.glance.main
    if main is not None:
        on_base, rate = main
        told = source_line(rate.release)
        drawn.append(charts_region.beside_england(on_base, held.slug, name, source=told, page=page))
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
        told = f"{words.number(answered.k)} of {words.number(answered.n)} {name} councils answered."
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
