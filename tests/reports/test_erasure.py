"""Deleting by order: who may, what stands in the way, and that two people are needed (T-39)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import MembershipRole
from awards.models import Hold, Membership, User
from awards.services.organisations import correct_printed_name, create_organisation
from config.invariants import problems
from foundation.auditing.sealing import seal_all
from foundation.models import AuditEvent, Draft, LedgerEntry, OutboxMessage
from foundation.outbox import deliver
from foundation.refusals import NotAllowed, Refused
from portfolios.models import RegistrationForm
from portfolios.services.evidence import draft_key
from reports.choices import ErasureState, RequestKind
from reports.models import AccessPackage, Erasure
from reports.services.erasure import (
    cancel_erasure,
    carry_out,
    confirm_erasure,
    erase_organisation_now,
    erase_person_now,
    order_erasure,
)
from reports.tasks import make_access_package
from tests.conftest import PASSWORD, make_user
from tests.support.evidence import evidence
from tests.support.jobs import run_waiting_jobs
from tests.support.portfolios import fill_registration
from tests.support.requests import asked
from tests.support.stores import folders as folders

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db):
    return make_user("Otto Officer", is_officer=True)


@pytest.fixture
def leaver(organisation, now):
    user = make_user("Lara Leaver")
    Membership.objects.create(
        organisation=organisation, user=user, role=MembershipRole.MEMBER, joined_at=now
    )
    return user


def hold_on(officer, now, **what):
    return Hold.objects.create(reason="An appeal.", placed_by=officer, placed_at=now, **what)


def order(officer, now, **fields):
    return order_erasure(why="They asked.", actor=officer, at=now, **fields)


class TestOrder:
    def test_person_goes_after_a_second_officer_said_yes(self, leaver, officer, second, now):
        erasure = order(officer, now, person=leaver)
        run_waiting_jobs()
        leaver.refresh_from_db()
        assert leaver.erased_at is None
        confirm_erasure(erasure=erasure, actor=second, at=now)
        run_waiting_jobs()
        leaver.refresh_from_db()
        erasure.refresh_from_db()
        assert erasure.state == ErasureState.DONE
        assert (leaver.name, leaver.email) == (
            f"Former user {leaver.uuid.hex[:6].upper()}",
            f"erased-{leaver.uuid.hex}@removed.invalid",
        )
        assert not leaver.is_active
        assert not leaver.has_usable_password()
        assert not leaver.memberships.exists()
        entry = LedgerEntry.objects.get(kind="person")
        assert entry.subject == leaver.uuid
        assert "lara" not in str(entry.details).lower()

    def test_same_officer_cannot_confirm(self, leaver, officer, now):
        erasure = order(officer, now, person=leaver)
        with pytest.raises(NotAllowed, match="Another SEND officer"):
            confirm_erasure(erasure=erasure, actor=officer, at=now)

    def test_database_wants_two_people_too(self, leaver, officer, now):
        erasure = order(officer, now, person=leaver)
        with pytest.raises(IntegrityError), transaction.atomic():
            Erasure.objects.filter(pk=erasure.pk).update(
                state=ErasureState.CONFIRMED, settled_by=officer, settled_at=now
            )

    def test_only_officers_order_confirm_and_cancel(self, leaver, lead, officer, now):
        with pytest.raises(NotAllowed):
            order(lead, now, person=leaver)
        erasure = order(officer, now, person=leaver)
        for act in (confirm_erasure, cancel_erasure):
            with pytest.raises(NotAllowed):
                act(erasure=erasure, actor=lead, at=now)

    def test_nobody_orders_their_own(self, officer, now):
        with pytest.raises(NotAllowed, match="Another SEND officer"):
            order(officer, now, person=officer)

    def test_once_only(self, leaver, officer, second, now):
        order(officer, now, person=leaver)
        with pytest.raises(Refused, match="ordered already"):
            order(second, now, person=leaver)

    def test_cancelled_forgets_its_words_and_cannot_be_confirmed(
        self, leaver, officer, second, now
    ):
        erasure = order(officer, now, person=leaver, terms=["Lara Larkspur"])
        assert erasure.terms == "Lara Larkspur"
        cancelled = cancel_erasure(erasure=erasure, actor=officer, at=now)
        assert (cancelled.state, cancelled.terms) == (ErasureState.CANCELLED, "")
        with pytest.raises(Refused):
            confirm_erasure(erasure=erasure, actor=second, at=now)
        with pytest.raises(Refused):
            cancel_erasure(erasure=erasure, actor=second, at=now)

    def test_confirmed_cannot_be_cancelled(self, leaver, officer, second, now):
        erasure = order(officer, now, person=leaver)
        confirm_erasure(erasure=erasure, actor=second, at=now)
        with pytest.raises(Refused, match="too late"):
            cancel_erasure(erasure=erasure, actor=officer, at=now)

    def test_job_done_twice_does_it_once(self, leaver, officer, second, now):
        erasure = order(officer, now, person=leaver)
        confirm_erasure(erasure=erasure, actor=second, at=now)
        carry_out.call(str(erasure.uuid))
        carry_out.call(str(erasure.uuid))
        assert AuditEvent.objects.filter(event="person.erased").count() == 1

    def test_job_of_an_order_that_nobody_confirmed_does_nothing(self, leaver, officer, now):
        erasure = order(officer, now, person=leaver)
        carry_out.call(str(erasure.uuid))
        leaver.refresh_from_db()
        assert leaver.is_active


class TestTraces:
    def test_reason_in_the_audit_trail_is_forgotten_and_the_trail_stays_whole(
        self, folders, leaver, organisation, officer, second, now
    ):
        correct_printed_name(
            organisation=organisation,
            printed_name="The Acorn School",
            reason="Lara Leaver telephoned.",
            actor=officer,
            at=now,
        )
        seal_all(at=now)
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        run_waiting_jobs()
        event = AuditEvent.objects.get(event="organisation.printed_name_corrected")
        assert event.reason == f"Former user {leaver.uuid.hex[:6].upper()} telephoned."
        seal_all(at=now)
        assert list(problems(at=now)) == []

    def test_session_of_somebody_who_has_not_read_the_name_yet_ends(
        self, client, sign_in, leaver, officer, second, now
    ):
        reader = sign_in(officer)
        session = reader.session
        session["note"] = "The e-mail to lara.leaver@people.example is on its way."
        session.save()
        other = sign_in(second)
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        run_waiting_jobs()
        assert reader.get(reverse("officers-erasures")).status_code == 302
        assert other.get(reverse("officers-erasures")).status_code == 200

    def test_mail_to_the_person_is_emptied_and_what_waits_does_not_go(
        self, leaver, officer, second, now
    ):
        # The same mail went to the address that they had before, too.
        for to in (leaver.email, "lara.before@people.example"):
            for status in ("sent", "queued", "draft", "held"):
                OutboxMessage.objects.create(
                    key=status,
                    message="m",
                    to=to,
                    recipient=leaver,
                    read_at=now,
                    subject="Hello",
                    body_text="Dear Lara Leaver",
                    values={"first name": "Lara"},
                    status=status,
                    sent_at=now if status == "sent" else None,
                    created_at=now,
                )
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        carry_out.call(str(Erasure.objects.get().uuid))
        for mail in OutboxMessage.objects.filter(message="m"):
            assert (mail.key, mail.body_text, mail.values) == ("sent", "", {})
            assert (mail.recipient, mail.read_at) == (None, None)
            assert mail.to.endswith("@removed.invalid")
        assert OutboxMessage.objects.filter(message="m").count() == 2

    def test_mail_to_others_with_the_name_never_goes_out_empty(
        self, leaver, lead, officer, second, now
    ):
        """What it held is gone, so it fails with a reason; what waited with it goes another day."""

        def mail(key, text, **fields):
            return OutboxMessage.objects.create(
                key=key,
                message="m",
                to=lead.email,
                subject="Hello",
                body_text=text,
                body_html=text,
                created_at=now,
                **fields,
            )

        day = mail("digest", "Lara Leaver wrote.", status="queued", next_try_at=now)
        told = mail("told", "Lara Leaver wrote.", status="held", recipient=lead, digest=day)
        other = mail("other", "A panel meets.", status="held", recipient=lead, digest=day)
        waits = mail("waits", "Lara Leaver wrote.", status="draft")
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        carry_out.call(str(Erasure.objects.get().uuid))
        for row in (day, told, waits):
            row.refresh_from_db()
            assert (row.status, row.body_text) == ("failed", "")
            assert "deleted" in row.reason
            assert not deliver(row.uuid, at=now)
        other.refresh_from_db()
        assert (other.status, other.digest, other.body_text) == ("held", None, "A panel meets.")

    @pytest.mark.parametrize("name", ["Children", "The School", "people and children"])
    def test_everyday_words_as_a_name_change_no_text(
        self, leaver, organisation, officer, second, now, name
    ):
        """Anybody chooses what they are called, and nothing brings a text back."""
        hold = hold_on(officer, now, organisation=organisation)
        Hold.objects.update(reason="The school asked children and young people.")
        User.objects.filter(pk=leaver.pk).update(name=name)
        leaver.refresh_from_db()
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        carry_out.call(str(Erasure.objects.get().uuid))
        hold.refresh_from_db()
        assert hold.reason == "The school asked children and young people."
        leaver.refresh_from_db()
        assert leaver.name.startswith("Former user")

    def test_clock_takes_the_account_and_leaves_what_others_wrote(
        self, leaver, organisation, officer, now
    ):
        """Whoever calls themselves like a school, and never comes back, changes nothing of the school's."""
        hold = hold_on(officer, now, organisation=organisation)
        Hold.objects.update(reason="Acorn Lane School wrote to lara.leaver@people.example.")
        User.objects.filter(pk=leaver.pk).update(name="Acorn Lane School")
        erase_person_now(leaver, at=now, in_texts=False)
        hold.refresh_from_db()
        assert hold.reason == "Acorn Lane School wrote to [e-mail address deleted]."
        leaver.refresh_from_db()
        assert leaver.erased_at == now
        assert LedgerEntry.objects.get(kind="person").details["in_texts"] is False

    def test_copy_of_data_that_is_being_made_is_thrown_away(
        self, leaver, colleague, officer, second, now
    ):
        """It may have read the name already."""
        package = AccessPackage.objects.create(person=colleague, asked_by=officer, asked_at=now)
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        carry_out.call(str(Erasure.objects.get().uuid))
        make_access_package.call(str(package.uuid))
        package.refresh_from_db()
        assert package.finished_at is not None
        assert package.file is None

    def test_open_form_meets_a_newer_version(self, leaver, lead, application, officer, second, now):
        fill_registration(application, lead=lead, at=now)
        RegistrationForm.objects.filter(application=application).update(
            description="Lara Leaver leads it.", version=4
        )
        confirm_erasure(erasure=order(officer, now, person=leaver), actor=second, at=now)
        run_waiting_jobs()
        form = RegistrationForm.objects.get(application=application)
        assert "Lara" not in form.description
        assert form.version == 5


