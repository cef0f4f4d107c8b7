"""The tests: quick hashing, mail in memory, files in a temporary folder, on either database."""

import tempfile
from pathlib import Path

from . import base
from .base import *

SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = "http://testserver"
DEMO_ALLOWED = True
DEVELOPMENT_PAGES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECOND_FACTOR_ROLES = []
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATA_DIR = Path(tempfile.mkdtemp(prefix="coproduction-tests-"))
for _name in ("default", "quarantine", "ledger"):
    if "location" in base.STORAGES[_name]["OPTIONS"]:
        base.STORAGES[_name]["OPTIONS"]["location"] = str(DATA_DIR / "files" / _name)
STORAGES = base.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=20000 -c lock_timeout=15000"
