"""Addresses under /manage/ at which answers are looked at, and asked about."""

from django.urls import URLPattern, path

from surveys.views.manage import answers, odd, queries, reopening

urlpatterns: list[URLPattern] = [
    path("rounds/<slug:slug>/odd/", odd.odd, name="manage-odd"),
    path("rounds/<slug:slug>/queries/", queries.queries, name="manage-queries"),
    path("returns/<int:pk>/answers/<slug:key>/", answers.of_answer, name="manage-answer"),
    path("returns/<int:pk>/reopen/", reopening.reopening, name="manage-reopen"),
]
