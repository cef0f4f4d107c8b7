from django.apps import AppConfig


class CelebrationsConfig(AppConfig):
    name = "celebrations"
    default_auto_field = "django.db.models.BigAutoField"
