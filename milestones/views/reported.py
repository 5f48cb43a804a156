"""Figures reported at the time beside what the held data gives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import slugify

from milestones.library import newest_releases
from milestones.models import ReportedFigure, Statement
from milestones.reported.about import Abouts
from milestones.reported.reconciled import AGREES, DIFFERS, UNKNOWN, HeldData, Reconciled, reconcile
from milestones.reported.sentences import (
    differences_sentence,
    is_read_from_words,
    own_words,
    reported_title,
)
from ppf_site import words
from ppf_site.pages import public_page, respond
from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Figure
from surveys.permissions import hides_few
from surveys.releases.matched import Matched, Pair, matched_sums
from surveys.releases.shown import ShownFigure, read
from surveys.tables import figure_address

PER_PAGE = 20
VERDICTS = {"agrees": AGREES, "differs": DIFFERS, "cannot-be-told": UNKNOWN}
PARAMS = ("source", "milestone", "verdict", "page")


@dataclass(frozen=True, slots=True)
class ReportedParams:
    """What of the list is shown. `misread` are those whose values it does not have."""

    source: str = ""
    milestone: str = ""
    verdict: str = ""
    page: int = 1
    misread: tuple[str, ...] = ()

    @classmethod
    def from_params(
        cls, params: QueryDict, sources: Mapping[str, str], milestones: Mapping[str, str]
    ) -> Self:
        offered = {"source": sources, "milestone": milestones, "verdict": VERDICTS}
        given = {name: params.get(name, "").strip() for name in offered}
        known = {name: value for name, value in given.items() if value in offered[name]}
        page = params.get("page", "").strip()
        misread = [name for name, value in given.items() if value and name not in known]
        misread += ["page"] if page and not (page.isdecimal() and int(page)) else []
        number = int(page) if page and "page" not in misread else 1
        return cls(**known, page=number, misread=tuple(misread))

    def in_words(self, sources: Mapping[str, str], milestones: Mapping[str, str]) -> list[str]:
        """What is chosen, to be read where the choices themselves are folded."""
        told = [sources.get(self.source, ""), milestones.get(self.milestone, "")]
        return [each for each in [*told, VERDICTS.get(self.verdict, "")] if each]

    def shows(self, row: Reconciled, abouts: Abouts) -> bool:
        reported = row.reported
        return (
            (not self.source or slugify(outlet(reported)) == self.source)
            and (not self.verdict or row.verdict == VERDICTS[self.verdict])
            and (not self.milestone or abouts.milestone_of(reported) == self.milestone)
        )


def outlet(reported: ReportedFigure) -> str:
    """Who printed it, without the day and the title: "Community Care"."""
    return reported.source.partition(",")[0].strip()


@public_page(*PARAMS)
def reported(request: HttpRequest) -> HttpResponse:
    listed = list(ReportedFigure.objects.all())
    releases, expectations = newest_releases(request.user)
    against = [figure.against.partition("/") for figure in listed]
    figures = read(
        Figure.objects.filter(release__in=releases).in_rounds(
            {figure.round for figure in listed} | {slug for slug, _, _ in against},
            {figure.question for figure in listed} | {key for _, _, key in against},
        ),
        request.user,
        releases,
    )
    data = HeldData(figures, expectations)
    data.matched = _matched(request, data.pairs(listed))
    rows = reconcile(listed, data)
    area_codes = {figure.area.slug: figure.area.code for figure in figures}
    abouts = Abouts.of(releases, expectations)
    sources = {slugify(outlet(figure)): outlet(figure) for figure in listed}
    params = ReportedParams.from_params(request.GET, sources, abouts.choosable)
    shown = [row for row in rows if params.shows(row, abouts)]
    page = Paginator(shown, PER_PAGE).get_page(params.page)
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "params": params,
        "sources": sorted(sources.items(), key=lambda each: each[1].lower()),
        "milestones": abouts.choices(listed, params.milestone),
        "statements": Statement.objects.visible_to(request.user).with_about(),
        "verdicts": [(key, words.capital(verdict)) for key, verdict in VERDICTS.items()],
        "chosen": params.in_words(sources, abouts.choosable),
        **_told(rows),
        "illustrative": max((figure.release.round.illustrative for figure in figures), default=""),
    }
    return respond(
        request,
        "milestones/reported.html",
        context,
        lambda: [_sheet(shown, area_codes, abouts)],
        unknown=params.misread,
    )


def _told(rows: Sequence[Reconciled]) -> dict[str, Any]:
    """What the page says of the whole list, whatever of it is shown."""
    counts = Counter(row.verdict for row in rows if row.held is not None)
    explained = sum(row.verdict == DIFFERS and bool(row.reported.known_difference) for row in rows)
    return {
        "description": "Figures that the press and reports gave at the time, beside what the "
        "councils’ answers give.",
        "title": reported_title(counts[AGREES], counts[AGREES] + counts[DIFFERS]),
        "differences": differences_sentence(explained, counts[DIFFERS] - explained),
        "untold": sum(row.verdict == UNKNOWN for row in rows),
    }


def _matched(
    request: HttpRequest, pairs: Sequence[tuple[ShownFigure, ShownFigure]]
) -> dict[Pair, Matched]:
    """Growth on matched councils, where it does not tell what a handful of them answered."""
    hidden = {
        figure.pk for pair in pairs for figure in pair if hides_few(request.user, figure.release)
    }
    return {
        pair: matched
        for pair, matched in matched_sums(pairs).items()
        if not (matched.is_of_few and hidden.intersection(pair))
    }


def _percent_and_words(reported: ReportedFigure) -> list[Cell]:
    """As printed: a percentage that is read from words stands in a column of its own."""
    is_read = is_read_from_words(reported)
    return [
        None if is_read else reported.percent,
        own_words(reported),
        reported.percent if is_read else None,
    ]


def _codes(row: Reconciled, area_codes: Mapping[str, str]) -> list[str]:
    reported = row.reported
    area = area_codes.get(reported.area_slug, "") or reported.area_slug
    figure = figure_address(row.held.figure_id) if row.held else ""
    return [reported.round, reported.question, reported.option, area, figure]


def _sheet(rows: list[Reconciled], area_codes: Mapping[str, str], abouts: Abouts) -> Sheet:
    header = ["No", "What was reported", "Area", "k", "n", "Per cent", "In words"]
    header += ["Per cent read from the words", "Source"]
    header += ["Published", "Address", "How it is held", "Held value", "Verdict", "Why they differ"]
    header += ["Round code", "Question code", "Option code", "Area code", "Figure"]
    header += ["Note", "Milestone"]
    return Sheet(
        name="reported-figures",
        title="Figures reported at the time beside what the held data gives",
        header=header,
        rows=[
            [
                row.reported.key,
                row.reported.what,
                row.reported.area,
                row.reported.numerator,
                row.reported.denominator,
                *_percent_and_words(row.reported),
                row.reported.source,
                row.reported.published,
                row.reported.url,
                row.reported.get_held_display(),
                row.held.words if row.held else "",
                row.verdict,
                row.reported.known_difference,
                *_codes(row, area_codes),
                row.reported.note,
                abouts.names.get(abouts.milestone_of(row.reported), ""),
            ]
            for row in rows
        ],
    )
