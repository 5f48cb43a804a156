"""What the public would see less of if a release were narrowed: worked out, and not yet done.

What one release of a round tells, its others tell too: so names, small counts and answers of one
mind are narrowed in all of them at once. Where councils are no longer named, numbers have to be
hidden, and in the same areas of all releases that stay public: then what their figures say of
the answers that did not change, and of the changes, are two sums apart, and neither helps with
the other. The changes themselves are told; where few councils made one, only the newer release
stays public.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from surveys.models import Release
from surveys.models.releases import Stage
from surveys.models.rounds import PROMISED
from surveys.releases.sentences import publishing_words

from .corrections import tells_anything
from .disclosure import Hidden, Rules, find_hidden
from .disclosure_cells import Contents
from .withholding import all_of, compare_with_before, contents_of, stored_of, with_others

TAKE_BACK = "take_back"
NOT_PUBLIC = "Nothing of its numbers: they are for councils, regions and their national bodies."


@dataclass(frozen=True, slots=True)
class Narrower:
    """One release as it will be: with fewer promises, perhaps taken back, with more hidden.

    `is_called_off`: it was to become public, and would tell of few beside the release before.
    """

    release: Release
    before: str
    after: str
    hides: Hidden
    is_taken_back: bool = False
    is_called_off: bool = False

    @property
    def count(self) -> int:
        """How many more numbers are hidden."""
        return sum(map(len, self.hides.values()))


def what_can_go(release: Release) -> list[str]:
    """What the public sees of it, or will once it is public, and need not."""
    promised = [] if release.is_totals_only else PROMISED
    wide = [name for name in promised if getattr(release, name)]
    return [*wide, TAKE_BACK] if release.stage == Stage.PUBLIC else wide


def narrower_by(
    release: Release, *, fields: Collection[str], takes_back: bool = False
) -> list[Narrower]:
    """Each release of the round that would show less, the first one first."""
    plan = NarrowingPlan(release, fields=[name for name in PROMISED if name in fields])
    taken = {release.pk} if takes_back and release.stage == Stage.PUBLIC else set()
    plan.take_back(taken)
    return [each for each in map(plan.of, plan.releases) if each is not None]


@dataclass
class NarrowingPlan:
    chosen: Release
    fields: Sequence[str] = field(kw_only=True)
    taken: set[int] = field(default_factory=set)
    hidden: dict[int, Hidden] = field(default_factory=dict)

    @cached_property
    def releases(self) -> list[Release]:
        rows = Release.objects.exclude(compiled_at=None).filter(round=self.chosen.round_id)
        return list(rows.select_related("round").order_by("number"))

    @cached_property
    def narrowed(self) -> dict[int, Release]:
        """Each as it will be, without having been saved."""
        return {release.pk: self.with_less(release) for release in self.releases}

    @cached_property
    def contents(self) -> Mapping[int, Contents]:
        return {release.pk: contents_of(release) for release in self.releases}

    def with_less(self, release: Release) -> Release:
        less = copy(release)
        for name in self.fields:
            setattr(less, name, False)
        return less

    def stops_naming(self, release: Release) -> bool:
        return release.names_councils and "names_councils" in self.fields

    def take_back(self, taken: Collection[int]) -> None:
        """Decide which stay public, then what those and the others hide."""
        self.taken = set(taken)
        ours = Release.objects.public().filter(round=self.chosen.round_id)
        stay = set(ours.values_list("pk", flat=True)).difference(taken)
        out = [release for release in self.releases if release.pk in stay]
        if any(map(self.stops_naming, out)):
            out = self.that_tell_nothing(out)
        if {"names_councils", "publishes_unanimous"} & {*self.fields}:
            self.hide(out)

    def that_tell_nothing(self, out: Sequence[Release]) -> list[Release]:
        """The newest, and the earlier ones that tell nothing beside those; the rest go back."""
        stay: list[Release] = []
        for release in reversed(out):
            own = self.contents[release.pk]
            if any(tells_anything(own, self.contents[newer.pk]) for newer in stay):
                self.taken.add(release.pk)
            else:
                stay.append(release)
        return stay

    def hide(self, out: Sequence[Release]) -> None:
        for release in self.releases:
            less = self.narrowed[release.pk]
            if less.names_councils or less.round.is_totals_only:
                continue
            rules = Rules(publishes_unanimous=less.publishes_unanimous)
            self.hidden[release.pk] = find_hidden(self.contents[release.pk], rules)
        together = [release.pk for release in out if release.pk in self.hidden]
        held = [stored_of(release) for release in out if release.pk in together]
        everything = all_of([*held, *(self.hidden[pk] for pk in together)])
        for pk in together:
            self.hidden[pk] = with_others(self.hidden[pk], everything)

    def of(self, release: Release) -> Narrower | None:
        """None for one of which nothing changes."""
        less = self.narrowed[release.pk]
        is_public = release.stage == Stage.PUBLIC
        taken = release.pk in self.taken
        is_coming = not is_public and not release.taken_back_at
        if self.stops_naming(release) and is_coming and release.pk in self.hidden:
            own = self.contents[release.pk]
            self.hidden[release.pk] = compare_with_before(less, own, self.hidden[release.pk])
        called_off = less.tells_few and not release.tells_few and release.public_at is not None
        further = further_than(stored_of(release), self.hidden.get(release.pk, {}))
        changes = any(getattr(less, name) != getattr(release, name) for name in PROMISED)
        if not (taken or changes or further):
            return None
        if called_off:
            less.public_at = None
        return Narrower(
            release=less,
            before=publishing_words(release),
            after=NOT_PUBLIC if taken else publishing_words(less),
            hides=further,
            is_taken_back=taken,
            is_called_off=called_off,
        )


def further_than(stored: Hidden, wanted: Hidden) -> Hidden:
    """The parts that are not withheld yet, of figures that the release has."""
    further = {
        at: {part: why for part, why in parts.items() if part not in stored[at]}
        for at, parts in wanted.items()
        if at in stored
    }
    return {at: parts for at, parts in further.items() if parts}
