"""Findings and sources in words, from the same values as the tables and charts."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from ppf_site import words

from .models import (
    Question,
    QuestionType,
    Release,
)
from .releases.editions import Edition, edition_of
from .releases.shown import ShownFigure
from .sentences_values import (
    NOT_ASKED,
    SILENT,
    as_printed,
    not_shown,
)
from .stats import Base, Reading
from .stats_compare import Comparison, counted


def source_lines(releases: Iterable[Release]) -> str:
    """Of what comes from several releases each, in short; what is said of all of them, once."""
    every = list(dict.fromkeys(releases))
    if len(every) == 1:
        return source_line(every[0])
    named = {
        each: f"{each.round.title} ({words.day(each.round.reference_date)}, release {each.number})."
        for each in every
    }
    said = {each.round.illustrative for each in every}
    if len(said) == 1:
        return f"Sources: {' '.join([*named.values(), *said])}".strip()
    told = [f"{name} {each.round.illustrative}".strip() for each, name in named.items()]
    return f"Sources: {' '.join(told)}"


def source_line(release: Release, base: Base | None = None, did: str = "answered") -> str:
    """Survey, date, base and release: what a figure must never be without. `did`: of the base.

    Made-up answers say so here, so that tables, pictures and files all carry it.
    """
    round = release.round
    parts = [round.title, f"position at {words.day(round.reference_date)}"]
    if base is not None and base.n is not None and base.required is not None:
        asked = "chosen councils" if edition_of(release).chosen_of else "councils"
        parts.append(f"{words.number(base.n)} of {words.number(base.required)} {asked} {did}")
    parts.append(f"release {release.number}, {released_on(release)}")
    return f"Source: {'; '.join(parts)}. {round.illustrative}".strip()


def released_on(release: Release) -> str:
    shown = release.public_at or release.sector_at or release.compiled_at
    return words.day(shown)


def citation(release: Release, address: str) -> str:
    """As a reference list has it: who, what, of which day, which release, where it stays."""
    round = release.round
    return (
        f"{round.sponsor}. {round.title}, position at {words.day(round.reference_date)}. Release "
        f"{release.number}, {released_on(release)}. {settings.SITE_NAME}. {address}"
    )


def announcement(release: Release, edition: Edition, *, is_public: bool) -> str:
    """What a release brings, for who follows them; of one that went back, that it did."""
    if not is_public:
        return "Its numbers are no longer public. Its page says why, and which release holds now."
    answered = (
        "Published totals."
        if release.is_totals_only
        else f"{words.count_of(edition.answered, edition.required, 'council')} answered."
    )
    changed = f"A correction. {release.note} " if release.number > 1 else ""
    return f"{changed}{answered} {release.round.illustrative}".strip()


def chosen_words(edition: Edition) -> str:
    """That not all councils were asked; "" where they were. How many were, the response says."""
    if edition.chosen_of is None:
        return ""
    there_were = f"{words.number(edition.chosen_of)} that there were"
    day = words.day(edition.round.reference_date)
    return (
        f"Only chosen councils were asked, not all of the {there_were} on {day}. What they say is "
        f"not of the others.{_why_chosen(edition)}"
    )


def _why_chosen(edition: Edition) -> str:
    """In the words of whoever chose them."""
    if not edition.chosen_why:
        return ""
    reasons = "; ".join(f"“{reason}”" for reason in edition.chosen_why)
    # A reason that is a sentence brings its own full stop.
    return f" Why these: {reasons}{'' if reasons.endswith('.”') else '.'}"


def who_answered(edition: Edition) -> str:
    """Of whom the figures for England are: "England", or only those that were asked."""
    if edition.chosen_of is None:
        return "England"
    if edition.required == 1:
        return "the council asked"
    return f"the {words.plural(edition.required, 'council')} asked"


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
    return "".join(as_printed(reading.published, reading.qualifier))


ROUNDED = "Shares are rounded."


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
    share = f"the share in {words.the(reading.place.name)}"
    return f"Whatever {who} would have said, {share} is {low}% to {high}%."


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
        return f"{words.capital(doubt)}."
    if not pair.is_robust:
        why = "shown" if pair.left.withheld or pair.right.withheld else "published"
        return f"Whether this gap is robust cannot be told: the counts are not {why}."
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


FORMULA: dict[str, str] = {
    QuestionType.NUMBER: "The sum over the councils that gave a number, and the quartiles of their "
    "own numbers.",
    QuestionType.DATE: "Of the dates in their order, the first by which a quarter, half and three "
    "quarters of the councils that gave one had theirs. Half is the typical council.",
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
            f"All counted together: the sum of “{question.numerator.short_text}” over the sum of "
            f"“{question.denominator.short_text}”, of the councils that gave both. The typical "
            "council is the median of the councils’ own rates."
        )
    return FORMULA.get(question.type, "The base: the councils that gave the question a value.")


def same_words(
    readings: Sequence[Reading], choices: Sequence[str], *, own: Sequence[str] | None
) -> str:
    """How many others gave these answers. `own` are the council's in that release, if any.

    None: it is not in the base, so all who answered are others.
    """
    same = [reading for reading in readings if reading.choice.key in choices]
    told = [
        others_words(reading, is_own=reading.choice.key in (own or ()), is_counted=own is not None)
        for reading in same
    ]
    if not all(told):
        return "no other council answered"
    if len(same) == 1:
        return f"{told[0]} said the same"
    return "; ".join(
        f"{reading.choice.label}: {said}" for reading, said in zip(same, told, strict=True)
    )