class TestWhatStandsInTheWay:
    def test_legal_hold_on_a_person(self, leaver, officer, now):
        hold_on(officer, now, person=leaver)
        with pytest.raises(Refused, match="legal hold"):
            order(officer, now, person=leaver)

    def test_hold_placed_after_the_order(self, leaver, officer, second, now):
        erasure = order(officer, now, person=leaver)
        hold_on(officer, now, person=leaver)
        with pytest.raises(Refused, match="legal hold"):
            confirm_erasure(erasure=erasure, actor=second, at=now)

    def test_hold_that_ended(self, leaver, officer, now):
        hold = hold_on(officer, now, person=leaver)
        hold.ended_at, hold.ended_by = now, officer
        hold.save()
        assert order(officer, now, person=leaver).pk

    def test_only_lead(self, lead, officer, organisation, now):
        with pytest.raises(Refused, match="only co-production lead of Acorn Lane School"):
            order(officer, now, person=lead)

    def test_appointed_people(self, officer, second, now):
        with pytest.raises(Refused, match="is a SEND officer"):
            order(officer, now, person=second)
        User.objects.filter(pk=second.pk).update(is_officer=False, is_champion=True)
        second.refresh_from_db()
        with pytest.raises(Refused, match="is a champion"):
            order(officer, now, person=second)

    def test_short_or_too_many_names(self, leaver, officer, now):
        with pytest.raises(Refused, match="too short"):
            order(officer, now, person=leaver, terms=["Al"])
        with pytest.raises(Refused, match="at most 20"):
            order(officer, now, person=leaver, terms=[f"Name {n}" for n in range(21)])
        with pytest.raises(Refused, match="which name"):
            order(officer, now)

    def test_organisation_with_a_legal_hold(self, organisation, officer, now):
        hold_on(officer, now, organisation=organisation)
        with pytest.raises(Refused, match="legal hold"):
            order(officer, now, organisation=organisation)

    def test_own_organisation(self, organisation, officer, now):
        Membership.objects.create(
            organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
        )
        with pytest.raises(NotAllowed, match="belong to this organisation"):
            order(officer, now, organisation=organisation)


