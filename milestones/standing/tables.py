"""Tables of one council among others: the numbers of its charts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from milestones.measures.sentences import rate_words
from ppf_site import words
from ppf_site.pages import Within
from surveys.models import ReleasedReturn
from surveys.sentences import source_line, source_lines
from surveys.sorting import sorts_by
from surveys.tables import NUMERIC, VERDICT, FigureTable, Hidden, ShownColumn
from surveys.values import REASONS

from .around import OtherCouncils
from .placed import OnExpectation, OnMeasure, SaidInRound
from .sentences import among_words, same_words


def expectations_table(
    name: str,
    code: str,
    expectations: Sequence[OnExpectation],
    others: Sequence[OtherCouncils],
    within: Within,
) -> FigureTable:
    """An expectation a row: the council's answer, and how many others said the same."""
    columns: list[tuple[str, tables.Column]] = [
        ("shown_label", ShownColumn("Expectation", **sorts_by("label"))),
        ("label", Hidden("Expectation")),
        ("expectation_code", Hidden("Expectation code")),
        ("due", tables.Column("Due", **sorts_by("due_on"))),
        ("answer", tables.Column(name, **sorts_by("answer_at"))),
        ("council_code", Hidden("Council code")),
        ("option_code", Hidden("Option code")),
    ]
    for each in others:
        columns += [
            (f"{each.key}_shown", ShownColumn(f"{each.name}: others who said the same")),
            (f"{each.key}_same", Hidden(f"{each.name}: others who said the same (k)")),
            (f"{each.key}_n", Hidden(f"{each.name}: others who answered (n)")),
            (f"{each.key}_missing", Hidden(f"{each.name}: others who did not")),
        ]
    columns.append(("source", Hidden("Source")))
    rows = [_expectation_row(each, others, code, within) for each in expectations]
    table = FigureTable(rows, extra_columns=columns, order_by_field="expectations-sort")
    round = expectations[0].release.round
    table.name, table.source = "expectations", source_line(expectations[0].release)
    table.caption = f"What {name} said of each expectation in {round.reference_date:%B %Y}"
    table.is_stacked = table.is_drawn = True
    return table


def _expectation_row(
    each: OnExpectation, others: Sequence[OtherCouncils], code: str, within: Within
) -> dict[str, Any]:
    expectation = each.link.expectation
    address = within.to(f"/expectations/{expectation.slug}/")
    row: dict[str, Any] = {
        "shown_label": format_html('<a class="govuk-link" href="{}">{}</a>', address, each.label),
        "label": each.label,
        "expectation_code": expectation.slug,
        "due": expectation.due_label,
        "due_on": expectation.due_on,
        "answer_at": (each.said is None, -each.said.tone if each.said else 0),
        "answer": each.said.label if each.said else REASONS.get(each.reason, "No value"),
        "council_code": code,
        "option_code": each.said.key if each.said else "",
        "source": source_line(each.release),
    }
    for company in others:
        among = each.among[company.key]
        row[f"{company.key}_n"], row[f"{company.key}_missing"] = among.n, among.missing
        if each.said is not None:
            row[f"{company.key}_shown"] = same_words(among, each.said.key)
            row[f"{company.key}_same"] = None if among.n is None else among.same(each.said.key)
    return row


def measures_table(
    name: str, code: str, measures: Sequence[OnMeasure], others: Sequence[OtherCouncils]
) -> FigureTable:
    """A base beside its region, its type and those most like it, a row each."""
    columns: list[tuple[str, tables.Column]] = [
        ("what", ShownColumn("Share of, and beside whom", **sorts_by("base"))),
        ("base", Hidden("Share of")),
        ("code", Hidden("Measure and base code")),
        ("council_code", Hidden("Council code")),
        ("shown", ShownColumn(name, attrs=NUMERIC, **sorts_by("own"))),
        ("own", Hidden(f"{name}: rate, per cent")),
        ("group", Hidden("Beside")),
        ("position", ShownColumn("Where it stands", attrs=VERDICT, **sorts_by("above"))),
        ("higher", Hidden("Higher than")),
        ("lower", Hidden("Lower than")),
        ("level", Hidden("Level with")),
        ("near", Hidden("Within 3 percentage points")),
        ("others", Hidden("Others that gave both counts")),
        ("source", Hidden("Source")),
    ]
    rows = [_measure_row(each, company, code) for each in measures for company in others]
    table = FigureTable(rows, extra_columns=columns, order_by_field="measures-sort")
    releases = dict.fromkeys(each.release for each in measures)
    table.name, table.source = "measures", " ".join(map(source_line, releases))
    table.caption = f"{_titles(measures)}: {name} among other councils"
    table.note = f"The others are counted without {name}."
    table.is_stacked = True
    return table


def _measure_row(measure: OnMeasure, others: OtherCouncils, code: str) -> dict[str, Any]:
    position = measure.position(others.key)
    row: dict[str, Any] = {
        "what": f"{words.capital(measure.share_of)}: beside {others.name}",
        "base": measure.share_of,
        "code": f"{measure.base.measure.slug}/{measure.base.key}",
        "council_code": code,
        "shown": rate_words(measure.own) if measure.own is not None else "no value",
        "own": measure.own,
        "group": others.name,
        "position": words.capital(among_words(position, others)),
        "source": source_line(measure.release),
    }
    if position is not None:
        row |= {
            "higher": position.higher_than,
            "lower": position.lower_than,
            "level": position.level_with,
            "near": position.near,
            "others": len(position.others),
            "above": position.higher_than / (len(position.others) or 1),
        }
    return row


