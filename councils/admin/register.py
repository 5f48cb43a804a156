"""What of a council is entered with its day, or beside it, in the administration pages."""

from django.contrib import admin

from councils.models import Council, CouncilCode, CouncilName, CouncilPlace, Succession


class NameInline(admin.TabularInline[CouncilName, Council]):
    model = CouncilName
    fields = ["name", "short_name", "starts_on", "touches"]
    readonly_fields = ["touches"]
    extra = 0
    verbose_name_plural = (
        "names: a new name is entered with its first day; "
        "the old name stays for pages about the time before"
    )

    @admin.display(description="a change here touches")
    def touches(self, obj: CouncilName) -> str:
        """Correcting a row is no rename: it changes what is said of all its days."""
        if obj.pk is None:
            return "Pages about the time from its first day on."
        return f"Pages about the time {obj.days_in_words}. Releases keep what they said."


class PlaceInline(admin.TabularInline[CouncilPlace, Council]):
    model = CouncilPlace
    fields = ["region", "type", "starts_on", "touches"]
    readonly_fields = ["touches"]
    extra = 0
    verbose_name_plural = (
        "region and type: a new region or type is entered with its first day; "
        "the old ones stay for pages and releases about the time before"
    )

    @admin.display(description="a change here touches")
    def touches(self, obj: CouncilPlace) -> str:
        """Correcting a row is no move: it changes what is said of all its days."""
        if obj.pk is None:
            return "Pages and releases about the time from its first day on."
        return f"Pages about the time {obj.days_in_words}. Releases keep what they said."


class CodeInline(admin.TabularInline[CouncilCode, Council]):
    model = CouncilCode
    extra = 0
    verbose_name_plural = (
        "codes: a new code is entered with its first day; "
        "the old code stays for pages about the time before, and still finds the council"
    )


class SuccessorInline(admin.TabularInline[Succession, Council]):
    model = Succession
    fk_name = "predecessor"
    autocomplete_fields = ["successor"]
    extra = 0
    verbose_name = "successor"
    verbose_name_plural = "successors: what became of it"
