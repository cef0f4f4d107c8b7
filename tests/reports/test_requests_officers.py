"""Officers' pages of privacy requests: the list, the log, and every act with its refusals."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.models import AuditEvent, OutboxMessage
from reports.choices import EntryKind, RequestKind
from reports.models import AccessPackage, PrivacyRequest, RequestEntry
from tests.conftest import make_user
from tests.support.requests import CONTACT, WHAT, asked


@pytest.fixture(autouse=True)
def that_day(time_machine, now):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def desk(officer, sign_in):
    """An officer's browser."""
    return sign_in(officer)


@pytest.fixture
def access(officer, now):
    return asked(at=now)


def page(name, request):
    return reverse(f"officers-request{name and '-'}{name}", args=[request.uuid])


def fresh(request):
    return PrivacyRequest.objects.get(pk=request.pk)


def log_of(request):
    return list(request.entries.order_by("pk").values_list("kind", flat=True))


def events():
    rows = AuditEvent.objects.filter(event__startswith="privacy.").order_by("pk")
    return list(rows.values_list("event", flat=True))


class TestList:
    def test_open_ones_first_by_their_date_then_the_closed(self, desk, officer, now):
        late = asked(at=now - timedelta(days=40))
        soon = asked(RequestKind.TAKE_DOWN, at=now)
        far = asked(RequestKind.ERASURE, at=now)
        closed = asked(RequestKind.COMPLAINT, at=now)
        PrivacyRequest.objects.filter(pk=closed.pk).update(
            closed_at=now, closed_by=officer, outcome="done"
        )
        text = desk.get(reverse("officers-requests")).text
        places = [text.index(each.reference) for each in (late, soon, far)]
        assert places == sorted(places)
        assert closed.reference not in text
        for word in ("Late", "Due soon", "Open", "Find what it is about and hide it"):
            assert word in text
        everything = desk.get(reverse("officers-requests"), {"state": "all"}).text
        assert everything.index(far.reference) < everything.index(closed.reference)
        assert "Closed: Done as asked" in everything
        assert WHAT not in everything

    def test_filters_and_nonsense(self, desk, access, now):
        """T-91."""
        other = asked(RequestKind.ERASURE, at=now)
        only = desk.get(reverse("officers-requests"), {"kind": "erasure"}).text
        assert other.reference in only
        assert access.reference not in only
        for asked_for in ({"kind": "nonsense"}, {"state": "x"}, {"page": "-4"}, {"page": "x" * 99}):
            text = desk.get(reverse("officers-requests"), asked_for).text
            assert access.reference in text
        assert (
            "No request matches."
            in desk.get(reverse("officers-requests"), {"state": "closed"}).text
        )

    def test_nothing_yet(self, desk):
        assert "No request is open." in desk.get(reverse("officers-requests")).text

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_the_same_for_one_and_three(
        self, desk, now, count, django_assert_num_queries
    ):
        for _ in range(count):
            asked(RequestKind.TAKE_DOWN, at=now)
        # Session and person, count, page, what is hidden.
        with django_assert_num_queries(5):
            desk.get(reverse("officers-requests"))

    def test_fifty_on_a_page(self, desk, officer, now):
        for _ in range(51):
            asked(at=now)
        text = desk.get(reverse("officers-requests")).text
        assert "1 to 50 of 51" in text
        assert "51 to 51 of 51" in desk.get(reverse("officers-requests"), {"page": 2}).text


class TestWho:
    NAMES = ("", "note", "extend", "link", "name", "close", "pieces")

    def test_nobody_else_comes_here(self, access, lead, stranger, sign_in, client):
        addresses = [page(name, access) for name in self.NAMES]
        addresses += [reverse("officers-requests"), reverse("officers-request-add")]
        for user in (lead, stranger):
            someone = sign_in(user)
            assert {someone.get(address).status_code for address in addresses} == {403}
            for name in ("acknowledge", "note", "extend", "link", "name", "close"):
                assert someone.post(page(name, access)).status_code == 403
        assert {client.get(address).status_code for address in addresses} == {302}
        assert log_of(access) == [EntryKind.RECEIVED]

    def test_unknown_ones_are_not_found(self, desk):
        for name in self.NAMES:
            address = reverse(f"officers-request{name and '-'}{name}", args=[uuid4()])
            assert desk.get(address).status_code == 404


