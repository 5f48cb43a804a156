"""What the page of a comparison shows of it: words, charts and tables of the same values."""

from dataclasses import dataclass
from typing import Any

from milestones import charts, sentences
from milestones.compare import charts_councils, charts_rates, sentences_rates
from milestones.compare import sentences as sentences_compare
from milestones.compare.counted import title_counts
from milestones.compare.rates import ComparedRates
from milestones.compare.sentences_named import named_title
from milestones.compare.tables import chance_table, pairs_table
from milestones.compare.tables_rates import rates_table
from milestones.selection import Selection
from milestones.sentences_chance import such_pairs
from milestones.tables import council_answers_table, councils_rows
from ppf_site.charts.chart import Chart
from surveys.sentences import captioned
from surveys.tables import FigureTable, breakdown_table
from surveys.tables_reading import reading_table

from .compared import Compared, choices_of, councils_said


@dataclass(frozen=True, slots=True)
class Shown:
    """`rates` are of a measure, whose councils are told by their rates. `page` is the address at
    which it stays as it is."""

    selection: Selection
    compared: Compared
    rates: ComparedRates | None
    source: str
    page: str

    @property
    def charts(self) -> list[Chart]:
        """The areas' shares, with councils under them; of councils alone where each stands; and a
        measure's rates."""
        found = [self._areas() if self.compared.readings else None]
        if self.rates is not None:
            places = [area.place for area in self.compared.areas]
            found.append(
                charts_rates.rates(
                    places,
                    self.rates,
                    source=self.source,
                    page=self.page,
                    is_withheld=self._is_withheld,
                )
            )
        elif not self.compared.areas:
            found.append(self._councils())
        return [chart for chart in found if chart]

    @property
    def _is_withheld(self) -> bool:
        """The public reads nothing of councils, or groups of them, at an address that names any."""
        return not (self.compared.is_of_areas or self.selection.release.tells_all_of_councils)

    def _areas(self) -> Chart | None:
        said = self._councils_said()
        shares = sentences_compare.shares_sentence(self.compared.readings)
        return charts.compared(
            self.compared.readings,
            councils_said(self.selection, self.compared) if self.rates is None else [],
            title=sentences_compare.ends_title(self.compared.areas),
            summary=f"{shares} {said}".strip(),
            source=self.source,
            table="comparison",
            page=self.page,
            subject=sentences.heading(self.selection.subject),
            is_withheld=self._is_withheld,
        )

    def _councils(self) -> Chart | None:
        said, choices = councils_said(self.selection, self.compared), choices_of(self.compared)
        if self.compared.answer:
            rows = self.compared.councils
            said = charts_councils.about_one(said, rows, self.compared.answer)
            choices = [charts_councils.NAMED, charts_councils.NOT_NAMED]
        return charts_councils.answers(
            said,
            choices,
            title=self._title_of_councils(),
            summary=self._councils_said(),
            source=self.source,
            page=self.page,
            subject=sentences.heading(self.selection.subject),
            is_withheld=self._is_withheld,
        )

    def _councils_said(self) -> str:
        if self.rates is not None:
            return sentences_rates.councils_sentence(self.rates)
        labels = self.compared.places.labels
        question = self.selection.question
        return sentences_compare.councils_sentence(self.compared.councils, labels, question)

    def _title_of_councils(self) -> str:
        councils, labels = self.compared.councils, self.compared.places.labels
        if self.rates is not None and councils:
            return sentences_rates.page_title(self.rates)
        answer = self.compared.answer
        if answer is not None and len(councils) > 1:
            return named_title(self.selection.expectation.label, answer, councils)
        return sentences_compare.councils_title(self.selection.subject, councils, labels)

    @property
    def words(self) -> dict[str, Any]:
        """The sentence, the title and every pair, all from one list of readings. What a chart's
        rows or the title say is not in the sentence again."""
        compared, subject = self.compared, self.selection.subject
        readings, is_drawn = compared.readings, bool(self.charts)
        # Of several answers the chart tells one.
        said = "" if is_drawn and not compared.answer else self._councils_said()
        if not readings and self.rates is not None and compared.areas:
            amounts = self.rates.highest_first([area.place for area in compared.areas])
            return {
                "title": sentences_rates.areas_title(amounts, self.rates),
                "sentence": sentences_rates.areas_sentence(amounts, self.rates),
            }
        if not readings:
            return {"title": self._title_of_councils(), "sentence": said}
        title = sentences_compare.comparison_title(subject, compared.areas, compared.pairs)
        is_counted = title_counts(compared.areas, compared.pairs)
        areas_said = sentences_compare.sums_up(
            subject, readings, compared.pairs, is_counted=is_counted
        )
        told = [areas_said if areas_said != f"{title}." else "", said]
        tell = sentences_compare.pair_apart if is_drawn else sentences_compare.pair_sentence
        return {
            "title": title,
            "sentence": " ".join(filter(None, told)),
            "readings": [area.top for area in compared.by_share],
            "such_pairs": such_pairs(compared.such_pairs),
            "pairs": list(map(tell, compared.pairs)),
        }

    @property
    def tables(self) -> list[FigureTable]:
        found = self._area_tables() if self.compared.readings else []
        if self.rates is not None:
            areas = self.compared.by_share
            if not self.compared.readings:
                areas = self.rates.in_order(areas)
            found.append(rates_table(areas, self.rates, source=self.source))
        elif self.compared.councils:
            found.append(
                council_answers_table(
                    self.compared.councils,
                    self.compared.places.labels,
                    self.selection.question,
                    self.selection.within_round,
                    caption=captioned(self.selection.question, "By council"),
                    source=self.source,
                )
            )
        return found

    def _area_tables(self) -> list[FigureTable]:
        areas, label = self.compared.by_share, self.selection.subject.label
        asked = self.selection.expectation.label if self.compared.answer else label
        question, source = self.selection.question, self.source
        councils = self.compared.councils if self.rates is None else []
        found = [
            reading_table(
                [area.top for area in areas],
                name="comparison",
                caption=f"{areas[0].top.choice.label}: {asked}",
                source=source,
                sorts="sort",
                others=councils_rows(councils, self.compared.places.labels, question, source),
            )
        ]
        if self.compared.pairs:
            caption = f"The gaps: {label}"
            found.append(
                pairs_table(self.compared.pairs, caption=caption, source=source, sorts="pairs-sort")
            )
        every = breakdown_table(
            areas,
            name="all-answers",
            caption=question.text,
            source=source,
            within=self.selection.within,
            sorts="answers-sort",
            opens_by=f"-shown_{areas[0].top.choice.key}",
        )
        return [*found, every]

    @property
    def chance(self) -> FigureTable | None:
        pairs = self.compared.pairs
        if not pairs:
            return None
        rows = [
            (pair.left.place.name, pair, such)
            for pair, such in zip(pairs, self.compared.such_pairs, strict=True)
        ]
        caption = f"Could it be chance? {self.selection.subject.label}"
        return chance_table(rows, of="Area", caption=caption, source=self.source)
