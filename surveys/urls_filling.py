"""Addresses of a council's return: filling."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
