from importlib import import_module

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for registered in ("awards.checks", "awards.checks_accounts", "awards.receivers"):
            import_module(registered)
