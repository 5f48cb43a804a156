"""What of a round or a release others see, in words: for councils before they answer, for those who
run it, and for those who see it first."""

from collections.abc import Iterable
from enum import StrEnum

from councils.permissions import Person, access_of
from ppf_site import words
from surveys.models import Release, Round
from surveys.models.releases import Stage
from surveys.stats import FEWEST

from .disclosure import is_few


def publishing_words(round: Round | Release) -> str:
    """What of a round the public will see, as councils read it before they answer; or of one
    release, which may have been narrowed since."""
    if round.is_totals_only:
        return "The published totals. No council’s answers are held."
    rounded = (
        ""
        if round.discloses_small_counts
        else (" Counts of people under 5 are hidden, and others rounded to 5.")
    )
    if round.names_councils:
        return f"Every council’s answers, with its name.{rounded}"
    unanimous = (
        "also where every council of an area said the same, which tells what each said"
        if round.publishes_unanimous
        else "but not where every council of an area that answered said the same"
    )
    return (
        "Counts for England, its regions and the types of council, "
        f"{unanimous}. What a council answered stays with councils, regions and their national "
        "bodies: hidden from the public are numbers of fewer than 5 councils, spreads of fewer "
        "than 10, the earliest and latest of dates, answers of fewer than 5, and what these would "
        "follow from."
        f"{rounded}"
    )


def embargo_words(release: Release) -> str:
    """For who sees a release before the sector does; "" once that does."""
    if release.stage != Stage.PREVIEW:
        return ""
    until = (
        f"until {words.day_and_time(release.sector_at)}, London time"
        if release.sector_at
        else "until it is opened to councils, regions and national bodies"
    )
    return (
        f"Under embargo {until}: do not pass it on. Only those who run rounds see it, and those "
        "who are named on it."
    )


def seen_before_others(release: Release, person: Person, *, of: str = "") -> str:
    """For who reads more of a release than the public does, once the sector reads it; "" for all
    others, and of what is the same for everybody. It is the same for all of an audience. `of`
    names the release, where it is one of several."""
    access = access_of(person)
    if not access.is_sector or release.stage == Stage.PREVIEW:
        return ""
    who = "as somebody who runs rounds" if access.is_national else "as somebody of the sector"
    if release.stage != Stage.PUBLIC:
        return f"{_why_not_public(release)}: you see it {who}."
    more = _not_for_readers(release)
    named = f", of {of}" if of else ""
    return f"You see more here than the public does, {who}{named}: {more}." if more else ""


class Seen(StrEnum):
    """Why somebody sees what others do not."""

    EMBARGO = "embargo"
    EARLY = "early"
    MORE = "more"


def told_before_others(
    release: Release, also: Iterable[Release], person: Person
) -> dict[Seen, list[str]]:
    """Of a page's own release, and by name of the others that the page draws on. That there is
    more to see than the public does is said of others only where it is not said of its own."""
    others = list({each.pk: each for each in also if each.pk != release.pk}.values())
    told = {seen: [text] for seen, text in [_seen(release, person)] if text}
    for each in others:
        seen, text = _seen(each, person)
        if text and seen != Seen.MORE:
            named = f"{each.round.title}: {words.lower_first(text)}"
            told.setdefault(seen, []).append(named)
    if Seen.MORE not in told:
        told |= _more_of(others, person)
    return told


def _seen(release: Release, person: Person) -> tuple[Seen, str]:
    if release.stage == Stage.PREVIEW:
        return Seen.EMBARGO, embargo_words(release)
    seen = Seen.MORE if release.stage == Stage.PUBLIC else Seen.EARLY
    return seen, seen_before_others(release, person)


def _more_of(releases: Iterable[Release], person: Person) -> dict[Seen, list[str]]:
    """Of all of which there is the same to see, once."""
    titles: dict[str, list[str]] = {}
    public = [each for each in releases if each.stage == Stage.PUBLIC]
    for each in public:
        titles.setdefault(_not_for_readers(each), []).append(each.round.title)
    texts = [
        seen_before_others(each, person, of=words.join_words(titles.pop(more)))
        for each in public
        if (more := _not_for_readers(each)) in titles
    ]
    told = [text for text in texts if text]
    return {Seen.MORE: told} if told else {}


def _why_not_public(release: Release) -> str:
    if release.taken_back_at:
        return "No longer public"
    if release.public_at:
        return f"Not public until {words.day_and_time(release.public_at)}, London time"
    return "Not public yet"


def _not_for_readers(release: Release) -> str:
    """What the pages of a public release keep from the public."""
    if release.is_totals_only:
        return ""
    if not release.names_councils:
        return "what each council answered, and numbers that would tell of a few councils"
    return "" if release.discloses_small_counts else "counts of people as they are"


def nothing_public(round: Round, asked: int) -> str:
    """Said while it can be changed: that so few are asked that every figure of theirs would be
    hidden. "" where they are enough, or are published by name."""
    if round.names_councils or round.is_totals_only or not is_few(asked):
        return ""
    are = f"{words.plural(asked, 'council')} {'is' if asked == 1 else 'are'}"
    return (
        f"{are} asked. As this round is set, the public will see no answers of theirs: figures on "
        f"fewer than {FEWEST} councils are not shown."
    )
