"""What stands between a signed-in person and the pages."""

from collections.abc import Callable

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from awards.models import User
from awards.services import second_factor

# Open to somebody who still has to set up a second step: their own account (which signs out, too),
# the promises in the footer, help, what machines ask, and the register, which other websites show.
OPEN = (
    "/accounts/",
    "/privacy/",
    "/accessibility/",
    "/cookies/",
    "/contact/",
    "/concern/",
    "/your-data/",
    "/take-down/",
    "/register/",
    "/register.csv",
    "/register.json",
    "/healthz/",
    "/readyz/",
)


class SecondFactorMiddleware:
    """Leads people whose role needs a second step to the page where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_asked = settings.SECOND_FACTOR_ROLES or settings.ADMIN_ADDRESS
        if is_asked and not request.path_info.startswith((*OPEN, settings.STATIC_URL)):
            person = request.user
            if isinstance(person, User) and second_factor.is_missing(person):
                return redirect(reverse("security"))
        return self.get_response(request)


class FormStatusMiddleware:
    """Gives allauth's pages the statuses of the house: 422 with errors, 409 for a used link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        context = response.context_data or {}
        form = context.get("form")
        if response.status_code != 200:
            return response
        if context.get("token_fail"):
            response.status_code = 409
        elif request.method == "POST" and isinstance(form, BaseForm) and form.errors:
            response.status_code = 422
        return response
