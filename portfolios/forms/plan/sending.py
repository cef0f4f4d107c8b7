"""Sending a plan."""

from foundation.layout import Buttons, Layout, Submit
from portfolios.forms.registration.sending import SendForm


class SendPlanForm(SendForm):
    def layout(self) -> Layout:
        return Layout(Buttons(Submit("Send the delivery plan")))