class TestEntering:
    def data(self, **values):
        return {
            "key": str(uuid4()),
            "kind": "erasure",
            "came_by": "letter",
            "received_on_day": "2",
            "received_on_month": "November",
            "received_on_year": "2026",
            "asked_as": "parent",
            "what": WHAT,
            "contact": CONTACT,
        } | values

    def test_the_clock_runs_from_the_day_it_came(self, desk, officer):
        answer = desk.post(reverse("officers-request-add"), self.data())
        row = PrivacyRequest.objects.get()
        assert answer["Location"] == page("", row)
        assert row.due_on == date(2026, 12, 2)
        assert row.entered_by == officer
        entry = RequestEntry.objects.get()
        assert (entry.kind, entry.text, entry.actor) == ("received", "By letter", officer)
        assert OutboxMessage.objects.filter(message="privacy_received").count() == 0
        assert OutboxMessage.objects.filter(message="privacy_asked").count() == 1

    def test_a_second_click_is_one_request(self, desk):
        """T-43."""
        data = self.data()
        for _ in range(2):
            assert desk.post(reverse("officers-request-add"), data).status_code == 302
        assert PrivacyRequest.objects.count() == 1

    def test_not_in_the_future_and_not_without_its_words(self, desk):
        answer = desk.post(
            reverse("officers-request-add"),
            self.data(received_on_day="24", contact="a@b"),
        )
        assert answer.status_code == 422
        assert "23 November 2026 or earlier" in answer.text
        assert WHAT in answer.text
        assert not PrivacyRequest.objects.exists()


class TestDetail:
    def test_everything_on_one_page(self, desk, access):
        text = desk.get(page("", access)).text
        for words in (WHAT, CONTACT, "Petra Public: It is about me", "23 December 2026"):
            assert words in text
        assert "UK GDPR, article 12(3)" in text
        assert "SEND officers:" in text
        assert reverse("officers-request-pieces", args=[access.uuid]) not in text

    def test_the_copy_comes_first_and_the_answer_after_it(self, desk, access, lead, officer, now):
        PrivacyRequest.objects.update(person=lead, acknowledged_at=now)
        found = desk.get(page("", access))
        assert (found.context["needs_copy"], found.context["is_ready"]) == (True, False)
        assert "Make the copy" in found.text
        AccessPackage.objects.create(request=access, person=lead, asked_by=officer, asked_at=now)
        found = desk.get(page("", access))
        assert (found.context["needs_copy"], found.context["is_ready"]) == (False, True)

    def test_what_nobody_was_told_of_or_hidden_for_is_not_ready(self, desk, access, now):
        assert not desk.get(page("", access)).context["is_ready"]
        other = asked(RequestKind.TAKE_DOWN, at=now)
        PrivacyRequest.objects.filter(pk=other.pk).update(acknowledged_at=now)
        assert not desk.get(page("", other)).context["is_ready"]

    def test_a_hostile_word_is_text(self, desk, now):
        request = asked(at=now, what="<script>alert(1)</script>", name="<b>x")
        text = desk.get(page("", request)).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_asks_the_same_for_one_line_and_three(
        self, desk, officer, access, now, count, django_assert_num_queries
    ):
        for number in range(count):
            RequestEntry.objects.create(
                request=access, kind="note", text=f"{number}", at=now, actor=officer
            )
        # Session and person, the request, what is hidden, its log.
        with django_assert_num_queries(5):
            desk.get(page("", access))


