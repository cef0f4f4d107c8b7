"""Settings of a worker in a process of its own that really sends mail, to the test's server."""

import os

from config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "foundation.smtp.Backend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["SMTP_PORT"])
