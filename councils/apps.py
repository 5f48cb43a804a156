from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "Councils and people"

    def ready(self) -> None:
        """The site's own checks have no app to be found by."""
        from ppf_site import checks  # noqa: F401, PLC0415
