"""Findings and sources in words, from the same values as the tables and charts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from councils.models import Council
from ppf_site import words

from .models import (
    Question,
    QuestionType,
    Release,
    ReleasedReturn,
    Round,
)
from .releases.shown import ShownFigure
from .stats import Amount, Base, Comparison, Reading, counted
from .values import REASONS, Value


def source_line(release: Release, base: Base | None = None) -> str:
    """Survey, date, base and release: what a figure must never be without.

    Made-up answers say so here, so that tables, pictures and files all carry it.
    """
    round = release.round
    parts = [round.title, f"position at {words.day(round.reference_date)}"]
    if base is not None and base.n is not None and base.required is not None:
        parts.append(f"{words.number(base.n)} of {words.number(base.required)} councils answered")
    parts.append(f"release {release.number}, {released_on(release)}")
    return f"Source: {'; '.join(parts)}. {round.illustrative}".strip()


def released_on(release: Release) -> str:
    shown = release.public_at or release.sector_at or release.compiled_at
    return words.day(shown)


def publishing_words(round: Round) -> str:
    """What of a round the public will see: councils read it before they answer."""
    if round.is_totals_only:
        return "The published totals. No council’s answers are held."
    rounded = (
        ""
        if round.discloses_small_counts
        else (" Counts of people under 5 are hidden, and others rounded to 5.")
    )
    if round.names_councils:
        return f"Every council’s answers, with its name.{rounded}"
    unanimous = (
        "also where every council of an area said the same, which tells what each said"
        if round.publishes_unanimous
        else "but not where every council of an area that answered said the same"
    )
    return (
        "Counts for England, its regions and the types of council, "
        f"{unanimous}. What a council answered stays with councils, regions and their national "
        "bodies: hidden from the public are numbers of fewer than 5 councils, spreads of fewer "
        "than 10, answers of fewer than 5, and what these would follow from."
        f"{rounded}"
    )


def about_sheet(release: Release, url: str) -> list[tuple[str, str]]:
    """What a downloaded file says of itself."""
    round = release.round
    about = [
        ("Source", source_line(release)),
        ("Sponsor", round.sponsor),
        ("Answered by", round.respondents),
        ("Method", round.method),
        ("Caveats", round.caveats),
        ("Address", url),
    ]
    if round.illustrative:
        about.insert(1, ("Note", round.illustrative))
    return [(label, text) for label, text in about if text]


def captioned(question: Question, part: str) -> str:
    """The question and how a table divides the answers, as two sentences."""
    text = question.text
    return f"{text} {part}" if text.endswith(("?", ".")) else f"{text}. {part}"


def k_of_n(reading: Reading) -> str:
    """ "8 of 9 (89%)"; where only a percentage was published, that and its qualifier."""
    if reading.withheld:
        return not_shown(reading.withheld)
    if reading.k is not None and reading.n is not None:
        return words.k_of_n(reading.k, reading.n)
    if reading.published is None:
        return "not published"
    return f"{published_percent(reading.published)}{in_its_words(reading.qualifier)}"


def published_percent(value: Decimal) -> str:
    """A percentage with the decimals that it was printed with: "60%", "29.2%"."""
    return f"{words.number(value)}%"


def in_its_words(qualifier: str) -> str:
    """What the source says around a number stays the source's: " (in the report’s words: only)"."""
    return f" (in the report’s words: {qualifier})" if qualifier else ""


ROUNDED = "Shares are rounded."


# By the reason that `surveys.releases.disclosure` gives.
WITHHELD = {
    "few": "so few councils that it would tell what each said",
    "with_others": "a hidden figure would follow from it",
    "with_parts": "beside the sums it is made of, it would tell of a few councils",
    "unanimous": "it would tell what every council said",
}


def not_shown(because: str) -> str:
    """Why a number is hidden from the public; never a zero, nor nothing."""
    return f"not shown: {WITHHELD[because]}"


def withheld_words(withheld: Mapping[str, str]) -> str:
    """What of a figure is hidden and why: "quartiles: so few councils that ..."; "" for none."""
    told = [f"{PARTS[part]}: {WITHHELD[because]}" for part, because in withheld.items()]
    return f"Not shown: {'; '.join(told)}." if told else ""


PARTS = {
    "counts": "who gave a value",
    "options": "the count of councils",
    "sum": "the sum",
    "pooled": "the pooled rate",
    "grossed_up": "the sum grossed up",
    "quartiles": "the spread of councils",
}


# What a council without a return did, by `ReleasedReturn.standing`.
SILENT = {
    "No return": "sent no return",
    "Declined": "declined",
    "Received on paper": "sent it on paper",
    "No longer required": "was no longer required to answer",
}
NOT_ASKED = "had signed before it was asked"


