"""What a region is called where it goes without its name: a letter, and an address of that."""

import copy
import hashlib
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from councils.models import Council, CouncilName
from milestones.library import Library
from ppf_site.found import as_words
from surveys.models import Release, ReleasedReturn

LEFT_OUT = "What it says of regions and councils by their names is left out here."
LETTERED = re.compile(r"region-[a-z]")
# The stop of "St. Helens" or of "N. Lincolnshire" ends no sentence.
BETWEEN = re.compile(r"(?<=[.!?])(?<!\b[Ss]t\.)(?<!\b[A-Za-z]\.)\s+")
# "Reading these figures" is no council: in small letters, or at the start of a sentence, and with
# what is read after it. "In Reading the rate is low" is one.
DOES_READ = re.compile(
    r"(?:\breading|(?:\A|(?<=[.!?]\s))Reading)"
    r"(?=\s+(?:an?|any|each|it|its|our|such|the|their|them|these|this|those|your)\b)"
)
OWNERS = re.compile(r"['’‘`]s\b", re.IGNORECASE)


def pseudonym(release: Release, regions: Sequence[str], slug: str) -> str:
    """ "Region C": the same in every release of one round, and in no order that names follow."""

    def shuffled(region: str) -> bytes:
        return hashlib.sha256(f"{release.round_id}/{region}".encode()).digest()

    return f"Region {chr(ord('A') + sorted(regions, key=shuffled).index(slug))}"


def address_of(name: str) -> str:
    """ "region-c" """
    return name.lower().replace(" ", "-")


def regions_in(library: Library, release: Release) -> list[str]:
    areas = library.editions[release.pk].areas.values()
    return [area.slug for area in areas if area.kind == "region"]


def names_in(library: Library, releases: Sequence[Release]) -> set[str]:
    """What the releases call their regions and councils, in full and for short, and what the
    register calls those that they did not ask, or called any of them before. One query."""
    areas = [area for each in releases for area in library.editions[each.pk].areas.values()]
    asked = ReleasedReturn.objects.filter(release__in=[each.pk for each in releases])
    called = asked.order_by().values_list("name", "short_name")
    now, ever = (
        rows.objects.order_by().values_list("name", "short_name") for rows in (Council, CouncilName)
    )
    every = called.union(now, ever)
    names = {name for both in every for name in both if name}
    return {area.name for area in areas if area.kind == "region"} | names


def region_behind(library: Library, letter: str) -> str:
    """The region that has the letter in the release that the library is of; the letter itself where
    none has: there is no such region."""
    release = library.releases[0]
    regions = regions_in(library, release)
    called = {address_of(pseudonym(release, regions, slug)): slug for slug in regions}
    return called.get(letter, letter)


def without(text: str, names: Collection[str]) -> str:
    """The text less its sentences that name any of these, and with what is left out said."""
    if not names or not text:
        return text
    sentences = BETWEEN.split(text)
    told = [sentence for sentence in sentences if not speaks_of(sentence, names)]
    return " ".join([*told, LEFT_OUT] if len(told) < len(sentences) else told)


def survey_without(release: Release, names: Collection[str]) -> Release:
    """The release with the words of its round less what names any of these: a title that does is
    none, but for its month."""
    if not names:
        return release
    told, round = copy.copy(release), copy.copy(release.round)
    if speaks_of(round.title, names):
        round.title = f"Survey of {round.reference_date:%B %Y}"
    if speaks_of(round.short_title, names):
        round.short_title = f"{round.reference_date:%B %Y}"
    for field in ("sponsor", "respondents"):
        if speaks_of(getattr(round, field), names):
            setattr(round, field, "")
    for field in ("illustrative", "caveats", "method"):
        setattr(round, field, without(getattr(round, field), names))
    told.round = round
    return told


def speaks_of(text: str, names: Collection[str]) -> bool:
    """Whether it names any of them, however it is spelt; "Durham's" is of Durham, and "St Helen's"
    may be of St Helens."""
    text = DOES_READ.sub("", text)
    told = [_spelt(text), _spelt(OWNERS.sub("", text))]
    return any(_spelt(name) in each for name in names for each in told)


@lru_cache(maxsize=2048)
def _spelt(text: str) -> str:
    """Its words between spaces, without the article that "Yorkshire & Humber" may lack."""
    words = re.findall(r"\w+", " ".join(as_words(text)))
    return f" {' '.join(word for word in words if word != 'the')} "
