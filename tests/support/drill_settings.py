"""Settings of the drill: those of a trial, on whatever database and folder the environment names."""

import os

from config.settings import dev
from config.settings.dev import *  # noqa: F403

# As `pytest --no-migrations` does it for the tests themselves.
if os.environ.get("WITHOUT_MIGRATIONS"):
    names = [name.rpartition(".")[2] for name in dev.INSTALLED_APPS]
    MIGRATION_MODULES = dict.fromkeys([*names, "django_tasks_database"])
