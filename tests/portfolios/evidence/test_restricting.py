"""Restricting a piece of evidence: who may, what they are told, who sees it then (T-30, T-94)."""

import io
import zipfile

import pytest
from django.urls import reverse

from awards.choices import Role
from awards.models import Membership
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from portfolios.models import EvidenceItem, Printout
from portfolios.records import ALL_EYES, Eyes
from portfolios.selectors.evidence.reading import unseen
from portfolios.selectors.portfolio.numbers import numbers_of
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.services import evidence as services
from portfolios.services.evidence.restricting import end_restriction, restrict
from portfolios.services.portfolio.printing import ask_for_portfolio
from portfolios.services.portfolio.zips import pack_portfolio
from tests.portfolios.evidence.pages import of, page
from tests.support.evidence import clean_file, evidence, hold_silver, portfolio_for
from tests.support.judging import small_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
OPENED = "evidence.restricted_opened"
WHY = "It tells where a child lives."


@pytest.fixture
def item(organisation, lead, now):
    return evidence(organisation, "gold.voice", lead=lead, at=now, title="Heron letter", file=False)


@pytest.fixture
def file(item, lead, now):
    row = clean_file(item, lead=lead, at=now, name="heron.jpg", caption="A heron by the pond")
    small_picture(row)
    return row


@pytest.fixture
def restricted(item, file, lead, now):
    restrict(item=item, why=WHY, actor=lead, at=now)
    item.refresh_from_db()
    return item


def looks(**narrowed):
    return AuditEvent.objects.filter(event=OPENED, **narrowed)


