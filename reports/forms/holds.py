"""A legal hold: on whom, and why."""

from django import forms

from awards.models import Organisation, User, normal_email
from foundation.forms import EmailField, GovForm, PlainTextArea, PlainTextField
from foundation.layout import Layout, Question

# Named when a part of a name fits several.
NAMED = 5


class HoldForm(GovForm):
    """An organisation by a part of its name, or a person by their address; never both."""

    organisation = PlainTextField(
        label="Name of the organisation",
        help_text="Or a part of it. Leave it empty if the hold is on a person.",
        max_length=160,
        required=False,
    )
    email = EmailField(
        label="E-mail address of the person",
        help_text="The one they sign in with. Leave it empty if the hold is on an organisation.",
        required=False,
    )
    reason = PlainTextArea(
        label="Why must nothing be deleted?",
        help_text="For example “Appeal of 3 March” or the number of a claim. Only officers read it.",
        max_length=500,
        error_messages={"required": "Say why nothing may be deleted."},
    )

    def layout(self) -> Layout:
        return Layout("organisation", Question("email", width=30), Question("reason", rows=3))

    def clean_organisation(self) -> Organisation | None:
        name = self.cleaned_data["organisation"]
        if not name:
            return None
        exact = Organisation.objects.filter(name__iexact=name)
        found = list(exact[:2] or Organisation.objects.filter(name__icontains=name)[: NAMED + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                "No organisation has this in its name. Check how it is spelt."
            )
        names = ", ".join(each.name for each in found[:NAMED])
        raise forms.ValidationError(
            f"Several have this in their name: {names}. Write the whole name."
        )

    def clean_email(self) -> User | None:
        address = self.cleaned_data["email"]
        if not address:
            return None
        person = User.objects.filter(email=normal_email(address), erased_at=None).first()
        if person is None:
            raise forms.ValidationError("Nobody has an account with this address.")
        return person

    def clean(self) -> dict[str, object]:
        found = super().clean() or self.cleaned_data
        if "organisation" in self.errors or "email" in self.errors:
            return found
        if bool(found.get("organisation")) == bool(found.get("email")):
            self.add_error(
                "organisation", "Name an organisation, or give the address of a person; not both."
            )
        return found
