"""Who is asking, typed; every signed-in view begins with it."""

from django.http import HttpRequest

from awards.models import User


def person(request: HttpRequest) -> User:
    """The signed-in person of a view that is behind `login_required`."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("This view must be behind login_required.")
    return user
