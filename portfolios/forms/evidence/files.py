"""Choosing files. What is wrong with one of them is said beside its name, and never about all."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from awards.scheme import Scheme
from foundation.files import EVIDENCE
from foundation.forms import GovForm, PlainTextField
from foundation.layout import Buttons, Layout, Question, Submit
from portfolios.selectors.portfolio.questions import ask_of_item

EACH, TOGETHER = "each", "one"
OUT_OF_DATE = {"invalid": "This page is out of date. Open it again."}


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """One or more files as they came in; whoever keeps them looks at each alone (T-59)."""

    widget = ManyFiles
    default_error_messages = {"required": "Choose one or more files."}

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(data)


def _files() -> FilesField:
    return FilesField(
        label="Choose photos or files",
        widget=ManyFiles(attrs={"accept": EVIDENCE.accept, "multiple": True}),
    )


class FilesForm(GovForm):
    """More files of one piece. `key` names this batch, so that a second click keeps nothing twice (T-43)."""

    file = _files()
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=OUT_OF_DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    def layout(self) -> Layout:
        return Layout("file", Buttons(Submit("Send the files")))


class CaptureForm(FilesForm):
    together = forms.ChoiceField(
        label="What belongs together?",
        choices=[
            (EACH, "Each file is a piece of evidence of its own"),
            (TOGETHER, "All files belong to one piece"),
        ],
        widget=forms.RadioSelect,
        initial=EACH,
        error_messages={"invalid_choice": "Choose one of the answers on the page."},
    )
    title = PlainTextField(max_length=200, required=False)
    # Names the one piece before it is there: the files come one by one.
    piece = forms.UUIDField(widget=forms.HiddenInput, error_messages=OUT_OF_DATE)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("piece", uuid4())
        question, field = ask_of_item(scheme, "title"), self.fields["title"]
        field.label, field.help_text = question.label, question.hint

    def layout(self) -> Layout:
        return Layout(
            "file",
            Question("together", reveal={TOGETHER: ["title"]}),
            Buttons(Submit("Send the files")),
        )


class OneFileForm(forms.Form):
    """One file, sent by a script."""

    file = forms.FileField(error_messages={"required": "Choose a file."}, allow_empty_file=True)
    key = forms.UUIDField(
        error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE["invalid"])
    )
    # Only for files of one piece: its name, and what it is called.
    piece = forms.UUIDField(required=False, error_messages=OUT_OF_DATE)
    title = PlainTextField(max_length=200, required=False)

    def first_error(self) -> str:
        errors: Mapping[str, Any] = self.errors
        return str(next(iter(errors.values()))[0])


class CaptionForm(GovForm):
    caption = PlainTextField(
        label="What can be seen in it?",
        help_text="For those who cannot see it. Say what people do, and do not name a child.",
        max_length=300,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout("caption", Buttons(Submit("Save")))


def new_keys() -> dict[str, UUID]:
    """For the next batch on the same page."""
    return {"key": uuid4(), "piece": uuid4()}
