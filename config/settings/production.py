"""A real installation. It refuses to start half-configured rather than run unsafely."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

DEVELOPMENT_PAGES = False

_needed = {
    "SECRET_KEY": SECRET_KEY,
    "DATABASE_URL": env.str("DATABASE_URL", default=""),
    "ALLOWED_HOSTS": ALLOWED_HOSTS,
    "BASE_URL": env.str("BASE_URL", default=""),
    "EMAIL_URL": env.str("EMAIL_URL", default=""),
    "CERTIFICATE_KEY_FILE": CERTIFICATE_KEY_FILE,
    "CERTIFICATE_KEY_PASSPHRASE": CERTIFICATE_KEY_PASSPHRASE,
}
_missing = [name for name, value in _needed.items() if not value]
if _missing:
    raise ImproperlyConfigured(f"Set these in the environment first: {', '.join(_missing)}.")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    raise ImproperlyConfigured(
        "SQLite is for trying the software out. Set DATABASE_URL to a PostgreSQL database."
    )
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must start with https:// in production.")

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# A load balancer asks these from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
