"""The registration form, as far as an organisation has filled it in (scheme.md 2, 5).

Texts may be empty or half-typed while it is being written: saving never demands anything. What is
missing is asked by `portfolios.selectors.registration.problems` when it is checked.
"""

from django.db import models

from awards.models import Application
from portfolios.models.shared import ListItem, Work


class RegistrationForm(Work):
    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="registration"
    )
    organisation_name = models.CharField("name of organisation", max_length=160, blank=True)
    sector = models.CharField(max_length=32, blank=True)
    kind = models.CharField("kind of organisation", max_length=48, blank=True)
    address_line_1 = models.CharField("address line 1", max_length=120, blank=True)
    address_line_2 = models.CharField("address line 2", max_length=120, blank=True)
    town = models.CharField("town or city", max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    # Asked when the postcode is not one of the area's; no answer is refused (scheme.md 1).
    outside_area_note = models.TextField(
        "how you work with families here", max_length=1000, blank=True
    )
    email = models.CharField("e-mail address", max_length=254, blank=True)
    telephone = models.CharField("telephone number", max_length=40, blank=True)
    website = models.CharField(max_length=200, blank=True)
    description = models.TextField("what you do", max_length=3000, blank=True)
    commitment_statement = models.TextField("your commitment", max_length=3000, blank=True)
    # Empty until somebody has looked at it and said yes: a wrong name on a certificate is the
    # complaint every scheme knows (peers.md).
    printed_name = models.CharField("name on the certificate", max_length=160, blank=True)
    # "None yet" is an answer; an empty list alone is not.
    no_partners_yet = models.BooleanField(default=False)
    # The day it was sent; for one that came on paper, the day it came.
    registration_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Registration {self.application_id}"


class RegistrationLead(ListItem):
    """A co-production lead by name, as the form asks; need not be somebody who signs in here."""

    MOST = 20
    TYPED = ("name", "job_title", "email", "telephone")

    name = models.CharField("full name", max_length=120, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.CharField("e-mail address", max_length=254, blank=True)
    telephone = models.CharField("telephone number", max_length=40, blank=True)

    class Meta(ListItem.Meta):
        pass

    def __str__(self) -> str:
        return self.name or "Lead without a name"
