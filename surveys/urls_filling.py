"""Addresses of a council's return: filling."""

from django.urls import URLPattern, path

from .views.returns import answers, checks, filling, history

urlpatterns: list[URLPattern] = [
    path("", filling.home, name="returns"),
    path("<int:pk>/", filling.task_list, name="return"),
    path("<int:pk>/questions/", filling.questions, name="return-questions"),
    path("<int:pk>/hand-over/", filling.to_director, name="return-hand-over"),
    path("<int:pk>/take-back/", filling.from_director, name="return-take-back"),
    path("<int:pk>/sections/<slug:key>/", answers.section, name="return-section"),
    path("<int:pk>/answers/<slug:key>/", answers.answer, name="return-answer"),
    path("<int:pk>/answers/<slug:key>/history/", history.of_answer, name="return-answer-history"),
    path("<int:pk>/checks/", checks.checks, name="return-checks"),
    path("<int:pk>/history/", history.of_return, name="return-history"),
]
