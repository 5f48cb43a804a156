from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ppf_site.demo"
    label = "demo"
    verbose_name = "Demonstration"
