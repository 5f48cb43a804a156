"""Addresses under /manage/ of a round's returns: where each stands, and what is done about it."""

from django.urls import URLPattern, path

from ppf_site.pictures import PICTURE, pictured
from surveys.views.manage import board, chasing, requirement, returns

urlpatterns: list[URLPattern] = [
    path("rounds/<slug:slug>/returns/", board.board, name="manage-returns"),
    path(
        f"rounds/<slug:slug>/returns/{PICTURE}",
        pictured(board.board),
        name="manage-returns-picture",
    ),
    path("rounds/<slug:slug>/write/", chasing.write, name="manage-write"),
    path("rounds/<slug:slug>/requirement/", requirement.requirement, name="manage-requirement"),
    path("returns/<int:pk>/", returns.of_return, name="manage-return"),
]
