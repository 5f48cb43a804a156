from importlib import import_module

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    verbose_name = "Milestones"

    def ready(self) -> None:
        """Searches find expectations and measures too."""
        import_module("milestones.found")