def missing_words(base: Base) -> str:
    """Who is not in the base, and why: "1 sent no return, 2 did not know"."""
    parts = [
        (base.no_return - base.declined - base.on_paper, SILENT["No return"]),
        (base.declined, SILENT["Declined"]),
        (base.on_paper, SILENT["Received on paper"]),
        (base.not_asked, NOT_ASKED),
        (base.skipped, "left it blank"),
        (base.did_not_know, "did not know"),
        (base.not_applicable, "said it does not apply"),
    ]
    told = [f"{words.number(count)} {what}" for count, what in parts if count]
    return words.join_words(told)


def bounds_words(reading: Reading) -> str:
    """How far those missing could move the share; empty if nobody is missing."""
    if reading.bounds is None or not reading.base.missing:
        return ""
    low, high = (words.rounded(100 * share, 1) for share in reading.bounds)
    who = missing_councils(reading.base.missing)
    return f"Whatever {who} would have said, the share is between {low}% and {high}%."


def missing_councils(count: int) -> str:
    """ "the one missing council", "the 2 missing councils"."""
    return (
        "the one missing council" if count == 1 else f"the {words.number(count)} missing councils"
    )


def doubt_words(pair: Comparison) -> str:
    """What could turn a gap that is not robust: "close: one council could turn it".

    Empty where it is robust, level or cannot be told.
    """
    told = counted(pair.left) is not None and counted(pair.right) is not None
    if not told or pair.is_robust or pair.verdict == "level":
        return ""
    missing = "" if pair.outlasts_missing else missing_councils(pair.missing or 0)
    if pair.outlasts_one_in_each:
        return f"{missing} could turn it"
    few = "one council in each area" if pair.outlasts_one else "one council"
    return f"close: {few} could turn it{f', and so could {missing}' if missing else ''}"


def gap_words(pair: Comparison) -> str:
    """Whether a gap is robust, as a sentence."""
    if pair.verdict == "level":
        return "The two shares are the same."
    doubt = doubt_words(pair)
    if doubt:
        return f"{doubt[:1].upper()}{doubt[1:]}."
    if not pair.is_robust:
        return "Whether this gap is robust cannot be told: the counts are not published."
    whatever = ""
    if pair.missing:
        whatever = f"whatever {missing_councils(pair.missing)} would have said, and "
    return f"The gap stays {whatever}if one council in each area had answered otherwise."


def points_words(pair: Comparison) -> str:
    """The gap in percentage points, and why it is not that of the shares shown."""
    if pair.points is None:
        return ""
    told = words.number(pair.points)
    return f"{told} (shares are rounded)" if pair.is_rounded else told


def others_words(reading: Reading, *, is_own: bool, is_counted: bool = True) -> str:
    """Of the others in an area, how many gave this answer: "of the 8 others, 2".

    A council that is counted in the area is no other to itself. A published share has no counts;
    empty where no other council answered.
    """
    if reading.k is None or reading.n is None:
        return k_of_n(reading)
    same, others = reading.k - (is_counted and is_own), reading.n - is_counted
    if not others:
        return ""
    who = "of the one other" if others == 1 else f"of the {words.number(others)} others"
    return f"{who}, {words.number(same) if same else 'none'}"


def value_words(question: Question, number: float | Decimal, *, blurred: bool = False) -> str:
    """A number with its unit: "£1,200", "340 people", "29.2%".

    Blurred, as disclosure control asks: people are "fewer than 5" or rounded to 5, and a share
    of people to the whole per cent.
    """
    if question.type == QuestionType.PERCENTAGE:
        return f"{words.rounded(float(number), 0 if blurred else 1)}%"
    if question.unit == "pounds":
        return words.pounds(number)
    whole = int(words.rounded(float(number)))
    if blurred and question.counts_people:
        told = "fewer than 5" if whole < 5 else words.number(5 * round(whole / 5))
        return f"{told} {question.unit}".strip()
    return f"{words.number(whole)} {question.unit}".strip()


def given_words(
    question: Question,
    value: Value,
    labels: Mapping[str, str] | None = None,
    *,
    blurred: bool = False,
) -> str:
    """What a council gave, or its reason for none, in words; "" for blank.

    `labels` are the options' words by their keys, where they are not to be read from the question.
    """
    if value.number is not None:
        return value_words(question, value.number, blurred=blurred)
    if value.choices and labels is None:
        labels = {option.key: option.label for option in question.offered}
    return chosen_words(value, labels or {}) or words.day(value.date) or value.text or ""


def chosen_words(value: Value, labels: Mapping[str, str]) -> str:
    """The options chosen, or the reason for no value; "" for any other value."""
    if value.reason:
        return REASONS[value.reason]
    return ", ".join(labels.get(key, key) for key in value.choices or ())


def silent_words(return_of: ReleasedReturn, question: Question) -> str:
    """Why a council’s row has no answer to show."""
    if not return_of.is_answered:
        return return_of.standing
    return "Left blank" if return_of.was_asked(question) else capital(NOT_ASKED)


