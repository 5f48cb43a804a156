"""The regional briefing: one or two A4 pages about one region that write themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from milestones.compare.tables import verdict
from milestones.editions import commentary_on
from milestones.library import Library
from milestones.measures import sentences as sentences_measure
from milestones.measures.measured import OnBase, Rate
from milestones.models import Commentary
from milestones.sentences_overview import furthest_sentence, not_apart
from milestones.stats import Outlook, furthest_of
from ppf_site import words
from ppf_site.charts.chart import Chart
from surveys.models import Release, Round
from surveys.sentences import chosen_words, k_of_n, source_lines
from surveys.sentences_values import not_shown
from surveys.stats import Reading
from surveys.stats_compare import Comparison

from . import sentences as sentences_region
from .briefed import BriefingFigures
from .briefing_charts import charts_of
from .briefing_response import response_of
from .letters import LEFT_OUT, speaks_of, survey_without
from .unnamed import answers_without, glance_without, pairs_without


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
    """What is to be known of one of the surveys that it tells of, or of several alike. `name` is
    "" of the only one."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the page and the PDF both say. `notes`: that answers are illustrative; `chosen`: that
    not all councils were asked, and why; `expectations`: the heading of its rows."""

    region: str
    title: str
    about: str
    notes: tuple[OfSurvey, ...]
    chosen: tuple[OfSurvey, ...]
    findings: tuple[str, ...]
    charts: tuple[Chart, ...]
    expectations: str
    rows: tuple[BriefingRow, ...]
    commentary: tuple[Commentary, ...]
    response: str
    caveats: tuple[OfSurvey, ...]
    method: tuple[OfSurvey, ...]
    source: str
    is_anonymised: bool


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
    charts = charts_of(held, library, page=page, trend_page=trend_page, unnamed=unnamed)
    told = [survey_without(release, unnamed) for release in held.drawn_on]
    rounds = [release.round for release in told]
    main = [survey_without(release, unnamed).round for release in held.surveys]
    return Briefing(
        region=name,
        title=title_of(held),
        about="; ".join(f"{round.title}, {words.day(round.reference_date)}" for round in main),
        notes=_of_surveys(rounds, [round.illustrative for round in rounds]),
        chosen=_of_surveys(rounds, [_chosen(each, library, unnamed) for each in held.drawn_on]),
        findings=tuple(findings_of(held)),
        charts=tuple(charts),
        expectations=_over_rows(held),
        rows=tuple(_row(outlook, pair) for outlook, pair in held.pairs),
        # It may speak of regions and councils by their names.
        commentary=() if is_anonymised else _commentary(held, library),
        response=response_of(held),
        caveats=_of_surveys(rounds, [round.caveats for round in rounds]),
        method=_of_surveys(rounds, [round.method for round in rounds]),
        source=source_lines(told),
        is_anonymised=is_anonymised,
    )


def _without(held: BriefingFigures, unnamed: Collection[str]) -> BriefingFigures:
    pairs = pairs_without(held.pairs, unnamed)
    answers = answers_without(held.answers, pairs, unnamed)
    glance = glance_without(held.glance, pairs, unnamed)
    return replace(held, pairs=pairs, answers=answers, glance=glance)


def _of_surveys(rounds: Sequence[Round], texts: Sequence[str]) -> tuple[OfSurvey, ...]:
    """Each under the name of its survey, where there are several; what is said of more than one of
    them, once."""
    titles: dict[str, list[str]] = {}
    for round, text in zip(rounds, texts, strict=True):
        if text:
            titles.setdefault(text, []).append(round.title)
    return tuple(
        OfSurvey("; ".join(of) if len(rounds) > 1 else "", text) for text, of in titles.items()
    )


def _chosen(release: Release, library: Library, unnamed: Collection[str]) -> str:
    """Of the reasons, which are quoted, each goes whole where it names a region or a council."""
    edition = library.editions[release.pk]
    reasons = [why for why in edition.chosen_why if not speaks_of(why, unnamed)]
    told = chosen_words(replace(edition, chosen_why=reasons))
    return f"{told} {LEFT_OUT}" if told and len(reasons) < len(edition.chosen_why) else told


def title_of(held: BriefingFigures) -> str:
    """Of the survey that it is a briefing of: what others foretold or counted is no title of it."""
    glance, name = held.glance, held.name
    if held.is_of_forecasts or glance.main is None:
        return sentences_region.page_title(name, held.slug, held.own_pairs, glance)
    ends = glance.ends
    if ends and ends.outcome_release == held.release:
        return sentences_region.page_title(name, held.slug, (), glance)
    on_base, rate = glance.main
    if held.counted is None:
        month = sentences_measure.month(rate)
        what = words.lower_first(on_base.measure.title)
        return f"{name}, {what}: no share is told of {month}"
    return sentences_region.page_title(name, held.slug, (), replace(glance, ends=None))


def findings_of(held: BriefingFigures) -> list[str]:
    """What stands out of the region, as the opening page tells it of all; then the measure. What
    another survey foretold comes after what was counted, with its month."""
    foretold, measured = _foretold(held), _measured(held)
    found = [*foretold, *measured] if held.is_of_forecasts else [*measured, *foretold]
    return found or [f"Nothing of it is told of {held.name}."]


def _foretold(held: BriefingFigures) -> list[str]:
    name, far = held.name, furthest_of(held.pairs)
    when = f"Forecast in {_when(held)}. " if _when(held) else ""
    found = [
        f"{when}{furthest_sentence(outlook, _named(pair, name), where)}"
        for where, side in (("Furthest above", far.above), ("Furthest below", far.below))
        for outlook, pair in side
    ]
    if not found and any(not pair.left.withheld for _, pair in held.pairs):
        found.append(f"{when}{not_apart(name, held.pairs)}.")
    return found


def _when(held: BriefingFigures) -> str:
    """The month of forecasts of another survey than the briefing's; "" of its own."""
    if held.foretold is None or held.is_of_forecasts:
        return ""
    return f"{held.foretold.round.reference_date:%B %Y}"


