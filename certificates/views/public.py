"""What all pages of the register share: they are the same for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.http.response import HttpResponseBase

Given = ParamSpec("Given")
Answer = TypeVar("Answer", bound=HttpResponseBase)

A_MINUTE = 60
# What ends is gone from every page, picture and feed within a minute (T-82).
KEPT = f"public, max-age={A_MINUTE}"


def kept_for_a_minute(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Any cache may have it; where somebody is signed in, the middleware says that none may."""

    @wraps(view)
    def kept(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        answer = view(*args, **kwargs)
        answer["Cache-Control"] = KEPT
        return answer

    return kept
