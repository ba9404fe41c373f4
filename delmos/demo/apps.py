from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "delmos.demo"
    label = "demo"
    verbose_name = "Demonstration"
