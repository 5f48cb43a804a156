"""Numbers, shares and dates as the site writes them: plain values in, words out."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# From this base on, a percentage has one decimal.
LARGE_BASE = 1000


def rounded(value: Fraction | float, places: int = 0) -> Decimal:
    """Halves away from zero, as the published figures were rounded."""
    exact = Decimal(repr(value)) if isinstance(value, float) else _as_decimal(value)
    # No minus before a zero.
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def _as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def percent(k: float, n: float) -> str:
    """ "89%" on a base under 1,000, "60.3%" above; "" when there is no base."""
    return f"{rounded_percent(k, n)}%" if n else ""


def rounded_percent(k: float, n: float) -> Decimal:
    """k of n in per cent with the decimals that `percent` shows; n is not 0."""
    return rounded(Fraction(k) / Fraction(n) * 100, 1 if n >= LARGE_BASE else 0)


def share_percent(share: float | None) -> str:
    """A share whose base is not at hand, to the whole per cent; "" for None."""
    return "" if share is None else f"{rounded(Fraction(repr(share)) * 100)}%"


def k_of_n(k: int, n: int) -> str:
    """ "8 of 9 (89%)": the count first, the percentage second."""
    counts = f"{number(k)} of {number(n)}"
    return f"{counts} ({percent(k, n)})" if n else counts


def number(value: float | Decimal | None) -> str:
    """ "1,234,567"; decimals only where the value has them; a true minus sign."""
    if value is None:
        return ""
    text = f"{value + 0:,}"  # no minus before a zero
    if isinstance(value, float | Decimal) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")


def under(heading: str, row: str) -> str:
    """A row read with the heading above it: "Is it in place? Homes", "How ready are: Homes"."""
    mark = "" if heading.endswith(("?", ".", "!", ":", "…")) else ":"
    return f"{heading}{mark} {row}"


def pounds(value: float | Decimal | None) -> str:
    """Whole pounds: "£681,000,000"."""
    if value is None:
        return ""
    whole = rounded(value if isinstance(value, float) else Fraction(value))
    sign = "\N{MINUS SIGN}" if whole < 0 else ""
    return f"{sign}£{abs(whole):,}"


def day(value: date | None) -> str:
    """ "31 March 2011", of a date or of a moment by London's clocks; "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(LONDON)
    return f"{value.day} {value:%B %Y}"


def printed(text: str) -> str:
    """ "27 May 2010" of "2010-05-27", "May 2010" of "2010-05"; anything else as it is."""
    with suppress(ValueError):
        return day(date.fromisoformat(text))
    with suppress(ValueError):
        return f"{date.fromisoformat(f'{text}-01'):%B %Y}"
    return text


def day_and_time(value: datetime | None) -> str:
    """ "31 March 2011, 5:30pm" by London's clocks."""
    if value is None:
        return ""
    return f"{day(value)}, {clock(value)}"


def clock(value: datetime | time) -> str:
    """ "5:30pm", by London's clocks."""
    local = value
    if isinstance(value, datetime) and value.tzinfo is not None:
        local = value.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


# Words that keep their capital within a sentence, though nothing in them shows it.
NAMES = {"England", "English", "London"}


def lower_first(text: str) -> str:
    """A label within a sentence: "very likely", but "NHS trusts", "R&D" and "London boroughs"."""
    first = text.partition(" ")[0]
    if first in NAMES or any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """As a sentence begins, its other letters as they are."""
    return text[:1].upper() + text[1:]


def with_article(noun: str) -> str:
    """ "a contributor", "an analyst": by the letter that it begins with."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def the(region: str) -> str:
    """The name in a sentence: the South West, but London and East of England."""
    with_article = region.startswith(("North ", "South ", "East ", "West "))
    return f"the {region}" if with_article else region


def share_words(k: int, n: int) -> str:
    """A share as a sentence begins with it: "all 9", "none of the 9", "8 of the 9"."""
    if n and k == n:
        return "the only one" if n == 1 else ("both" if n == 2 else f"all {number(n)}")
    if k == 0:
        return f"none of the {number(n)}"
    return f"{number(k)} of the {number(n)}"


def count_of(k: int, n: int, noun: str) -> str:
    """ "8 of 9 councils", "1 of 1 council"."""
    return f"{number(k)} of {plural(n, noun)}"


def plural(count: int, noun: str, many: str = "") -> str:
    """ "1 council", "9 councils"."""
    return f"{number(count)} {noun if count == 1 else many or noun + 's'}"
