from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        """Apps say in their `editions` what a release keeps of theirs, in their `acts` how what
        somebody did is told, in `found` what a search finds of theirs, in `copied` what of theirs
        comes along with a copy of a round, and in `told_of` what its questions tell of."""
        autodiscover_modules("editions", "acts", "found", "copied", "told_of")
