"""Addresses under /manage/ at which a round is released, and its releases are moved on."""

from django.urls import URLPattern, path

from surveys.views.manage import changes, moving, narrowing, publishing, release, releasing

NUMBER = "release/<int:number>"
urlpatterns: list[URLPattern] = [
    path("release/", releasing.release, name="manage-release"),
    path("publish-more/", publishing.publish_more, name="manage-publish-more"),
    path(f"{NUMBER}/", release.of_release, name="manage-release-number"),
    path("release/changes/", changes.of_next, name="manage-next-changes"),
    path(f"{NUMBER}/changes/", changes.of_release, name="manage-changes"),
    path(f"{NUMBER}/narrow/", narrowing.narrowing, name="manage-narrow"),
    path(f"{NUMBER}/<str:stage>/", moving.open_to, name="manage-open-to"),
]