class TestPages:
    def test_look_then_order_then_confirm(self, sign_in, leaver, officer, second):
        client = sign_in(officer)
        address = reverse("officers-erase-person", args=[leaver.uuid])
        assert "Lara Leaver" in client.get(address).content.decode()
        data = {"terms": "Lara Larkspur\r\n", "why": "DP-1234", "act": "look"}
        answer = client.post(address, data)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Where it stands now" in page
        assert "Lara Larkspur" in page
        assert not Erasure.objects.exists()
        answer = client.post(address, data | {"act": "order"}, follow=True)
        assert "Waits for a second officer" in answer.content.decode()
        erasure = Erasure.objects.get()
        page = reverse("officers-erasure", args=[erasure.uuid])
        assert "Delete it now" not in client.get(page).content.decode()
        other = sign_in(second)
        seen = other.get(page).content.decode()
        assert "Delete it now" in seen
        # What the first officer saw, the second one sees before they say yes.
        assert "Where it stands now" in seen
        assert "Being done" in other.post(page, {"act": "confirm"}, follow=True).content.decode()
        run_waiting_jobs()
        done = other.get(page).content.decode()
        assert "What went" in done
        assert "Lara" not in done

    def test_order_without_a_reason_keeps_what_was_typed(self, sign_in, leaver, officer):
        answer = sign_in(officer).post(
            reverse("officers-erase-person", args=[leaver.uuid]),
            {"terms": "Lara Larkspur", "why": "", "act": "order"},
        )
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Say why it is deleted." in page
        assert "Lara Larkspur" in page

    def test_name_without_an_account(self, sign_in, officer, second, organisation, now):
        hold_on(officer, now - timedelta(days=1), organisation=organisation)
        Hold.objects.update(reason="Maya Okonkwo’s mother appealed.")
        client = sign_in(officer)
        address = reverse("officers-erase-name")
        data = {"terms": "Maya Okonkwo", "why": "DP-1", "act": "look"}
        nameless = client.post(address, data | {"terms": " "})
        assert nameless.status_code == 422
        assert "Write at least one name to look for." in nameless.text
        assert "Order the deletion" not in nameless.text
        assert "Hold: why it must be kept" in client.post(address, data).content.decode()
        client.post(address, data | {"act": "order"})
        confirm_erasure(erasure=Erasure.objects.get(), actor=second, at=now)
        run_waiting_jobs()
        assert Hold.objects.get().reason == "[name deleted]’s mother appealed."
        assert LedgerEntry.objects.get(kind="person").subject == Erasure.objects.get().uuid

    def test_organisation_pages(self, sign_in, organisation, officer, second, now):
        address = reverse("officers-erase-organisation", args=[organisation.slug])
        client = sign_in(officer)
        own_page = client.get(reverse("officers-organisation", args=[organisation.slug]))
        assert address in own_page.text
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 422
        client.post(address, {"with_name": "no", "why": "They left."})
        confirm_erasure(erasure=Erasure.objects.get(), actor=second, at=now)
        run_waiting_jobs()
        organisation.refresh_from_db()
        assert organisation.erased_at is not None
        assert (organisation.name, organisation.postcode) == ("Acorn Lane School", "")
        assert not organisation.memberships.exists()
        assert not organisation.invitations.exists()

    def test_reasons_are_shown_instead_of_the_form(self, sign_in, lead, organisation, officer):
        page = sign_in(officer).get(reverse("officers-erase-person", args=[lead.uuid]))
        text = page.content.decode()
        assert "only co-production lead" in text
        assert "Order the deletion" not in text

    def test_others_are_kept_out(self, sign_in, client, leaver, organisation, officer, now):
        erasure = order(officer, now, person=leaver)
        for name, args in (
            ("officers-erasures", []),
            ("officers-erase-name", []),
            ("officers-erase-person", [leaver.uuid]),
            ("officers-erase-organisation", [organisation.slug]),
            ("officers-erasure", [erasure.uuid]),
        ):
            address = reverse(name, args=args)
            assert client.get(address).status_code == 302
            assert sign_in(leaver).get(address).status_code == 403
            assert sign_in(leaver).post(address).status_code in (403, 405)
            assert sign_in(officer).get(address).status_code == 200

    def test_erased_account_is_not_there_any_more(
        self, sign_in, client, leaver, officer, second, now
    ):
        erasure = order(officer, now, person=leaver)
        confirm_erasure(erasure=erasure, actor=second, at=now)
        run_waiting_jobs()
        address = reverse("officers-erase-person", args=[leaver.uuid])
        assert sign_in(officer).get(address).status_code == 404
        answer = client.post(
            reverse("account_login"),
            {"login": "lara.leaver@people.example", "password": PASSWORD},
        )
        assert answer.status_code == 422

    def test_list_asks_the_same_with_one_and_three(
        self, sign_in, leaver, officer, now, django_assert_num_queries
    ):
        client = sign_in(officer)
        address = reverse("officers-erasures")
        order(officer, now, person=leaver)
        with django_assert_num_queries(4):
            client.get(address)
        order(officer, now, terms=["Maya Okonkwo"])
        order(officer, now, terms=["Zoe Okonkwo"])
        with django_assert_num_queries(4):
            assert client.get(address).content.decode().count("Waits for a second officer") == 3


