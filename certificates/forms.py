"""What people type and choose about certificates."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from certificates.artwork import STAGES
from certificates.inspection import looks_like_pdf
from certificates.register.holders import NAME, ORDERS, Asked
from certificates.rendering.certificate import Signature, people_size
from certificates.rendering.fitting import PERSON_WIDTHS
from certificates.services import SIGNATURE_PICTURES
from foundation.files import FileNotAccepted, look_at
from foundation.forms import DateField, GovForm, PlainTextField
from foundation.layout import Layout, Question
from foundation.printing.fields import PrintedTextField
from foundation.printing.scripts import CannotPrint
from foundation.text import clean_text

MOST_BYTES = 10 * 1024 * 1024
LONGEST_QUERY = 160


class CodeForm(GovForm):
    """Anything may be typed here: what is no code of ours gets the same answer as a wrong one."""

    code = PlainTextField(
        label="The code on the certificate",
        help_text="It has 20 letters and numbers in five groups. Spaces, dashes and small letters "
        "do not matter. You can also paste the whole address.",
        max_length=300,
        error_messages={"required": "Enter the code on the certificate."},
    )

    def layout(self) -> Layout:
        return Layout(
            Question("code", size="m", extra={"autocomplete": "off", "spellcheck": "false"})
        )


class FileForm(GovForm):
    file = forms.FileField(
        label="The certificate as a PDF file",
        help_text="At most 10 MB. We check it and do not keep it.",
        allow_empty_file=True,
        error_messages={
            "required": "Choose the PDF file of the certificate.",
            "invalid": "Choose the PDF file of the certificate.",
        },
    )

    def __init__(
        self, data: Any = None, files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
    ) -> None:
        super().__init__(data, files)
        self.fields["file"].widget.attrs["accept"] = "application/pdf"
        self.too_large = False

    def layout(self) -> Layout:
        return Layout(Question("file", size="m"))

    def clean_file(self) -> bytes:
        """The bytes: small enough to look at, and a PDF by what is in them, not by its name."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            self.too_large = True
            raise forms.ValidationError("This file is larger than 10 MB. It is not one of ours.")
        content: bytes = upload.read()
        if not looks_like_pdf(content):
            raise forms.ValidationError(
                "This is not a PDF file. Choose the certificate as you downloaded it, "
                "or type its code."
            )
        return content


class SignatoryForm(GovForm):
    name = PrintedTextField(label="Name", max_length=80)
    role = PrintedTextField(
        label="Role", help_text="As it stands on the certificate.", max_length=100
    )
    organisation_line = PrintedTextField(
        label="Organisation (optional)", max_length=100, required=False
    )
    signs_from = DateField(label="First day they sign")
    picture = forms.FileField(
        label="Picture of their signature (optional)",
        help_text="A PNG or JPEG picture on white or clear ground, at most 2 MB. "
        "Without one, the certificate has a line to sign by hand.",
        required=False,
        allow_empty_file=True,
    )

    def __init__(
        self, data: Any = None, files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
    ) -> None:
        super().__init__(data, files)
        self.fields["picture"].widget.attrs["accept"] = SIGNATURE_PICTURES.accept

    def layout(self) -> Layout:
        return Layout("name", "role", "organisation_line", "signs_from", "picture")

    def clean(self) -> dict[str, Any]:
        """Three may have to stand side by side one day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            signature = Signature(cleaned["name"], cleaned["role"], cleaned["organisation_line"])
            try:
                people_size([signature], width=min(PERSON_WIDTHS.values()))
            except CannotPrint as error:
                self.add_error("role", str(error))
        return cleaned

    def clean_picture(self) -> "UploadedFile[bytes] | None":
        picture: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if picture is not None:
            try:
                look_at(picture, SIGNATURE_PICTURES)
            except FileNotAccepted as error:
                raise forms.ValidationError(error.sentence) from error
        return picture


class EndSignatoryForm(GovForm):
    last_day = DateField(label="Last day they sign")


class ReissueForm(GovForm):
    printed_name = PrintedTextField(
        label="Name on the certificate",
        help_text="Exactly as the organisation wants it printed.",
        max_length=160,
    )
    reason = PlainTextField(
        label="Why is a new certificate needed?",
        help_text="Only officers see this.",
        max_length=300,
    )


class RegisterForm(GovForm):
    """What an address asks of the register. Nonsense in it is left out: a link must always work (T-91)."""

    q = forms.CharField(label="Name, or a part of it", max_length=LONGEST_QUERY)
    stage = forms.ChoiceField(
        label="Highest award",
        choices=[("", "Any"), *((stage, stage.capitalize()) for stage in reversed(STAGES))],
    )
    order = forms.ChoiceField(label="Order", choices=ORDERS)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        for name, field in self.fields.items():
            field.required = False
            value = asked.get(name, "")
            if name == "q":
                self.initial[name] = clean_text(value)[:LONGEST_QUERY]
            elif isinstance(field, forms.ChoiceField) and field.valid_value(value):
                self.initial[name] = value

    def asked(self) -> Asked:
        given: dict[str, str] = {name: self.initial.get(name) or "" for name in self.fields}
        return Asked(query=given["q"], stage=given["stage"], order=given["order"] or NAME)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.initial.get("q") or self.initial.get("stage"))

    @property
    def querystring(self) -> str:
        """The same questions again, for the feeds; empty, or with its question mark."""
        given = {name: value for name, value in self.initial.items() if value}
        return f"?{urlencode(given)}" if given else ""