def silent_verb(return_of: ReleasedReturn, question: Question | None = None) -> str:
    """The same after the council’s name: "declined", "left it blank"."""
    if not return_of.is_answered:
        return SILENT[return_of.standing]
    return NOT_ASKED if question and not return_of.was_asked(question) else "left it blank"


def silent_by_standing(returns: Iterable[ReleasedReturn]) -> list[tuple[str, list[Council]]]:
    """Who did not answer, by name, under how: "No return", "Declined", "Received on paper"."""
    found: dict[str, list[Council]] = {standing: [] for standing in SILENT}
    for return_of in returns:
        if not return_of.is_answered:
            found[return_of.standing].append(return_of.council)
    return [(standing, councils) for standing, councils in found.items() if councils]


def count_words(number: Decimal | None) -> str | Decimal | None:
    """A rounded count of people in a file: under 5 in words; None stays None."""
    return "fewer than 5" if number is not None and number < 5 else number


def spread_words(question: Question, amount: Amount | None) -> str:
    """The quartiles of the councils' own numbers; "" where there are none."""
    if amount is None or amount.quartiles is None:
        return ""
    names = ("Lower quartile", "typical council", "upper quartile")
    told = [
        value_words(question, quartile, blurred=amount.is_rounded) for quartile in amount.quartiles
    ]
    return ", ".join(f"{name} {words}" for name, words in zip(names, told, strict=True))


def total_words(question: Question, amount: Amount | None) -> str:
    """A number question in one area: the sum, or a rate's two readings, or what was published."""
    if amount is None:
        return ""

    def told(number: float | Decimal) -> str:
        return value_words(question, number, blurred=amount.is_rounded)

    if amount.published is not None:
        return f"{published_words(question, amount.published)}{in_its_words(amount.qualifier)}"
    typical = None if amount.typical is None else told(amount.typical)
    if amount.pooled is not None:
        pooled = f"{told(amount.pooled)} pooled"
        return f"{pooled}; typical council {typical}" if typical else pooled
    if amount.total is not None:
        return f"{told(amount.total)} in {words.plural(amount.base.gave_a_value, 'council')}"
    if amount.withheld:
        return capital(not_shown(amount.withheld))
    return f"{typical} in the typical council" if typical else "No council gave a number"


def published_words(question: Question, value: Decimal) -> str:
    """A number as it was printed: no decimal is added to a percentage."""
    if question.type == QuestionType.PERCENTAGE:
        return published_percent(value)
    return value_words(question, value)


def answer_words(
    return_of: ReleasedReturn,
    question: Question,
    labels: Mapping[str, str],
    *,
    blurred: bool = False,
) -> str:
    """What one council said, from its row with `given`; blurred where small counts are hidden.

    `labels` are the options' words by their keys.
    """
    if return_of.given is None:
        return silent_words(return_of, question)
    parts = dict(return_of.given)
    top, bottom = parts.pop("numerator"), parts.pop("denominator")
    told = given_words(question, Value.kept(**parts), labels, blurred=blurred)
    if bottom and not blurred:
        return f"{told} ({words.number(top)} of {words.number(bottom)})"
    return told


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def figure_title(figure: ShownFigure) -> str:
    """What the figure counts, in words."""
    where = figure.area.name
    if figure.question is None:
        return f"Returns received: {where}"
    if figure.option is not None:
        return f"“{figure.option.label}”: {figure.question.short_text}, {where}"
    return f"{figure.question.short_text}: {where}"


# By whether “not known” counts as an answer.
OPTION_FORMULA = {
    False: "Councils that gave this answer (k), of the councils that gave the question a value "
    "(n). Not known and not applicable are counted beside it and are not in the base.",
    True: "Councils that gave this answer (k), of the councils that gave the question a value or "
    "said that they did not know (n). Not applicable is counted beside it and is not in the base.",
}


def figure_formula(figure: ShownFigure) -> str:
    """How it is worked out."""
    question = figure.question
    if figure.published_percent is not None or figure.published_value is not None:
        return "A published total, held with its source. The answers behind it are not held."
    if question is None:
        return "Signed-off returns, of the councils whose return the round required."
    if figure.option is not None:
        return OPTION_FORMULA[question.counts_not_known]
    if question.derivation == "rate" and question.numerator and question.denominator:
        return (
            f"Pooled rate: the sum of “{question.numerator.short_text}” over the sum of "
            f"“{question.denominator.short_text}”, of the councils that gave both. The typical "
            "council is the median of the councils’ own rates."
        )
    if question.type == QuestionType.NUMBER:
        return (
            "The sum over the councils that gave a number, and the quartiles of their own numbers."
        )
    return "The base: the councils that gave the question a value."
