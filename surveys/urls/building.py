"""Addresses under /manage/ at which a round is built: what it asks, of whom, and its opening."""

from django.urls import URLPattern, path

from surveys.views.manage import (
    asked,
    checks,
    compared,
    details,
    opening,
    question,
    questions,
    scales,
    sections,
    starting,
    throwing_away,
    worked_out,
)

urlpatterns: list[URLPattern] = [
    path("details/", details.details, name="manage-details"),
    path("councils/", asked.asked, name="manage-asked"),
    path("open/", opening.open_it, name="manage-open"),
    path("throw-away/", throwing_away.throwing_away, name="manage-throw-away"),
    path("file/", starting.file, name="manage-file"),
    path("questions/", questions.questions, name="manage-questions"),
    path("add-question/", question.add, name="manage-add-question"),
    path("questions/<slug:key>/", question.question, name="manage-question"),
    path("questions/<slug:key>/compared/", compared.compared, name="manage-compared"),
    path("questions/<slug:key>/checks/", checks.checks, name="manage-checks"),
    path("checks/<slug:key>/", checks.check, name="manage-check"),
    path("add-worked-out/", worked_out.add, name="manage-add-worked-out"),
    path("add-section/", sections.add, name="manage-add-section"),
    path("sections/<slug:key>/", sections.section, name="manage-section"),
    path("grids/<slug:key>/", sections.grid, name="manage-grid"),
    path("add-answers/", scales.add, name="manage-add-scale"),
    path("answers/<slug:key>/", scales.scale, name="manage-scale"),
]