def _over_rows(held: BriefingFigures) -> str:
    when = _when(held)
    return f"Every expectation, as forecast in {when}" if when else "Every expectation"


def _named(pair: Comparison, name: str) -> Comparison:
    """With the region called so, which may be a pseudonym."""
    return replace(pair, left=replace(pair.left, place=replace(pair.left.place, name=name)))


def _measured(held: BriefingFigures) -> list[str]:
    """The measure's latest rate in the region, on each base its own verdict and who is at the
    target."""
    main = held.glance.main
    if main is None:
        return []
    on_base, rate = main
    what = f"{on_base.measure.title}, {held.name}, {sentences_measure.month(rate)}"
    parts = [_on_base(each, latest, held.slug) for each, latest in held.glance.main_first]
    if parts[0]:
        return [f"{what}: {' '.join(part for part in parts if part)}"]
    return [f"{what}: {_not_told(rate, held.slug)}"] if not held.is_of_forecasts else []


def _not_told(rate: Rate, slug: str) -> str:
    """Why there is no share of the region in the survey that it is a briefing of."""
    amount = rate.amounts.get(slug)
    if amount is None:
        return "it counted nothing there, as no council of the region was asked."
    if amount.withheld:
        return f"{not_shown(amount.withheld)}."
    asked = amount.base.required
    of_them = f" of the {words.plural(asked, 'council')} asked" if asked else ""
    return f"none{of_them} gave both counts."


def _on_base(on_base: OnBase, rate: Rate, slug: str) -> str:
    amount = rate.amounts.get(slug)
    if amount is None or amount.pooled is None:
        return ""
    told = f"{sentences_measure.rate_words(amount.pooled)} {sentences_measure.of_base(on_base)}"
    most = "" if on_base.measure.higher_is_better else "at most "
    target = f"the target of {most}{words.number(on_base.target)}%"
    reached = rate.reached.get(slug)
    at_target = _at_target(reached, on_base) if reached else ""
    found = on_base.told_of(rate, amount.pooled)
    said = f": {target} {found}" if found else ""
    return f"{told}{said}.{at_target}"


def _at_target(reached: Reading, on_base: OnBase) -> str:
    k, n = reached.k, reached.n
    did = "reached it" if on_base.measure.higher_is_better else "kept to it"
    if k is None or not n:
        return f" How many councils {did} is not shown."
    return f" {words.count_of(k, n, 'council')} ({words.percent(k, n)}) {did}."


def _row(outlook: Outlook, pair: Comparison) -> BriefingRow:
    return BriefingRow(
        outlook.label, outlook.due_label, k_of_n(pair.left), k_of_n(pair.right), verdict(pair)
    )


def _commentary(held: BriefingFigures, library: Library) -> tuple[Commentary, ...]:
    """What those who ran its surveys say of the region, and of all that it is a briefing of."""
    of_region = [
        each
        for release in held.surveys
        for each in commentary_on(library.editions[release.pk], region=held.slug)
    ]
    return (*of_region, *commentary_on(library.editions[held.release.pk]))
