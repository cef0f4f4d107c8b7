"""Beginning, saving, signing and sending, with every refusal."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from awards.choices import Answer, MembershipRole, Role, Status
from awards.models import Application, Membership, Organisation, StatusChange
from awards.services.applications import withdraw
from awards.services.organisations import remove_member
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.choices import SectionCode, Source
from portfolios.models import Commitment, Partner, RegistrationForm, RegistrationLead
from portfolios.selectors.registration.problems import registration_problems
from portfolios.selectors.registration.reading import whole_registration
from portfolios.services import registration as services
from tests.support.champions import answer
from tests.support.portfolios import (
    add_lead,
    add_partner,
    asked_back,
    fill_registration,
    form_of,
    level_of,
    send_registration,
    sign,
    version_of,
)


def begin(lead, now, **fields):
    values = {"name": "Elm Row Nursery", "sector": "education", "kind": "nursery"}
    return services.begin_registration(
        **(values | {"postcode": "B2 4QA"} | fields), actor=lead, at=now
    )


def save(application, section, values, *, version, actor, now):
    return services.save_section(
        application=application,
        section=section,
        values=values,
        expected_version=version,
        actor=actor,
        at=now,
    )


class TestBeginning:
    def test_begin_makes_organisation_application_and_form(self, lead, now):
        application = begin(lead, now)
        form = form_of(application)
        assert (form.organisation_name, form.kind, form.postcode) == (
            "Elm Row Nursery",
            "nursery",
            "B2 4QA",
        )
        assert form.printed_name == ""
        assert application.organisation.memberships.get().role == MembershipRole.LEAD

    def test_begin_twice_is_one_organisation(self, lead, now):
        """T-43: a second click."""
        assert begin(lead, now) == begin(lead, now + timedelta(seconds=1))
        assert Organisation.objects.filter(name="Elm Row Nursery").count() == 1

    def test_begin_by_two_people_is_two_organisations(self, lead, stranger, now):
        assert begin(lead, now) != begin(stranger, now)

    def test_enter_makes_no_member_of_the_officer(self, officer, now):
        application = services.enter_registration(
            name="Paper School",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            source=Source.PAPER,
            received_on=date(2026, 11, 20),
            lead_email="head@paper.example",
            actor=officer,
            at=now,
        )
        assert application.entered_by_officer
        assert not application.organisation.memberships.exists()
        assert application.organisation.invitations.get().role == MembershipRole.LEAD
        assert form_of(application).registration_date == date(2026, 11, 20)
        event = AuditEvent.objects.get(event="registration.entered")
        assert event.details == {"source": "paper", "received_on": "2026-11-20"}

    def test_enter_twice_is_one_organisation(self, officer, now):
        """T-43."""
        paper = {
            "name": "Paper School",
            "sector": "education",
            "kind": "school",
            "postcode": "B1 1BB",
            "source": Source.PAPER,
            "received_on": date(2026, 11, 20),
            "lead_email": "head@paper.example",
            "actor": officer,
            "at": now,
        }
        first = services.enter_registration(**paper)
        assert services.enter_registration(**paper) == first
        assert first.organisation.invitations.count() == 1

    def test_enter_without_an_address_invites_nobody(self, officer, now):
        application = services.enter_registration(
            name="Phone School",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            source=Source.TELEPHONE,
            received_on=now.date(),
            lead_email="",
            actor=officer,
            at=now,
        )
        assert not application.organisation.invitations.exists()

    def test_enter_is_for_officers(self, lead, now):
        with pytest.raises(NotAllowed):
            services.enter_registration(
                name="X",
                sector="education",
                kind="school",
                postcode="B1 1BB",
                source=Source.PAPER,
                received_on=now.date(),
                lead_email="",
                actor=lead,
                at=now,
            )
        assert not Organisation.objects.filter(name="X").exists()

    def test_again_brings_back_what_was_written(self, complete, lead, now):
        withdraw(application=complete, actor=lead, role=Role.LEAD, note="Not now", at=now)
        again = services.begin_again(organisation=complete.organisation, actor=lead, at=now)
        assert again != complete
        assert [p.sentence for p in registration_problems(again)] == ["Sign the commitment."]
        assert again.registrationleads.get().uuid != complete.registrationleads.get().uuid

    def test_again_is_refused_while_one_is_open(self, complete, lead, now):
        with pytest.raises(Refused, match="already an application"):
            services.begin_again(organisation=complete.organisation, actor=lead, at=now)

    def test_again_is_for_people_of_the_organisation(self, organisation, stranger, officer, now):
        for somebody in (stranger, officer):
            with pytest.raises(NotAllowed):
                services.begin_again(organisation=organisation, actor=somebody, at=now)
        assert not Application.objects.filter(organisation=organisation).exists()


class TestSections:
    def test_save_keeps_what_is_there_so_far(self, application, lead, now):
        save(application, SectionCode.CONTACT, {"email": "half@"}, version=0, actor=lead, now=now)
        form = form_of(application)
        assert (form.email, form.telephone, form.version) == ("half@", "", 1)
        assert form.organisation_name == "Acorn Lane School"

    def test_save_writes_the_section_only(self, application, lead, now):
        """T-26: other columns in the values are nothing to this section."""
        values = {"email": "a@b.example", "printed_name": "Sneaky", "version": "99", "id": "7"}
        save(application, SectionCode.CONTACT, values, version=0, actor=lead, now=now)
        form = form_of(application)
        assert (form.email, form.printed_name) == ("a@b.example", "")

    def test_save_of_an_old_version_shows_both_texts(self, application, lead, colleague, now):
        """T-44"""
        about = SectionCode.ABOUT
        save(application, about, {"description": "Hers"}, version=0, actor=lead, now=now)
        with pytest.raises(Clash) as clash:
            save(application, about, {"description": "His"}, version=0, actor=colleague, now=now)
        assert [(f.mine, f.theirs) for f in clash.value.fields] == [("His", "Hers")]
        with pytest.raises(Clash):
            save(application, about, {"description": "His"}, version=7, actor=colleague, now=now)
        assert form_of(application).description == "Hers"

    def test_save_of_two_sections_at_once_is_no_clash(self, application, lead, colleague, now):
        save(application, SectionCode.ABOUT, {"description": "A"}, version=0, actor=lead, now=now)
        save(
            application,
            SectionCode.CONTACT,
            {"email": "a@b.example"},
            version=0,
            actor=colleague,
            now=now,
        )
        edits = whole_registration(application).edits
        assert (edits["about"].updated_by, edits["contact"].updated_by) == (lead, colleague)

    def test_save_of_a_version_that_never_was_is_a_clash(self, application, lead, now):
        with pytest.raises(Clash):
            save(application, SectionCode.ABOUT, {}, version=3, actor=lead, now=now)

    def test_levels_clash_shows_both_texts(self, application, lead, colleague, now):
        def levels(text, actor):
            services.save_levels(
                application=application,
                answers={"level.board": ("planned", text)},
                expected_version=0,
                actor=actor,
                at=now,
            )

        levels("Hers", lead)
        with pytest.raises(Clash) as clash:
            levels("His", colleague)
        assert [(f.label, f.mine, f.theirs) for f in clash.value.fields] == [
            ("Board", "Not yet\nHis", "Not yet\nHers")
        ]
        assert level_of(application, "level.board").text == "Hers"

    def test_levels_unknown_to_the_edition_are_not_kept(self, application, lead, now):
        services.save_levels(
            application=application,
            answers={"level.invented": ("now", "x")},
            expected_version=0,
            actor=lead,
            at=now,
        )
        assert not application.engagement_levels.exists()

    @pytest.mark.parametrize("who", ["stranger", "officer", "removed"])
    def test_save_is_for_writers(self, application, lead, colleague, officer, stranger, now, who):
        """T-27, T-31: also for somebody who was removed a moment ago."""
        if who == "removed":
            membership = Membership.objects.get(user=colleague)
            remove_member(membership=membership, actor=lead, at=now)
        somebody = {"stranger": stranger, "officer": officer, "removed": colleague}[who]
        with pytest.raises(NotAllowed):
            save(application, SectionCode.ABOUT, {}, version=0, actor=somebody, now=now)
        assert not RegistrationForm.objects.filter(application=application).exists()

    def test_nothing_changes_after_it_was_sent(self, complete, lead, now):
        send_registration(complete, lead=lead, at=now)
        form, item = form_of(complete), complete.registrationleads.get()
        acts = [
            lambda: save(complete, SectionCode.ABOUT, {}, version=1, actor=lead, now=now),
            lambda: services.save_levels(
                application=complete, answers={}, expected_version=1, actor=lead, at=now
            ),
            lambda: add_lead(complete, actor=lead, at=now),
            lambda: services.change_item(
                application=complete,
                section=SectionCode.LEADS,
                item=item,
                values={"name": "New"},
                expected_version=1,
                actor=lead,
                at=now,
            ),
            lambda: services.remove_item(
                application=complete, section=SectionCode.LEADS, item=item, actor=lead, at=now
            ),
            lambda: services.say_no_partners(application=complete, actor=lead, at=now),
            lambda: sign(complete, lead=lead, at=now),
        ]
        for act in acts:
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.link.url.endswith("/copy/")
        assert form_of(complete).version == form.version
        assert RegistrationLead.objects.get(pk=item.pk).name == "Lena Lead"


class TestItems:
    def test_second_click_adds_no_second_lead(self, application, lead, now):
        """T-43"""
        key = uuid4()
        for _ in range(3):
            services.add_item(
                application=application,
                section=SectionCode.LEADS,
                key=key,
                values={"name": "Ada"},
                actor=lead,
                at=now,
            )
        assert [row.name for row in application.registrationleads.all()] == ["Ada"]

    def test_key_of_somebody_elses_lead_is_refused(self, application, lead, stranger, now):
        """T-25"""
        theirs = begin(stranger, now)
        add_lead(theirs, actor=stranger, at=now, name="Their Lead")
        with pytest.raises(Refused):
            services.add_item(
                application=application,
                section=SectionCode.LEADS,
                key=theirs.registrationleads.get().uuid,
                values={"name": "Mine"},
                actor=lead,
                at=now,
            )
        assert theirs.registrationleads.get().name == "Their Lead"

    def test_leads_keep_their_order(self, application, lead, now):
        for name in ("Ada", "Ben", "Cleo"):
            add_lead(application, actor=lead, at=now, name=name)
        ben = application.registrationleads.get(name="Ben")
        services.remove_item(
            application=application, section=SectionCode.LEADS, item=ben, actor=lead, at=now
        )
        add_lead(application, actor=lead, at=now, name="Dora")
        assert [row.name for row in application.registrationleads.all()] == ["Ada", "Cleo", "Dora"]

    def test_list_has_an_end(self, application, lead, now):
        for number in range(20):
            add_lead(application, actor=lead, at=now, name=f"Lead {number}")
        with pytest.raises(Refused, match="room for 20"):
            add_lead(application, actor=lead, at=now)

    def test_change_of_an_old_version_shows_both_texts(self, application, lead, colleague, now):
        add_partner(application, actor=lead, at=now)
        hers, his = (application.partners.get() for _ in range(2))

        def change(item, text, actor):
            services.change_item(
                application=application,
                section=SectionCode.PARTNERS,
                item=item,
                values={"how": text},
                expected_version=1,
                actor=actor,
                at=now,
            )

        change(hers, "Hers", lead)
        with pytest.raises(Clash) as clash:
            change(his, "His", colleague)
        assert [(f.mine, f.theirs) for f in clash.value.fields] == [("His", "Hers")]
        assert application.partners.get().how == "Hers"

    def test_change_of_what_is_gone_is_refused(self, application, lead, now):
        add_partner(application, actor=lead, at=now)
        gone = application.partners.get()
        Partner.objects.filter(pk=gone.pk).delete()
        with pytest.raises(Refused, match="removed"):
            services.change_item(
                application=application,
                section=SectionCode.PARTNERS,
                item=gone,
                values={"how": "x"},
                expected_version=1,
                actor=lead,
                at=now,
            )

    def test_remove_twice_is_no_mistake(self, application, lead, now):
        add_lead(application, actor=lead, at=now)
        item = application.registrationleads.get()
        for _ in range(2):
            services.remove_item(
                application=application, section=SectionCode.LEADS, item=item, actor=lead, at=now
            )
        assert not application.registrationleads.exists()

    def test_no_partners_is_an_answer_until_there_is_one(self, application, lead, now):
        services.say_no_partners(application=application, actor=lead, at=now)
        assert form_of(application).no_partners_yet
        add_partner(application, actor=lead, at=now)
        assert not form_of(application).no_partners_yet
        with pytest.raises(Refused, match="Remove it first"):
            services.say_no_partners(application=application, actor=lead, at=now)


class TestSigning:
    def test_sign_keeps_every_word(self, complete, now):
        signed = Commitment.objects.get(application=complete)
        scheme = whole_registration(complete).scheme
        for part in (*scheme.commitment.statements, scheme.pledges.note, "Trusted"):
            assert part in signed.wording_text
        assert signed.wording == scheme.commitment.wording
        assert signed.levels == ["level.board", "level.parents_carers"]
        assert signed.signed_on == date(2026, 11, 23)

    def test_sign_again_supersedes(self, complete, lead, now):
        sign(complete, lead=lead, at=now + timedelta(hours=1))
        first, second = Commitment.objects.filter(application=complete).order_by("signed_at")
        assert (first.superseded_at, second.superseded_at) == (now + timedelta(hours=1), None)

    def test_sign_comes_after_name_and_levels(self, application, lead, now):
        """T-42"""
        with pytest.raises(Refused) as refusal:
            sign(application, lead=lead, at=now)
        assert refusal.value.link.url.endswith("/registration/")

    @pytest.mark.parametrize("levels", [[], ["level.invented"], ["level.board", "level.x"]])
    def test_sign_is_for_known_levels(self, complete, lead, now, levels):
        with pytest.raises(Refused, match="at least one level"):
            services.sign_commitment(
                application=complete,
                signed_name="L",
                signed_role="Head",
                levels=levels,
                actor=lead,
                at=now,
            )

    def test_sign_is_for_leads(self, complete, colleague, officer, stranger, now):
        for somebody in (colleague, officer, stranger):
            with pytest.raises(NotAllowed):
                sign(complete, lead=somebody, at=now)
        assert Commitment.objects.filter(application=complete).count() == 1

    def test_sign_is_dated_today_by_a_lead(self, complete, lead, now):
        with pytest.raises(Refused, match="today"):
            services.sign_commitment(
                application=complete,
                signed_name="L",
                signed_role="Head",
                levels=["level.board"],
                signed_on=date(2026, 1, 1),
                actor=lead,
                at=now,
            )

    def test_sign_from_paper_has_the_papers_date(self, officer, now):
        application = services.enter_registration(
            name="Paper School",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            source=Source.PAPER,
            received_on=date(2026, 11, 20),
            lead_email="",
            actor=officer,
            at=now,
        )
        fill_registration(application, lead=officer, at=now)
        with pytest.raises(Refused, match="stands on the paper"):
            services.sign_commitment(
                application=application,
                signed_name="Petra Paper",
                signed_role="Head",
                levels=["level.board"],
                signed_on=date(2026, 11, 24),
                actor=officer,
                at=now,
            )
        signed = services.sign_commitment(
            application=application,
            signed_name="Petra Paper",
            signed_role="Head",
            levels=["level.board"],
            signed_on=date(2026, 11, 19),
            actor=officer,
            at=now,
        )
        assert (signed.signed_on, signed.signed_by) == (date(2026, 11, 19), officer)
        change = services.submit_registration(
            application=application, actor=officer, role=Role.OFFICER, at=now, key=uuid4()
        )
        assert change.to_status == Status.SUBMITTED
        assert form_of(application).registration_date == date(2026, 11, 20)

    def test_new_name_asks_for_a_new_signature(self, complete, lead, now):
        save(
            complete,
            SectionCode.ORGANISATION,
            {"organisation_name": "Oak Lane School"},
            version=version_of(complete, SectionCode.ORGANISATION),
            actor=lead,
            now=now,
        )
        assert [p.sentence for p in registration_problems(complete)] == [
            "The name of the organisation changed after it was signed. Sign again."
        ]


class TestSending:
    def test_send_takes_a_snapshot_and_tells_people(self, complete, lead, officer, now):
        change = send_registration(complete, lead=lead, at=now)
        assert complete.status == Status.SUBMITTED
        assert change.snapshot["registration_date"] == "2026-11-23"
        assert change.snapshot["commitment"]["signed_name"] == "Lena Lead"
        sent_to = OutboxMessage.objects.values_list("message", "to")
        assert sorted(sent_to) == [
            ("application_received", lead.email),
            ("application_waiting", officer.email),
        ]

    def test_send_brings_the_organisation_up_to_date(self, complete, lead, now):
        form = form_of(complete)
        form.printed_name, form.kind = "Acorn Łane", "special_school"
        form.save()
        send_registration(complete, lead=lead, at=now)
        organisation = Organisation.objects.get(pk=complete.organisation_id)
        assert (organisation.printed_name, organisation.kind) == ("Acorn Łane", "special_school")
        assert organisation.slug == "acorn-lane-school"

    def test_send_twenty_times_is_sent_once(self, complete, lead, now):
        """T-43"""
        key = uuid4()
        changes = {send_registration(complete, lead=lead, at=now, key=key) for _ in range(20)}
        assert len(changes) == 1
        assert StatusChange.objects.filter(application=complete).count() == 1
        assert OutboxMessage.objects.filter(message="application_received").count() == 1

    def test_send_from_a_second_tab_is_refused(self, complete, lead, now):
        send_registration(complete, lead=lead, at=now)
        with pytest.raises(Refused, match="already been dealt with"):
            send_registration(complete, lead=lead, at=now)

    def test_send_of_what_is_incomplete_says_what_is_missing(self, application, lead, now):
        with pytest.raises(Refused, match="Add at least one co-production lead"):
            send_registration(application, lead=lead, at=now)
        application.refresh_from_db()
        assert application.status == Status.DRAFT

    def test_send_of_what_a_colleague_changed_is_refused(self, complete, lead, colleague, now):
        checked = form_of(complete).version
        add_partner(complete, actor=colleague, at=now)
        with pytest.raises(Refused, match="while you were checking"):
            services.submit_registration(
                application=complete,
                actor=lead,
                role=Role.LEAD,
                at=now,
                key=uuid4(),
                checked_version=checked,
            )

    def test_send_is_for_leads(self, complete, colleague, officer, stranger, now):
        for somebody, role in (
            (colleague, Role.MEMBER),
            (colleague, Role.LEAD),
            (officer, Role.OFFICER),
            (stranger, Role.LEAD),
        ):
            with pytest.raises(NotAllowed):
                services.submit_registration(
                    application=complete, actor=somebody, role=role, at=now, key=uuid4()
                )
        complete.refresh_from_db()
        assert complete.status == Status.DRAFT

    def test_send_after_withdrawing_is_refused(self, complete, lead, now):
        withdraw(application=complete, actor=lead, role=Role.LEAD, note="No time", at=now)
        with pytest.raises(Refused):
            send_registration(complete, lead=lead, at=now)

    def test_send_again_waits_for_every_answer(self, complete, lead, officer, now):
        """scheme.md 17."""
        send_registration(complete, lead=lead, at=now)
        board, partner = asked_back(complete, officer, at=now)
        later = now + timedelta(days=3)
        answer(board, lead, at=later)
        with pytest.raises(Refused, match="Answer each point the champions asked about"):
            send_registration(complete, lead=lead, at=later)
        assert complete.changes.count() == 2
        answer(partner, lead, at=later, kind=Answer.EXPLANATION, text="We have none yet.")
        assert send_registration(complete, lead=lead, at=later).name == "resubmit"

    def test_send_after_changes_goes_back_into_review(self, complete, lead, officer, now):
        send_registration(complete, lead=lead, at=now)
        Application.objects.filter(pk=complete.pk).update(status=Status.CHANGES_REQUESTED)
        complete.refresh_from_db()
        later = now + timedelta(days=3)
        save(
            complete,
            SectionCode.ABOUT,
            {"description": "Now with more detail."},
            version=version_of(complete, SectionCode.ABOUT),
            actor=lead,
            now=later,
        )
        change = send_registration(complete, lead=lead, at=later)
        assert (change.name, complete.status) == ("resubmit", Status.IN_REVIEW)
        assert change.snapshot["registration_date"] == "2026-11-23"
