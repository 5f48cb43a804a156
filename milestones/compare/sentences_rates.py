"""What is said of a measure's rates beside each other, from the same values as their chart."""

from collections.abc import Sequence
from decimal import Decimal

from milestones.measures.sentences import rate_words
from milestones.sentences import spelled
from ppf_site import words
from surveys.stats import Amount

from .rates import ComparedRates, OwnRate, rate_name
from .sentences import FEW

# A name and its rate.
Told = tuple[str, Decimal]


def title(amounts: Sequence[Amount], told: ComparedRates) -> str:
    """ "All counted together: 35.0% in London; Derby 31.2%"; of many the ends; of councils alone
    as their page says it."""
    areas = [(each.place.within, each.pooled) for each in amounts if each.pooled is not None]
    if not areas:
        return page_title(told)
    councils = [councils_title(told)] if told.councils else []
    return "; ".join([f"All counted together: {_areas(areas)}", *councils])


def areas_title(amounts: Sequence[Amount], told: ComparedRates) -> str:
    """The same, for a page that tells nothing but the rates: with what these are of."""
    areas = [(each.place.within, each.pooled) for each in amounts if each.pooled is not None]
    councils = [councils_title(told)] if told.councils else []
    said = [_areas(areas)] if areas else [] if councils else ["no rate is told"]
    return f"{rate_name(told.base)}: {'; '.join([*said, *councils])}"


def areas_sentence(amounts: Sequence[Amount], told: ComparedRates) -> str:
    """ "All counted together; the typical council: 22.4% in London. Target: 30%."."""
    typical = [(each.place.within, each.typical) for each in amounts if each.typical is not None]
    half = f"; the typical council: {_areas(_highest_first(typical))}" if typical else ""
    together = f"All counted together{half}." if amounts else ""
    return " ".join(filter(None, [together, _target(told)]))


def _highest_first(areas: Sequence[tuple[str, Decimal]]) -> list[Told]:
    return sorted(areas, key=lambda each: -each[1])


def _target(told: ComparedRates) -> str:
    if told.target is None:
        return ""
    most = "" if told.base.measure.higher_is_better else "at most "
    return f"Target: {most}{words.number(told.target)}%."


def _areas(areas: Sequence[Told]) -> str:
    if len(areas) <= FEW:
        return words.join_words([f"{rate_words(rate)} {within}" for within, rate in areas])
    (best, most), (worst, least) = areas[0], areas[-1]
    if rate_words(most) == rate_words(least):
        return f"{rate_words(most)} in each of {words.number(len(areas))} areas"
    return f"from {rate_words(most)} {best} to {rate_words(least)} {worst}"


def page_title(told: ComparedRates) -> str:
    """Of councils alone, with what their rates are of, and the target where it is not said."""
    of = f"of {told.base.name}"
    if len(told.councils) <= FEW:
        target = "" if told.target is None else f" (target {words.number(told.target)}%)"
        return _few(told, f" {of}{target}")
    if not told.told:
        return councils_title(told)
    at = _at_target(told)
    return f"{at} {of}: {_ends(told.told)}" if at else f"{words.capital(_ends(told.told))} {of}"


def councils_title(told: ComparedRates) -> str:
    """A few councils each with its rate; of more how many are at the target, and the ends."""
    if len(told.councils) <= FEW:
        return _few(told)
    if not told.told:
        return f"None of these {spelled(len(told.councils))} councils gave a rate"
    return "; ".join(filter(None, [_at_target(told), _ends(told.told)]))


def _few(told: ComparedRates, of: str = "") -> str:
    """ "Leicester 50.5% and Derby 28.2% of all users; Rutland: no return"."""
    gave = words.join_words([_named(each) for each in told.told])
    silent = [f"{each.name}: {_in_full(told, each)}" for each in told.councils if not _gave(each)]
    return "; ".join([*([f"{gave}{of}"] if gave else []), *silent])


def _gave(each: OwnRate) -> bool:
    return each.rate is not None


def _named(each: OwnRate) -> str:
    return f"{each.name} {rate_words(each.rate)}"


def _at_target(told: ComparedRates) -> str:
    """ "Three of these five councils at 30% or more"; "" where no side of a target is told."""
    if told.target is None or not any(each.side for each in told.councils):
        return ""
    count, many = sum(each.is_at_target for each in told.councils), len(told.councils)
    some = "All" if count == many else words.capital(spelled(count)) if count else "None"
    return f"{some} of these {spelled(many)} councils at {told.at_target}"


def _ends(told: Sequence[OwnRate]) -> str:
    if len(told) == 1:
        return _named(told[0])
    if rate_words(told[0].rate) == rate_words(told[-1].rate):
        return f"{rate_words(told[0].rate)} each"
    return (
        f"from {rate_words(told[0].rate)} in {told[0].name} to {rate_words(told[-1].rate)} in "
        f"{told[-1].name}"
    )


def councils_sentence(told: ComparedRates) -> str:
    """ "Derby: 31.2%, 30% or more. Rutland: no return."; "" without councils."""
    return " ".join(f"{each.name}: {_in_full(told, each)}." for each in told.councils)


def _in_full(told: ComparedRates, each: OwnRate) -> str:
    if each.rate is None:
        return words.lower_first(each.said)
    side = words.lower_first(told.side_words(each))
    return f"{rate_words(each.rate)}{f' ({side})' if side else ''}"


def summary(amounts: Sequence[Amount], told: ComparedRates) -> str:
    """Each row of the chart in words."""
    areas = [
        f"{each.place.name}: {rate_words(each.pooled)} of all counted together, typical council "
        f"{rate_words(each.typical)}."
        for each in amounts
    ]
    return " ".join(filter(None, [*areas, councils_sentence(told), _target(told)]))
