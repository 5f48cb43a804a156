"""Programme, milestones, expectations and measures, in the administration pages."""

from django.contrib import admin

from surveys.admin.fields import PLAIN

from .models import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
    ReportedFigure,
)


class MilestoneInline(admin.TabularInline[Milestone, Programme]):
    model = Milestone
    fields = ["number", "title", "short_title", "slug"]
    show_change_link = True
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin[Programme]):
    list_display = ["title", "starts_on", "ends_on"]
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
class MilestoneAdmin(admin.ModelAdmin[Milestone]):
    list_display = ["number", "title", "programme"]
    list_display_links = ["title"]
    list_filter = ["programme"]
    search_fields = ["title", "short_title"]
    prepopulated_fields = {"slug": ["short_title"]}
    inlines = [ExpectationInline]


class ExpectationQuestionInline(admin.TabularInline[ExpectationQuestion, Expectation]):
    model = ExpectationQuestion
    autocomplete_fields = ["question"]
    extra = 0


@admin.register(Expectation)
class ExpectationAdmin(admin.ModelAdmin[Expectation]):
    list_display = ["label", "milestone", "due_on", "target_percent"]
    list_filter = ["milestone__programme", "milestone", "due_on"]
    list_select_related = ["milestone"]
    search_fields = ["label", "text", "slug"]
    prepopulated_fields = {"slug": ["label"]}
    inlines = [ExpectationQuestionInline]


class MeasureBaseInline(admin.TabularInline[MeasureBase, Measure]):
    model = MeasureBase
    show_change_link = True
    extra = 0


@admin.register(Measure)
class MeasureAdmin(admin.ModelAdmin[Measure]):
    list_display = ["title", "expectation", "target_percent", "higher_is_better"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [MeasureBaseInline]


class MeasureRateInline(admin.TabularInline[MeasureRate, MeasureBase]):
    model = MeasureRate
    autocomplete_fields = ["question"]
    extra = 0


@admin.register(MeasureBase)
class MeasureBaseAdmin(admin.ModelAdmin[MeasureBase]):
    list_display = ["name", "measure"]
    list_filter = ["measure"]
    inlines = [MeasureRateInline]


@admin.register(ReportedFigure)
class ReportedFigureAdmin(admin.ModelAdmin[ReportedFigure]):
    list_display = ["key", "what", "area", "published", "held"]
    list_filter = ["held", "round", "source"]
    search_fields = ["key", "what", "source"]
    formfield_overrides = PLAIN
