"""Sending a portfolio."""

from foundation.layout import Buttons, Layout, Submit
from portfolios.forms.registration.sending import SendForm


class SendPortfolioForm(SendForm):
    def layout(self) -> Layout:
        return Layout(Buttons(Submit("Send the portfolio")))
