"""The records of what was done to a round: found and read here, made on their own pages."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ppf_site import words
from surveys.following.wording import MEANINGS
from surveys.models import Chaser, Narrowing, PublicRequest, Rescheduling, Widening
from surveys.rounds.moves import moves_of

from .read import ReadHere


@admin.register(Narrowing)
class NarrowingAdmin(ReadHere[Narrowing]):
    list_display = ["release", "at", "by", "reason"]
    list_filter = ["release__round"]
    list_select_related = ["release__round", "by"]
    search_fields = ["release__round__title", "reason"]
    fields = ["release", "at", "by", "reason", "before", "after", "hides", "page"]

    @admin.display(description="go on with it")
    def page(self, obj: Narrowing) -> str:
        page = reverse("manage-release-number", args=[obj.release.round.slug, obj.release.number])
        return format_html('<a href="{}">The release, and who sees what of it</a>', page)


@admin.register(Widening)
class WideningAdmin(ReadHere[Widening]):
    list_display = ["round", "at", "by", "reason"]
    list_filter = ["round"]
    list_select_related = ["round", "by"]
    search_fields = ["round__title", "reason"]
    fields = ["round", "at", "by", "reason", "before", "after", "page"]

    @admin.display(description="go on with it")
    def page(self, obj: Widening) -> str:
        page = reverse("manage-publish-more", args=[obj.round.slug])
        return format_html('<a href="{}">What is published of the round</a>', page)


@admin.register(Rescheduling)
class ReschedulingAdmin(ReadHere[Rescheduling]):
    list_display = ["round", "at", "by", "reason"]
    list_filter = ["round"]
    list_select_related = ["round", "by"]
    search_fields = ["round__title", "reason"]
    fields = ["round", "at", "by", "reason", "moved", "page"]

    @admin.display(description="what was moved")
    def moved(self, obj: Rescheduling) -> str:
        return " ".join(moves_of(obj))

    @admin.display(description="go on with it")
    def page(self, obj: Rescheduling) -> str:
        page = reverse("manage-dates", args=[obj.round.slug])
        return format_html('<a href="{}">The days of the round</a>', page)


@admin.register(PublicRequest)
class PublicRequestAdmin(ReadHere[PublicRequest]):
    list_display = ["release", "asked_at", "asked_by", "approved_by", "withdrawn_by"]
    list_filter = ["release__round"]
    list_select_related = ["release__round", "asked_by", "approved_by", "withdrawn_by"]
    search_fields = ["release__round__title", "asked_by__name"]
    fields = ["release", "asked_by", "asked_at", "public_at", "consent", "approved_by"]
    fields += ["approved_at", "withdrawn_by", "withdrawn_at", "page"]

    @admin.display(description="go on with it")
    def page(self, obj: PublicRequest) -> str:
        page = reverse("manage-release-number", args=[obj.release.round.slug, obj.release.number])
        return format_html('<a href="{}">The release, and its stages</a>', page)


@admin.register(Chaser)
class ChaserAdmin(ReadHere[Chaser]):
    """As it was typed. What each council got is on the page of its return."""

    list_display = ["subject", "round", "at", "by"]
    list_filter = ["round"]
    list_select_related = ["round", "by"]
    search_fields = ["subject", "body", "round__title", "by__name"]
    fields = ["round", "at", "by", "subject", "body", "in_braces", "copies", "page"]

    @admin.display(description="what stands in braces")
    def in_braces(self, obj: Chaser) -> str:
        return "; ".join(f"{{{name}}}: {meaning}" for name, meaning in MEANINGS.items())

    @admin.display(description="to")
    def copies(self, obj: Chaser) -> str:
        return format_html_join("; ", '{}, <a href="{}">{}</a> ({})', _copies(obj))

    @admin.display(description="go on with it")
    def page(self, obj: Chaser) -> str:
        page = reverse("manage-returns", args=[obj.round.slug])
        return format_html('<a href="{}">The returns, and writing to those awaited</a>', page)


def _copies(letter: Chaser) -> list[tuple[Any, ...]]:
    """Each of its people, with the return that it is about and when it was sent."""
    copies = letter.letters.select_related("to", "return_of__council")
    return [
        (
            copy.to,
            reverse("manage-return", args=[copy.return_of_id]),
            copy.return_of.council.short_name,
            f"sent {words.day_and_time(copy.sent_at)}" if copy.sent_at else "not sent",
        )
        for copy in copies
    ]
