"""Restricted evidence on the panel's side (T-30): who is cleared, sits now and is 18 sees it; nobody else."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Audience
from awards.models import Challenge, User
from champions.choices import Ended, Outcome, Perspective
from champions.letter import points_as_lines
from champions.models import Decision, DecisionPoint
from champions.selectors import evidence_subject
from champions.selectors.evidence import may_open
from champions.services.challenges import raise_challenge
from champions.services.consents import tell_of_consent_gone
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused
from portfolios.models import Printout
from portfolios.records import ALL_EYES
from portfolios.selectors.current import sent_sections
from portfolios.services.evidence import withdraw_consent
from portfolios.services.evidence.restricting import restrict
from tests.conftest import make_user
from tests.support.champions import make_champion
from tests.support.jobs import commit_effects, run_waiting_jobs
from tests.support.judging import Judging, judging
from tests.support.pdfs import text_of

pytestmark = pytest.mark.django_db
OPENED = "evidence.restricted_opened"
SENTENCE = "1 piece is restricted and not shown to you."
FILES = ("case-evidence-file", "case-evidence-picture", "case-evidence-thumbnail")
TITLE = "Garden day"


@dataclass(frozen=True)
class Scene:
    judged: Judging
    parent: User
    # Sixteen years old.
    young: User


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
    parent = make_champion(
        make_user("Pat Parent"), officer=officer, at=now, perspective=Perspective.PARENT_CARER
    )
    young = make_champion(
        make_user("Yusuf Young"),
        officer=officer,
        at=now,
        perspective=Perspective.YOUNG_PERSON,
        turns_18_on=date(2028, 6, 1),
    )
    judged = judging(
        organisation, lead=lead, officer=officer, at=now, champions=[chair, parent, young]
    )
    return Scene(judged, parent.user, young.user)


@pytest.fixture
def restricted(scene, officer, now):
    restrict(item=scene.judged.item, why="It shows where they live.", actor=officer, at=now)
    scene.judged.item.refresh_from_db()
    return scene.judged.item


def at(scene, name):
    arguments = {"uuid": scene.judged.application.uuid}
    if name.startswith("case-evidence-"):
        arguments["item"] = scene.judged.item.uuid
    if name in FILES:
        arguments["file"] = scene.judged.file.uuid
    return reverse(name, kwargs=arguments)


def looks(**narrowed):
    return AuditEvent.objects.filter(event=OPENED, **narrowed)


class TestUnder18:
    def test_no_door_is_open(self, scene, restricted, sign_in):
        browser = sign_in(scene.young)
        for name in ("case-evidence-item", *FILES):
            assert browser.get(at(scene, name)).status_code == 404, name
        assert not looks().exists()

    def test_lists_say_that_there_is_one_and_nothing_of_it(self, scene, restricted, sign_in):
        browser = sign_in(scene.young)
        for name, query in (
            ("case", ""),
            ("case-evidence", ""),
            ("case-evidence", "?view=list"),
            ("case-evidence", "?shows=gold.voice"),
            ("case-evidence", "?q=They+filled"),
            ("case-coverage", ""),
        ):
            text = browser.get(at(scene, name) + query).text
            assert SENTENCE in text, (name, query)
            for canary in (TITLE, "Children plant beans", "garden.jpg", str(restricted.uuid)):
                assert canary not in text, (name, query, canary)

    def test_zip_has_nothing_of_it(self, scene, restricted, sign_in):
        packed = unpacked(sign_in(scene.young).get(at(scene, "case-zip")))
        assert not any("Garden" in name for name in packed.namelist())
        assert TITLE not in packed.read("index.csv").decode()
        assert "Restricted: 1." in packed.read("README.txt").decode()
        assert not looks().exists()

    def test_turning_18_opens_it(self, scene, restricted, sign_in, time_machine):
        time_machine.move_to(date(2028, 6, 1))
        assert TITLE in sign_in(scene.young).get(at(scene, "case-evidence-item")).text

    def test_may_ask_nothing_about_it(self, scene, restricted, sign_in, now):
        code = f"evidence:{restricted.uuid}"
        page = sign_in(scene.young).get(at(scene, "case-challenge-raise") + f"?about={code}")
        assert "restricted piece" not in page.text
        with pytest.raises(Refused):
            _raise(scene, scene.young, code, now)


class TestAdultsAndOfficers:
    def test_see_it_with_its_mark(self, scene, restricted, officer, sign_in):
        for person in (scene.judged.chair, scene.parent, officer):
            browser = sign_in(person)
            listed = browser.get(at(scene, "case-evidence")).text
            assert TITLE in listed
            assert ">Restricted<" in listed
            assert "not shown to you" not in listed
            shown = browser.get(at(scene, "case-evidence-item")).text
            assert "It shows where they live." in shown
            assert ("Who has looked" in shown) == (person == officer)

    def test_each_look_is_one_event_with_the_role(self, scene, restricted, sign_in):
        browser = sign_in(scene.judged.chair)
        for name in ("case-evidence-item", *FILES):
            assert browser.get(at(scene, name)).status_code == 200
        b"".join(browser.get(at(scene, "case-zip")).streaming_content)
        events = looks(actor=scene.judged.chair).order_by("pk")
        what = [event.details["what"] for event in events]
        assert what == ["page", "download", "picture", "thumbnail", "zip"]
        assert {event.role for event in events} == {"chair"}
        assert not AuditEvent.objects.filter(event="evidence.opened").exists()

    def test_lists_show_no_small_picture_of_it(self, scene, restricted, sign_in):
        text = sign_in(scene.parent).get(at(scene, "case-evidence")).text
        assert "/thumbnail/" not in text
        assert not looks().exists()

    def test_not_before_the_declaration(self, organisation, lead, officer, now, sign_in):
        judged = judging(organisation, lead=lead, officer=officer, at=now, cleared=False)
        restrict(item=judged.item, why="Why.", actor=officer, at=now)
        scene = Scene(judged, judged.chair, judged.chair)
        for name in ("case-evidence-item", *FILES, "case-zip"):
            assert sign_in(judged.chair).get(at(scene, name)).status_code == 409

    def test_nobody_whose_seat_has_ended(self, scene, restricted, sign_in, now):
        scene.judged.panel.assignments.filter(champion__user=scene.parent).update(
            ended_at=now, ended_reason=Ended.choices[0][0]
        )
        assert sign_in(scene.parent).get(at(scene, "case-evidence-item")).status_code == 404

    def test_organisation_reads_no_name_of_a_champion(self, scene, restricted, lead, sign_in):
        sign_in(scene.parent).get(at(scene, "case-evidence-item"))
        text = sign_in(lead).get(reverse("evidence-item", args=[restricted.uuid])).text
        assert "A champion on the panel" in text
        assert str(scene.parent) not in text

    def test_whoever_forgets_to_say_who_looks_is_told_no(self, scene, restricted, now):
        today = london_date(now)
        assert not may_open(restricted, on=today)
        assert may_open(restricted, on=today, eyes=ALL_EYES)
        code = f"evidence:{restricted.uuid}"
        assert evidence_subject(scene.judged.application, code, on=today) is None


class TestPrints:
    def test_one_that_was_made_is_taken_away_and_the_next_has_it_not(
        self, scene, officer, sign_in, now
    ):
        browser = sign_in(scene.parent)
        browser.post(at(scene, "case-print"))
        made()
        assert TITLE in _print(browser, scene)
        restrict(item=scene.judged.item, why="Why.", actor=officer, at=now)
        assert not Printout.objects.filter(application=scene.judged.application).exists()
        for person in (scene.parent, scene.young):
            browser = sign_in(person)
            browser.post(at(scene, "case-print"))
            made()
            said = _print(browser, scene)
            assert TITLE not in said
            assert "1 piece of evidence is restricted and not in this print." in said
        assert Printout.objects.filter(application=scene.judged.application).count() == 1


class TestChallenges:
    @pytest.fixture
    def asked(self, scene, now):
        code = f"evidence:{scene.judged.item.uuid}"
        return _raise(scene, scene.judged.chair, code, now)

    def test_name_is_covered_for_everybody_and_the_row_keeps_it(
        self, scene, asked, officer, lead, colleague, sign_in, now
    ):
        restrict(item=scene.judged.item, why="Why.", actor=officer, at=now)
        assert Challenge.objects.get(pk=asked.pk).subject_name == f"Evidence: {TITLE}"
        case = scene.judged.application.uuid
        for person in (scene.young, scene.judged.chair, officer):
            browser = sign_in(person)
            for address in (
                reverse("case", args=[case]),
                reverse("case-challenges", args=[case]),
                reverse("case-challenge", args=[case, asked.uuid]),
            ):
                text = browser.get(address).text
                assert f"Evidence: {TITLE}" not in text
                assert "restricted piece of evidence" in text
        for person in (lead, colleague):
            text = sign_in(person).get(reverse("challenges", args=[case])).text
            assert TITLE not in text
            assert "A restricted piece of evidence" in text

    def test_new_one_is_never_named(self, scene, restricted, now):
        raised = _raise(scene, scene.parent, f"evidence:{restricted.uuid}", now)
        assert raised.subject_name == "A restricted piece of evidence"

    def test_member_gets_no_link_to_it(self, scene, asked, restricted, colleague, sign_in):
        text = sign_in(colleague).get(reverse("challenge", args=[asked.uuid])).text
        assert str(restricted.uuid) not in text


def test_mail_about_consent_does_not_name_it(scene, restricted, lead, now):
    withdraw_consent(item=restricted, note="", actor=lead, at=now)
    tell_of_consent_gone(DutyContext(now=now, today=london_date(now), dry_run=False))
    mails = OutboxMessage.objects.filter(message="consent_gone")
    assert mails.filter(to=scene.young.email).exists()
    assert not any(TITLE in mail.body_text + mail.body_html for mail in mails)


def test_comparison_leaves_it_out(scene, restricted):
    sections = sent_sections(scene.judged.change, on=london_date(scene.judged.change.at))
    assert TITLE not in str(sections)
    assert "1 piece is restricted." in str(sections)


def test_a_letter_covers_the_name_of_what_was_restricted_since(scene, officer, now):
    """Everybody of the organisation reads it, and champions under 18 as well."""
    item = scene.judged.item
    asked = _raise(scene, scene.judged.chair, f"evidence:{item.uuid}", now)
    decision = Decision.objects.create(
        panel=scene.judged.panel,
        change=scene.judged.application.changes.latest("at"),
        outcome=Outcome.CHANGES,
        feedback="Nearly there.",
        letter="",
        recorded_by=scene.judged.chair,
        recorded_at=now,
    )
    DecisionPoint.objects.create(
        decision=decision, code=asked.subject, sentence=asked.text, challenge=asked, position=1
    )
    assert TITLE in points_as_lines(decision)
    restrict(item=item, why="It shows where they live.", actor=officer, at=now)
    assert points_as_lines(decision) == ("1. A restricted piece of evidence: How did they choose?")


def _raise(scene, person, code, now):
    return raise_challenge(
        panel=scene.judged.panel,
        subject=code,
        text="How did they choose?",
        audience=Audience.ORGANISATION,
        key=uuid4(),
        actor=person,
        at=now + timedelta(minutes=1),
    )


def made():
    commit_effects()
    run_waiting_jobs()


def _print(browser, scene):
    answer = browser.get(at(scene, "case-print-file"))
    return " ".join(text_of(b"".join(answer.streaming_content)).split())


def unpacked(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
