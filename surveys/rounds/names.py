"""Names that lists could not tell apart: one rule, for each form and each file."""

from collections.abc import Iterable, Iterator
from itertools import count

from surveys.models import Grid, Question, Round

from .file import RoundFile

LONGEST_SHORT_TITLE = 40


def why_name_taken(round: Round | None, typed: str, own: Question) -> str:
    """Rows of a grid are told apart by its heading; what stands by itself, by its short name.
    What has its name already keeps it, where it stands."""
    if _keeps(own, None, typed):
        return ""
    others = Question.objects.filter(round=round, grid=None, short_text__iexact=typed)
    if round and typed and others.exclude(pk=own.pk).exists():
        told = f"“{typed}” is the short name of another of this round. Lists could not tell them"
        return f"{told} apart: choose another."
    return ""


def why_row_taken(grid: Grid | None, typed: Iterable[str], own: Question) -> str:
    """In one grid a row has only its name. One that comes from elsewhere brings none."""
    others = grid.questions.exclude(pk=own.pk) if grid else Question.objects.none()
    held = {name.casefold() for name in others.values_list("short_text", flat=True)}
    for name in typed:
        if name.casefold() in held and not _keeps(own, grid, name):
            told = f"“{name}” is the name of another row of this grid. Lists could not tell them"
            return f"{told} apart: choose another."
        held.add(name.casefold())
    return ""


def _keeps(own: Question, grid: Grid | None, name: str) -> bool:
    held = (own.grid_id, own.short_text)
    return own.pk is not None and held == (grid.pk if grid else None, name)


def why_titles_taken(title: str, short_title: str, own: Round | None) -> str:
    """Lists of rounds have both titles. A round keeps those that it has."""
    if not title or (own and (own.title, own.short_title) == (title, short_title)):
        return ""
    others = Round.objects.filter(title__iexact=title, short_title__iexact=short_title)
    if own:
        others = others.exclude(pk=own.pk)
    if not others.exists():
        return ""
    return (
        f"Another round is called “{title} ({short_title})”. Choose another short title, so that "
        "lists can tell them apart."
    )


def free_short_title(title: str, short_title: str) -> str:
    """The one that is given to a new round, or one with a number that no round of its title has."""
    for number in count(1):
        ending = f" ({number})" if number > 1 else ""
        found = f"{short_title[: LONGEST_SHORT_TITLE - len(ending)]}{ending}"
        if not why_titles_taken(title, found, None):
            return found
    raise AssertionError


def names_taken(file: RoundFile, names_from: Round | None = None) -> Iterator[str]:
    """Of a round's file: its titles beside those of other rounds, and its questions' names. Those
    that the round has already, or the one that it is a copy of, stay."""
    own = Round.objects.filter(slug=file.round.slug).first()
    why = why_titles_taken(file.round.title, file.round.short_title, own)
    if why:
        yield f"round.short_title: {why}"
    there = own or names_from
    rows = there.questions.values_list("key", "grid__key", "short_text") if there else ()
    held = {key: (grid, name) for key, grid, name in rows}
    first: dict[tuple[str | None, str], str] = {}
    for part in (question for section in file.sections for question in section.questions):
        place = (part.grid, part.short_text.casefold())
        twin = first.setdefault(place, part.key)
        grid, name = held.get(twin, (None, ""))
        keep_it = held.get(part.key) == (part.grid, part.short_text)
        keep_it = keep_it and (grid, name.casefold()) == place
        if twin != part.key and not keep_it:
            told = f"“{part.short_text}” is the short name of “{twin}” too"
            yield f"questions.{part.key}: {told}. Lists could not tell them apart: choose another."
