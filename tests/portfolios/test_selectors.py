"""What is missing, what was sent, and what deserves a second look."""

import json

import pytest
from django.template.loader import render_to_string

from awards.scheme import edition
from portfolios.choices import SectionCode, SectionState
from portfolios.models import EngagementLevel, Partner, RegistrationForm, RegistrationLead
from portfolios.selectors.nudges import nudges_of, personal_detail
from portfolios.selectors.registration.problems import problems_of, registration_problems, tasks_of
from portfolios.selectors.registration.reading import whole_registration
from portfolios.selectors.registration.snapshots import snapshot_of
from portfolios.selectors.registration.wording import QUESTIONS, commitment_wording, intro, question
from portfolios.selectors.sent import application_of
from portfolios.services.registration.items import MODELS
from portfolios.services.registration.sections import FIELDS
from tests.support.portfolios import form_of

pytestmark = pytest.mark.django_db


def sentences(application):
    return [problem.sentence for problem in registration_problems(application)]


def test_new_registration_lacks_nearly_everything(application):
    found = registration_problems(application)
    assert {problem.section for problem in found} == set(SectionCode)
    assert "Enter the name of your organisation." not in [p.sentence for p in found]


def test_complete_registration_lacks_nothing(complete):
    assert registration_problems(complete) == []


@pytest.mark.parametrize(
    ("field", "value", "section"),
    [
        ("organisation_name", "", "organisation"),
        ("kind", "", "organisation"),
        ("kind", "bank", "organisation"),
        ("address_line_1", "", "organisation"),
        ("town", "", "organisation"),
        ("postcode", "", "organisation"),
        ("postcode", "B1", "organisation"),
        ("email", "", "contact"),
        ("email", "half@", "contact"),
        ("telephone", "", "contact"),
        ("telephone", "0121", "contact"),
        ("website", "no address", "contact"),
        ("description", "", "about"),
        ("commitment_statement", "", "about"),
        ("printed_name", "", "certificate"),
        ("printed_name", "Oak 🎉", "certificate"),
    ],
)
def test_each_gap_leads_to_its_field(complete, field, value, section):
    RegistrationForm.objects.update(**{field: value})
    problem = registration_problems(complete)[0]
    assert (problem.section, problem.field, problem.item) == (section, field, None)
    assert problem.address(complete).endswith(f"/registration/{section}/#id_{field}")


def test_name_that_no_font_can_print_is_said_at_once(complete):
    RegistrationForm.objects.update(printed_name="Oak 🎉")
    assert sentences(complete) == ["We can’t print “🎉”. Leave it out, or write it in letters."]
    RegistrationForm.objects.update(printed_name="سایہ گھر")
    assert sentences(complete) == []


def test_place_outside_needs_a_word(complete):
    RegistrationForm.objects.update(postcode="CV1 2AB", outside_area_note="")
    (problem,) = registration_problems(complete)
    assert problem.field == "outside_area_note"


@pytest.mark.parametrize("field", ["name", "job_title", "email"])
def test_each_gap_of_a_lead_leads_to_the_lead(complete, field):
    RegistrationLead.objects.update(**{field: ""})
    (problem,) = registration_problems(complete)
    lead = complete.registrationleads.get()
    assert problem.address(complete).endswith(f"/leads/{lead.uuid}/#id_{field}")


@pytest.mark.parametrize(("field", "shown"), [("name", "name"), ("kind", "kind_0"), ("how", "how")])
def test_each_gap_of_a_partner_leads_to_the_partner(complete, field, shown):
    Partner.objects.update(**{field: ""})
    (problem,) = registration_problems(complete)
    assert problem.address(complete).endswith(f"#id_{shown}")


def test_not_yet_is_an_answer_with_what_is_planned(complete):
    EngagementLevel.objects.update(engagement="planned")
    assert registration_problems(complete) == []
    EngagementLevel.objects.filter(level="level.board").update(text="")
    assert sentences(complete) == ["Board: say what you plan."]
    EngagementLevel.objects.filter(level="level.board").update(engagement="now")
    assert sentences(complete) == ["Board: say how you involve them."]
    EngagementLevel.objects.filter(level="level.board").delete()
    assert "Board: say whether you involve them." in sentences(complete)


