"""Trying it out and developing: SQLite, local files, mail to a folder, a key made on first use."""

from . import base
from .base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = base.SECRET_KEY or "development-only-never-for-real-people-0123456789abcdefghijklmnop"
ALLOWED_HOSTS = base.ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
DEMO_ALLOWED = True
# The component page and other aids that only a developer needs.
DEVELOPMENT_PAGES = True

if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")

SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=[])
STORAGES = base.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
