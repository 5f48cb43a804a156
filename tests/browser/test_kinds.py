"""The list of kinds of page leaves none out."""

from inspect import unwrap

from django.urls import resolve

from tests.browser.kinds import PUBLIC
from tests.test_addresses import ROWS

FOR_MACHINES = {"healthz", "readyz", "robots", "sitemap", "suggestions"}
# Files, the feed, and what the API answers.
FOR_MACHINES |= {"whole_release", "releases_feed", "answer", "briefing_pdf"}


def test_every_page_that_a_reader_may_open_is_in_the_list() -> None:
    """A release's own pages are the same kinds, made by the same functions."""
    open_to_all = {row.address or f"/{row.route}" for row in ROWS if row.get == 200}
    ids = {"figure": 1, "release": 1}
    listed = {
        unwrap(resolve(path.split("?")[0].format(**ids)).func)
        for path in PUBLIC.values()
        if path != "/nowhere/"
    }
    # A chart of a page, as a picture, is of the page's kind.
    kinds = {unwrap(resolve(address.format(**ids)).func) for address in open_to_all}
    assert {kind.__name__ for kind in kinds - listed} <= FOR_MACHINES
