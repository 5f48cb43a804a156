"""One section of a return as a person has it before them: its questions, answers and colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404

from councils.models import User
from surveys.models import Question, Return, Section
from surveys.opening import why_read_only

from .fields import AnswerField, Block, blocks_of, fields_of, still_unsaved
from .outcomes import Outcome
from .stored import Stored, read_again, stored_in
from .typed import Typed


@dataclass(frozen=True, slots=True)
class SectionPage:
    return_of: Return
    section: Section
    fields: list[AnswerField]
    before: Section | None
    after: Section | None
    closed: str
    me: User

    @property
    def blocks(self) -> list[Block]:
        return blocks_of(self.fields)

    @property
    def stored(self) -> list[Stored]:
        return [field.stored for field in self.fields]

    @property
    def answered(self) -> int:
        return sum(not stored.value.is_blank for stored in self.stored)

    def with_typed(self, typed: Mapping[str, Typed]) -> SectionPage:
        """What was typed stands in the boxes, by the questions' keys. None of it is saved."""
        return replace(self, fields=fields_of(self.stored, typed, {}, me=self.me))

    def with_own_unsaved(self) -> SectionPage:
        """What the person typed and could not save stands in the boxes until it is decided."""
        own = {
            row.question.key: Typed.of_kept(row.typed)
            for stored in self.stored
            for row in stored.unsaved
            if row.user == self.me
        }
        outcomes = {
            stored.key: still_unsaved(stored, own[stored.key])
            for stored in self.stored
            if stored.key in own
        }
        return replace(self, fields=fields_of(self.stored, own, outcomes, me=self.me))

    def after_saving(
        self, typed: Mapping[str, Typed], outcomes: Mapping[str, Outcome]
    ) -> SectionPage:
        """Read again; in the boxes still stands what could not be saved."""
        stored = read_again(self.return_of, self.section, self.stored)
        return replace(self, fields=fields_of(stored, typed, outcomes, me=self.me))


def section_or_404(return_of: Return, key: str, *, me: User) -> SectionPage:
    """The section with everything beside its questions, in a handful of queries."""
    asked = Question.objects.asked_in(return_of.round_id).values("section")
    sections = list(Section.objects.filter(round=return_of.round_id, pk__in=asked))
    place = next((at for at, each in enumerate(sections) if each.key == key), None)
    if place is None:
        raise Http404
    section = sections[place]
    return SectionPage(
        return_of=return_of,
        section=section,
        fields=fields_of(stored_in(return_of, section), {}, {}, me=me),
        before=sections[place - 1] if place else None,
        after=next(iter(sections[place + 1 :]), None),
        closed=why_read_only(return_of, section),
        me=me,
    )
