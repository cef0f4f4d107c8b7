"""The registration form's row, and where its pages keep what is typed and not saved yet."""

from datetime import datetime

from awards.models import Application, User
from foundation.drafts import discard_draft
from portfolios.models import RegistrationForm
from portfolios.selectors.registration.reading import unsaved_form


def draft_key(application: Application, section: str, item: str = "") -> str:
    """Under which key a page keeps what is typed and not saved yet."""
    return f"registration:{application.uuid}:{section}" + (f":{item}" if item else "")


def form_of(application: Application, *, actor: User, at: datetime) -> RegistrationForm:
    """The form's row, made on first use; call it with the application locked."""
    form = RegistrationForm.objects.filter(application=application).first()
    if form is None:
        form = unsaved_form(application)
        form.updated_at, form.updated_by = at, actor
        form.save(force_insert=True)
    form.application = application
    return form


def forget_draft(actor: User, application: Application, section: str, item: str = "") -> None:
    discard_draft(actor, draft_key(application, section, item))
