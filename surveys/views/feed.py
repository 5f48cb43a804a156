"""Releases and corrections as an Atom feed: what is told is the same whoever asks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ppf_site.mail import site_link
from ppf_site.pages import public_page
from surveys.models import Release
from surveys.releases.editions import editions_of
from surveys.sentences import announcement

# Who follows a feed has read the older ones.
MOST_TOLD = 50


@public_page()
def releases_feed(request: HttpRequest) -> HttpResponse:
    shown = set(Release.objects.public().values_list("pk", flat=True))
    releases = list(Release.objects.ever_public().with_last_change().order_by("-changed_at"))
    releases = releases[:MOST_TOLD]
    editions = editions_of(releases)
    feed = Atom1Feed(
        title=f"{settings.SITE_NAME}: releases and corrections",
        link=site_link(reverse("rounds")),
        description=None,
        feed_url=site_link(request.path),
        feed_guid=site_link(request.path),
        language="en-GB",
        author_name=settings.SITE_NAME,
    )
    for release in releases:
        said = announcement(release, editions[release.pk], is_public=release.pk in shown)
        address = site_link(release.get_absolute_url())
        feed.add_item(
            title=f"{release.round.title}, release {release.number}",
            link=address,
            description=escape(said),
            unique_id=address,
            pubdate=release.public_at,
            updateddate=vars(release)["changed_at"],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