class TestMarking:
    def test_lead_marks_and_takes_it_off(self, client, item):
        answer = client.post(page(item, "evidence-restrict"), {"restricted": "yes", "why": WHY})
        assert answer.url == page(item)
        item.refresh_from_db()
        assert (item.restricted_why, item.restricted_at is None) == (WHY, False)
        shown = client.get(page(item)).text
        assert WHY in shown
        assert ">Restricted<" in shown
        client.post(page(item, "evidence-restrict"), {"restricted": "no", "why": ""})
        item.refresh_from_db()
        assert (item.restricted_at, item.restricted_by, item.restricted_why) == (None, None, "")

    def test_reason_is_asked_and_no_longer_than_300(self, client, item):
        for why in ("", "  ", "x" * 301):
            answer = client.post(page(item, "evidence-restrict"), {"restricted": "yes", "why": why})
            assert answer.status_code == 422
            assert EvidenceItem.objects.get(pk=item.pk).restricted_at is None
        assert client.post(page(item, "evidence-restrict"), {}).status_code == 422

    def test_services_ask_for_a_reason_too(self, item, lead, now):
        with pytest.raises(Refused):
            restrict(item=item, why=" ", actor=lead, at=now)

    def test_member_may_not_and_stranger_finds_nothing(
        self, item, colleague, stranger, sign_in, now
    ):
        assert sign_in(colleague).get(page(item, "evidence-restrict")).status_code == 403
        assert sign_in(stranger).get(page(item, "evidence-restrict")).status_code == 404
        for act in (
            lambda: restrict(item=item, why=WHY, actor=colleague, at=now),
            lambda: end_restriction(item=item, actor=colleague, at=now),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_organisation_cannot_take_off_an_officers_mark(
        self, client, item, lead, officer, sign_in, now
    ):
        sign_in(officer).post(page(item, "evidence-restrict"), {"restricted": "yes", "why": WHY})
        assert client.post(page(item, "evidence-restrict"), {"restricted": "no"}).status_code == 403
        asked = client.get(page(item, "evidence-restrict")).text
        assert "A SEND officer restricted this." in asked
        assert 'name="restricted"' not in asked
        with pytest.raises(NotAllowed):
            end_restriction(item=item, actor=lead, at=now)
        end_restriction(item=item, actor=officer, at=now)
        assert EvidenceItem.objects.get(pk=item.pk).restricted_at is None

    def test_officer_takes_off_the_mark_of_a_lead_and_makes_it_theirs(
        self, restricted, officer, lead, now
    ):
        restrict(item=restricted, why="Another reason.", actor=officer, at=now)
        found = EvidenceItem.objects.get(pk=restricted.pk)
        assert (found.restricted_by, found.restricted_why) == (officer, "Another reason.")
        restrict(item=restricted, why="Mine again.", actor=lead, at=now)
        assert EvidenceItem.objects.get(pk=restricted.pk).restricted_by == officer
        end_restriction(item=restricted, actor=officer, at=now)
        assert EvidenceItem.objects.get(pk=restricted.pk).restricted_at is None

    def test_both_acts_are_written_down_without_the_reason(self, restricted, lead, now):
        end_restriction(item=restricted, actor=lead, at=now)
        end_restriction(item=restricted, actor=lead, at=now)
        events = AuditEvent.objects.about(restricted).filter(event__endswith="restricted")
        assert [e.event for e in events.order_by("pk")] == [
            "evidence.restricted",
            "evidence.unrestricted",
        ]
        assert {e.role for e in events} == {Role.LEAD}
        assert all(WHY not in str(e.details) + e.reason for e in events)

    def test_leads_hear_of_an_officer_in_a_mail_that_names_nothing(self, item, officer, lead, now):
        restrict(item=item, why=WHY, actor=officer, at=now)
        (mail,) = OutboxMessage.objects.filter(message="evidence_restricted")
        assert mail.to == lead.email
        for words in ("Heron", WHY):
            assert words not in mail.subject + mail.body_text + mail.body_html
        assert str(item.uuid) in mail.body_text

    def test_they_hear_nothing_of_a_lead(self, restricted):
        assert not OutboxMessage.objects.filter(message="evidence_restricted").exists()


class TestOrdinaryMember:
    PAGES = (
        "evidence-item",
        "evidence-item-change",
        "evidence-shows",
        "evidence-consent",
        "evidence-withdraw",
        "evidence-files",
        "evidence-remove",
        "evidence-restrict",
    )

    def test_it_is_not_there(self, restricted, file, colleague, sign_in):
        browser = sign_in(colleague)
        for name in self.PAGES:
            assert browser.get(page(restricted, name)).status_code == 404, name
        for name in (
            "evidence-file",
            "evidence-picture",
            "evidence-thumbnail",
            "evidence-file-describe",
            "evidence-file-remove",
        ):
            assert browser.get(page(restricted, name, file)).status_code == 404, name
        assert (
            browser.post(page(restricted, "evidence-leave-out"), {"out": "yes"}).status_code == 404
        )
        assert not looks().exists()

    def test_list_says_that_there_is_one_and_nothing_of_it(
        self, restricted, organisation, colleague, sign_in
    ):
        browser = sign_in(colleague)
        for asked in ({}, {"q": "Heron"}, {"shows": "gold.voice"}, {"state": "placed"}):
            text = browser.get(of(organisation, **asked)).text
            assert "1 piece is restricted and not shown to you." in text
            assert str(restricted.uuid) not in text
            assert "Heron letter" not in text

    def test_whoever_added_it_sees_it(self, organisation, colleague, lead, sign_in, now):
        own = evidence(organisation, "gold.voice", lead=colleague, at=now, title="Own letter")
        restrict(item=own, why=WHY, actor=lead, at=now)
        browser = sign_in(colleague)
        assert "Own letter" in browser.get(page(own)).text
        assert "Own letter" in browser.get(of(organisation)).text
        assert "not shown to you" not in browser.get(of(organisation)).text
        assert "Who has looked" not in browser.get(page(own)).text

    def test_nobody_sees_it_who_left(self, organisation, colleague, lead, sign_in, now):
        own = evidence(organisation, "gold.voice", lead=colleague, at=now)
        restrict(item=own, why=WHY, actor=lead, at=now)
        Membership.objects.filter(user=colleague, organisation=organisation).delete()
        assert sign_in(colleague).get(page(own)).status_code == 404

    def test_services_let_them_change_nothing(self, restricted, organisation, colleague, now):
        with pytest.raises(Refused):
            services.leave_out(item=restricted, out=True, actor=colleague, at=now)
        services.remove_item(item=restricted, actor=colleague, at=now)
        assert EvidenceItem.objects.filter(pk=restricted.pk).exists()
        tagged = services.tag_items(
            organisation=organisation,
            code="principle.1",
            add=[restricted.uuid],
            remove=[],
            actor=colleague,
            at=now,
        )
        assert tagged == 0

    def test_lead_sees_it_marked_and_without_its_picture(self, restricted, organisation, client):
        text = client.get(of(organisation)).text
        assert "Heron letter" in text
        assert ">Restricted<" in text
        assert "/thumbnail/" not in text


class TestLooks:
    def test_each_page_and_each_file_is_one_event(self, restricted, file, client):
        client.get(page(restricted))
        for name in ("evidence-file", "evidence-picture", "evidence-thumbnail"):
            assert client.get(page(restricted, name, file)).status_code == 200
        client.get(page(restricted, "evidence-item-change"))
        events = list(looks().order_by("pk"))
        what = [event.details["what"] for event in events]
        assert what == ["page", "download", "picture", "thumbnail", "page"]
        assert [e.details.get("file") for e in events][1:4] == [str(file.uuid)] * 3
        assert {(e.role, e.acting_for) for e in events} == {
            ("lead", str(restricted.organisation.uuid))
        }

    def test_officer_too_and_no_second_event_beside_it(self, restricted, file, officer, sign_in):
        browser = sign_in(officer)
        browser.get(page(restricted))
        browser.get(page(restricted, "evidence-file", file))
        assert looks(actor=officer, role="officer").count() == 2
        assert not AuditEvent.objects.filter(event="evidence.opened").exists()

    def test_nothing_is_noted_of_what_is_not_restricted(self, item, file, client):
        client.get(page(item))
        client.get(page(item, "evidence-thumbnail", file))
        assert not looks().exists()

    def test_page_tells_who_has_looked(self, restricted, client, officer, sign_in):
        sign_in(officer).get(page(restricted))
        text = client.get(page(restricted)).text
        assert "Who has looked" in text
        assert f"{officer}, SEND officer" in text


class TestTogether:
    """Prints, zips and lists of a whole portfolio."""

    @pytest.fixture
    def gold(self, organisation, lead, officer, now):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        return portfolio_for(organisation, lead=lead, at=now)

    def test_who_says_nothing_gets_it_left_out_and_others_keep_their_numbers(
        self, gold, restricted, now
    ):
        on = london_date(now)
        whole = whole_portfolio(gold, on=on, eyes=ALL_EYES).record
        less = whole_portfolio(gold, on=on).record
        assert {i.id for i in whole.items} - {i.id for i in less.items} == {str(restricted.uuid)}
        assert len(less.withheld) == 1
        all_numbers, numbers = numbers_of(whole), numbers_of(less)
        assert all(all_numbers[id] == number for id, number in numbers.items())
        assert len(numbers) == len(all_numbers) - 1

    def test_own_eyes_see_what_they_added(self, restricted, lead, colleague, now):
        asked, on = [str(restricted.uuid)], london_date(now)
        assert unseen(asked, on=on, eyes=Eyes(own=lead.pk)).restricted == set(asked)
        assert unseen(asked, on=on, eyes=Eyes(own=colleague.pk)).withheld == set(asked)
        assert unseen(asked, on=on).withheld == set(asked)

    def test_print_is_taken_away_and_made_without_it(self, gold, item, lead, now):
        made = ask_for_portfolio(application=gold, actor=lead, at=now)
        assert str(item.uuid) in made.record["shown"]
        restrict(item=item, why=WHY, actor=lead, at=now)
        assert not Printout.objects.filter(pk=made.pk).exists()
        again = ask_for_portfolio(application=gold, actor=lead, at=now)
        assert "Heron" not in str(again.record)
        assert again.record["portfolio"]["withheld"]

    def test_zip_has_what_this_person_may_see(self, gold, restricted, lead, colleague, now):
        with_it = _names(pack_portfolio(application=gold, actor=lead, at=now))
        without = _names(pack_portfolio(application=gold, actor=colleague, at=now))
        assert any("heron.jpg" in name for name in with_it)
        assert not any("Heron" in name or "heron" in name for name in without)
        (event,) = looks()
        assert (event.actor, event.details["what"]) == (lead, "zip")

    def test_zip_leaves_out_what_is_restricted_meanwhile(
        self, gold, item, file, lead, colleague, now, time_machine
    ):
        entries = pack_portfolio(application=gold, actor=colleague, at=now)
        next(entries), next(entries)
        restrict(item=item, why=WHY, actor=lead, at=now)
        time_machine.shift(60)
        assert not any(entry.name.rpartition("/")[2] == "heron.jpg" for entry in entries)

    def test_pages_of_a_portfolio_say_it_neutrally(self, gold, restricted, colleague, sign_in):
        browser = sign_in(colleague)
        for name in ("portfolio-coverage", "portfolio-rights"):
            text = browser.get(reverse(name, args=[gold.uuid])).text
            assert "1 piece is restricted and not shown to you." in text
            assert "Heron" not in text


def _names(entries):
    return [entry.name for entry in entries]


def test_readme_counts_them(organisation, lead, colleague, officer, restricted, sign_in):
    hold_silver(organisation, lead=lead, officer=officer, at=restricted.created_at)
    gold = portfolio_for(organisation, lead=lead, at=restricted.created_at)
    answer = sign_in(colleague).get(reverse("portfolio-zip", args=[gold.uuid]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert "Restricted: 1." in packed.read("README.txt").decode()
        assert "Heron" not in packed.read("index.csv").decode()
