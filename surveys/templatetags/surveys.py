"""A release's numbers in words, for templates. Loaded everywhere."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from councils import whose_form
from councils.models import Council, Succession, User
from councils.permissions import Person, access_of, may_run_rounds
from ppf_site import words
from ppf_site.mail import site_link
from ppf_site.templatetags.site import breakable
from surveys import sentences, sentences_values
from surveys.models import Question, Release, ReleasedReturn, Return, Round
from surveys.models.releases import Stage
from surveys.permissions import enters_from_paper, may_follow_returns
from surveys.releases import sentences as publishing
from surveys.releases.editions import edition_of
from surveys.releases.results import QuestionResult
from surveys.returns.next_step import NextStep, next_steps_of
from surveys.stats import Base, Reading, do_not_add_up

register = template.Library()


@register.filter
def form_mark(person: User) -> str:
    return whose_form.mark_of(person)


@register.filter
def reading_words(reading: Reading) -> str:
    return sentences.k_of_n(reading)


@register.filter
def printed_share(reading: Reading) -> str:
    """A share that was published alone; its source’s words stand beside it elsewhere."""
    if reading.published is None:
        return ""
    return sentences_values.as_printed(reading.published, reading.qualifier)[0]


@register.simple_tag(takes_context=True)
def citation(context: RequestContext, release: Release, cite: str = "") -> SafeString:
    """Of the page in its release, at the address where it stays: a pinned page is there already."""
    is_there = context.get("fixed") and context.get("canonical")
    address = context["canonical"] if is_there else site_link(cite or release.get_absolute_url())
    reference = sentences.citation(release, address).removesuffix(address)
    return format_html("{}{}", reference, breakable(address))


@register.filter
def chosen_only(release: Release | None) -> str:
    """That not all councils were asked, and why; "" where all were."""
    return sentences.chosen_words(edition_of(release)) if release else ""


@register.filter
def publishing_words(round: Round | Release) -> str:
    return publishing.publishing_words(round)


@register.filter
def share_a_day(releases: Sequence[Release]) -> bool:
    """Whether two of them became public on one day: then their times tell them apart."""
    days = [timezone.localdate(each.public_at) for each in releases if each.public_at]
    return len(days) > len(set(days))


@register.simple_tag(takes_context=True)
def told_before_others(
    context: RequestContext, release: Release, also: Iterable[Release] | None
) -> dict[str, list[str]]:
    """For whoever the page is made for: a person, or all who see the same."""
    person = context["request"].user
    told = publishing.told_before_others(release, also or (), person)
    return {seen.value: texts for seen, texts in told.items()}


@register.simple_tag
def all_public(release: Release | None, also: Iterable[Release] | None) -> bool:
    """Whether everybody sees the page's own release, and all others that the page draws on."""
    drawn_on = [*([release] if release else []), *(also or ())]
    return bool(drawn_on) and all(each.stage == Stage.PUBLIC for each in drawn_on)


@register.filter
def missing_words(base: Base) -> str:
    return sentences.missing_words(base)


@register.filter
def silent_verb(return_of: ReleasedReturn) -> str:
    return sentences_values.silent_verb(return_of)


@register.filter
def result_words(result: QuestionResult) -> str:
    return sentences_values.result_words(result)


@register.filter
def spread_words(result: QuestionResult) -> str:
    return sentences_values.result_spread_words(result)


@register.filter
def rounded_words(readings: Sequence[Reading]) -> str:
    """That shares are rounded, where those shown do not add up to 100; else empty."""
    return sentences.ROUNDED if do_not_add_up(readings) else ""


@register.filter
def in_unit(value: Decimal | None, question: Question) -> str:
    return "" if value is None else sentences_values.value_words(question, value)


@register.filter
def requires(return_of: Return, question: Question) -> bool:
    return return_of.requires(question)


@register.filter
def whole(value: Decimal | None) -> str:
    return "" if value is None else words.number(words.rounded(float(value)))


@register.filter
def succession_words(kind: str) -> str:
    return str(Succession.Kind(kind).label).lower()


@register.simple_tag
def next_steps(user: Person) -> list[NextStep]:
    """What a person of a council has to do next, of each return that is open."""
    return next_steps_of(user)


@register.filter
def own_places(user: Person) -> list[tuple[str, str]]:
    """The pages of the person's own council or region, by name where there are several."""
    if not isinstance(user, User):
        return []
    places = [role.council or role.region for role in user.roles_in_force]
    found = list(dict.fromkeys(place for place in places if place))
    if len(found) > 1:
        return [(place.name, place.get_absolute_url()) for place in found]
    kind = "Your council" if any(isinstance(place, Council) for place in found) else "Your region"
    return [(kind, place.get_absolute_url()) for place in found]


@register.filter
def own_councils(user: Person) -> list[Council]:
    """Those that the person works for: first in lists of councils."""
    if not isinstance(user, User):
        return []
    return list(dict.fromkeys(role.council for role in user.roles_in_force if role.council))


@register.filter
def has_own_council(user: Person) -> bool:
    """Whether returns of a council are this person's work."""
    return bool(access_of(user).council_ids)


@register.filter
def is_entered_by(return_of: Return, user: Person) -> bool:
    """Whether the person fills it in on the council's behalf, from paper."""
    return enters_from_paper(user, return_of)


@register.filter
def runs_rounds(user: Person) -> bool:
    return may_run_rounds(user)


@register.filter
def follows_returns(user: Person) -> bool:
    """Whether the pages of /manage/ are for this person."""
    return may_follow_returns(user)
