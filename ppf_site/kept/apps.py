"""Keeps pages, and knows when to make them anew."""

from django.apps import AppConfig


class KeptConfig(AppConfig):
    name = "ppf_site.kept"
    label = "kept"