class TestNamesOfOthers:
    """An organisation may be called anything; taking its name out must harm nobody else."""

    @pytest.fixture
    def other(self, stranger, now):
        def made(name):
            return create_organisation(
                name=name, sector="health", kind="clinic", postcode="B1 1BB", actor=stranger, at=now
            )

        return made

    @pytest.mark.parametrize("name", ["Acorn", "Acorn Lane School"])
    def test_another_keeps_its_name(self, organisation, other, now, name):
        erase_organisation_now(other(name), with_name=True, at=now)
        organisation.refresh_from_db()
        assert (organisation.name, organisation.printed_name) == (
            "Acorn Lane School",
            "Acorn Lane School",
        )

    def test_a_word_of_everybody_stays_in_what_others_wrote(self, organisation, other, lead, now):
        item = evidence(organisation, lead=lead, at=now, about="Children plant beans.", file=False)
        erase_organisation_now(other("Children"), with_name=True, at=now)
        item.refresh_from_db()
        assert item.about == "Children plant beans."

    @pytest.mark.parametrize("name", ["Corn", "Evidence", "Lane"])
    def test_what_others_typed_stays(self, organisation, other, lead, now, name):
        mine = Draft.objects.create(
            owner=lead, key=draft_key(organisation, "new"), data={}, saved_at=now
        )
        gone = other(name)
        theirs = Draft.objects.create(owner=lead, key=draft_key(gone, "new"), data={}, saved_at=now)
        erase_organisation_now(gone, with_name=False, at=now)
        assert list(Draft.objects.filter(pk__in=[mine.pk, theirs.pk])) == [mine]


class TestOwn:
    def test_nobody_orders_or_confirms_what_they_asked_for(self, officer, second, now):
        mine = asked(RequestKind.ERASURE, at=now, by=officer)
        with pytest.raises(NotAllowed, match="for you"):
            order(officer, now, terms=["Maya Okonkwo"], request=mine)
        erasure = order(second, now, terms=["Maya Okonkwo"], request=mine)
        with pytest.raises(NotAllowed, match="for you"):
            confirm_erasure(erasure=erasure, actor=officer, at=now)

    def test_nobody_orders_that_a_piece_of_their_own_organisation_goes(
        self, organisation, lead, officer, now
    ):
        item = evidence(organisation, lead=lead, at=now, file=False)
        Membership.objects.create(
            organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
        )
        with pytest.raises(NotAllowed):
            order(officer, now, terms=["Maya Okonkwo"], items=[item])
