"""One call for a view that opens a form: what was posted, kept or left unsaved (docs/forms.md)."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm, FileField
from django.http import HttpRequest, QueryDict

from foundation.client import signed_in
from foundation.drafts import autosave_url, discard_draft, discard_url, draft_for
from foundation.kept_posts import typed
from foundation.models import Draft

# The name of the hidden field that makes one act of many clicks.
KEY = "key"


@dataclass(frozen=True)
class Opening:
    """`data` binds the form; a draft only fills it in: nobody is told off for not being done."""

    data: QueryDict | None
    draft: Draft | None
    owner: AbstractBaseUser
    key: str

    @property
    def autosave_url(self) -> str:
        return autosave_url(self.owner, self.key)

    @property
    def discard_url(self) -> str:
        return discard_url(self.owner, self.key)

    def fill(self, *forms: BaseForm) -> None:
        """Put the draft into forms that are not bound.

        It brings back its words, and not the key under which some were sent already (T-43).
        """
        if self.draft is None:
            return
        typed_before = self.draft.typed
        for form in forms:
            for name, field in form.fields.items():
                full_name = form.add_prefix(name)
                widget = field.widget
                if (
                    name != KEY
                    and not isinstance(field, FileField)
                    and not widget.value_omitted_from_data(typed_before, {}, full_name)
                ):
                    form.initial[name] = widget.value_from_datadict(typed_before, {}, full_name)

    def done(self) -> None:
        """It is saved for good, so the draft goes. Call it right after the service."""
        discard_draft(self.owner, self.key)


def opening_for(request: HttpRequest, *, key: str) -> Opening:
    """For signed-in people. `key` names form and thing, as in `registration:<uuid>:about`."""
    owner = signed_in(request)
    data = typed(request)
    return Opening(data, draft_for(owner, key) if data is None else None, owner, key)
