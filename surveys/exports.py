"""Files out: every figure of a release, and who answered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.http import HttpRequest

from ppf_site.mail import site_link
from ppf_site.pages import sheet_of
from ppf_site.spreadsheets import Cell, Sheet

from .columns import ANSWERS, FIGURES
from .models import Question, QuestionType, Release, ReleasedAnswer, ReleasedReturn
from .models.answers import value_of
from .releases.editions import Edition
from .releases.rounded import council_rate, rounded_count
from .releases.shown import ShownFigure
from .sentences import about_sheet, source_line
from .sentences_values import FEW, given_words, withheld_words
from .stats import Reading
from .tables import FigureTable, figure_address


def sheets_of(
    request: HttpRequest, release: Release | None, tables: Sequence[FigureTable]
) -> list[Sheet]:
    """A page's tables as files, which name the address that they were asked for at."""
    about = about_sheet(release, site_link(request.get_full_path())) if release else []
    return [sheet_of(table, about) for table in tables]


def figures_sheet(release: Release, figures: Sequence[ShownFigure], url: str) -> Sheet:
    """Every figure of the release, one a row, unrounded unless small counts are to be hidden."""
    source = source_line(release)
    return Sheet(
        name=f"{release.round.slug}-figures",
        title=f"Every figure of {release}",
        header=[column.name for column in FIGURES],
        rows=[_figure_row(figure, source) for figure in figures],
        about=about_sheet(release, url),
    )


def _figure_row(figure: ShownFigure, source: str) -> list[Cell]:
    hides_counts = "counts" in figure.withheld
    return [
        figure.pk,
        figure_address(figure.pk),
        figure.area.name,
        figure.area.code or figure.area.slug,
        figure.question.key if figure.question else "response",
        figure.question.text if figure.question else "Returns received",
        figure.option.label if figure.option else "",
        figure.option.key if figure.option else "",
        figure.k,
        figure.n,
        figure.k / figure.n if figure.k is not None and figure.n else None,
        figure.required,
        None if hides_counts else figure.not_known,
        None if hides_counts else figure.not_applicable,
        figure.no_return,
        figure.declined,
        figure.on_paper,
        None if hides_counts else figure.not_asked,
        *_amounts(figure),
        *figure.dates.in_order,
        figure.published_percent,
        figure.published_value,
        figure.qualifier,
        withheld_words(figure.withheld),
        figure.source or source,
    ]


def _amounts(figure: ShownFigure) -> list[Cell]:
    """The numbers of a figure; counts of people as the reader may see them."""
    names = ["sum", "lower_quartile", "median", "upper_quartile"]
    names += ["numerator", "denominator", "grossed_up"]
    return [FEW if name in figure.few else getattr(figure, name) for name in names]


def response_sheet(release: Release, response: Sequence[Reading]) -> Sheet:
    return Sheet(
        name="response",
        title=f"Returns received in {release.round.title}",
        header=[
            *("Area", "Area code", "Figure", "Answered", "Required", "Share", "Without a return"),
            *("Of these declined", "Of these received on paper", "Source"),
        ],
        rows=[
            [
                *(
                    reading.place.name,
                    reading.place.code_in_files,
                    figure_address(reading.figure_id),
                ),
                *(reading.k, reading.n, reading.share),
                *(reading.base.no_return, reading.base.declined, reading.base.on_paper),
                source_line(release),
            ]
            for reading in response
        ],
    )


def returns_sheet(release: Release, returns: Sequence[ReleasedReturn]) -> Sheet:
    """Council by council whether it answered, and how it did not."""
    return Sheet(
        name="returns",
        title=f"Which councils answered {release.round.title}",
        header=["Council", "Code", "Region", "Type", "Return", "Source"],
        rows=[
            [
                *(return_of.name, return_of.code, return_of.region_name),
                return_of.get_council_type_display(),
                *(return_of.standing, source_line(release)),
            ]
            for return_of in returns
        ],
    )


def answers_table(
    edition: Edition,
    returns: Sequence[ReleasedReturn],
    answers: Sequence[ReleasedAnswer],
    *,
    is_blurred: bool,
) -> Sheet:
    """What each council that had to answer said to each question, one a row; blurred where small
    counts are hidden."""
    labels = {
        pk: {option.key: option.label for option in edition.options_of(question)}
        for pk, question in edition.questions.items()
    }
    said = {(answer.council_id, answer.question_id): answer for answer in answers}
    return Sheet(
        name="answers",
        title="What each council answered",
        header=[column.name for column in ANSWERS],
        rows=[
            [
                return_of.name,
                return_of.code,
                *_said_row(question, answer, labels, is_blurred),
            ]
            for return_of in returns
            for question in edition.questions_in_order
            if return_of.is_required
            and (answer := said.get((return_of.council_id, question.pk))) is not None
        ],
    )


def _said_row(
    question: Question,
    answer: ReleasedAnswer,
    labels: Mapping[int, Mapping[str, str]],
    is_blurred: bool,
) -> list[Cell]:
    numbers = (answer.number, answer.numerator, answer.denominator)
    number, top, bottom = numbers_told(question, *numbers, is_blurred=is_blurred)
    return [
        question.key,
        given_words(question, value_of(answer), labels[question.pk], blurred=is_blurred),
        ",".join(answer.choices or ()),
        number,
        answer.date,
        answer.reason,
        top,
        bottom,
    ]


def numbers_told(
    question: Question,
    number: Decimal | None,
    top: Decimal | None,
    bottom: Decimal | None,
    *,
    is_blurred: bool,
) -> list[Cell]:
    """A council's number, and of a rate what it was worked out from, which tells the counts."""
    if not (is_blurred and question.may_be_of_people) or number is None:
        return [number, top, bottom]
    if question.type == QuestionType.PERCENTAGE:
        return [council_rate(question, number, is_blurred=True), None, None]
    rounded = rounded_count(number)
    return [FEW if rounded.value is None else rounded.value, None, None]
