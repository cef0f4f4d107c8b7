"""The task list and its sections: saved as you go, resumed by a colleague, seen by nobody else."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Membership, Organisation
from awards.services.applications import withdraw
from awards.services.organisations import remove_member
from foundation.drafts import autosave_url
from foundation.models import AuditEvent, Draft
from portfolios.choices import SectionCode
from portfolios.models import RegistrationForm, SectionEdit
from portfolios.services import registration as services
from tests.support.champions import answer
from tests.support.portfolios import (
    add_lead,
    add_partner,
    asked_back,
    form_of,
    level_of,
    send_registration,
    version_of,
)

pytestmark = pytest.mark.django_db
CANARY = "canary-Quetzalcoatl"


def page(name, application, *args):
    return reverse(name, args=[application.uuid, *args])


def section(application, code):
    return page("registration-section", application, code)


def tasks(response):
    return {task["title"]: task["text"] for task in response.context["tasks"]}


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


class TestTaskList:
    def test_of_a_new_registration(self, application, client):
        response = client.get(page("registration", application))
        assert tasks(response) == {
            "Organisation details": "Not started",
            "Contact details": "Not started",
            "Co-production leads": "Not started",
            "About you and your commitment": "Not started",
            "Who you involve": "Not started",
            "Partners": "Not started",
            "Name on the certificate": "Not started",
            "Sign the commitment": "Cannot start yet",
        }
        assert "0 of 8 parts are done" in response.text

    def test_of_one_that_is_half_done(self, application, client, lead, now):
        services.save_section(
            application=application,
            section=SectionCode.CONTACT,
            values={"email": "office@acorn.example"},
            expected_version=0,
            actor=lead,
            at=now,
        )
        response = client.get(page("registration", application))
        assert tasks(response)["Contact details"] == "In progress"
        assert "Last changed by Lena Lead, 23 November 2026 at 10:00" in response.text

    def test_of_one_that_is_complete(self, complete, client):
        response = client.get(page("registration", complete))
        assert set(tasks(response).values()) == {"Done"}
        assert page("withdraw", complete) in response.text

    def test_tells_a_member_that_a_lead_sends(self, complete, colleague, sign_in):
        response = sign_in(colleague).get(page("registration", complete))
        assert "A co-production lead signs and sends it." in response.text
        assert page("withdraw", complete) not in response.text

    def test_for_an_officer_has_no_links_to_write(self, complete, officer, sign_in):
        response = sign_in(officer).get(page("registration", complete))
        assert response.status_code == 200
        assert section(complete, "about") not in response.text

    def test_after_sending_shows_the_copy(self, complete, client, lead, now):
        send_registration(complete, lead=lead, at=now)
        response = client.get(page("registration", complete))
        assert page("application-copy", complete) in response.text
        assert section(complete, "about") not in response.text

    def test_after_changes_were_asked_shows_each_point(self, complete, client, lead, officer, now):
        send_registration(complete, lead=lead, at=now)
        board, partner = asked_back(complete, officer, at=now)
        for url in (page("registration", complete), section(complete, "about")):
            response = client.get(url)
            assert [each.challenge for each in response.context["points"]] == [board, partner]
            assert "Say more about &lt;your&gt; board" in response.text
            assert reverse("challenge", args=[partner.uuid]) in response.text
        assert "2 answers still missing" in client.get(page("registration", complete)).text

    def test_after_an_answer_shows_it_beside_the_point(self, complete, client, lead, officer, now):
        send_registration(complete, lead=lead, at=now)
        board, _ = asked_back(complete, officer, at=now)
        answer(board, lead, at=now, text="Two parents sit on it.")
        text = client.get(page("registration", complete)).text
        assert 'We changed it: <span class="award-pre">Two parents sit on it.</span>' in text
        assert "1 answer still missing" in text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_the_same_however_long_the_lists_are(
        self, complete, client, lead, now, rows, django_assert_num_queries
    ):
        for number in range(rows - 1):
            add_lead(complete, actor=lead, at=now, name=f"Lead {number}")
            add_partner(complete, actor=lead, at=now, name=f"Partner {number}")
        # session, person, application, membership, form, commitment, leads, partners, levels, edits
        with django_assert_num_queries(10):
            client.get(page("registration", complete))
        # membership twice: who may write, and whether to show the button
        with django_assert_num_queries(11):
            client.get(page("registration-check", complete))


def own_pages(application):
    lead, partner = application.registrationleads.get(), application.partners.get()
    return [
        page("registration", application),
        page("registration-check", application),
        page("application-sent", application),
        page("application-copy", application),
        page("withdraw", application),
        *(section(application, code) for code in SectionCode.values),
        page("registration-item-add", application, "leads"),
        page("registration-item", application, "leads", lead.uuid),
        page("registration-item-remove", application, "leads", lead.uuid),
        page("registration-item-add", application, "partners"),
        page("registration-item", application, "partners", partner.uuid),
        page("registration-item-remove", application, "partners", partner.uuid),
    ]


class TestOtherPeople:
    def test_get_404_and_not_a_word(self, complete, stranger, sign_in, now):
        """T-24"""
        RegistrationForm.objects.update(description=CANARY, organisation_name=CANARY)
        Organisation.objects.filter(pk=complete.organisation_id).update(name=CANARY)
        client = sign_in(stranger)
        for url in own_pages(complete):
            for response in (client.get(url), client.post(url, {"version": 1})):
                assert (url, response.status_code) in {(url, 404), (url, 405)}
                assert CANARY not in response.text
        assert AuditEvent.objects.filter(outcome="refused", actor=stranger).exists()
        assert form_of(complete).description == CANARY

    def test_get_the_sign_in_page_when_signed_out(self, complete):
        for url in own_pages(complete):
            response = Client().get(url)
            assert response.status_code == 302
            assert response.url.startswith(reverse("account_login"))

    def test_champions_have_their_own_pages(self, complete, sign_in, stranger):
        """T-29"""
        stranger.is_champion = True
        stranger.save()
        assert sign_in(stranger).get(page("application-copy", complete)).status_code == 404

    def test_officers_do_not_write(self, complete, officer, sign_in):
        """T-31"""
        client = sign_in(officer)
        response = client.post(section(complete, "about"), {"version": 1, "description": "Mine"})
        assert response.status_code == 403
        assert form_of(complete).description != "Mine"

    def test_removed_colleague_gets_404_and_their_text(
        self, complete, lead, colleague, sign_in, now
    ):
        """T-27"""
        client = sign_in(colleague)
        assert client.get(section(complete, "about")).status_code == 200
        remove_member(membership=Membership.objects.get(user=colleague), actor=lead, at=now)
        response = client.post(
            section(complete, "about"), {"version": 1, "description": "A long text of mine"}
        )
        assert response.status_code == 404
        assert "A long text of mine" in response.text
        assert form_of(complete).description != "A long text of mine"

    def test_another_forms_lead_is_not_here(self, complete, stranger, sign_in, now, client):
        """T-25"""
        theirs = services.begin_registration(
            name="Elm",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=stranger,
            at=now,
        )
        add_lead(theirs, actor=stranger, at=now, name=CANARY)
        foreign = theirs.registrationleads.get()
        for name in ("registration-item", "registration-item-remove"):
            url = page(name, complete, "leads", foreign.uuid)
            for response in (client.get(url), client.post(url, {"version": 1, "name": "X"})):
                assert response.status_code == 404
                assert CANARY not in response.text
        response = client.post(
            page("registration-item-add", complete, "leads"),
            {"version": 0, "key": str(foreign.uuid), "name": "Mine", "form": form_of(theirs).pk},
        )
        assert response.status_code == 409
        assert theirs.registrationleads.get().name == CANARY
        assert complete.registrationleads.count() == 1


class TestSaving:
    def test_moves_on_to_the_next_section(self, application, client):
        response = client.post(
            section(application, "contact"),
            {"version": 0, "email": "a@b.example", "telephone": "(0121) 496-0000"},
        )
        assert response.url == section(application, "leads")
        assert form_of(application).telephone == "+441214960000"

    def test_from_the_check_page_goes_back_there(self, application, client):
        url = section(application, "about") + "?from=check"
        response = client.post(url, {"version": 0, "description": "Ours"})
        assert response.url == page("registration-check", application)

    def test_of_an_empty_section_is_fine(self, application, client):
        for code in ("organisation", "contact", "about", "levels", "certificate"):
            assert client.post(section(application, code), {"version": 0}).status_code == 302

    @pytest.mark.parametrize(
        ("code", "field", "typed"),
        [
            ("organisation", "postcode", "B1"),
            ("contact", "email", "half@"),
            ("contact", "telephone", "0121"),
            ("contact", "website", "not an address"),
            ("certificate", "printed_name", "Oak 🎉"),
        ],
    )
    def test_of_what_is_half_typed(self, application, client, code, field, typed):
        """ "Save and continue" asks; "come back later" keeps it and says so on the check page."""
        asked = client.post(section(application, code), {"version": 0, field: typed})
        assert asked.status_code == 422
        assert f'value="{typed}"' in asked.text
        kept = client.post(
            section(application, code), {"version": 0, field: typed, "action": "later"}
        )
        assert kept.url == page("registration", application)
        assert getattr(form_of(application), field) == typed
        check = client.get(page("registration-check", application))
        assert f"{section(application, code)}#id_{field}" in check.text

    @pytest.mark.parametrize("name", ["سایہ گھر", "Łódź & Sons", "伯明翰华人社区中心"])
    def test_of_the_name_takes_any_script(self, application, client, name):
        typed = {"version": 0, "printed_name": name}
        assert client.post(section(application, "certificate"), typed).status_code == 302
        assert form_of(application).printed_name == name

    def test_of_the_name_says_what_no_font_can_print(self, application, client):
        typed = {"version": 0, "printed_name": "Oak 🎉"}
        asked = client.post(section(application, "certificate"), typed)
        assert "We can’t print “🎉”. Leave it out, or write it in letters." in asked.text
        assert not RegistrationForm.objects.exclude(printed_name="").exists()

    def test_ignores_what_is_not_on_the_page(self, application, client, stranger):
        """T-26"""
        client.post(
            section(application, "about"),
            {
                "version": 0,
                "description": "Ours",
                "printed_name": "Sneaky",
                "status": "approved",
                "application": "1",
                "organisation": "1",
                "registration_date": "2020-01-01",
            },
        )
        form = form_of(application)
        assert (form.description, form.printed_name, form.registration_date) == ("Ours", "", None)
        application.refresh_from_db()
        assert application.status == Status.DRAFT

    def test_of_an_old_version_shows_both_texts(self, application, client, colleague, sign_in):
        """T-44"""
        client.post(section(application, "about"), {"version": 0, "description": "Her words"})
        response = sign_in(colleague).post(
            section(application, "about"), {"version": 0, "description": "His words"}
        )
        assert response.status_code == 409
        assert "Her words" in response.text
        assert "His words" in response.text
        assert form_of(application).description == "Her words"

    @pytest.mark.parametrize("version", ["", "-1", "abc", "1" * 40, "١"])
    def test_with_a_broken_version_keeps_the_text(self, application, client, version):
        """T-86"""
        response = client.post(
            section(application, "about"), {"version": version, "description": "My words"}
        )
        assert response.status_code in (409, 422)
        assert "My words" in response.text

    def test_of_a_colleague_is_seen_by_the_next(self, application, client, colleague, sign_in):
        """scheme.md 4"""
        sign_in(colleague).post(section(application, "about"), {"version": 0, "description": "C"})
        response = client.get(section(application, "about"))
        assert response.context["form"].initial["description"] == "C"
        assert response.context["form"].initial["version"] == 1
        edit = SectionEdit.objects.get()
        assert (edit.updated_by, edit.section) == (colleague, "about")

    @pytest.mark.parametrize("status", ["sent", "withdrawn"])
    def test_after_it_is_over_is_409(self, complete, client, lead, now, status):
        if status == "sent":
            send_registration(complete, lead=lead, at=now)
        else:
            withdraw(application=complete, actor=lead, role=Role.LEAD, note="No", at=now)
        row = complete.registrationleads.get()
        for url in (
            *(section(complete, code) for code in SectionCode.values),
            page("registration-item-add", complete, "leads"),
            page("registration-item", complete, "leads", row.uuid),
            page("registration-item-remove", complete, "leads", row.uuid),
        ):
            response = client.post(url, {"version": 1, "description": "Too late", "name": "X"})
            assert (url, response.status_code) == (url, 409)
        assert form_of(complete).description != "Too late"
        assert complete.registrationleads.get().name == "Lena Lead"

    def test_unknown_section_is_404(self, application, client):
        assert client.get(section(application, "nonsense")).status_code == 404
        assert client.get(page("registration-item-add", application, "about")).status_code == 404


class TestPlace:
    def test_outside_is_asked_about_and_never_refused(self, application, client):
        """scheme.md 1"""
        typed = {"version": 0, "organisation_name": "Acorn", "postcode": "cv12ab"}
        response = client.post(section(application, "organisation"), typed)
        assert response.url == section(application, "organisation")
        asked = client.get(response.url)
        assert "This looks outside Birmingham. That can be right" in asked.text
        client.post(
            response.url, typed | {"version": 1, "outside_area_note": "Most families are yours"}
        )
        form = form_of(application)
        assert (form.postcode, form.outside_area_note) == ("CV1 2AB", "Most families are yours")

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("b1 1bb", "B1 1BB"),
            ("B11BB", "B1 1BB"),
            (" b1  1bb ", "B1 1BB"),
            ("b45 9xy", "B45 9XY"),
            ("SW1A 1AA", "SW1A 1AA"),
        ],
    )
    def test_postcodes_as_people_write_them(self, application, client, typed, kept):
        client.post(section(application, "organisation"), {"version": 0, "postcode": typed})
        assert form_of(application).postcode == kept

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("0121 496 0000", "+441214960000"),
            ("+44 (0)121 496 0000", "+441214960000"),
            ("0044 121 496 0000", "+441214960000"),
            ("07700 900982", "+447700900982"),
            ("+353 1 234 5678", "+35312345678"),
        ],
    )
    def test_telephones_as_people_write_them(self, application, client, typed, kept):
        client.post(section(application, "contact"), {"version": 0, "telephone": typed})
        assert form_of(application).telephone == kept

    @pytest.mark.parametrize("typed", ["12", "call me", "0121 496 000000", "٠١٢", "9" * 41])
    def test_telephones_that_ring_nowhere(self, application, client, typed):
        response = client.post(section(application, "contact"), {"version": 0, "telephone": typed})
        assert response.status_code == 422
        assert not RegistrationForm.objects.filter(telephone=typed).exists()


class TestOddInput:
    def test_too_long_a_text_is_kept_on_the_page(self, application, client):
        text = "long " * 1000
        response = client.post(
            section(application, "about"), {"version": 0, "description": text, "action": "later"}
        )
        assert response.status_code == 422
        assert text.strip() in response.text

    def test_a_megabyte_is_413(self, application, client):
        """T-84"""
        response = client.post(
            section(application, "about"),
            f"version=0&description={'x' * 1_100_000}",
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code == 413

    def test_a_thousand_fields_are_400(self, application, client):
        """T-84"""
        fields = {f"field{number}": "x" for number in range(1001)}
        response = client.post(
            section(application, "about"),
            "&".join(f"{name}={text}" for name, text in fields.items()),
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code == 400

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("a\u202eb\u200bc", "abc"),
            ("Cafe\u0301", "Café"),
            ("two\r\nlines", "two\nlines"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ],
    )
    def test_text_is_kept_clean(self, application, client, typed, kept):
        """T-58, T-69, T-85"""
        client.post(section(application, "about"), {"version": 0, "description": typed})
        assert form_of(application).description == kept
        for url in (section(application, "about"), page("registration-check", application)):
            assert "<script>alert" not in client.get(url).text

    def test_nul_is_said_not_stored(self, application, client):
        """T-83"""
        response = client.post(
            section(application, "about"), {"version": 0, "description": "a\x00b"}
        )
        assert response.status_code in (400, 422)
        assert not RegistrationForm.objects.filter(description__contains="a").exists()


class TestLevels:
    def test_are_saved_one_by_one(self, application, client):
        response = client.post(
            section(application, "levels"),
            {
                "version": 0,
                "engagement_level_board": "planned",
                "text_level_board": "We will invite two parents.",
                "text_level_parents_carers": "Not chosen yet",
            },
        )
        assert response.url == section(application, "partners")
        board = level_of(application, "level.board")
        assert (board.engagement, board.text) == ("planned", "We will invite two parents.")
        assert level_of(application, "level.parents_carers").engagement == ""

    def test_refuse_an_answer_of_somebody_elses(self, application, client):
        response = client.post(
            section(application, "levels"), {"version": 0, "engagement_level_board": "always"}
        )
        assert response.status_code == 422

    def test_missing_ones_are_named_with_their_field(self, application, client):
        check = client.get(page("registration-check", application))
        assert f"{section(application, 'levels')}#id_engagement_level_board_0" in check.text
        levels = client.get(section(application, "levels"))
        assert 'id="id_engagement_level_board_0"' in levels.text


class TestItems:
    def test_add_change_and_remove_without_script(self, application, client):
        key = str(uuid4())
        url = page("registration-item-add", application, "leads")
        for _ in range(2):
            added = client.post(url, {"version": 0, "key": key, "name": "Ada"})
            assert added.url == section(application, "leads")
        lead = application.registrationleads.get()
        assert "Something is missing here" in client.get(added.url).text
        change = page("registration-item", application, "leads", lead.uuid)
        client.post(change, {"version": 1, "name": "Ada B", "email": "ada@acorn.example"})
        lead.refresh_from_db()
        assert (lead.name, lead.email, lead.version) == ("Ada B", "ada@acorn.example", 2)
        stale = client.post(change, {"version": 1, "name": "Ada C"})
        assert stale.status_code == 409
        assert "Ada C" in stale.text
        assert "Ada B" in stale.text
        remove = page("registration-item-remove", application, "leads", lead.uuid)
        assert client.get(remove).status_code == 200
        assert application.registrationleads.count() == 1
        assert client.post(remove).url == section(application, "leads")
        assert application.registrationleads.count() == 0
        assert client.post(remove).status_code == 404

    def test_from_the_check_page_lead_back_there(self, complete, client):
        url = section(complete, "leads") + "?from=check"
        lead = complete.registrationleads.get()
        listed = client.get(url)
        change = page("registration-item", complete, "leads", lead.uuid) + "?from=check"
        assert change in listed.text
        assert page("registration-check", complete) in listed.text
        assert client.post(change, {"version": 1, "name": "Ada"}).url == url

    def test_partners_may_be_none(self, application, client):
        response = client.post(section(application, "partners"))
        assert response.url == section(application, "certificate")
        assert (
            "You said that you do not work with partners yet."
            in client.get(section(application, "partners")).text
        )

    def test_a_partner_is_inside_or_outside(self, application, client):
        response = client.post(
            page("registration-item-add", application, "partners"),
            {"version": 0, "key": str(uuid4()), "name": "P", "kind": "between"},
        )
        assert response.status_code == 422

    @pytest.mark.parametrize("key", ["", "abc", "1" * 40])
    def test_a_broken_key_keeps_the_text(self, application, client, key):
        """T-86"""
        response = client.post(
            page("registration-item-add", application, "leads"),
            {"version": 0, "key": key, "name": "Ada"},
        )
        assert response.status_code == 422
        assert 'value="Ada"' in response.text

    def test_an_address_is_one_mailbox(self, application, client):
        """T-72"""
        for typed in (
            "a@b.example,c@d.example",
            "a@b.example\nBcc: x@y.example",
            "A <a@b.example>",
        ):
            response = client.post(
                page("registration-item-add", application, "leads"),
                {"version": 0, "key": str(uuid4()), "email": typed},
            )
            assert response.status_code == 422
        assert not RegistrationForm.objects.exists() or not application.registrationleads.exists()


class TestDrafts:
    def draft(self, client, application, code, fields):
        """As autosave does it: the whole form, to the address on the page."""
        url = client.get(section(application, code)).context["opening"].autosave_url
        return client.post(url, fields)

    def test_typed_and_not_saved_is_there_again(self, application, client):
        self.draft(client, application, "about", {"version": "0", "description": "Half a sent"})
        response = client.get(section(application, "about"))
        assert "Half a sent" in response.text
        assert "We kept what you typed" in response.text
        assert not RegistrationForm.objects.filter(description="Half a sent").exists()

    def test_is_gone_once_saved(self, application, client):
        self.draft(client, application, "about", {"version": "0", "description": "Half"})
        client.post(section(application, "about"), {"version": 0, "description": "Whole"})
        assert not Draft.objects.exists()

    def test_is_its_writers_alone(self, application, client, colleague, sign_in):
        self.draft(client, application, "about", {"version": "0", "description": "Half"})
        assert "Half" not in sign_in(colleague).get(section(application, "about")).text

    def test_older_than_a_colleagues_save_shows_both(self, application, client, colleague, sign_in):
        """T-44: neither is lost, and the next save is made knowing both."""
        self.draft(client, application, "about", {"version": "0", "description": "My draft"})
        sign_in(colleague).post(
            section(application, "about"), {"version": 0, "description": "Their words"}
        )
        response = client.get(section(application, "about"))
        assert "My draft" in response.text
        assert "Their words" in response.text
        version = re.search(r'name="version" value="(\d+)"', response.text).group(1)
        saved = client.post(
            section(application, "about"), {"version": version, "description": "Both"}
        )
        assert saved.status_code == 302
        assert form_of(application).description == "Both"

    def test_of_a_partner_older_than_a_colleagues_save_shows_both(
        self, application, client, lead, colleague, sign_in, now
    ):
        add_partner(application, actor=lead, at=now, name="Acorn Parents")
        partner = application.partners.get()
        url = page("registration-item", application, "partners", partner.uuid)
        mine = {"version": "1", "name": "My name", "kind": "internal", "how": "So."}
        client.post(client.get(url).context["opening"].autosave_url, mine)
        theirs = {"version": 1, "name": "Their name", "kind": "external", "how": "So."}
        assert sign_in(colleague).post(url, theirs).status_code == 302
        response = client.get(url)
        told = [(field.mine, field.theirs) for field in response.context["meanwhile"]]
        assert told == [
            ("My name", "Their name"),
            ("Inside our organisation", "Outside our organisation"),
        ]
        assert "A colleague has saved this section since you wrote" in response.text
        version = re.search(r'name="version" value="(\d+)"', response.text).group(1)
        assert client.post(url, mine | {"version": version, "name": "Both"}).status_code == 302
        partner.refresh_from_db()
        assert partner.name == "Both"

    def test_key_is_made_for_one_person(self, application, client, lead, colleague, sign_in):
        url = autosave_url(lead, services.draft_key(application, "about"))
        assert sign_in(colleague).post(url, {"description": "x"}).status_code == 404

    def test_new_lead_is_kept_too(self, application, client):
        url = page("registration-item-add", application, "leads")
        autosave = client.get(url).context["opening"].autosave_url
        key = str(uuid4())
        client.post(autosave, {"version": "0", "key": key, "name": "Half a na"})
        assert "Half a na" in client.get(url).text
        client.post(url, {"version": 0, "key": key, "name": "Ada"})
        assert "Half a na" not in client.get(url).text


def test_page_of_a_started_application_without_a_form_writes_nothing(application, client):
    """T-16: a form is made on the first save, not on looking."""
    for code in SectionCode.values:
        client.get(section(application, code))
    assert not RegistrationForm.objects.exists()
    assert version_of(application, SectionCode.ABOUT) == 0
