"""What every chart on the site is: a drawing, a finding as its title, a sentence, a source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .drawing import Bars, Swatch
from .lines import Lines
from .looks import Look
from .tiles import Tiles

Drawing = Bars | Lines | Tiles


@dataclass(frozen=True)
class Chart:
    """Draw with templates/_chart.html.

    `table_id` is the element with the same numbers; `page` is the address at which the page with
    this chart stays as it is. `subject` is what the page says before it: a chart that stands alone
    says so itself. `is_withheld`: the public does not see it, or not like this, at its address.
    """

    key: str
    title: str
    summary: str
    source: str
    drawing: Drawing
    table_id: str = ""
    page: str = ""
    subject: str = ""
    is_withheld: bool = False

    @property
    def title_alone(self) -> str:
        """Its title where it stands without its page."""
        return f"{self.subject}: {self.title}" if self.subject else self.title

    @property
    def png(self) -> str:
        """The address of the chart as a picture, under that of its page."""
        return self._picture("png")

    @property
    def svg(self) -> str:
        return self._picture("svg")

    @property
    def embedded(self) -> str:
        """The address of the chart alone, for pages of other sites."""
        return self._picture("html")

    @property
    def values(self) -> str:
        """The address of the chart for plotly.js. Empty where pointing at it tells nothing more:
        few ever ask for it, and making it takes longer than drawing the chart."""
        return self._picture("json") if self.page and self.drawing.has_values else ""

    @property
    def is_pinned(self) -> bool:
        """Whether its page is a release's own, so that it shows the same for good."""
        return self.page.startswith("/releases/")

    @property
    def is_for_others(self) -> bool:
        """Whether others may show it on their own pages: there it is what the public sees."""
        return self.is_pinned and not self.is_withheld

    def _picture(self, form: str) -> str:
        path, mark, query = self.page.partition("?")
        return f"{path}{self.key}.{form}{mark}{query}"

    @property
    def told(self) -> list[str]:
        """The chart in words: the summary, then each row as it is drawn but for what the summary
        says of it already."""
        return [self.summary, *self._rows_told, self.source]

    @property
    def _rows_told(self) -> Iterator[str]:
        for name, said in self.drawing.told:
            parts = [part for part in said if f"{name}: {part}" not in self.summary]
            if parts:
                yield f"{name}: {'; '.join(parts)}."

    @property
    def legend(self) -> Sequence[Swatch]:
        return self.drawing.legend

    @property
    def hatches(self) -> list[Look]:
        """The looks of this chart that are hatched."""
        found = [look for look in self.drawing.looks if look.hatch]
        return sorted(found, key=lambda look: look.name)

    @property
    def spec(self) -> dict[str, Any]:
        """The same chart for plotly.js, as plain JSON: what is at the address of its values. Its
        summary says which drawing it belongs to, should the page have changed since."""
        return {"summary": self.summary, **self.drawing.spec}


def to_share(charts: Sequence[Chart | None]) -> Chart | None:
    """Whose picture goes with a page's link: of a release before one that changes."""
    drawn = [chart for chart in charts if chart]
    return next((chart for chart in drawn if chart.is_pinned), next(iter(drawn), None))
