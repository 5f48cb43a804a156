"""Addresses of a council's return: signing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
