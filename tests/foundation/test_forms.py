"""Fields clean what is typed; the form pack links and escapes what it shows."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template

from foundation.forms import (
    DateField,
    EmailField,
    GovForm,
    PlainTextArea,
    PlainTextField,
    PostcodeField,
    TelephoneField,
    Versioned,
    show_date,
    show_telephone,
)
from foundation.layout import Buttons, Fieldset, Layout, Paragraph, Question, Section, Submit
from foundation.text import clean_text

EVIL = '<script>alert("1")</script>{{ 7|add:1 }}'


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [a for t, a in self.found if t == tag and wanted.items() <= a.items()]

    def one(self, tag, **wanted):
        (found,) = self.all(tag, **wanted)
        return found

    def ids(self):
        return [a["id"] for _, a in self.found if "id" in a]


def rendered(form):
    source = "{% load crispy_forms_tags %}{% include '_error_summary.html' %}{% crispy form %}"
    return Template(source).render(Context({"form": form}))


# clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Łódź & Sons  ", "Łódź & Sons"),
        ("Zu\u0308rich", "Zürich"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\u200bb\ufeffc\u00add\u2060e", "abcde"),
        ("a\u200db\u200cc", "abc"),
        ("ক্\u200dষ", "ক্\u200dষ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\u200dabc\u200d", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tstays\x07bell\x1bgoes", "tab\tstaysbellgoes"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("𝔘𝔫𝔦", "𝔘𝔫𝔦"),
        ("\u2066اردو\u2069", "اردو"),
        ("", ""),
    ],
)
def test_clean_text_keeps_what_people_write_and_nothing_hidden(typed, kept):
    assert clean_text(typed) == kept


def test_clean_text_refuses_nul():
    with pytest.raises(ValidationError):
        clean_text("a\x00b")


def test_clean_text_is_stable_when_repeated():
    text = clean_text("  e\u0301\u200b \u202a x ")
    assert clean_text(text) == text
    text.encode("utf-8")


# Fields of text


def test_plain_text_field_refuses_a_line_break():
    with pytest.raises(ValidationError, match="on one line"):
        PlainTextField().clean("Name\r\nBcc: everybody@example.com")


def test_plain_text_field_makes_spaces_single():
    assert PlainTextField().clean("  Mill \t Lane ") == "Mill Lane"


def test_plain_text_area_counts_a_line_break_once():
    assert PlainTextArea(max_length=3).clean("a\r\nb") == "a\nb"


def test_plain_text_field_of_only_hidden_characters_counts_as_empty():
    with pytest.raises(ValidationError):
        PlainTextField().clean("\u200b\u202e")


@pytest.mark.parametrize(
    "typed", ["a@b,c@d", "a@example.com\nBcc: b@example.com", "Ann <a@example.com>", "no"]
)
def test_email_field_takes_one_address_only(typed):
    with pytest.raises(ValidationError):
        EmailField().clean(typed)


def test_email_field_trims():
    assert EmailField().clean(" ann@example.com ") == "ann@example.com"


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0121 496 0123", "+441214960123", "0121 496 0123"),
        ("(0121) 496-0123", "+441214960123", "0121 496 0123"),
        ("+44 121 496 0123", "+441214960123", "0121 496 0123"),
        ("07700 900982", "+447700900982", "07700 900982"),
        ("+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
    ],
)
def test_telephone_field_stores_one_form_and_shows_the_usual_one(typed, stored, shown):
    field = TelephoneField()
    assert field.clean(typed) == stored
    assert field.prepare_value(stored) == shown == show_telephone(stored)


@pytest.mark.parametrize("typed", ["12", "letters", "0121 496", "9" * 39, "+99 1"])
def test_telephone_field_says_how_to_write_a_number(typed):
    with pytest.raises(ValidationError, match="like 0121 496 0000"):
        TelephoneField().clean(typed)


def test_telephone_field_shows_what_was_typed_when_it_is_wrong():
    assert TelephoneField().prepare_value("0121 49") == "0121 49"


def test_telephone_field_may_be_empty():
    assert TelephoneField(required=False).clean(" ") == ""


@pytest.mark.parametrize("typed", ["b11bb", "B1 1BB", " b1  1bb "])
def test_postcode_field_sets_the_space(typed):
    assert PostcodeField().clean(typed) == "B1 1BB"


def test_postcode_field_wants_all_of_it():
    with pytest.raises(ValidationError, match="full UK postcode"):
        PostcodeField().clean("B1")


# Dates


@pytest.mark.parametrize(
    "typed",
    [["12", "3", "2027"], ["12", "03", "2027"], ["12", "March", "2027"], ["12", "mar.", "2027"]],
)
def test_date_field_reads_numbers_and_names(typed):
    assert DateField().clean(typed) == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("typed", "says", "parts"),
    [
        (["", "3", "2027"], "include a day", ["day"]),
        (["", "", "2027"], "include a day and a month", ["day", "month"]),
        (["31", "2", "2027"], "no such date", ["day", "month"]),
        (["32", "1", "2027"], "no such date", ["day", "month"]),
        (["0", "1", "2027"], "no such date", ["day", "month"]),
        (["١٢", "3", "2027"], "day in numbers", ["day"]),
        (["12", "3", "٢٠٢٧"], "year in numbers", ["year"]),
        (["12", "maybe", "2027"], "month in numbers", ["month"]),
        (["12", "3", "27"], "four digits", ["year"]),
        (["12", "3", "9" * 5000], "four digits", ["year"]),
        (["9" * 5000, "3", "2027"], "day in numbers", ["day"]),
        (["-1", "3", "2027"], "day in numbers", ["day"]),
    ],
)
def test_date_field_says_what_to_change_and_where(typed, says, parts):
    with pytest.raises(ValidationError, match=says) as caught:
        DateField().clean(typed)
    assert list(caught.value.params["parts"]) == parts


def test_date_field_holds_its_limits_and_names_them_in_full():
    field = DateField(earliest=date(2027, 3, 12), latest=date(2027, 4, 1))
    assert field.clean(["12", "3", "2027"]) == date(2027, 3, 12)
    with pytest.raises(ValidationError, match="12 March 2027 or later"):
        field.clean(["11", "3", "2027"])
    with pytest.raises(ValidationError, match="1 April 2027 or earlier"):
        field.clean(["2", "4", "2027"])


def test_date_field_may_be_empty():
    assert DateField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError, match="Enter the date"):
        DateField().clean(["", "", ""])


def test_date_field_knows_whether_it_changed():
    field = DateField()
    assert not field.has_changed(date(2027, 3, 12), ["12", "3", "2027"])
    assert field.has_changed(date(2027, 3, 12), ["13", "3", "2027"])
    assert field.has_changed(None, ["x", "", ""])


def test_show_date_is_written_in_full():
    assert show_date(date(2027, 3, 2)) == "2 March 2027"


# What the pack renders


class Sample(Versioned, GovForm):
    name = PlainTextField(label="Your name", help_text="As on paper", max_length=5)
    sector = forms.ChoiceField(label="Sector", choices=[("a", "A")])
    reach = forms.ChoiceField(
        label="How may we reach you?",
        choices=[("post", "Letter"), ("phone", "Telephone")],
        widget=forms.RadioSelect,
    )
    phone = TelephoneField(label="Telephone", required=False)
    who = forms.MultipleChoiceField(
        label="Who?",
        choices=[("a", "A"), ("none", "None")],
        widget=forms.CheckboxSelectMultiple,
    )
    born = DateField(label="Since when?")
    story = PlainTextArea(label="Story", max_length=10)
    agreed = forms.BooleanField(label="We agree")

    def layout(self):
        return Layout(
            "name",
            "sector",
            Question("reach", inline=True, reveal={"phone": ["phone"]}, hints={"post": "Slow"}),
            Question("who", exclusive="none"),
            "born",
            "story",
            "agreed",
            Buttons(Submit("Save")),
        )


def test_errors_are_linked_to_the_first_thing_to_act_on():
    form = Sample({"version": "1", "born_day": "1", "born_year": "2027", "story": "x" * 11})
    html = rendered(form)
    elements = Elements(html)
    targets = [a["href"][1:] for a in elements.all("a")]
    assert targets == [
        "id_name", "id_sector", "id_reach_0", "id_who_0", "id_born_1", "id_story", "id_agreed",
    ]  # fmt: skip
    ids = elements.ids()
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_described_by_and_label_leads_somewhere():
    elements = Elements(rendered(Sample({"story": "x" * 11})))
    ids = set(elements.ids())
    for _, attrs in elements.found:
        for name in ("aria-describedby", "aria-labelledby", "for", "data-aria-controls"):
            assert set((attrs.get(name) or "").split()) <= ids


def test_a_field_in_error_says_so_in_words_and_aria():
    form = Sample({"name": "too long"})
    html = rendered(form)
    field = Elements(html).one("input", name="name")
    assert field["aria-describedby"] == "id_name-hint id_name-error"
    assert field["aria-invalid"] == "true"
    assert "govuk-input--error" in field["class"]
    assert field["value"] == "too long"
    assert (
        '<span class="govuk-visually-hidden">Error:</span> Your name must be 5 characters' in html
    )


def test_reveal_is_shut_unless_chosen_and_marked_for_the_script():
    shut, opened = rendered(Sample()), rendered(Sample({"reach": "phone"}))
    assert Elements(shut).one("input", id="id_reach_1")["data-aria-controls"] == "id_reach_1-more"
    assert "aria-controls" not in Elements(shut).one("input", id="id_reach_1")
    assert "conditional--hidden" in shut
    assert "conditional--hidden" not in opened
    assert 'class="govuk-radios govuk-radios--inline"' in shut
    assert Elements(shut).one("input", id="id_who_1")["data-behaviour"] == "exclusive"


def test_date_marks_only_the_wrong_box():
    elements = Elements(rendered(Sample({"born_day": "1", "born_year": "2027"})))
    boxes = [elements.one("input", name=f"born_{part}") for part in ("day", "month", "year")]
    assert ["govuk-input--error" in box["class"] for box in boxes] == [False, True, False]
    assert [box["value"] for box in boxes] == ["1", "", "2027"]


def test_date_shows_a_stored_date_and_a_kept_draft():
    stored = Elements(rendered(Sample(initial={"born": date(2027, 3, 12)})))
    draft = Elements(rendered(Sample(initial={"born": ["12", "Mar", ""]})))
    assert stored.one("input", name="born_month")["value"] == "3"
    assert draft.one("input", name="born_month")["value"] == "Mar"


def test_text_area_counts_without_cutting_off():
    elements = Elements(rendered(Sample()))
    area = elements.one("textarea", name="story")
    assert "maxlength" not in area
    assert "govuk-js-character-count" in area["class"]
    assert elements.one("div", **{"data-maxlength": "10"})


def test_what_is_left_is_said_near_the_limit_only():
    """A countdown from thousands hurries people, and below ten boxes it drowns the page."""
    assert Elements(rendered(Sample())).one("div", **{"data-threshold": "75"})


def test_text_area_with_limit_and_no_help_renders():
    class Short(forms.Form):
        story = forms.CharField(widget=forms.Textarea, max_length=3)

    assert "up to 3 characters" in rendered(Short())


def test_version_travels_hidden_though_the_layout_leaves_it_out():
    assert (
        Elements(rendered(Sample(initial={"version": 4}))).one("input", name="version")["value"]
        == "4"
    )


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_version_that_is_lost_or_forged_is_said_in_the_summary(version):
    assert "out of date" in rendered(Sample({"version": version}))


def test_words_from_data_are_escaped_and_never_compiled():
    class Data(GovForm):
        one = forms.CharField(label=EVIL, help_text=EVIL)
        two = forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL)], widget=forms.RadioSelect)
        three = forms.BooleanField(label=EVIL, help_text=EVIL)

        def layout(self):
            return Layout(
                Fieldset(EVIL, "one", hint=EVIL),
                Section(EVIL, Question("two", hints={EVIL: EVIL}), hint=EVIL),
                "three",
                Paragraph(EVIL),
                Buttons(Submit(EVIL, name="go", value=EVIL)),
            )

        def clean(self):
            raise ValidationError(EVIL)

    html = rendered(Data({"one": EVIL, "two": "x"}))
    assert "<script" not in html
    assert "{{ 7|add:1 }}" in html


def test_messages_say_what_to_do_and_never_invalid():
    form = Sample({"version": "1", "sector": "zzz", "who": ["zzz"], "reach": "zzz", "phone": "1"})
    said = [str(error) for errors in form.errors.values() for error in errors]
    assert "Enter your name." in said
    assert "Enter the story." in said
    assert "Tick the box to go on: “We agree”." in said
    assert not any("alid" in error or "required" in error for error in said)


def test_messages_that_were_chosen_stay():
    class Chosen(GovForm):
        name = PlainTextField(label="100% name", error_messages={"required": "Tell us your name."})

    assert Chosen({}).errors["name"] == ["Tell us your name."]
    assert Chosen({"name": "x" * 201}).errors["name"] == [
        "100% name must be 200 characters or fewer. You have used 201."
    ]


def test_messages_reach_fields_that_a_form_adds_as_it_is_made():
    class Grows(GovForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["age"] = forms.IntegerField(label="Your age", max_value=120)
            self.fields["why"] = PlainTextField(label="Why?", max_length=3)
            self.fields["own"] = PlainTextField(
                label="Own", error_messages={"required": "Say it your way."}
            )

    assert Grows({}).errors == {
        "age": ["Enter your age."],
        "why": ["Answer the question: “Why?”"],
        "own": ["Say it your way."],
    }
    wrong = Grows({"age": "300", "why": "because", "own": "x"}).errors
    assert wrong == {
        "age": ["Your age must be 120 or less."],
        "why": ["Your answer must be 3 characters or fewer. You have used 7."],
    }


def test_a_plain_form_and_a_formset_render_in_the_same_look():
    class Plain(forms.Form):
        name = forms.CharField()

    many = forms.formset_factory(Plain, extra=2)()
    source = "{% load crispy_forms_tags %}{{ form|crispy }}{{ many|crispy }}"
    html = Template(source).render(Context({"form": Plain(), "many": many}))
    assert html.count('class="govuk-input') == 3
    assert 'name="form-TOTAL_FORMS"' in html
    assert Elements(html).one("input", name="form-1-name")["id"] == "id_form-1-name"


def test_error_summary_of_a_formset_leads_to_each_form():
    class Plain(GovForm):
        name = PlainTextField(label="Name")

    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "x"}
    many = forms.formset_factory(Plain)(data)
    html = Template("{% include '_error_summary.html' %}").render(Context({"formset": many}))
    assert [a["href"] for a in Elements(html).all("a")] == ["#id_form-1-name"]