class TestActs:
    def test_acknowledging_writes_to_them_once(self, desk, access, now):
        assert desk.post(page("acknowledge", access)).status_code == 302
        assert fresh(access).acknowledged_at == now
        assert OutboxMessage.objects.get(message="privacy_received").to == CONTACT
        assert desk.post(page("acknowledge", access)).status_code == 409
        assert log_of(access) == [EntryKind.RECEIVED, EntryKind.ACKNOWLEDGED]

    def test_without_an_address_the_officer_tells_them(self, desk, now, officer):
        request = asked(at=now, contact="0121 496 0000")
        assert "I have told them" in desk.get(page("", request)).text
        desk.post(page("acknowledge", request))
        assert OutboxMessage.objects.filter(message="privacy_received").count() == 0
        assert request.entries.get(kind="acknowledged").text == "Told by the officer."

    def test_a_note_stays_in_the_log_and_out_of_the_audit_trail(self, desk, access, officer):
        assert desk.post(page("note", access), {"text": ""}).status_code == 422
        desk.post(page("note", access), {"text": "She rang about the heron."})
        entry = access.entries.get(kind="note")
        assert (entry.text, entry.actor) == ("She rang about the heron.", officer)
        assert "She rang about the heron." in desk.get(page("", access)).text
        event = AuditEvent.objects.get(event="privacy.request_noted")
        assert "heron" not in str(event.details)

    def test_more_time_once_and_they_are_told_why(self, desk, access, now):
        text = desk.get(page("extend", access)).text
        assert "23 February 2027" in text
        assert desk.post(page("extend", access), {"reason": ""}).status_code == 422
        desk.post(page("extend", access), {"reason": "There are four years of it."})
        row = fresh(access)
        assert (row.due_on, row.extended_at) == (date(2027, 2, 23), now)
        mail = OutboxMessage.objects.get(message="privacy_extended")
        assert "There are four years of it." in mail.body_text
        assert "23 February 2027" in mail.body_text
        assert desk.post(page("extend", access), {"reason": "More."}).status_code == 409
        assert desk.get(page("extend", access)).status_code == 409

    def test_no_more_time_after_its_date(self, officer, sign_in, access, now, time_machine):
        time_machine.move_to(now + timedelta(days=30), tick=False)
        desk = sign_in(officer)
        assert "Take more time" in desk.get(page("", access)).text
        time_machine.move_to(now + timedelta(days=31), tick=False)
        desk = sign_in(officer)
        assert "Take more time" not in desk.get(page("", access)).text
        assert desk.post(page("extend", access), {"reason": "Late."}).status_code == 409
        assert fresh(access).extended_at is None

    @pytest.mark.parametrize("kind", [RequestKind.COMPLAINT, RequestKind.TAKE_DOWN])
    def test_some_kinds_have_no_more_time(self, desk, now, kind):
        request = asked(kind, at=now)
        assert desk.get(page("extend", request)).status_code == 409
        assert desk.post(page("extend", request), {"reason": "Please."}).status_code == 409

    def test_linking_to_a_person_and_an_organisation(self, desk, access, lead, organisation):
        answer = desk.post(
            page("link", access), {"email": "nobody@x.example", "organisation": "Ac"}
        )
        assert answer.status_code == 422
        assert "No account has this address." in answer.text
        assert "No organisation has exactly this name." in answer.text
        desk.post(
            page("link", access),
            {"email": "LENA.Lead@people.example", "organisation": "acorn lane school"},
        )
        row = fresh(access)
        assert (row.person, row.organisation) == (lead, organisation)
        assert row.entries.latest("pk").text == "Linked to a person and an organisation."
        assert "Lena Lead" in desk.get(page("", access)).text
        desk.post(page("link", access), {})
        assert fresh(access).person is None

    def test_a_name_is_put_right(self, desk, lead, now, officer):
        request = asked(RequestKind.CORRECTION, at=now)
        assert desk.get(page("name", request)).status_code == 409
        desk.post(page("link", request), {"email": lead.email})
        assert desk.post(page("name", request), {"name": "", "reason": ""}).status_code == 422
        desk.post(page("name", request), {"name": "Lena Leader", "reason": "Deed poll seen."})
        lead.refresh_from_db()
        assert lead.name == "Lena Leader"
        event = AuditEvent.objects.get(event="person.name_corrected")
        assert event.details == {"name": "changed"}
        assert event.target_id == str(lead.pk)
        assert "Leader" not in request.entries.latest("pk").text

    def test_a_name_is_not_put_right_for_another_kind_of_request(self, desk, access, lead):
        desk.post(page("link", access), {"email": lead.email})
        answer = desk.post(page("name", access), {"name": "X", "reason": "Y"})
        assert answer.status_code == 409
        lead.refresh_from_db()
        assert lead.name == "Lena Lead"


