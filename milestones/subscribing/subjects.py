"""What a reader asks to be told of, from the address of the form; and whom a release concerns."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from councils.models import Region
from milestones.editions import links_of, rates_of
from milestones.models import Expectation, Programme, Subscription
from milestones.models.subscriptions import SubscriptionQuerySet
from ppf_site.pages import Lost, Suggestion
from surveys.models import Figure, Release, Round
from surveys.releases.editions import edition_of

READER = AnonymousUser()
KINDS = ("round", "programme", "expectation", "region")


def subject_of(params: QueryDict) -> dict[str, Any]:
    """The field of a subscription that the address names, none of them for all releases.

    Of what readers may know alone. Raises Lost for anything else.
    """
    sources: Mapping[str, Any] = {
        "round": Round.objects.visible_to(READER),
        "programme": Programme.objects.visible_to(READER),
        "expectation": Expectation.objects.visible_to(READER),
        "region": Region.objects.all(),
    }
    for kind in KINDS:
        slug = params.get(kind, "").replace("\x00", "").strip()
        if not slug:
            continue
        found = sources[kind].filter(slug=slug).first()
        if found is None:
            raise Lost(
                f"There is no {kind} called “{slug}” to be told of.",
                [Suggestion("Be told of every release", "/tell-me/")],
            )
        return {kind: found}
    return {}


def concerned(release: Release) -> SubscriptionQuerySet:
    """Who asked to be told of something that the release tells, in its own words."""
    edition = edition_of(release)
    links, rates = links_of(release, edition), rates_of(release, edition)
    measured = [rate.base.measure.expectation for rate in rates]
    expectations = [*(link.expectation for link in links), *filter(None, measured)]
    regions = Figure.objects.filter(release=release, area__kind="region")
    return Subscription.objects.concerned_by(
        release,
        expectations={expectation.pk for expectation in expectations},
        programmes={expectation.milestone.programme_id for expectation in expectations},
        regions=set(regions.values_list("area__region", flat=True)),
    )
