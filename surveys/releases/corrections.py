"""What a correction tells to those who kept a release before it: whose answers changed."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from surveys.stats import FEWEST

from .disclosure_cells import ENGLAND, Contents, Entry, Places, Respondent, Where
from .disclosure_groups import small_groups

Figure = TypeVar("Figure", bound=Hashable)
Councils = dict[int, tuple[Respondent, Mapping[str, Entry]]]


def changed_by_area(before: Contents, after: Contents) -> dict[Where, set[int]]:
    """The councils whose answers changed, came in or left, by area; only areas with any.

    A council that moved between areas changed in both.
    """
    changed: dict[Where, set[int]] = {}
    _each_change(before, after, lambda where, council, _: _note(changed, where, council))
    return changed


def changed_by_figure(before: Contents, after: Contents) -> dict[tuple[str, Where], set[int]]:
    """The same for each question: of seven councils that changed, one may have in this one."""
    changed: dict[tuple[str, Where], set[int]] = {}

    def note(where: Where, council: int, questions: Collection[str]) -> None:
        for key in questions:
            _note(changed, (key, where), council)

    _each_change(before, after, note)
    return changed


def that_tell(changed: Mapping[Figure, Collection[int]]) -> list[Figure]:
    """Where 1 to 4 councils changed: the old figure less the new one is theirs alone."""
    return [figure for figure, councils in changed.items() if 0 < len(councils) < FEWEST]


def tells(changed: Mapping[Figure, Collection[int]]) -> bool:
    """Whether a correction tells the answers of so few to whoever kept the old figures."""
    return bool(that_tell(changed))


def tells_anything(before: Contents, after: Contents) -> bool:
    """Whether both together tell what 1 to 4 councils changed in any question.

    Closer than what a correction is asked for: by question, and also for councils that are left
    when areas are subtracted from one another.
    """
    changed = changed_by_figure(before, after)
    if tells(changed_by_area(before, after)) or tells(changed):
        return True
    by_question = {key: councils for (key, where), councils in changed.items() if where == ENGLAND}
    councils = {each.council: each for each in (*before.respondents, *after.respondents)}
    for those in by_question.values():
        places = Places(replace(councils[council], is_answered=True) for council in those)
        if small_groups(places, places.inside, places.returned):
            return True
    return False


def _each_change(
    before: Contents, after: Contents, note: Callable[[Where, int, Collection[str]], None]
) -> None:
    old, new = _answered(before), _answered(after)
    for council in old.keys() | new.keys():
        was, now = old.get(council), new.get(council)
        earlier = was[1] if was else {}
        later = now[1] if now else {}
        places = {where for version in (was, now) if version for where in _areas_of(version[0])}
        has_moved = was is None or now is None or _areas_of(was[0]) != _areas_of(now[0])
        questions = {
            key
            for key in earlier.keys() | later.keys()
            if has_moved or earlier.get(key) != later.get(key)
        }
        if questions or has_moved:
            for where in places:
                note(where, council, questions)


def _answered(contents: Contents) -> Councils:
    return {
        respondent.council: (respondent, contents.entries.get(respondent.council, {}))
        for respondent in contents.respondents
        if respondent.is_answered
    }


def _areas_of(respondent: Respondent) -> set[Where]:
    return {ENGLAND, Where("region", respondent.region), Where("type", respondent.type)}


def _note(changed: dict[Figure, set[int]], figure: Figure, council: int) -> None:
    changed.setdefault(figure, set()).add(council)