class TestClosing:
    def said(self, request, **values):
        said = {"outcome": "refused", "answer": "We must keep it until 2030."}
        return said | {"version": str(fresh(request).version)} | values

    def test_the_answer_is_seen_before_it_goes(self, desk, access, officer, now):
        checked = desk.post(page("close", access), self.said(access))
        assert checked.status_code == 200
        for words in ("Check the answer", "We must keep it until 2030.", CONTACT):
            assert words in checked.text
        assert fresh(access).is_open
        changed = desk.post(page("close", access), self.said(access, action="change"))
        assert "We must keep it until 2030." in changed.text
        assert fresh(access).is_open
        assert not OutboxMessage.objects.filter(message="privacy_answer").exists()
        sent = desk.post(page("close", access), self.said(access, action="send"))
        assert sent["Location"] == reverse("officers-requests")
        row = fresh(access)
        assert (row.closed_at, row.closed_by, row.outcome) == (now, officer, "refused")
        mail = OutboxMessage.objects.get(message="privacy_answer")
        assert mail.to == CONTACT
        assert "We must keep it until 2030." in mail.body_text
        assert WHAT not in mail.body_text
        assert row.entries.latest("pk").text == "We must keep it until 2030."
        assert events()[-1] == "privacy.request_closed"
        details = AuditEvent.objects.get(event="privacy.request_closed").details
        assert details == {
            "kind": "access", "outcome": "refused", "mailed": True, "in_time": True,
        }  # fmt: skip

    def test_without_an_address_nothing_is_mailed(self, desk, now):
        request = asked(at=now, contact="")
        assert "Nothing is mailed." in desk.post(page("close", request), self.said(request)).text
        desk.post(page("close", request), self.said(request, action="send"))
        assert not fresh(request).is_open
        assert not OutboxMessage.objects.filter(message="privacy_answer").exists()

    def test_not_without_an_answer(self, desk, access):
        answer = desk.post(page("close", access), self.said(access, answer="", action="send"))
        assert answer.status_code == 422
        assert fresh(access).is_open

    def test_not_over_what_a_colleague_did_meanwhile(self, desk, access):
        said = self.said(access, action="send")
        desk.post(page("acknowledge", access))
        assert desk.post(page("close", access), said).status_code == 409
        assert fresh(access).is_open

    def test_once_closed_nothing_more_is_done(self, desk, access):
        said = self.said(access, action="send")
        desk.post(page("close", access), said)
        assert desk.post(page("close", access), said).status_code == 409
        assert desk.get(page("close", access)).status_code == 409
        posts = {
            "acknowledge": {},
            "note": {"text": "More."},
            "extend": {"reason": "More."},
            "link": {"email": ""},
        }
        for name, data in posts.items():
            assert desk.post(page(name, access), data).status_code == 409
        assert OutboxMessage.objects.filter(message="privacy_answer").count() == 1
        text = desk.get(page("", access)).text
        assert "What you can do" not in text
        assert "Closed: Not done, with the reason" in text

    def test_two_officers_close_it_once(self, desk, access, sign_in):
        said = self.said(access, action="send")
        other = sign_in(make_user("Second Officer", is_officer=True))
        codes = [each.post(page("close", access), said).status_code for each in (desk, other)]
        assert codes == [302, 409]
