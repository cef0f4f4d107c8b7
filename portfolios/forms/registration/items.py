"""One lead; one partner is in `portfolios.forms.partners`."""

from typing import Any

from foundation.forms import EmailField, PlainTextField, TelephoneField
from foundation.layout import Layout, Question
from portfolios.choices import SectionCode
from portfolios.forms.partners import PartnerForm
from portfolios.forms.saving import ItemForm, save_buttons


class LeadForm(ItemForm):
    shaped = {"email": 254, "telephone": 40}

    name = PlainTextField(label="Full name", max_length=120, required=False)
    job_title = PlainTextField(
        label="Role in your organisation",
        help_text="For example, deputy head or parent governor.",
        max_length=120,
        required=False,
    )
    email = EmailField(label="E-mail address", max_length=254, required=False)
    telephone = TelephoneField(label="Telephone number (optional)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "telephone"):
            # It may be a colleague's: the browser should not fill in the writer's own.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def layout(self) -> Layout:
        return Layout("name", "job_title", "email", Question("telephone", width=20), save_buttons())


ITEMS: dict[SectionCode, type[ItemForm]] = {
    SectionCode.LEADS: LeadForm,
    SectionCode.PARTNERS: PartnerForm,
}
