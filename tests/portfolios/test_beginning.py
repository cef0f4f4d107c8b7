"""/organisations/new/, the officers' way in, and beginning once more."""

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import Role
from awards.models import Application, Invitation, Organisation
from awards.services.applications import withdraw
from portfolios.models import RegistrationForm
from portfolios.selectors.registration.reading import looks_like_another
from tests.support.eligibility import walk

pytestmark = pytest.mark.django_db

NEW = {"name": "Elm Row Nursery", "kind": "nursery", "postcode": "b2 4qa"}
PAPER = NEW | {
    "source": "paper",
    "received_on_day": "20",
    "received_on_month": "11",
    "received_on_year": "2024",
}


@pytest.fixture
def client(lead, sign_in):
    """A lead who may apply."""
    client = sign_in(lead)
    walk(client)
    return client


def post(client, data):
    return client.post(reverse("organisation-new"), data)


def test_new_organisation_leads_to_the_task_list(client, lead):
    response = post(client, NEW)
    application = Application.objects.get()
    assert response.url == reverse("registration", args=[application.uuid])
    form = RegistrationForm.objects.get()
    assert (form.organisation_name, form.sector, form.kind, form.postcode) == (
        "Elm Row Nursery",
        "education",
        "nursery",
        "B2 4QA",
    )
    assert application.organisation.memberships.get().user == lead
    assert not application.entered_by_officer


def test_what_was_typed_is_not_asked_again(client):
    """WCAG 3.3.7"""
    page = client.get(post(client, NEW).url + "organisation/")
    assert 'value="Elm Row Nursery"' in page.text
    assert 'value="B2 4QA"' in page.text
    assert '<option value="nursery" selected>' in page.text


def test_new_organisation_comes_after_the_questions(lead, sign_in):
    client = sign_in(lead)
    for response in (client.get(reverse("organisation-new")), post(client, NEW)):
        assert response.status_code == 302
        assert response.url == reverse("start")
    assert not Organisation.objects.exists()


def test_new_organisation_needs_an_account():
    response = Client().get(reverse("organisation-new"))
    assert response.url.startswith(reverse("account_login"))


def test_double_click_makes_one_organisation(client):
    """T-43"""
    assert post(client, NEW | {"go_on": "yes"}).url == post(client, NEW | {"go_on": "yes"}).url
    assert Organisation.objects.count() == 1


