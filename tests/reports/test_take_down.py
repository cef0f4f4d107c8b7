"""Taking a piece down: hidden for everybody from that moment; decided; told to whoever has it."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse

from awards.choices import MembershipRole
from awards.models import Hold, Membership
from awards.services.organisations import create_organisation
from champions.services.consents import tell_of_consent_gone
from config.invariants import take_downs
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, Draft, LedgerEntry, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from portfolios.models import Consent, EvidenceItem, Printout
from portfolios.services import evidence as services
from portfolios.services.evidence.disputes import dispute, end_dispute
from portfolios.services.portfolio.printing import ask_for_sent_portfolio
from reports.choices import RequestKind, RequestOutcome
from reports.models import PrivacyRequest, RequestItem
from reports.services import take_down
from reports.services.requests import close_request
from tests.conftest import make_user
from tests.support.evidence import CHILDREN, clean_file, evidence
from tests.support.jobs import run_waiting_jobs
from tests.support.judging import judging, small_picture
from tests.support.requests import CONTACT, asked

TITLE = "Garden day"
BYTES = b"heron-in-the-bytes"
# What was typed into the request; it may not reach anybody but officers.
ASKER = ("Heron", "Petra", CONTACT)


@pytest.fixture(autouse=True)
def that_day(time_machine, now):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def judged(organisation, lead, colleague, officer, now):
    return judging(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def request_(officer, now):
    return asked(RequestKind.TAKE_DOWN, at=now)


@pytest.fixture
def desk(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def piece(organisation, lead, now):
    """One that was never sent."""
    item = evidence(
        organisation, "gold.voice", lead=lead, at=now, file=False, title="New since",
        consent=CHILDREN | {"given_on": london_date(now)},
    )  # fmt: skip
    small_picture(clean_file(item, lead=lead, at=now))
    return item


def hide(request, item, officer, now):
    return take_down.hide(request=request, item=item, actor=officer, at=now)


def decide(request, item, officer, now, *, upheld, reason="Nobody can be known in it."):
    return take_down.decide(
        request=request, item=item, upheld=upheld, reason=reason, actor=officer, at=now
    )


def consent_of(item):
    return Consent.objects.get(item=item)


def mails(message):
    rows = OutboxMessage.objects.filter(message=message).order_by("to")
    return list(rows)


def address(name, request, item=None):
    kwargs = {"privacy_request": request.uuid} | ({"item": item.uuid} if item else {})
    return reverse(f"officers-request-{name}" if name else "officers-request", kwargs=kwargs)


BOTH_SIDES = [
    "cherry.chair@people.example",
    "lena.lead@people.example",
    "pat.parent@people.example",
    "yusuf.young@people.example",
]


class TestFinding:
    def test_by_organisation_and_title_with_its_small_picture(self, desk, request_, judged, piece):
        page = desk.get(address("pieces", request_)).text
        assert "Begin with the name of the organisation" in page
        assert TITLE not in page
        page = desk.get(address("pieces", request_), {"title": "garden"}).text
        assert TITLE in page
        assert "New since" not in page
        page = desk.get(address("pieces", request_), {"organisation": "acorn"}).text
        assert "New since" in page
        thumbnail = reverse("evidence-thumbnail", args=[piece.uuid, piece.files.get().uuid])
        assert thumbnail in page
        assert desk.get(thumbnail).status_code == 200
        assert "Nothing matches." in desk.get(address("pieces", request_), {"title": "%"}).text

    def test_a_linked_organisation_is_looked_at_first(self, desk, request_, piece, organisation):
        PrivacyRequest.objects.update(organisation=organisation)
        assert "New since" in desk.get(address("pieces", request_)).text

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_asks_the_same_for_one_and_three(
        self, desk, request_, organisation, lead, now, count, django_assert_num_queries
    ):
        for number in range(count):
            item = evidence(organisation, lead=lead, at=now, title=f"Bean {number}", file=False)
            small_picture(clean_file(item, lead=lead, at=now))
        # Session and person, the request, count, page, small pictures, what is hidden for it.
        with django_assert_num_queries(7):
            desk.get(address("pieces", request_), {"title": "bean"})

    def test_of_another_kind_of_request_nothing_is_hidden(self, desk, officer, now, piece):
        request = asked(at=now)
        assert desk.get(address("pieces", request)).status_code == 409
        assert desk.post(address("hide", request, piece)).status_code == 409
        assert consent_of(piece).disputed_at is None


class TestHiding:
    def test_one_button_and_it_is_hidden(self, desk, request_, piece, officer, now):
        button = address("hide", request_, piece)
        assert button in desk.get(address("pieces", request_), {"title": "new"}).text
        assert desk.post(button)["Location"] == address("", request_)
        held = consent_of(piece)
        assert (held.disputed_at, held.disputed_by) == (now, officer)
        assert held.is_hidden(london_date(now))
        row = RequestItem.objects.get()
        assert (row.hidden_at, row.hidden_by, row.decided_at) == (now, officer, None)
        request_.refresh_from_db()
        assert request_.due_on.isoformat() == "2026-12-23"
        page = desk.get(address("", request_)).text
        assert "New since" in page
        assert "Decide about the piece that is hidden, by 23 December 2026." in page
        assert (
            "Hidden for this request"
            in desk.get(address("pieces", request_), {"title": "new"}).text
        )

    def test_a_second_click_changes_nothing(self, desk, request_, piece, now):
        for _ in range(2):
            assert desk.post(address("hide", request_, piece)).status_code == 302
        assert RequestItem.objects.count() == 1
        assert len(mails("privacy_hidden")) == 1
        assert LedgerEntry.objects.filter(kind="evidence.disputed").count() == 1
        assert AuditEvent.objects.filter(event="evidence.disputed").count() == 1

    def test_it_is_written_down_without_the_asker(self, request_, piece, officer, now):
        hide(request_, piece, officer, now)
        entry = LedgerEntry.objects.get(kind="evidence.disputed")
        assert (entry.subject, entry.details) == (
            piece.uuid, {"hidden": True, "by": str(officer.uuid)},
        )  # fmt: skip
        events = AuditEvent.objects.filter(
            event__in=["evidence.disputed", "privacy.evidence_hidden"]
        )
        assert events.count() == 2
        assert not any(word in str([e.details for e in events]) for word in ASKER)

    def test_only_officers_hide(
        self, sign_in, lead, stranger, client, request_, piece, judged, now
    ):
        for user in (lead, stranger, judged.chair):
            assert sign_in(user).post(address("hide", request_, piece)).status_code == 403
            with pytest.raises(NotAllowed):
                dispute(piece, actor=user, at=now)
        assert client.post(address("hide", request_, piece)).status_code == 302
        assert consent_of(piece).disputed_at is None

    def test_what_is_gone_already_cannot_be_hidden(self, desk, request_, piece, officer, now):
        services.forget(piece, at=now, why="Gone.")
        assert desk.post(address("hide", request_, piece)).status_code == 409
        assert not RequestItem.objects.exists()

    def test_nothing_is_hidden_for_a_closed_request(self, desk, request_, piece, officer, now):
        PrivacyRequest.objects.update(closed_at=now, closed_by=officer, outcome="withdrawn")
        assert desk.post(address("hide", request_, piece)).status_code == 409
        assert consent_of(piece).disputed_at is None

    def test_what_its_organisation_removed_can_be_hidden_where_it_was_sent(
        self, desk, request_, judged, lead, now
    ):
        services.remove_item(item=judged.item, actor=lead, at=now)
        page = desk.get(address("pieces", request_), {"title": "garden"}).text
        assert "Removed by its organisation" in page
        assert desk.post(address("hide", request_, judged.item)).status_code == 302
        assert consent_of(judged.item).disputed_at == now


class TestHidden:
    """For its lead, a member, the panel and the officer, from that very moment."""

    @pytest.fixture
    def story(self, judged, lead, officer, now):
        stored = judged.file.file
        assert stored is not None
        ask_for_sent_portfolio(application=judged.application, actor=judged.chair, at=now)
        run_waiting_jobs()
        return judged

    def places(self, story, who):
        item, file = story.item.uuid, story.file.uuid
        case = story.application.uuid
        own = [
            reverse("evidence-file", args=[item, file]),
            reverse("evidence-picture", args=[item, file]),
            reverse("evidence-thumbnail", args=[item, file]),
        ]
        theirs = [
            reverse("case-evidence-file", args=[case, item, file]),
            reverse("case-evidence-picture", args=[case, item, file]),
            reverse("case-evidence-thumbnail", args=[case, item, file]),
        ]
        return {"own": own, "theirs": theirs, "both": own + theirs}[who]

    def test_nobody_gets_a_byte(self, story, sign_in, lead, colleague, officer, request_, now):
        people = [(lead, "own"), (colleague, "own"), (story.chair, "theirs"), (officer, "both")]
        for user, who in people:
            codes = {sign_in(user).get(place).status_code for place in self.places(story, who)}
            assert codes == {200}, user
        hide(request_, story.item, officer, now)
        for user, who in people:
            codes = {sign_in(user).get(place).status_code for place in self.places(story, who)}
            assert codes == {404}, user

    def test_pages_have_its_title_and_say_why(
        self, story, sign_in, lead, colleague, officer, request_, now
    ):
        hide(request_, story.item, officer, now)
        words = ("Children plant beans", "The school office", "garden.jpg", *ASKER)
        for user in (lead, colleague, officer):
            browser = sign_in(user)
            for name, arguments in (
                ("evidence-item", [story.item.uuid]),
                ("evidence", [story.application.organisation.slug]),
            ):
                page = browser.get(reverse(name, args=arguments)).text
                assert TITLE in page
                assert "idden while we look into a request" in page
                assert not any(word in page for word in words), (user, name)
        page = (
            sign_in(story.chair)
            .get(reverse("case-evidence-item", args=[story.application.uuid, story.item.uuid]))
            .text
        )
        assert "it is hidden while we look into a request" in page
        assert not any(word in page for word in words)

    def test_prints_that_show_it_are_gone(self, story, officer, request_, now):
        assert Printout.objects.count() == 1
        hide(request_, story.item, officer, now)
        assert Printout.objects.count() == 0

    def test_zips_leave_it_out(self, story, sign_in, officer, request_, now):
        def names():
            answer = sign_in(story.chair).get(reverse("case-zip", args=[story.application.uuid]))
            with ZipFile(io.BytesIO(answer.getvalue())) as packed:
                return [name for name in packed.namelist() if "arden" in name]

        assert any(name.endswith(".jpg") for name in names())
        hide(request_, story.item, officer, now)
        assert not any(name.endswith(".jpg") for name in names())

    def test_its_people_cannot_bring_it_back(self, story, sign_in, lead, officer, request_, now):
        hide(request_, story.item, officer, now)
        browser = sign_in(lead)
        for name in (
            "evidence-consent",
            "evidence-item-change",
            "evidence-shows",
            "evidence-files",
        ):
            answer = browser.get(reverse(name, args=[story.item.uuid]))
            assert answer.status_code == 409, name
            assert "hidden while we look into a request" in answer.text
        with pytest.raises(Refused):
            services.record_consent(
                item=story.item,
                values=CHILDREN,
                expected_version=consent_of(story.item).version,
                actor=lead,
                at=now,
            )
        assert consent_of(story.item).disputed_at == now

    def test_what_was_typed_about_consent_before_is_gone(self, piece, lead, officer, request_, now):
        key = services.draft_key(piece.organisation, piece.uuid, "consent")
        Draft.objects.create(owner=lead, key=key, data={}, saved_at=now)
        hide(request_, piece, officer, now)
        assert not Draft.objects.filter(key=key).exists()


class TestTelling:
    def test_leads_and_panel_hear_that_and_not_who(self, judged, request_, officer, now):
        hide(request_, judged.item, officer, now)
        sent = mails("privacy_hidden")
        assert [mail.to for mail in sent] == BOTH_SIDES
        for mail in sent:
            text = mail.subject + mail.body_text + mail.body_html
            assert TITLE in text
            assert not any(word in text for word in (*ASKER, request_.reference, "/officers/"))
        to_chair, to_lead = sent[0], sent[1]
        assert f"/cases/{judged.application.uuid}/" in to_chair.body_text
        assert "/cases/" not in to_lead.body_text

    def test_what_was_never_sent_concerns_no_panel(self, judged, piece, request_, officer, now):
        hide(request_, piece, officer, now)
        assert [mail.to for mail in mails("privacy_hidden")] == ["lena.lead@people.example"]

    @pytest.mark.parametrize("upheld", [True, False])
    def test_all_of_them_hear_of_the_decision_once(self, judged, request_, officer, now, upheld):
        hide(request_, judged.item, officer, now)
        decide(request_, judged.item, officer, now, upheld=upheld, reason="The heron said so.")
        sent = mails("privacy_decided")
        assert [mail.to for mail in sent] == BOTH_SIDES
        for mail in sent:
            assert ("taken down for good" in mail.body_text) is upheld
            assert ("may be shown again" in mail.body_text) is not upheld
            text = mail.subject + mail.body_text + mail.body_html
            assert not any(word in text for word in (*ASKER, "heron", request_.reference))
        context = DutyContext(now=now, today=london_date(now), dry_run=False)
        assert tell_of_consent_gone(context) == 0

    def test_their_pages_name_nobody(self, judged, request_, officer, lead, sign_in, now):
        hide(request_, judged.item, officer, now)
        decide(request_, judged.item, officer, now, upheld=True)
        places = [
            (lead, reverse("evidence-item", args=[judged.item.uuid])),
            (lead, reverse("consent-register", args=[judged.application.organisation.slug])),
            (judged.chair, reverse("case", args=[judged.application.uuid])),
        ]
        for user, place in places:
            page = sign_in(user).get(place)
            assert page.status_code == 200
            assert not any(word in page.text for word in (*ASKER, request_.reference)), place


class TestDeciding:
    @pytest.fixture
    def hidden(self, request_, judged, officer, now):
        hide(request_, judged.item, officer, now)
        return judged.item

    def test_taken_down_for_good_it_is_forgotten_at_once(
        self, desk, request_, hidden, officer, now
    ):
        page = desk.get(address("decide", request_, hidden)).text
        assert "cannot be undone" in page
        data = {"decision": "take-down", "reason": ""}
        assert desk.post(address("decide", request_, hidden), data).status_code == 302
        held = consent_of(hidden)
        assert (held.disputed_at, held.withdrawn_at, held.forgotten_at) == (None, now, now)
        assert hidden.files.get().file is None
        row = RequestItem.objects.get()
        assert (row.decided_at, row.decided_by, row.upheld) == (now, officer, True)
        kinds = LedgerEntry.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == [
            "evidence.disputed", "evidence.disputed", "evidence.withdrawn", "evidence.forgotten",
        ]  # fmt: skip
        assert "Taken down for good" in desk.get(address("", request_)).text
        assert list(take_downs()) == []

    def test_shown_again_needs_its_reason(self, desk, request_, hidden, lead, sign_in, now):
        answer = desk.post(address("decide", request_, hidden), {"decision": "show"})
        assert answer.status_code == 422
        assert "Say why it may be shown again." in answer.text
        data = {"decision": "show", "reason": "It is a picture of a heron."}
        assert desk.post(address("decide", request_, hidden), data).status_code == 302
        held = consent_of(hidden)
        assert (held.disputed_at, held.disputed_by, held.withdrawn_at) == (None, None, None)
        entry = request_.entries.latest("pk")
        assert (entry.kind, entry.text) == ("shown", f"{TITLE}\nIt is a picture of a heron.")
        page = sign_in(lead).get(reverse("evidence-item", args=[hidden.uuid])).text
        assert "Children plant beans" in page
        assert LedgerEntry.objects.latest("pk").details["hidden"] is False

    def test_decided_once(self, desk, request_, hidden, officer, now):
        decide(request_, hidden, officer, now, upheld=False)
        data = {"decision": "take-down"}
        assert desk.post(address("decide", request_, hidden), data).status_code == 409
        assert desk.get(address("decide", request_, hidden)).status_code == 409
        with pytest.raises(Refused):
            decide(request_, hidden, officer, now, upheld=True)
        assert consent_of(hidden).forgotten_at is None

    def test_what_was_not_hidden_is_not_decided(self, desk, request_, piece, officer, now):
        assert desk.get(address("decide", request_, piece)).status_code == 404
        with pytest.raises(Refused):
            decide(request_, piece, officer, now, upheld=True)

    def test_not_by_an_officer_of_the_same_organisation(
        self, request_, hidden, organisation, now, sign_in
    ):
        """T-36. To hide it they may: that protects whoever asked."""
        own = make_user("Owen Own", is_officer=True)
        Membership.objects.create(
            organisation=organisation, user=own, role=MembershipRole.MEMBER, joined_at=now
        )
        answer = sign_in(own).post(
            address("decide", request_, hidden), {"decision": "show", "reason": "Mine."}
        )
        assert answer.status_code == 403
        assert consent_of(hidden).disputed_at == now

    def test_not_by_the_officer_who_asked(self, judged, officer, now):
        """To hide it they may."""
        mine = asked(RequestKind.TAKE_DOWN, at=now, by=officer)
        hide(mine, judged.item, officer, now)
        for upheld in (True, False):
            with pytest.raises(NotAllowed, match="yourself"):
                decide(mine, judged.item, officer, now, upheld=upheld)
        decide(mine, judged.item, make_user("Otto Other", is_officer=True), now, upheld=True)
        assert consent_of(judged.item).forgotten_at == now

    def test_two_requests_about_one_piece(self, request_, hidden, officer, now):
        """It is shown again when the last of them is decided so; nobody is told twice."""
        other = asked(RequestKind.TAKE_DOWN, at=now)
        hide(other, hidden, officer, now)
        assert len(mails("privacy_hidden")) == len(BOTH_SIDES)
        decide(request_, hidden, officer, now, upheld=False)
        assert consent_of(hidden).disputed_at == now
        assert mails("privacy_decided") == []
        assert list(take_downs()) == []
        decide(other, hidden, officer, now, upheld=False)
        assert consent_of(hidden).disputed_at is None
        assert len(mails("privacy_decided")) == len(BOTH_SIDES)

    def test_consent_withdrawn_meanwhile_still_hides_it(self, request_, hidden, lead, officer, now):
        services.withdraw_consent(item=hidden, note="", actor=lead, at=now)
        decide(request_, hidden, officer, now, upheld=False)
        assert consent_of(hidden).disputed_at is None
        assert consent_of(hidden).is_hidden(london_date(now))

    def test_under_a_legal_hold_it_stays_hidden_and_is_kept(
        self, request_, hidden, organisation, officer, now
    ):
        Hold.objects.create(
            organisation=organisation, reason="An appeal.", placed_by=officer, placed_at=now
        )
        decide(request_, hidden, officer, now, upheld=True)
        held = consent_of(hidden)
        assert (held.disputed_at, held.withdrawn_at, held.forgotten_at) == (None, now, None)
        assert held.is_hidden(london_date(now))
        assert hidden.files.get().file is not None

    @pytest.mark.parametrize("withdrawn_before", [False, True])
    def test_under_a_legal_hold_nobody_agrees_to_it_again(
        self, request_, hidden, organisation, officer, lead, sign_in, now, withdrawn_before
    ):
        Hold.objects.create(
            organisation=organisation, reason="An appeal.", placed_by=officer, placed_at=now
        )
        if withdrawn_before:
            services.withdraw_consent(item=hidden, note="By telephone.", actor=lead, at=now)
        decide(request_, hidden, officer, now, upheld=True)
        answer = sign_in(lead).get(reverse("evidence-consent", args=[hidden.uuid]))
        assert answer.status_code == 409
        assert "taken down for good" in answer.text
        with pytest.raises(Refused, match="for good"):
            services.record_consent(
                item=hidden,
                values=CHILDREN | {"given_on": london_date(now)},
                expected_version=consent_of(hidden).version,
                actor=lead,
                at=now,
            )
        assert consent_of(hidden).is_hidden(london_date(now))

    def test_what_is_shown_again_is_not_called_hidden(self, desk, request_, hidden, officer, now):
        decide(request_, hidden, officer, now, upheld=False)
        assert desk.post(address("hide", request_, hidden)).status_code == 409
        assert consent_of(hidden).disputed_at is None
        hide(asked(RequestKind.TAKE_DOWN, at=now), hidden, officer, now)
        assert consent_of(hidden).disputed_at == now

    def test_a_dispute_that_is_over_is_not_ended_twice(self, request_, hidden, officer, now):
        assert end_dispute(hidden, actor=officer, at=now)
        assert not end_dispute(hidden, actor=officer, at=now)


class TestClosing:
    def close(self, request, officer, now):
        request.refresh_from_db()
        return close_request(
            request=request,
            outcome=RequestOutcome.DONE,
            answer="It is gone.",
            expected_version=request.version,
            actor=officer,
            at=now,
        )

    def test_not_while_something_is_undecided(self, desk, request_, piece, officer, now):
        hide(request_, piece, officer, now)
        with pytest.raises(Refused):
            self.close(request_, officer, now)
        assert "It can be closed once everything that is hidden is decided." in desk.get(
            address("", request_)
        ).text  # fmt: skip
        decide(request_, piece, officer, now, upheld=True)
        self.close(request_, officer, now)
        assert [mail.to for mail in mails("privacy_answer")] == [CONTACT]

    def test_a_piece_that_its_organisation_deletes_leaves_nothing_to_decide(
        self, request_, piece, lead, officer, now
    ):
        hide(request_, piece, officer, now)
        services.remove_item(item=piece, actor=lead, at=now)
        assert not EvidenceItem.objects.filter(pk=piece.pk).exists()
        self.close(request_, officer, now)
        assert not PrivacyRequest.objects.get().is_open


class TestInvariant:
    def test_a_dispute_without_its_request_is_found(self, request_, piece, officer, now):
        hide(request_, piece, officer, now)
        assert list(take_downs()) == []
        RequestItem.objects.all().delete()
        (sentence,) = take_downs()
        assert str(piece.uuid) in sentence

    def test_a_request_closed_too_early_is_found(self, request_, piece, officer, now):
        hide(request_, piece, officer, now)
        PrivacyRequest.objects.update(closed_at=now, closed_by=officer, outcome="done")
        (sentence,) = take_downs()
        assert request_.reference in sentence


def test_a_piece_of_another_organisation_is_found_too(desk, request_, stranger, now):
    other = create_organisation(
        name="Birch Box", sector="health", kind="clinic", postcode="B1 1BB", actor=stranger, at=now
    )
    evidence(other, lead=stranger, at=now, title="A walk", file=False)
    assert "A walk" in desk.get(address("pieces", request_), {"organisation": "birch"}).text
