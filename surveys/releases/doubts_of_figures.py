"""Figures for England that moved a lot since the last comparable round, once they are there."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from councils.permissions import NATIONAL_BODIES
from ppf_site import words
from surveys.answers.previous import COMPARABLE
from surveys.models import Figure, Question, Release
from surveys.sentences_values import value_words
from surveys.stats_change import times_of_a_lot

from .doubts import Doubt
from .shown import ShownFigure, read


def doubts_of_figures(release: Release) -> list[Doubt]:
    """A sentence for each question, of the figure that moved furthest. As published: each round's
    own councils. Regions are left out: of nine councils, two are 22 points."""
    follows = Question.objects.filter(
        round=release.round_id, follows__isnull=False, comparability__in=list(COMPARABLE)
    )
    earlier = {was: now for was, now in follows.values_list("follows", "pk") if was}
    before = _of_england(_last_released(earlier), list(earlier))
    if not before:
        return []
    after = _of_england([release], list(earlier.values()))
    return [
        doubt
        for was, now in earlier.items()
        if was in before and now in after
        for doubt in _moved(before[was], after[now])
    ]


def _last_released(earlier: Iterable[int]) -> list[Release]:
    of_them = Release.objects.filter(round__questions__in=list(earlier)).exclude(compiled_at=None)
    return list(of_them.newest_of_each_round().select_related("round").distinct())


Of = Mapping[int, list[ShownFigure]]


def _of_england(releases: list[Release], questions: list[int]) -> Of:
    figures = Figure.objects.of_releases(releases).of_questions(questions).in_areas("england")
    found: dict[int, list[ShownFigure]] = {}
    for figure in read(figures, NATIONAL_BODIES, releases) if releases else []:
        found.setdefault(figure.question_id or 0, []).append(figure)
    return found


def _moved(before: list[ShownFigure], after: list[ShownFigure]) -> Iterator[Doubt]:
    old = {figure.option.key if figure.option else "": figure for figure in before}
    pairs = [
        (old[key], figure)
        for figure in after
        if (key := figure.option.key if figure.option else "") in old
    ]
    far = [(_times(*pair), pair) for pair in pairs]
    times, pair = max(far, key=lambda each: each[0], default=(Decimal(0), None))
    if pair is not None and times >= 1:
        yield Doubt(_words(*pair))


def _times(before: ShownFigure, after: ShownFigure) -> Decimal:
    """In the measure of what is a lot; 0 where there is nothing to compare."""
    left, right = _number(before), _number(after)
    if left is None or right is None:
        return Decimal(0)
    return times_of_a_lot(left, right, is_percent=_is_share(after))


def _is_share(figure: ShownFigure) -> bool:
    return figure.option is not None or (
        figure.question is not None and figure.question.type == "percentage"
    )


def _number(figure: ShownFigure) -> Decimal | None:
    """Of an answer its share in per cent, of a rate the pooled one, of a number the median: a sum
    moves with who answers."""
    if figure.option is not None:
        if figure.k is not None and figure.n:
            return 100 * Decimal(figure.k) / figure.n
        return figure.published_percent
    return figure.pooled if figure.pooled is not None else figure.median


def _words(before: ShownFigure, after: ShownFigure) -> str:
    assert after.question is not None
    about = f"“{after.question.short_text}”"
    if after.option is not None:
        about += f", “{after.option.label}”"
    return (
        f"{about}: {_said(after)} in England, and {_said(before)} in "
        f"{before.release.round.short_title}."
    )


def _said(figure: ShownFigure) -> str:
    if figure.option is not None and figure.k is not None and figure.n:
        return words.k_of_n(figure.k, figure.n)
    number = _number(figure)
    assert number is not None and figure.question is not None
    if figure.option is not None:
        return f"{words.number(number)}%"
    told = value_words(figure.question, number)
    return told if figure.pooled is not None else f"{told} in the typical council"
