"""What every installation shares; what differs comes from the environment (see docs/running.md)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
MEGABYTE = 1024 * 1024

# Everything the software writes (database of the trial, files, mail, keys) goes below this folder.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
# Links in e-mails and QR codes are built from this address, never from the request's Host (T-17).
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of ours stand in front: that many last entries of X-Forwarded-For are believed.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

INSTALLED_APPS = [
    "config",
    "reports",
    "celebrations",
    "champions",
    "portfolios",
    "certificates",
    "awards",
    "foundation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "localflavor",
]

MIDDLEWARE = [
    # First, so that every answer carries them, also errors and redirects of what follows (T-19).
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.middleware.PrivateByDefaultMiddleware",
    "foundation.middleware.RequestContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Outside of the two that may turn a POST away, so that it sees what becomes of it.
    "foundation.middleware.KeptPostMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "awards.middleware.SecondFactorMiddleware",
    "awards.middleware.FormStatusMiddleware",
    "foundation.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.page",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {
    # Set but empty counts as not set; production then says so.
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR}/db.sqlite3"
    )
}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing half-way; readers never wait for them.
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A stuck query or lock becomes a "try again" page within seconds (F-03).
    DATABASES["default"]["OPTIONS"].setdefault(
        "options",
        "-c statement_timeout=5000 -c lock_timeout=4000"
        " -c idle_in_transaction_session_timeout=15000",
    )
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 4)

AUTH_USER_MODEL = "awards.User"
AUTHENTICATION_BACKENDS = ["awards.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "awards.passwords.LengthValidator",
        "OPTIONS": {"min_length": 15, "max_length": 128},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "awards.passwords.ContextWordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "awards.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Nobody who has no account gets mail because somebody typed their address (T-01).
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# The account's own limit comes before the sender's: who floods one account uses up little of what a
# school's shared address may do (T-02, T-03).
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "5/5m/key,10/m/ip",
    "request_login_code": "3/m/key,20/m/ip",
    "reset_password": "5/5m/key,20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "awards.forms.accounts.SignInForm",
    "signup": "awards.forms.accounts.SignUpForm",
    "request_login_code": "awards.forms.accounts.CodeRequestForm",
    "confirm_login_code": "awards.forms.accounts.SignInCodeForm",
    "confirm_email_verification_code": "awards.forms.accounts.MailboxCodeForm",
    "reset_password": "awards.forms.accounts.ResetRequestForm",
    "reset_password_from_key": "awards.forms.accounts.ResetForm",
    "change_password": "awards.forms.accounts.ChangePasswordForm",
    "set_password": "awards.forms.accounts.SetPasswordForm",
    "add_email": "awards.forms.accounts.ChangeMailboxForm",
    "reauthenticate": "awards.forms.accounts.ConfirmPasswordForm",
}
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "awards.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "awards.forms.second_factor.SecondStepForm",
    "reauthenticate": "awards.forms.second_factor.SecondStepAgainForm",
    "activate_totp": "awards.forms.second_factor.AddAppForm",
    "add_webauthn": "awards.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "awards.forms.second_factor.RenamePasskeyForm",
    "login_webauthn": "awards.forms.second_factor.PasskeySignInForm",
    "authenticate_webauthn": "awards.forms.second_factor.PasskeyStepForm",
    "reauthenticate_webauthn": "awards.forms.second_factor.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Co-production Award"
# A slow typist's code still fits half a minute later; it is refused the second time all the same.
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False
# Roles that must use a second factor: any of "officer", "champion", "lead", "member".
SECOND_FACTOR_ROLES: list[str] = env.list("SECOND_FACTOR_ROLES", default=["officer", "champion"])

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=20).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "foundation.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))


# Where `manage.py backup` writes to; best on another disk, which is encrypted.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
# Outside of what a backup brings back, and best on another disk: see docs/running.md.
PLACES = {"ledger": Path(env.str("LEDGER_DIR", default=str(DATA_DIR / "ledger")))}


def _private(folder: str) -> dict[str, Any]:
    """A private store: a folder on disk, or a prefix of any S3-compatible bucket when one is named."""
    bucket = env.str("S3_BUCKET", default="")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(PLACES.get(folder, DATA_DIR / "files" / folder)),
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    # Half a second of every start, for those who have a bucket only.
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": folder,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="eu-west-2"),
            "access_key": env.str("S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("S3_SECRET_KEY", default="") or None,
            "default_acl": None,
            # The stock default overwrites a file of the same name.
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": 60,
            # What is read waits on disk, not in memory.
            "max_memory_size": MEGABYTE,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": env.str("S3_ADDRESSING_STYLE", default="auto")},
                # A store that hangs gives its thread back within seconds (F-04).
                connect_timeout=3,
                read_timeout=5,
                retries={"mode": "standard", "total_max_attempts": 2},
                # Other makers' stores do not know Amazon's checksums; our own are always checked.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            # Nothing we take is larger: one request for each file, and no half ones.
            "transfer_config": TransferConfig(
                multipart_threshold=100 * MEGABYTE, use_threads=False, num_download_attempts=2
            ),
        },
    }


STORAGES = {
    "default": _private("private"),
    "quarantine": _private("quarantine"),
    "ledger": _private("ledger"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A download comes from the bucket itself, by a link that lives for a minute at most (T-34).
S3_DIRECT_LINKS = env.bool("S3_DIRECT_LINKS", default=False) and bool(
    env.str("S3_BUCKET", default="")
)
DATA_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = [
    # First: it decides how much of a file the others get to see.
    "foundation.files.uploads.DoorHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE
# One request: a few large files, or this many. foundation.scanning.LIMIT is for each of them.
MAX_UPLOAD_REQUEST = 110 * MEGABYTE
MAX_UPLOAD_FILES = 20
# Above this one not even the text that was sent with the files is read.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
# Each 64 kB of files must arrive within so many seconds, or the sending is cut.
UPLOAD_PATIENCE = env.float("UPLOAD_PATIENCE", default=25.0)
# How many bytes of files one organisation may keep as evidence.
EVIDENCE_QUOTA = env.int("EVIDENCE_QUOTA", default=5 * 1000**3)
# clamd: a socket's path ("unix:///run/clamav/clamd.ctl") or "tcp://host:3310"; empty means files wait.
CLAMD_URL = env.str("CLAMD_URL", default="")
# How long one file may take to scan, in seconds.
CLAMD_TIMEOUT = env.float("CLAMD_TIMEOUT", default=30.0)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
globals().update({key: value for key, value in EMAIL_CONFIG.items() if key != "OPTIONS"})
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "foundation.smtp.Backend"
# For one answer of the mail server, and for one mail as a whole (seconds). The second stays well
# below the five minutes for which a worker claims a mail.
EMAIL_TIMEOUT = 10
EMAIL_DEADLINE = 60
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Co-production Award <award@birmingham.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Every kind of mail that is sent (docs/mail.md).
MAIL_KINDS = "config.mail.KINDS"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# The worker and the clock beat at least this often (seconds), or /readyz/ says so.
BEAT_LIMIT = {"worker": 120, "clock": 900}
# What the clock does, and how long each duty may not have run (seconds).
DUTIES = "config.duties.DUTIES"
DUTY_LIMIT = 3600
READY_CHECKS = ["certificates.health.ready", "foundation.files.sweep.ready"]

CACHES = {
    "default": {
        # Shared by every web process, so that throttles count all of them.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The stock 300 would let a flood push the limits themselves out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "fullscreen", "midi")
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# The scheme: further folders of edition files, after the ones shipped in awards/scheme/.
SCHEME_FOLDERS: list[str] = env.list("SCHEME_FOLDERS", default=[])
# The edition in force until an officer switches on another from a date.
SCHEME_DEFAULT = env.str("SCHEME_DEFAULT", default="birmingham-2026")
# The key that signs certificates: a PKCS#12 file and its passphrase. Development makes its own.
CERTIFICATE_KEY_FILE = env.str("CERTIFICATE_KEY_FILE", default="")
CERTIFICATE_KEY_PASSPHRASE = env.str("CERTIFICATE_KEY_PASSPHRASE", default="")
# A service that puts the moment into each signature (RFC 3161); none unless it is named.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
# The council's own website, from where the public check can be reached: its name, and its address for a link.
COUNCIL_SITE_NAME = env.str("COUNCIL_SITE_NAME", default="Birmingham’s Local Offer website")
COUNCIL_SITE_ADDRESS = env.str("COUNCIL_SITE_ADDRESS", default="")
# Where a person in danger or worried about a child is sent at any hour (Birmingham's own lines).
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="coproduction@birmingham.example")

DEMO_ALLOWED = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "foundation.logs.JSONFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "pyhanko": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "ERROR", "handlers": [], "propagate": False},
    },
}

# The repair pages (Django admin) are off unless an address is set; behind a second factor always (T-35).
ADMIN_ADDRESS = env.str("ADMIN_ADDRESS", default="").strip("/")