def test_wording_that_changed_asks_for_a_new_signature(complete):
    whole = whole_registration(complete)
    whole.commitment.wording_sha256 = "0" * 64
    assert [p.sentence for p in problems_of(whole)] == [
        "The wording changed after it was signed. Sign again."
    ]


def test_tasks_stand_in_the_order_of_the_form(complete):
    whole = whole_registration(complete)
    tasks = tasks_of(whole, problems_of(whole))
    assert [task.section for task in tasks] == list(SectionCode)
    assert {task.state for task in tasks} == {SectionState.DONE}


def test_registration_of_is_for_those_who_may_see_it(application, lead, officer, stranger):
    assert application_of(lead, application.uuid) == application
    assert application_of(officer, application.uuid) == application
    with pytest.raises(type(application).DoesNotExist):
        application_of(stranger, application.uuid)


class TestSnapshot:
    def test_is_plain_and_whole(self, complete):
        snapshot = snapshot_of(complete)
        text = json.dumps(snapshot, ensure_ascii=False)
        assert json.loads(text) == snapshot
        form = form_of(complete)
        shown_otherwise = {"sector": "Education", "kind": "School", "telephone": "0121 496 0000"}
        names = {name for fields in FIELDS.values() for name in fields} - {"outside_area_note"}
        for name in names:
            assert shown_otherwise.get(name, getattr(form, name)) in text
        for code, rows in (
            (SectionCode.LEADS, complete.registrationleads),
            (SectionCode.PARTNERS, complete.partners),
        ):
            shown = [getattr(rows.get(), name) for name in MODELS[code].TYPED]
            for value in shown:
                assert value in text or value == "external"
        for level in edition(complete.edition).engagement_levels:
            assert f"{level.name} meet us each month." in text
        assert snapshot["commitment"]["text"] == commitment_wording(edition(complete.edition)).text

    def test_uses_the_editions_words(self, complete):
        scheme = edition(complete.edition)
        (row, *_) = snapshot_of(complete)["sections"][0]["rows"]
        assert row["label"] == question(scheme, "registration.name").label

    def test_can_be_shown_without_contacts(self, complete):
        """T-30"""
        snapshot = snapshot_of(complete)
        contacts = [
            "office@acorn.example",
            "lena@acorn.example",
            "12 Canal Street",
            "0121 496",
            "B1 1BB",
        ]
        shown = render_to_string(
            "portfolios/_registration_summary.html", {"snapshot": snapshot, "hide_contacts": False}
        )
        hidden = render_to_string(
            "portfolios/_registration_summary.html", {"snapshot": snapshot, "hide_contacts": True}
        )
        for contact in contacts:
            assert contact in shown
            assert contact not in hidden
        assert "40 of them with SEND" in hidden

    def test_of_an_empty_form_is_fine(self, application):
        snapshot = snapshot_of(application)
        assert snapshot["commitment"] is None
        assert "Not given" in render_to_string(
            "portfolios/_registration_summary.html", {"snapshot": snapshot}
        )


class TestNudges:
    @pytest.mark.parametrize(
        ("text", "noticed"),
        [
            ("Her NHS number is 943 476 5919.", True),
            ("9434765919", True),
            ("943 476 5918", False),
            ("Call 0121 496 0000", False),
            ("Call +44 7700 900982", False),
            ("Sam (DOB 3/4/2012)", True),
            ("Sam was born on a Tuesday", True),
            ("Sam, 03-04-2012", True),
            ("We met in March 2024 with 120 people.", False),
            ("Open 9.30 to 12.45", False),
            ("", False),
        ],
    )
    def test_patterns(self, text, noticed):
        assert bool(personal_detail(text)) is noticed

    def test_one_for_each_section(self, complete):
        RegistrationForm.objects.update(description="dob", commitment_statement="dob")
        Partner.objects.update(how="9434765919")
        found = nudges_of(whole_registration(complete))
        assert [nudge.section for nudge in found] == [SectionCode.ABOUT, SectionCode.PARTNERS]


def test_every_question_has_words_without_an_edition():
    scheme = edition("birmingham-2026")
    codes = {field.code for section in scheme.registration for field in section.fields}
    assert set(QUESTIONS) <= codes
    assert intro(scheme, "registration.nothing") == ""