def shares_table(
    name: str,
    measure: OnMeasure,
    others: Sequence[OtherCouncils],
    around: Sequence[ReleasedReturn],
    within: Within,
) -> FigureTable:
    """Every dot of the strips of one base: the highest first."""
    columns: list[tuple[str, tables.Column]] = [
        ("council", ShownColumn("Council", **sorts_by("council_name"))),
        ("council_name", Hidden("Council")),
        ("council_code", Hidden("Council code")),
        ("shown", ShownColumn("Share", attrs=NUMERIC, **sorts_by("rate"))),
        ("rate", Hidden("Rate, per cent")),
        *((each.key, tables.Column(each.name)) for each in others),
        ("source", Hidden("Source")),
    ]
    rates = {told: rate for key in measure.others for told, rate in measure.others[key]}
    if measure.own is not None:
        rates[name] = measure.own
    source = source_line(measure.release)
    here = [each for each in around if each.release_id == measure.release.pk and each.name in rates]
    here.sort(key=lambda each: (-rates[each.name], each.name))
    rows = [_share_row(each, rates[each.name], others, within, source) for each in here]
    order = {"order_by_field": "shares-sort", "opens_by": "-shown"}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.source = f"shares-{measure.base.key}", source
    table.caption = f"Share of {measure.base.name}: every council beside {name}"
    return table


def _share_row(
    each: ReleasedReturn,
    rate: Decimal,
    others: Sequence[OtherCouncils],
    within: Within,
    source: str,
) -> dict[str, Any]:
    address = within.to(f"/councils/{each.slug}/")
    return {
        "council": format_html('<a class="govuk-link" href="{}">{}</a>', address, each.name),
        "council_name": each.name,
        "council_code": each.code,
        "shown": rate_words(rate),
        "rate": rate,
        **{company.key: "Yes" if each.council_id in company.councils else "" for company in others},
        "source": source,
    }


def through_time_table(name: str, region: str, measures: Sequence[OnMeasure]) -> FigureTable:
    """A base and a round a row: the council's rate beside its region's typical council."""
    columns: list[tuple[str, tables.Column]] = [
        ("round", ShownColumn("Position at", **sorts_by("on"))),
        ("day", Hidden("Position at")),
        ("base", tables.Column("Share of", **sorts_by("base"))),
        ("shown", ShownColumn(name, attrs=NUMERIC, **sorts_by("own"))),
        ("own", Hidden(f"{name}: rate, per cent")),
        (
            "typical_shown",
            ShownColumn(f"Typical council, {region}", attrs=NUMERIC, **sorts_by("typical")),
        ),
        ("typical", Hidden(f"Typical council, {region}: rate, per cent")),
        ("source", Hidden("Source")),
    ]
    rows = [
        {
            "round": f"{each.round.reference_date:%B %Y}",
            "day": words.day(each.round.reference_date),
            "on": each.round.reference_date,
            "base": measure.share_of,
            "shown": rate_words(each.own) if each.own is not None else "no value",
            "own": each.own,
            "typical_shown": rate_words(each.typical),
            "typical": each.typical,
            "source": source_line(each.release),
        }
        for measure in measures
        for each in measure.rounds
    ]
    order = {"order_by_field": "time-sort", "opens_by": "round" if len(measures) == 1 else ""}
    table = FigureTable(rows, extra_columns=columns, **order)
    releases = dict.fromkeys(each.release for measure in measures for each in measure.rounds)
    table.name, table.source = "through-time", " ".join(map(source_line, releases))
    table.caption = f"{_titles(measures)}: {name}, round by round"
    return table


def _titles(measures: Sequence[OnMeasure]) -> str:
    """Of one measure its title; of several all of them."""
    first, *others = dict.fromkeys(measure.base.measure.title for measure in measures)
    return words.join_words([first, *map(words.lower_first, others)])


def by_round_table(name: str, code: str, said: Sequence[SaidInRound]) -> FigureTable:
    """What the council said of an expectation, and what later came of it: a round a row."""
    columns: list[tuple[str, tables.Column]] = [
        ("label", tables.Column("Expectation", **sorts_by("label"))),
        ("expectation_code", Hidden("Expectation code")),
        ("round", ShownColumn("Position at", **sorts_by("on"))),
        ("day", Hidden("Position at")),
        ("told", tables.Column("Told as", **sorts_by("told"))),
        ("answer", tables.Column(name, **sorts_by("answer"))),
        ("council_code", Hidden("Council code")),
        ("source", Hidden("Source")),
    ]
    rows = [
        {
            "label": each.link.expectation.label,
            "expectation_code": each.link.expectation.slug,
            "round": f"{each.release.round.reference_date:%B %Y}",
            "day": words.day(each.release.round.reference_date),
            "on": each.release.round.reference_date,
            "told": f"{each.link.told}{f', {each.link.basis}' if each.link.basis else ''}",
            "answer": each.said or "No value",
            "council_code": code,
            "source": source_line(each.release),
        }
        for each in said
    ]
    table = FigureTable(rows, extra_columns=columns, order_by_field="rounds-sort")
    table.name, table.source = "by-round", source_lines(each.release for each in said)
    table.caption = f"What {name} said in more than one round, and what came of it"
    table.is_stacked = True
    return table
