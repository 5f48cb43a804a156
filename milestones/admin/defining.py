"""Programme, milestones, expectations and measures, in the administration pages."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from milestones.defining.names import (
    NamedBaseForm,
    NamedBases,
    NamedExpectationForm,
    NamedMeasureForm,
    NamedMilestoneForm,
    NamedProgrammeForm,
)
from milestones.defining.staying import StaysOnceReleased
from milestones.defining.touched import has_been_asked
from milestones.models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
)
from surveys.admin.fields import NARROW, PLAIN
from surveys.models import Figure

Row = TypeVar("Row", bound=Model)
KEPT = (
    "Releases keep the words, days, targets and links that stood here when they were compiled. "
    "An edit counts from the moment it is saved on pages about what is to come, and in releases "
    "compiled after it."
)
CITED = (
    "Councils’ answers about this have been released, so its address (slug) stays: it is "
    f"bookmarked and cited. {KEPT}"
)


class KeptByReleases(StaysOnceReleased[Row]):
    """The form says what releases keep, and from when an edit counts."""

    formfield_overrides = PLAIN
    kept = KEPT

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        (name, first), *others = super().get_fieldsets(request, obj)
        return [(name, {**first, "description": self.kept if obj else ""}), *others]


ASKED = (
    "Councils were asked about this, or releases tell of it. What it says, its day and its target "
    "are changed on the programme’s page, which says what a change touches and asks how comparable "
    "it is and why."
)


class ChangedOnItsPage(admin.ModelAdmin[Row]):
    """What gives it its meaning is read here, once it was asked about."""

    meaning: tuple[str, ...] = ()
    way_to_programme = "milestone__programme"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return super().get_queryset(request).select_related(self.way_to_programme)

    def is_asked(self, obj: Row | None) -> bool:
        """Found once for a page, which asks it four times."""
        if obj is None:
            return False
        found = vars(obj)
        if "is_asked" not in found:
            found["is_asked"] = has_been_asked(obj)
        return bool(found["is_asked"])

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        return [*fields, "change_it", *self.meaning] if self.is_asked(obj) else fields

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        [(name, first)] = super().get_fieldsets(request, obj)
        if not self.is_asked(obj):
            return [(name, first)]
        others = [each for each in first["fields"] if each != "change_it"]
        described = f"{ASKED} {first.get('description') or KEPT}"
        said = {"description": described, "fields": ["change_it", *others]}
        return [(name, {**first, **said})]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Row | None = None
    ) -> dict[str, Any]:
        return {} if self.is_asked(obj) else {**super().get_prepopulated_fields(request, obj)}

    @admin.display(description="change it")
    def change_it(self, obj: Any) -> str:
        expectation = obj.expectation if isinstance(obj, Measure) else obj
        if expectation is None:
            return ""
        programme = reverse("manage-programme", args=[expectation.milestone.programme.slug])
        part = obj._meta.model_name
        address = f"{programme}?part={part}&pk={obj.pk}#{part}-{obj.pk}"
        return format_html('<a href="{}">On the programme’s page</a>', address)


class MilestoneInline(admin.TabularInline[Milestone, Programme]):
    """Changed on pages of their own, where the address of a released one is kept."""

    model = Milestone
    fields = ["number", "title", "short_title", "slug"]
    readonly_fields = ["number", "title", "short_title", "slug"]
    show_change_link = True
    can_delete = False
    extra = 0
    max_num = 0


class CitedOnceReleased(StaysOnceReleased[Row]):
    """The address of a row stays once a release has figures of one of its questions."""

    formfield_overrides = PLAIN
    slug_from: str

    def questions_of(self, obj: Row) -> QuerySet[ExpectationQuestion]:
        raise NotImplementedError

    def is_released(self, obj: Row | None) -> bool:
        """Found once for a page, which asks it four times."""
        if obj is None:
            return False
        found = vars(obj)
        if "is_cited" not in found:
            questions = self.questions_of(obj).order_by().values("question")
            found["is_cited"] = Figure.objects.filter(question__in=questions).exists()
        return bool(found["is_cited"])

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> list[str]:
        return ["slug"] if self.is_released(obj) else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Row | None = None
    ) -> dict[str, Any]:
        return {} if self.is_released(obj) else {"slug": [self.slug_from]}

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        kept = CITED if self.is_released(obj) else KEPT
        return [(None, {"fields": self.fields, "description": kept if obj else ""})]


@admin.register(Programme)
class ProgrammeAdmin(KeptByReleases[Programme]):
    form = NamedProgrammeForm
    list_display = ["title", "starts_on", "ends_on", "is_published", "is_front"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [MilestoneInline]


class ExpectationInline(admin.TabularInline[Expectation, Milestone]):
    model = Expectation
    fields = ["position", "label", "slug", "due_on", "due_label", "target_percent"]
    readonly_fields = ["position", "label", "slug", "due_on", "due_label", "target_percent"]
    show_change_link = True
    can_delete = False
    extra = 0
    max_num = 0


@admin.register(Milestone)
class MilestoneAdmin(CitedOnceReleased[Milestone]):
    form = NamedMilestoneForm
    slug_from = "short_title"
    fields = ["programme", "number", "title", "short_title", "slug", "description"]
    list_display = ["number", "title", "programme"]
    list_display_links = ["title"]
    list_filter = ["programme"]
    search_fields = ["title", "short_title"]
    inlines = [ExpectationInline]

    def questions_of(self, obj: Milestone) -> QuerySet[ExpectationQuestion]:
        return ExpectationQuestion.objects.in_milestone(obj)


class ExpectationQuestionInline(admin.TabularInline[ExpectationQuestion, Expectation]):
    """Chosen on the programme’s page, by their words: of a long programme there are hundreds."""

    model = ExpectationQuestion
    fields = ["question", "role", "basis"]
    readonly_fields = ["question", "role", "basis"]
    can_delete = False
    extra = 0
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExpectationQuestion]:
        return super().get_queryset(request).select_related("question__round", "expectation")


@admin.register(Expectation)
class ExpectationAdmin(ChangedOnItsPage[Expectation], CitedOnceReleased[Expectation]):
    form = NamedExpectationForm
    slug_from = "label"
    meaning = ("text", "due_on", "due_label", "target_percent")
    fields = [
        "milestone", "label", "slug", "text", "short_text", "due_on", "due_label",
        "target_percent", "position",
    ]  # fmt: skip
    list_display = ["label", "milestone", "due_on", "target_percent"]
    list_filter = ["milestone__programme", "milestone"]
    list_select_related = ["milestone"]
    search_fields = ["label", "text", "slug"]
    inlines = [ExpectationQuestionInline]

    def questions_of(self, obj: Expectation) -> QuerySet[ExpectationQuestion]:
        return obj.questions.all()


class MeasureBaseInline(admin.TabularInline[MeasureBase, Measure]):
    model = MeasureBase
    formset = NamedBases
    formfield_overrides = {**PLAIN, models.TextField: {"widget": NARROW}}
    show_change_link = True
    # Removed on its own page, which says what goes along and refuses what was released.
    can_delete = False
    extra = 0


@admin.register(Measure)
class MeasureAdmin(ChangedOnItsPage[Measure], KeptByReleases[Measure]):
    form = NamedMeasureForm
    meaning = ("title", "description", "target_percent", "higher_is_better")
    way_to_programme = "expectation__milestone__programme"
    list_display = ["title", "expectation", "target_percent", "higher_is_better"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [MeasureBaseInline]


class MeasureRateInline(admin.TabularInline[MeasureRate, MeasureBase]):
    model = MeasureRate
    autocomplete_fields = ["question"]
    extra = 0


@admin.register(MeasureBase)
class MeasureBaseAdmin(KeptByReleases[MeasureBase]):
    form = NamedBaseForm
    list_display = ["name", "measure"]
    list_filter = ["measure"]
    inlines = [MeasureRateInline]
