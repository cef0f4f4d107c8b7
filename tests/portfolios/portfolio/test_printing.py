"""The portfolio as PDF: asked for, made once, read, and gone when consent for anything in it is."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from awards.choices import Status
from foundation.dates import london_date
from foundation.models import AuditEvent, PrivateFile
from portfolios.models import Consent, Printout
from portfolios.selectors.evidence.reading import hidden_ids
from portfolios.selectors.portfolio import printed
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.services.evidence import withdraw_consent
from portfolios.services.portfolio.printing import (
    ask_for_portfolio,
    ask_for_sent_portfolio,
    printout_of_sent_portfolio,
    take_away_outdated,
)
from portfolios.tasks import make_printout, portfolio_facts_of
from tests.support.conformance import require_conformant
from tests.support.evidence import evidence
from tests.support.jobs import commit_effects, run_waiting_jobs
from tests.support.judging import judging
from tests.support.pdfs import tree_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def draft(scene):
    """The same while it can be changed."""
    scene.application.status = Status.CHANGES_REQUESTED
    scene.application.save()
    return scene.application


def page(name, application, *args) -> str:
    return reverse(name, args=[application.uuid, *args])


def made(printout) -> bytes:
    run_waiting_jobs()
    printout.refresh_from_db()
    with printout.file.store.open(printout.file.storage_key) as stored:
        return stored.read()


def told(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def content(scene, lead, now) -> bytes:
    return made(ask_for_sent_portfolio(application=scene.application, actor=lead, at=now))


class TestWhatItSays:
    def test_front_page_says_whose_and_as_of_when(self, scene, content):
        front = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        for words in (
            "Evidence portfolio",
            "Acorn Lane School",
            scene.application.reference,
            "Gold",
            "As sent on 23 November 2026",
            "2 pieces",
        ):
            assert words in front

    def test_says_everything_that_was_told(self, content):
        text = told(content)
        for words in (
            "2.1 Voice",
            "What we tell about voice.",
            "9 of 31 pupils",
            "We did it.",
            "How people of",
            "They filled in a card.",
            "Index of evidence",
            "garden.jpg",
        ):
            assert words in text

    def test_each_criterion_names_its_evidence_by_number(self, scene, content):
        numbers = {"Garden day": "E1", "Minutes of the autumn forum": "E2"}
        text = told(content)
        for title, number in numbers.items():
            assert f"{number} {title}" in text
        assert "E1, E2" in text.rpartition("2.1 Voice")[2].partition("2.2")[0]

    def test_contents_lead_to_the_right_pages(self, content):
        pages = PdfReader(io.BytesIO(content)).pages
        contents = " ".join(pages[1].extract_text().split())
        for title in ("2. What has to be shown", "Index of evidence", "About this print"):
            number = int(contents.partition(title)[2].split()[0])
            assert title in pages[number - 1].extract_text()

    def test_index_has_the_beginning_of_each_digest(self, scene, content):
        assert scene.file.file.sha256[:12] in told(content)
        assert scene.file.file.sha256 not in told(content)

    def test_where_the_forms_are_kept_is_not_in_it(self, content):
        assert "Blue folder" not in told(content)
        assert "The school office" not in told(content)

    def test_pictures_are_in_it_with_words(self, content):
        pictures = [alt for tag, alt in tree_of(content) if tag == "Figure"]
        assert pictures == ["Children plant beans"]
        pages = PdfReader(io.BytesIO(content)).pages
        assert len({image.name for page in pages for image in page.images}) == 1

    def test_file_lasts_and_is_open_to_all(self, scene, content):
        require_conformant(content)
        reader = PdfReader(io.BytesIO(content))
        xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        assert 'pdfaid:part="3"' in xmp
        assert 'pdfuaid:part="1"' in xmp
        assert reader.metadata.title == f"Evidence portfolio {scene.application.reference}"
        tags = [tag for tag, _ in tree_of(content)]
        assert tags.count("H1") == 1
        assert {"H2", "H3", "P", "L", "LI", "Table", "TH", "TD", "Figure"} <= set(tags)

    def test_hostile_words_are_printed_as_they_are(self, organisation, lead, officer, now):
        """T-64"""
        evil = "<img src=file:///etc/passwd> {{ settings.SECRET_KEY }}"
        evidence(organisation, "gold.voice", lead=lead, at=now, title=evil, about="Party 🎉")
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        text = told(made(ask_for_sent_portfolio(application=scene.application, actor=lead, at=now)))
        assert evil in text
        assert "[party popper]" in text

    def test_a_picture_that_the_store_has_lost_is_left_out(self, scene, lead, now):
        stored = scene.file.file
        stored.store.delete(stored.thumbnail_key)
        content = made(ask_for_sent_portfolio(application=scene.application, actor=lead, at=now))
        assert [alt for tag, alt in tree_of(content) if tag == "Figure"] == []

    def test_parts_are_those_of_the_stage(self, scene, now):
        gold = whole_portfolio(scene.application, on=london_date(now)).record
        platinum = replace(gold, stage="platinum")
        codes = {
            stage.stage: [p["code"] for p in printed.parts_of(stage)] for stage in (gold, platinum)
        }
        assert codes["gold"][:2] == ["report", "criteria"]
        assert codes["platinum"][:3] == ["criteria", "sustain", "law"]
        assert not any("evidence" in each for each in codes.values())


class TestLimits:
    def test_pictures_are_counted(self, scene, now, monkeypatch):
        record = whole_portfolio(scene.application, on=london_date(now)).record
        pieces = printed.pieces_of(record)
        assert len(printed.small_pictures(pieces, on=london_date(now))) == 1
        monkeypatch.setattr(printed, "MOST_PICTURES", 0)
        assert printed.small_pictures(pieces, on=london_date(now)) == {}

    def test_of_many_pieces_some_are_told_and_all_are_listed(self, scene, lead, now, monkeypatch):
        monkeypatch.setattr(printed, "MOST_TOLD", 1)
        text = told(made(ask_for_sent_portfolio(application=scene.application, actor=lead, at=now)))
        assert "E2 Minutes of the autumn forum" in text.partition("Index of evidence")[2]
        assert "1 piece of evidence is told in full" in text
        assert "The other 1 is in the index" in text

    def test_a_long_list_of_numbers_is_cut_and_says_so(self):
        numbers = [f"E{n}" for n in range(1, 101)]
        assert printed.listed(numbers).endswith("E80 and 20 more")
        assert printed.listed(numbers[:2]) == "E1, E2"


class TestAsking:
    def test_same_words_are_made_once(self, scene, lead, officer, now):
        """T-43"""
        first = ask_for_sent_portfolio(application=scene.application, actor=lead, at=now)
        later = now + timedelta(days=1)
        again = ask_for_sent_portfolio(application=scene.application, actor=officer, at=later)
        assert again == first
        assert ask_for_portfolio(application=scene.application, actor=lead, at=later) == first
        assert AuditEvent.objects.filter(event="portfolio.printed").count() == 1

    def test_draft_says_that_it_is_one(self, draft, lead, now):
        content = made(ask_for_portfolio(application=draft, actor=lead, at=now))
        assert "Draft, printed on 23 November 2026" in told(content)

    def test_same_facts_give_the_same_bytes(self, scene, lead, now, content):
        printout = Printout.objects.get()
        Printout.objects.filter(pk=printout.pk).update(file=None)
        make_printout.func(str(printout.uuid))
        printout.refresh_from_db()
        with printout.file.store.open(printout.file.storage_key) as stored:
            assert stored.read() == content

    def test_queries_stay_the_same(self, scene, lead, now, django_assert_num_queries):
        for _ in range(3):
            evidence(scene.application.organisation, "gold.voice", lead=lead, at=now)
        with django_assert_num_queries(3):
            printout_of_sent_portfolio(scene.application, on=london_date(now))


class TestConsent:
    def test_file_is_taken_away_when_consent_goes(self, scene, lead, sign_in, now, content):
        printout = Printout.objects.get()
        client = sign_in(lead)
        file = page("portfolio-printout-file", scene.application, printout.uuid)
        assert client.get(file).status_code == 200
        key = printout.file.storage_key
        store = printout.file.store
        Consent.objects.filter(item=scene.item).update(withdrawn_at=now, withdrawn_by=lead)
        answer = client.get(file)
        assert answer.status_code == 409
        assert "Make it again" in answer.text
        commit_effects()
        assert not Printout.objects.exists()
        assert not store.exists(key)
        assert client.get(file).status_code == 409

    def test_panel_does_not_get_it_either(self, scene, lead, sign_in, now, content):
        client = sign_in(scene.chair)
        assert client.get(page("case-print-file", scene.application)).status_code == 200
        Consent.objects.filter(item=scene.item).update(withdrawn_at=now, withdrawn_by=lead)
        assert "Make it again" in client.get(page("case-print-file", scene.application)).text
        assert "Make a PDF" in client.get(page("case-print", scene.application)).text

    def test_next_one_is_made_without_it(self, scene, lead, now):
        withdraw_consent(item=scene.item, note="", actor=lead, at=now)
        content = made(ask_for_sent_portfolio(application=scene.application, actor=lead, at=now))
        text = told(content)
        assert "Garden day" in text
        assert "1 piece of evidence is not shown" in text
        for words in ("Children plant beans", "garden.jpg", "They filled in a card"):
            assert words not in text
        assert [alt for tag, alt in tree_of(content) if tag == "Figure"] == []

    def test_consent_that_runs_out_takes_it_away(self, scene, lead, now, content):
        today = london_date(now)
        Consent.objects.filter(item=scene.item).update(expires_on=today)
        assert take_away_outdated(scene.application, on=today) == 0
        assert take_away_outdated(scene.application, on=today + timedelta(days=1)) == 1

    def test_job_makes_nothing_of_what_is_gone_meanwhile(self, scene, lead, now):
        printout = ask_for_sent_portfolio(application=scene.application, actor=lead, at=now)
        Consent.objects.filter(item=scene.item).update(withdrawn_at=now, withdrawn_by=lead)
        run_waiting_jobs()
        printout.refresh_from_db()
        assert printout.file is None
        assert not PrivateFile.objects.filter(display_name__startswith="portfolio-").exists()

    def test_pictures_are_asked_for_on_the_day(self, scene, lead, now):
        """The last door: whatever the record says."""
        printout = ask_for_sent_portfolio(application=scene.application, actor=lead, at=now)
        Consent.objects.filter(item=scene.item).update(withdrawn_at=now, withdrawn_by=lead)
        assert hidden_ids([str(scene.item.uuid)], on=london_date(now))
        assert portfolio_facts_of(printout, on=london_date(now)).pictures == {}


class TestPages:
    def test_are_asked_for_made_and_downloaded(self, scene, lead, sign_in):
        client = sign_in(lead)
        start = page("portfolio-print", scene.application)
        assert "as it was sent on 23 November 2026" in client.get(start).text
        answer = client.post(start)
        assert answer.status_code == 302
        assert "Being made" in client.get(answer.url).text
        file = page("portfolio-printout-file", scene.application, Printout.objects.get().uuid)
        assert client.get(file).status_code == 409
        run_waiting_jobs()
        assert "Download the portfolio (PDF)" in client.get(answer.url).text
        got = client.get(file)
        assert got["Content-Type"] == "application/pdf"
        assert f"portfolio-{scene.application.reference}.pdf" in got["Content-Disposition"]

    def test_panel_asks_for_what_was_sent(self, scene, sign_in):
        client = sign_in(scene.chair)
        address = page("case-print", scene.application)
        assert "The portfolio on paper" in client.get(address).text
        assert client.post(address).status_code == 302
        run_waiting_jobs()
        assert "Ready" in client.get(address).text
        assert client.get(page("case-print-file", scene.application)).status_code == 200

    def test_print_of_a_draft_is_not_the_panels(self, draft, scene, lead, sign_in, now):
        made(ask_for_portfolio(application=draft, actor=lead, at=now))
        assert sign_in(scene.chair).get(page("case-print-file", draft)).status_code == 409

    def test_whoever_opens_one_is_written_down(self, scene, lead, officer, sign_in, content):
        mine = page("portfolio-printout-file", scene.application, Printout.objects.get().uuid)
        theirs = page("case-print-file", scene.application)
        events = AuditEvent.objects.filter(event="portfolio.print-opened").order_by("pk")
        for person, address in (
            (lead, mine),
            (officer, mine),
            (scene.chair, theirs),
            (officer, theirs),
        ):
            assert sign_in(person).get(address).status_code == 200
        assert [(e.actor, e.role) for e in events] == [
            (lead, "lead"),
            (officer, "officer"),
            (scene.chair, "chair"),
            (officer, "officer"),
        ]
        assert {event.details["pieces"] for event in events} == {2}

    def test_presses_are_counted(self, scene, lead, sign_in):
        client = sign_in(lead)
        start = page("portfolio-print", scene.application)
        codes = [client.post(start).status_code for _ in range(31)]
        assert codes == [302] * 30 + [429]

    def test_everybody_else_gets_nothing(self, scene, stranger, lead, sign_in, now):
        made_one = ask_for_portfolio(application=scene.application, actor=lead, at=now)
        for person in (stranger, scene.chair):
            client = sign_in(person)
            for name, args in (
                ("portfolio-print", ()),
                ("portfolio-printout", (made_one.uuid,)),
                ("portfolio-printout-file", (made_one.uuid,)),
            ):
                assert client.get(page(name, scene.application, *args)).status_code == 404

    def test_plans_and_portfolios_do_not_mix(self, scene, lead, sign_in):
        plan = scene.application.organisation.applications.get(stage="silver")
        client = sign_in(lead)
        assert client.get(page("portfolio-print", plan)).status_code == 404
        assert client.get(page("portfolio-zip", plan)).status_code == 404
