"""Addresses of a council's return: spreadsheet."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
