"""What the pages of every stage's form have in common."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse

from awards.choices import Role
from awards.models import Application
from awards.permissions import may_send, may_withdraw, may_write, need_writer, role_in
from awards.views.person import person
from foundation.forms import DateField, show_date
from foundation.openings import Opening
from foundation.refusals import ClashField, Link, Refused
from portfolios.forms.saving import SectionForm
from portfolios.selectors.forms import form_of
from portfolios.selectors.sent import application_of, need_contents


def load(
    request: HttpRequest, application: UUID, *, stage: str = "", form: str = ""
) -> Application:
    """The application, if it is theirs to see: to everybody else it is not there (T-24).

    `form` is that whose page it is: one of `portfolios.selectors.forms`.

    Of one whose contents were deleted there is nothing to open any more, and it says so.
    """
    try:
        found = application_of(person(request), application, stage=stage)
    except Application.DoesNotExist:
        raise Http404 from None
    if form and form_of(found) != form:
        raise Http404
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    need_contents(found)
    return found


def need_open(request: HttpRequest, application: Application) -> Role:
    """Tell at once who may not write here, or that it is too late, and not after typing."""
    role = need_writer(person(request), application)
    if not application.can_be_edited:
        link = Link("See where it stands", reverse("application", args=[application.uuid]))
        raise Refused(
            f"This can’t be changed now. It is “{application.status_enum.label}”.", link=link
        )
    return role


def role_for(request: HttpRequest, application: Application) -> Role | None:
    return role_in(person(request), application.organisation)


def writes_now(application: Application, role: Role | None) -> bool:
    """Whether this person may change its texts, and it is the organisation's turn."""
    return application.can_be_edited and may_write(role, application)


def sends_now(application: Application, role: Role | None) -> bool:
    return application.can_be_edited and may_send(role, application)


def withdraws_now(application: Application, role: Role | None) -> bool:
    return application.is_open and may_withdraw(role)


def back_to_check(request: HttpRequest, application: Application) -> str:
    """The check page, when one came from there; empty otherwise."""
    if request.GET.get("from") != "check":
        return ""
    return reverse(f"{form_of(application)}-check", args=[application.uuid])


def meanwhile(opening: Opening, form: SectionForm) -> list[ClashField]:
    """Fill in what was typed and not saved; tell what a colleague has saved since then (T-44).

    Both texts are on the page then, so the next save is no lost update and gets the new version.
    """
    if opening.draft is None:
        return []
    saved = dict(form.initial)
    opening.fill(form)
    typed_at, form.initial["version"] = str(form.initial["version"]), saved["version"]
    if typed_at == str(saved["version"]):
        return []
    found = []
    for name, field in form.fields.items():
        mine, theirs = (_words(form, name, values.get(name)) for values in (form.initial, saved))
        if not field.widget.is_hidden and mine != theirs:
            found.append(ClashField(label=str(field.label), mine=mine, theirs=theirs))
    return found


def _words(form: SectionForm, name: str, value: object) -> str:
    """An answer as people read it: labels for choices, a date in words."""
    if value is None:
        return ""
    field = form.fields[name]
    if isinstance(field, DateField):
        return _date_in_words(field, value)
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    if isinstance(value, list | tuple):
        return "\n".join(labels.get(str(each), str(each)) for each in value if each)
    return labels.get(str(value), str(value)) if value else ""


def _date_in_words(field: DateField, value: object) -> str:
    """What is half typed stays as it stands in its boxes."""
    try:
        found = field.to_python(value)
    except ValidationError:
        return " ".join(str(each) for each in value) if isinstance(value, list) else str(value)
    return show_date(found) if found else ""