def test_mass_assignment_is_ignored(client, stranger):
    """T-26"""
    theirs = Organisation.objects.get()
    post(
        client,
        NEW
        | {
            "slug": "mine",
            "status": "approved",
            "entered_by_officer": "1",
            "organisation": theirs.pk,
            "sector": "health",
            "uuid": str(theirs.uuid),
        },
    )
    made = Application.objects.get()
    assert (made.status, made.entered_by_officer) == ("draft", False)
    assert (made.organisation.slug, made.organisation.sector) == ("elm-row-nursery", "education")
    assert made.organisation != theirs


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 161),
        ("name", "Two\nlines"),
        ("name", "NUL\x00here"),
        ("name", "\u200b\u202e"),
        ("kind", "bank"),
        ("postcode", "B1"),
        ("postcode", "12345"),
        ("postcode", "B1 1BB; DROP"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, field, value):
    page = post(client, NEW | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Łódź & Sons", "Łódź & Sons"),
        ("  Two   spaces ", "Two spaces"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("Cafe\u0301 \u200bClub", "Café Club"),
        ("سکول برائے بچے", "سکول برائے بچے"),
        ("伯明翰学校 🎉", "伯明翰学校 🎉"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_names_in_any_script_are_kept_clean(client, typed, kept):
    """T-58, T-69, T-85"""
    response = post(client, NEW | {"name": typed})
    assert Organisation.objects.get().name == kept
    assert "<script>alert" not in client.get(response.url).text


def test_bytes_that_are_no_text_do_no_harm(client):
    """T-85: half of a surrogate pair, as a broken client would send it."""
    response = client.post(
        reverse("organisation-new"),
        "kind=nursery&postcode=B2+4QA&name=lone+%ED%A0%80+half",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    assert Organisation.objects.get().name.endswith("half")


class TestSimilar:
    def test_warning_says_one_sentence_and_no_more(self, client, stranger):
        page = post(
            client,
            {"name": "The Stranger Street school", "kind": "school", "postcode": "B24QA"},
        )
        assert page.status_code == 422
        assert "It may already be here: ask a colleague to invite you" in page.text
        assert "Stranger Street School" not in page.text
        assert stranger.email not in page.text
        assert Organisation.objects.count() == 1

    def test_warning_can_be_passed(self, client, stranger):
        response = post(
            client,
            {
                "name": "Stranger Street School",
                "kind": "school",
                "postcode": "B2 4QA",
                "go_on": "yes",
            },
        )
        assert response.status_code == 302
        assert Organisation.objects.count() == 2

    @pytest.mark.parametrize(
        ("name", "postcode", "alike"),
        [
            ("Stranger Street School", "B2 4QA", True),
            ("stranger street  SCHOOL", "b24qa", True),
            ("The Stranger-Street School Ltd", "B2 4QA", True),
            ("Stranger Street School", "B1 1BB", False),
            ("Oak Tree Surgery", "B2 4QA", False),
            ("%", "B2 4QA", False),
            ("", "B2 4QA", False),
            ("Stranger Street School", "", False),
        ],
    )
    def test_alike_is_name_and_place(self, stranger, name, postcode, alike):
        assert looks_like_another(name=name, postcode=postcode) is alike

    def test_trying_out_names_is_slowed_down(self, client, stranger):
        for _ in range(20):
            post(client, {"name": "Stranger Street School", "kind": "school", "postcode": "B24QA"})
        page = post(client, NEW)
        assert page.status_code == 429
        assert "Elm Row Nursery" in page.text


class TestOfficer:
    def test_enters_what_came_on_paper(self, officer, sign_in):
        client = sign_in(officer)
        response = client.post(
            reverse("officers-registration-new"), PAPER | {"lead_email": "Head@Elm.example"}
        )
        application = Application.objects.get()
        assert response.url == reverse("registration", args=[application.uuid])
        assert application.entered_by_officer
        assert Invitation.objects.get().email == "head@elm.example"
        assert client.get(response.url + "organisation/").status_code == 200

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("source", ""),
            ("source", "fax"),
            ("received_on_year", "2999"),
            ("lead_email", "a@b,c@d"),
        ],
    )
    def test_is_told_what_is_wrong(self, officer, sign_in, field, value):
        """T-72: one mailbox, no list."""
        page = sign_in(officer).post(reverse("officers-registration-new"), PAPER | {field: value})
        assert page.status_code == 422
        assert not Organisation.objects.exists()

    def test_others_get_403(self, lead, stranger, sign_in):
        for somebody in (lead, stranger):
            client = sign_in(somebody)
            assert client.get(reverse("officers-registration-new")).status_code == 403
            assert client.post(reverse("officers-registration-new"), PAPER).status_code == 403
        assert not Application.objects.exists()


class TestAgain:
    def test_after_withdrawing(self, complete, lead, sign_in, now):
        withdraw(application=complete, actor=lead, role=Role.LEAD, note="Later", at=now)
        url = reverse("registration-begin", args=[complete.organisation.slug])
        response = sign_in(lead).post(url)
        again = Application.objects.open().get()
        assert response.url == reverse("registration", args=[again.uuid])
        assert again.pk != complete.pk

    def test_by_get_changes_nothing(self, organisation, lead, sign_in):
        """T-16"""
        url = reverse("registration-begin", args=[organisation.slug])
        assert sign_in(lead).get(url).status_code == 405
        assert not Application.objects.exists()

    def test_while_one_is_open_is_409(self, application, lead, sign_in):
        url = reverse("registration-begin", args=[application.organisation.slug])
        assert sign_in(lead).post(url).status_code == 409

    def test_by_others(self, organisation, stranger, officer, sign_in):
        url = reverse("registration-begin", args=[organisation.slug])
        assert sign_in(stranger).post(url).status_code == 404
        assert sign_in(officer).post(url).status_code == 403
        assert not Application.objects.exists()
