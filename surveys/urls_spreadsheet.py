"""Addresses of a council's return: spreadsheet."""

from django.urls import URLPattern, path

from .views.returns import spreadsheet

urlpatterns: list[URLPattern] = [
    path("<int:pk>/spreadsheet/", spreadsheet.download, name="return-spreadsheet-file"),
    path("<int:pk>/upload/", spreadsheet.upload, name="return-spreadsheet"),
    path("<int:pk>/upload/<int:upload>/", spreadsheet.summary, name="return-upload"),
    path("<int:pk>/upload/<int:upload>/marked/", spreadsheet.marked_file, name="return-marked"),
]
