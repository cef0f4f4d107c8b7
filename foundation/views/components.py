"""A page that shows every component in use; config/urls.py has it in development only."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from foundation.forms import (
    DateField,
    EmailField,
    GovForm,
    PlainTextArea,
    PlainTextField,
    PostcodeField,
    TelephoneField,
)
from foundation.layout import (
    Buttons,
    Fieldset,
    Layout,
    Link,
    Paragraph,
    Question,
    Section,
    Submit,
)


class SampleForm(GovForm):
    """Every kind of field once."""

    name = PlainTextField(
        label="Name of your organisation", help_text="As it should stand on the certificate."
    )
    street = PlainTextField(label="Street", max_length=100)
    postcode = PostcodeField(label="Postcode")
    email = EmailField(label="E-mail address")
    children = forms.IntegerField(label="Number of children and young people", min_value=0)
    sector = forms.ChoiceField(
        label="Sector", choices=[("", "Choose one"), ("school", "School"), ("gp", "GP practice")]
    )
    contact = forms.ChoiceField(
        label="How may we reach you?",
        choices=[("email", "E-mail"), ("phone", "Telephone"), ("post", "Letter")],
        widget=forms.RadioSelect,
    )
    phone = TelephoneField(label="Telephone number", required=False)
    lead = forms.ChoiceField(
        label="Do you have a co-production lead?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    partners = forms.MultipleChoiceField(
        label="Who works with you?",
        help_text="Tick all that apply.",
        choices=[
            ("young", "Young people"),
            ("parents", "Parents and carers"),
            ("staff", "Professionals"),
            ("none", "Nobody yet"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    since = DateField(
        label="When did you start?", help_text="For example, 27 3 2027 or 27 March 2027."
    )
    story = PlainTextArea(
        label="What did you make together?",
        help_text="Say who took part and what changed.",
        max_length=600,
    )
    picture = forms.FileField(
        label="A picture", help_text="JPEG or PNG, up to 10 MB.", required=False
    )
    agreed = forms.BooleanField(label="We agree to work in this way")

    def layout(self) -> Layout:
        return Layout(
            Section(
                "About you",
                "name",
                Fieldset("Address", "street", Question("postcode", width=10), size="s"),
                "email",
                Question("children", width=4),
                "sector",
                hint="You can change this later.",
            ),
            Section(
                "How you work",
                Question(
                    "contact",
                    hints={"post": "A letter takes up to five days."},
                    reveal={"phone": [Question("phone", width=20)]},
                ),
                Question("lead", inline=True),
                Question("partners", exclusive="none"),
                "since",
                "story",
                Paragraph("Show faces only with consent.", inset=True),
                "picture",
                "agreed",
            ),
            Buttons(Submit("Save and continue"), Link("Cancel", "?")),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """`?errors` shows the form as it comes back; `?messages` shows the banners."""
    form = SampleForm(request.POST or None)
    if "errors" in request.GET:
        form = SampleForm({"name": "Łódź & <b>Sons</b>", "since_day": "31", "since_month": "2"})
    if "messages" in request.GET:
        messages.success(request, "Your registration is saved.")
        messages.warning(request, "Your file waits to be checked for viruses.")
        messages.info(request, "A champion has offered you two dates.")
    pages = Paginator(range(1, 1000), 50).get_page(request.GET.get("page", "7"))
    context = {"form": form, "page_obj": pages, "querystring": "", **_samples()}
    return render(request, "components.html", context)


def _samples() -> dict[str, Any]:
    stages = [
        ("bronze", "Bronze"),
        ("silver", "Silver"),
        ("gold", "Gold"),
        ("platinum", "Platinum"),
    ]
    states = [
        ("done", "Awarded", "Since 12 March 2027"),
        ("now", "In review", "Sent on 4 May 2028"),
        ("todo", "Not started", "Opens after Silver"),
        ("todo", "Not started", "Opens after Gold"),
    ]
    steps = [
        SimpleNamespace(
            stage=code, name=name, arcs=arcs, kind=kind, text=text, detail=detail, url=""
        )
        for arcs, ((code, name), (kind, text, detail)) in enumerate(
            zip(stages, states, strict=True), start=1
        )
    ]
    return {
        "statuses": [
            ("done", "Awarded"),
            ("now", "In review"),
            ("waiting", "Waiting for you"),
            ("attention", "Changes asked for"),
            ("stopped", "Withdrawn"),
            ("todo", "Not started"),
        ],
        "stages": [(arcs, code, name) for arcs, (code, name) in enumerate(stages, start=1)],
        "journey": SimpleNamespace(
            arcs=1,
            label="One of four arcs is closed: you hold Bronze",
            title="You hold Bronze",
            next="Next: two champions read your plan for Silver and tell you what they think.",
            who="The champions have it until 1 June 2028.",
            action={"text": "See what you sent", "url": "#"},
            steps=steps,
        ),
        "tasks": [
            SimpleNamespace(title="Your organisation", url="#", hint="", kind="done", text="Done"),
            SimpleNamespace(
                title="Your partners",
                url="#",
                hint="At least one partner",
                kind="now",
                text="Started",
            ),
            SimpleNamespace(
                title="Sign the commitment",
                url="",
                hint="",
                kind="todo",
                text="Cannot start yet",
            ),
        ],
        "rows": [
            SimpleNamespace(label="Name", value="Łódź & <b>Sons</b>", url="#"),
            SimpleNamespace(label="Address", value="1 Mill Lane\nBirmingham\nB1 1BB", url="#"),
            SimpleNamespace(label="Reference", value="B-2027-0042", url=""),
        ],
        "events": [
            SimpleNamespace(
                title="Silver plan sent",
                when=datetime(2028, 5, 4, 13, 5, tzinfo=UTC),
                by="Amina Yusuf",
                text="Two files.\nOne plan.",
            ),
            SimpleNamespace(
                title="Bronze awarded",
                when=datetime(2027, 3, 12, 9, 0, tzinfo=UTC),
                by="",
                text="",
            ),
        ],
        "organisations": [
            ("Willow Tree Primary School", "silver", 2, "now", "In review", "Champions", 12),
            ("Handsworth Family Centre", "bronze", 1, "waiting", "Waiting", "Organisation", 3),
            ("আলোর পথ Community Kitchen", "gold", 3, "done", "Awarded", "Nobody", 140),
        ],
    }
