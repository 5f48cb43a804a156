"""What every page is given: the site's name, whether it is the demonstration, the way round."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ppf_site.demo.people import demo_people
from ppf_site.kept.audience import is_made_for_readers

# Where pages that have no entry of their own belong.
NAVIGATION = (
    ("Overview", "/", ()),
    ("Milestones", "/milestones/", ("/expectations/", "/measures/")),
    ("Compare", "/compare/", ()),
    ("Regions", "/regions/", ()),
    ("Councils", "/councils/", ()),
    ("Rounds", "/rounds/", ("/releases/",)),
    ("Reported figures", "/reported/", ()),
)


def navigation(path: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": url,
            "current": path == url or (url != "/" and path.startswith((url, *others))),
            "is_page": path == url,
        }
        for label, url, others in NAVIGATION
    ]


def _is_for_readers(request: HttpRequest) -> bool:
    return is_made_for_readers(getattr(request, "user", None))


def site(request: HttpRequest) -> dict[str, Any]:
    """What is asked for on most pages only is worked out where a template names it."""
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "page_address": settings.SITE_URL.rstrip("/") + request.get_full_path(),
        "nav": partial(navigation, request.path),
        "is_for_readers": partial(_is_for_readers, request),
        "demo_people": demo_people if settings.DEMO else [],
    }
