from importlib import import_module

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for checks in ("foundation.auditing.checks", "foundation.printing.checks"):
            import_module(checks)
