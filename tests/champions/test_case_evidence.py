"""Evidence as the panel looks at it: what was sent, nothing that came later, nothing without consent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Interest
from awards.models import Membership
from awards.services.applications import start_application
from champions.services.panels import declare_interest
from foundation.dates import london_date
from foundation.models import AuditEvent, PrivateFile
from portfolios.models import Consent, EvidenceItem, SentFile
from portfolios.services.evidence import withdraw_consent
from tests.conftest import make_user
from tests.support.champions import make_champion, send
from tests.support.evidence import clean_file, evidence
from tests.support.judging import judging, quarantined_file

pytestmark = pytest.mark.django_db
PAGES = ("case-evidence", "case-coverage", "case-evidence-item")
FILES = ("case-evidence-file", "case-evidence-picture", "case-evidence-thumbnail", "case-zip")
VOICE = "?shows=gold.voice"


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def chair(scene, sign_in):
    return sign_in(scene.chair)


def at(scene, name, *, item=None, file=None):
    arguments = {"uuid": scene.application.uuid}
    if name.startswith("case-evidence-"):
        arguments["item"] = (item or scene.item).uuid
    if name in FILES and name != "case-zip":
        arguments["file"] = (file or scene.file).uuid
    return reverse(name, kwargs=arguments)


def codes(client, scene) -> set[int]:
    return {client.get(at(scene, name)).status_code for name in (*PAGES, *FILES)}


class TestWho:
    def test_panel_and_officers_open_all_of_it(self, scene, sign_in, officer):
        for person in (scene.chair, officer):
            assert codes(sign_in(person), scene) == {200}

    def test_everybody_else_gets_nothing(self, scene, sign_in, lead, stranger, officer, now):
        """T-24, T-29: also its own lead, who has pages of their own."""
        spare = make_champion(make_user("Sam Spare"), officer=officer, at=now).user
        for person in (lead, stranger, spare):
            assert codes(sign_in(person), scene) == {404}

    def test_nobody_signed_in_is_asked_to(self, scene, client):
        assert codes(client, scene) == {302}

    def test_nothing_before_the_declaration(self, organisation, lead, officer, now, sign_in):
        scene = judging(organisation, lead=lead, officer=officer, at=now, cleared=False)
        assert codes(sign_in(scene.chair), scene) == {409}

    def test_champion_with_an_interest_gets_nothing(self, scene, chair, now):
        """T-36, and at once (T-32)."""
        seat = scene.panel.assignments.active().get(champion__user=scene.chair)
        declare_interest(assignment=seat, nature=Interest.EMPLOYEE, actor=scene.chair, at=now)
        assert codes(chair, scene) == {404}

    def test_officer_who_belongs_to_them_gets_nothing(self, scene, sign_in, officer, now):
        client = sign_in(officer)
        Membership.objects.create(
            organisation=scene.application.organisation, user=officer, role="member", joined_at=now
        )
        assert codes(client, scene) == {404}

    def test_other_stages_have_no_such_page(self, scene, stranger, sign_in, officer, now):
        other = start_application(
            organisation=stranger.memberships.get().organisation,
            stage="bronze",
            actor=stranger,
            at=now,
        )
        send(other, stranger, at=now)
        client = sign_in(officer)
        for name in ("case-evidence", "case-coverage", "case-zip"):
            assert client.get(reverse(name, args=[other.uuid])).status_code == 404


class TestFiles:
    def test_download_is_an_attachment_and_a_picture_is_shown(self, scene, chair):
        download = chair.get(at(scene, "case-evidence-file"))
        assert download["Content-Disposition"] == 'attachment; filename="garden.jpg"'
        shown = chair.get(at(scene, "case-evidence-picture"))
        assert shown["Content-Disposition"].startswith("inline")
        for answer in (download, shown):
            assert answer["Cache-Control"] == "private, no-store"

    def test_opening_is_written_down_and_a_thumbnail_is_not(self, scene, chair):
        for name in ("case-evidence-file", "case-evidence-picture", "case-evidence-thumbnail"):
            chair.get(at(scene, name))
        events = AuditEvent.objects.filter(event="evidence.opened").order_by("pk")
        assert [event.details["how"] for event in events] == ["download", "picture"]
        assert {event.actor for event in events} == {scene.chair}
        assert {event.role for event in events} == {"chair"}
        assert {event.target_id for event in events} == {str(scene.item.pk)}

    def test_file_that_came_after_sending_is_not_there(self, scene, chair, lead, now):
        later = clean_file(scene.item, lead=lead, at=now, name="later.jpg")
        assert chair.get(at(scene, "case-evidence-file", file=later)).status_code == 404
        assert "later.jpg" not in chair.get(at(scene, "case-evidence-item")).text

    def test_evidence_that_came_after_sending_is_not_there(self, scene, chair, lead, now):
        later = evidence(
            scene.item.organisation, "gold.voice", lead=lead, at=now, title="Later piece"
        )
        file = later.files.get()
        assert "Later piece" not in chair.get(at(scene, "case-evidence") + VOICE).text
        assert chair.get(at(scene, "case-evidence-item", item=later)).status_code == 404
        assert chair.get(at(scene, "case-evidence-file", item=later, file=file)).status_code == 404

    def test_file_of_another_item_is_not_found_under_this_one(self, scene, chair):
        other = EvidenceItem.objects.exclude(pk=scene.item.pk).first()
        assert chair.get(at(scene, "case-evidence-file", item=other)).status_code == 404

    def test_file_of_another_case_is_not_found_under_this_one(
        self, scene, chair, stranger, officer, now
    ):
        """T-25"""
        other = judging_elsewhere(stranger, officer, now)
        address = at(scene, "case-evidence-file", item=other.item, file=other.file)
        assert chair.get(address).status_code == 404

    def test_file_taken_out_after_sending_stays_with_what_was_sent(self, scene, chair, now):
        scene.file.removed_at = now
        scene.file.save()
        assert chair.get(at(scene, "case-evidence-file")).status_code == 200

    def test_nothing_is_served_that_is_not_clean(self, scene, chair, lead, now):
        """T-49: even a row that says it was sent."""
        waiting = quarantined_file(scene.item, lead=lead, at=now)
        SentFile.objects.create(change=scene.change, file=waiting)
        assert chair.get(at(scene, "case-evidence-file", file=waiting)).status_code == 404

    def test_a_file_request_reads_no_snapshot(self, scene, chair, django_assert_num_queries):
        with django_assert_num_queries(10) as asked:
            chair.get(at(scene, "case-evidence-thumbnail"))
        assert not any('"snapshot" FROM' in query["sql"] for query in asked.captured_queries)

    def test_a_picture_without_a_small_one_has_no_thumbnail(self, scene, chair):
        PrivateFile.objects.filter(pk=scene.file.file_id).update(
            thumbnail_key="", thumbnail_size=None, thumbnail_sha256=""
        )
        assert chair.get(at(scene, "case-evidence-thumbnail")).status_code == 404
        assert "thumbnail" not in chair.get(at(scene, "case-evidence") + VOICE).text


def judging_elsewhere(lead, officer, now):
    """The same at another organisation, without a panel."""
    organisation = lead.memberships.get().organisation
    item = evidence(organisation, "gold.voice", lead=lead, at=now)
    return type("Elsewhere", (), {"item": item, "file": item.files.get()})


class TestConsent:
    def test_withdrawing_hides_all_of_it_at_once(self, scene, chair, lead, now):
        withdraw_consent(item=scene.item, note="", actor=lead, at=now)
        for name in FILES[:3]:
            assert chair.get(at(scene, name)).status_code == 404
        gone = "One piece of evidence is no longer shown"
        for address in (
            at(scene, "case-evidence"),
            at(scene, "case-evidence") + "?view=list",
            reverse("case", args=[scene.application.uuid]),
        ):
            text = chair.get(address).text
            assert gone in text
            assert "Children plant beans" not in text
        page = chair.get(at(scene, "case-evidence-item")).text
        assert "Garden day" in page
        assert "no longer shown" in page
        for words in ("garden.jpg", "Children plant beans", "They filled in a card", "Blue folder"):
            assert words not in page

    def test_consent_that_ran_out_hides_it_too(self, scene, sign_in, now, time_machine):
        today = london_date(now)
        Consent.objects.filter(item=scene.item).update(expires_on=today)
        assert sign_in(scene.chair).get(at(scene, "case-evidence-file")).status_code == 200
        time_machine.move_to(now + timedelta(days=1))
        assert sign_in(scene.chair).get(at(scene, "case-evidence-file")).status_code == 404

    def test_who_holds_the_forms_is_no_business_of_the_panel(self, scene, chair):
        page = chair.get(at(scene, "case-evidence-item")).text
        assert "Children" in page
        assert "Assessors only" in page
        for words in ("The school office", "Blue folder"):
            assert words not in page
