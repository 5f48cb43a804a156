"""What the site remembers of forms that were sent."""

from django.apps import AppConfig


class SentConfig(AppConfig):
    name = "ppf_site.sent"
    label = "sent"
