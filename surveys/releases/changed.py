"""Every number of a round's figures that differs between two of its releases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from councils.permissions import Person
from ppf_site import words
from surveys.models import Figure, QuestionType, Release
from surveys.sentences_values import FEW, published_percent, value_words
from surveys.stats_change import Number, Share, size_of_number, size_of_share

from .disclosure_cells import Part
from .shown import ShownFigure, read, rounded_amount

# What of a figure is a number of the councils' own numbers, and what pages call it.
AMOUNTS = {
    "sum": "Sum",
    "pooled": "Pooled rate",
    "numerator": "Sum above the line",
    "denominator": "Sum below the line",
    "lower_quartile": "Lower quartile",
    "median": "Typical council (median)",
    "upper_quartile": "Upper quartile",
    "grossed_up": "Grossed up to all required councils",
    "published_value": "As printed",
}
# Of these the unit is not that of the rate that they make.
OF_PARTS = {"numerator", "denominator"}
DATES = ("Earliest", "A quarter by", "Half by", "Three quarters by", "Latest")
COUNTS = {
    "n": "Councils in the base",
    "not_known": "Councils that did not know",
    "not_applicable": "Councils to which it does not apply",
    "no_return": "Councils without a return",
}
NOT_THERE = "not there"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One number, before and after, in words and as files have it. `size` puts them in order."""

    figure: ShownFigure
    what: str
    before: str
    after: str
    before_value: Number | float
    after_value: Number | float
    size: float

    @property
    def about(self) -> str:
        """The question, or that it is the response."""
        return self.figure.question.short_text if self.figure.question else "Returns received"


def changes_between(
    before: Iterable[ShownFigure], after: Iterable[ShownFigure]
) -> Sequence[FigureChange]:
    """The largest first, then as the figures are listed. What is hidden at one end is left out:
    hiding it changed no figure."""
    old, new = ({_key(each): each for each in figures} for figures in (before, after))
    pairs = [(old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])]
    found = [change for pair in pairs for change in _changes(*pair)]
    return sorted(found, key=lambda change: (-change.size, change.figure.order))


def read_changes(before: Release, after: Release, person: Person) -> Sequence[FigureChange]:
    """Of what the person may see of both. Three queries at the most."""
    figures = read(Figure.objects.of_releases([before, after]), person, [before, after])
    old = [figure for figure in figures if figure.release_id == before.pk]
    return changes_between(old, [figure for figure in figures if figure.release_id == after.pk])


def compared_with(release: Release | None, *, of_round: int) -> Release | None:
    """What the public had before this release, or would have before the next; else the release
    before it, if there is one."""
    earlier = Release.objects.filter(round=of_round).exclude(compiled_at=None)
    newest = earlier.order_by("-number") if release is None else earlier.before(release)
    return (newest & Release.objects.ever_public()).first() or newest.first()


def _key(figure: ShownFigure) -> tuple[int | None, int | None, int]:
    return figure.question_id, figure.option_id, figure.area.pk


@dataclass(frozen=True, slots=True)
class NumberTold:
    """A number at one end: in words, as it is compared, and as files have it: of a few people
    there is no value. `is_hidden`: there is one, and it is not to be told."""

    words: str = NOT_THERE
    compared: object = None
    value: Number | float = None
    is_hidden: bool = False


ABSENT = NumberTold()
HIDDEN = NumberTold(is_hidden=True)
Numbered = Iterator[tuple[str, NumberTold, NumberTold, float]]


def _changes(before: ShownFigure | None, after: ShownFigure | None) -> Iterator[FigureChange]:
    figure = after or before
    if figure is None:
        return
    ends = [each for each in (before, after) if each is not None]
    hides = any(each.withheld for each in ends)
    question = figure.question
    if question is None or figure.option is not None:
        rows = _shares(before, after)
    else:
        rows = _numbers(before, after, is_percent=question.type == QuestionType.PERCENTAGE)
    for what, left, right, size in rows:
        is_hidden = hides and (left.compared is None or right.compared is None)
        is_hidden = is_hidden or left.is_hidden or right.is_hidden
        if left.compared != right.compared and not is_hidden:
            far = size if len(ends) == 2 else 1.0
            yield FigureChange(figure, what, left.words, right.words, left.value, right.value, far)


def _shares(before: ShownFigure | None, after: ShownFigure | None) -> Numbered:
    left, right = _share(before), _share(after)
    is_answer = any(each is not None and each.option for each in (before, after))
    what = "Councils that gave this answer" if is_answer else "Councils that answered"
    yield what, _told(left), _told(right), size_of_share(left, right)


def _share(figure: ShownFigure | None) -> Share:
    return Share(figure.k, figure.n, figure.published_percent) if figure else Share(None, None)


def _told(share: Share) -> NumberTold:
    if share.k is not None and share.n is not None:
        return NumberTold(words.k_of_n(share.k, share.n), share, share.share)
    if share.printed is None:
        return ABSENT
    return NumberTold(published_percent(share.printed), share, share.share)


def _numbers(
    before: ShownFigure | None, after: ShownFigure | None, *, is_percent: bool
) -> Numbered:
    required = max((each.required or 0 for each in (before, after) if each), default=0)
    for name, what in COUNTS.items():
        left, right = _count(before, name), _count(after, name)
        counts = [_count_of(each, name) or 0 for each in (before, after)]
        yield what, left, right, size_of_share(*(Share(count, required) for count in counts))
    for name, what in AMOUNTS.items():
        ends = [getattr(each, name, None) for each in (before, after)]
        in_points = is_percent and name not in OF_PARTS
        size = size_of_number(*ends, is_percent=in_points)
        if not _is_only_rounded(before, after, name):
            yield what, _amount(before, name), _amount(after, name), size
    for place, what in enumerate(DATES):
        left, right = _date(before, place), _date(after, place)
        yield what, left, right, size_of_number(left.value, right.value)


def _count(figure: ShownFigure | None, name: str) -> NumberTold:
    count = _count_of(figure, name)
    return ABSENT if count is None else NumberTold(words.number(count), count, Decimal(count))


def _count_of(figure: ShownFigure | None, name: str) -> int | None:
    """Where the base is hidden, so is who is not in it."""
    hides = figure is not None and Part.COUNTS in figure.withheld and name != "no_return"
    return None if hides else getattr(figure, name, None)


def _amount(figure: ShownFigure | None, name: str) -> NumberTold:
    value: Decimal | None = getattr(figure, name, None)
    if figure is None or figure.question is None:
        return ABSENT
    if name == "pooled" and figure.few & OF_PARTS:
        return HIDDEN
    if value is None:
        return ABSENT
    is_few = name in figure.few
    if name in OF_PARTS:
        told = FEW if is_few else words.number(value)
    else:
        told = value_words(figure.question, value, blurred=figure.is_rounded)
    return NumberTold(told, value, None if is_few else value)


def _is_only_rounded(before: ShownFigure | None, after: ShownFigure | None, name: str) -> bool:
    """Whether the one is the other, rounded: how much a release tells is no change of a figure."""
    if before is None or after is None or before.is_rounded == after.is_rounded:
        return False
    if name == "pooled":
        return all(_is_only_rounded(before, after, part) for part in OF_PARTS)
    rounded, exact = (before, after) if before.is_rounded else (after, before)
    told, value = getattr(rounded, name), getattr(exact, name)
    if exact.question is None or value is None:
        return False
    return bool(told == rounded_amount(exact.question, name, value))


def _date(figure: ShownFigure | None, place: int) -> NumberTold:
    day = figure.dates.in_order[place] if figure else None
    return ABSENT if day is None else NumberTold(words.day(day), day, day)
