"""People for tests of the machinery; the cast of the scheme is elsewhere."""

from django.contrib.auth import get_user_model


def somebody(email: str = "officer@council.example"):
    return get_user_model().objects.create_user(email=email, password=None, name="Sam Officer")
