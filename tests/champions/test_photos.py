"""Photos that a panel takes at a visit: evidence of the panel under the rules of evidence (scheme.md 20)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import MembershipRole, Status
from awards.models import Application, Hold, Membership, Organisation, StatusChange
from awards.services.holds import place_hold
from champions.choices import AppointmentState, Ended, Purpose, Side
from champions.models import Appointment, AppointmentPhoto, Assignment
from champions.selectors import facts_of
from champions.selectors.history import Seen, history_of
from champions.selectors.photos import photo_file, photos_of
from champions.selectors.visits import visits_for_panel
from champions.services.anonymising import anonymise_panel
from champions.services.meetings import cancel, move
from champions.services.photos import remove_photo
from champions.services.retention import photos as past
from config.invariants import visit_photos
from foundation.dates import london_date
from foundation.files import FileNotAccepted
from foundation.models import AuditEvent, LedgerEntry, OutboxMessage, PrivateFile
from foundation.refusals import NotAllowed, Refused
from portfolios.models import Consent, EvidenceItem, Portfolio
from portfolios.records import ALL_EYES
from portfolios.selectors.evidence.looks import OPENED
from portfolios.selectors.evidence.register import pieces
from portfolios.selectors.keeping import pictures_of_children, unused_evidence
from portfolios.services.evidence import (
    add_file,
    bytes_kept,
    capture_file,
    forget,
    record_consent,
    withdraw_consent,
)
from portfolios.services.evidence.restricting import restrict
from tests.conftest import make_user
from tests.support.champions import HOUR, WEEK, make_champion
from tests.support.photos import check, photo_of, show_all, upload, with_children
from tests.support.visits import agreed_visit, ask_for, write


@pytest.fixture
def silver(panel):
    """A Silver case with its panel, without the way there."""
    application = panel.application
    Application.objects.filter(pk=application.pk).update(stage="silver")
    application.refresh_from_db()
    return application


@pytest.fixture
def visit(silver, chair, lead, now):
    return agreed_visit(silver, lead, chair.user, at=now)


@pytest.fixture
def then(now):
    """An hour after the visit began."""
    return now + WEEK + HOUR


# Taking one


def test_photo_is_evidence_of_the_panel_alone(visit, young, organisation, then):
    photo = photo_of(visit, young.user, at=then, clean=False)
    item = photo.item
    assert (item.gathered_by, item.shown_at, item.kind) == ("panel", None, "photo")
    assert item.title.startswith("Photo of the monitoring visit on ")
    assert item.happened_on == london_date(visit.starts_at)
    assert item.consent.shows_people == "nobody"
    assert item.consent.scope == "assessors"
    assert item.files.get().caption == "Beans in the new beds"
    # It waits for the scanner in the store where nobody is served from.
    assert item.files.get().file.state == PrivateFile.State.QUARANTINED
    event = AuditEvent.objects.get(event="evidence.gathered")
    assert (event.actor_id, event.role) == (young.user.pk, "champion")


def test_people_in_it_agreed_first(visit, chair, then):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    consent = Consent.objects.get(item=photo.item)
    assert (consent.children, consent.adults, consent.holder) == (True, False, "The school office")
    assert consent.given_on == london_date(then)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"shows_people": ""}, "Say whether the photo shows anybody."),
        ({"children": False}, "Say who is in the photo."),
        ({"holder": ""}, "Say who has the signed form, and when they agreed."),
        ({"given_on": None}, "Say who has the signed form, and when they agreed."),
    ],
)
def test_photo_without_their_agreement_is_not_taken(visit, chair, then, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        photo_of(visit, chair.user, at=then, consent=with_children(then) | changes)
    assert not EvidenceItem.objects.of_panels().exists()
    assert not PrivateFile.objects.exists()


def test_agreement_of_tomorrow_is_none(visit, chair, then):
    asked = with_children(then) | {"given_on": london_date(then) + timedelta(days=1)}
    with pytest.raises(Refused, match="can’t be in the future"):
        photo_of(visit, chair.user, at=then, consent=asked)


def test_only_pictures_are_photos(visit, chair, then):
    with pytest.raises(FileNotAccepted, match="picture"):
        photo_of(visit, chair.user, at=then, upload=upload("plan.pdf", b"%PDF-1.7\n%%EOF"))
    assert not AppointmentPhoto.objects.exists()


def test_second_click_keeps_one(visit, chair, then):
    key = uuid4()
    first = photo_of(visit, chair.user, at=then, key=key)
    again = photo_of(visit, chair.user, at=then, key=key, clean=False)
    assert first == again
    assert (AppointmentPhoto.objects.count(), EvidenceItem.objects.of_panels().count()) == (1, 1)


def test_evidence_of_an_organisation_never_becomes_a_photo(visit, chair, lead, organisation, then):
    """Its key stands in the addresses of a case; as a photo, anybody of the panel could delete it (T-25)."""
    theirs = capture_file(
        organisation=organisation, upload=upload(), key=uuid4(), actor=lead, at=then
    )
    more = add_file(item=theirs.item, upload=upload(), key=uuid4(), actor=lead, at=then)
    for key in (theirs.uuid, more.uuid):
        with pytest.raises(Refused, match="out of date"):
            photo_of(visit, chair.user, at=then, key=key)
    assert not AppointmentPhoto.objects.exists()
    assert EvidenceItem.objects.get().files.count() == 2


def test_photo_of_one_visit_is_none_of_another(silver, visit, chair, lead, then):
    other = agreed_visit(silver, lead, chair.user, at=then - WEEK - HOUR)
    photo = photo_of(visit, chair.user, at=then)
    with pytest.raises(Refused, match="out of date"):
        photo_of(other, chair.user, at=then + WEEK, key=photo.item.uuid)
    assert list(AppointmentPhoto.objects.all()) == [photo]


def test_caption_names_nobody(visit, chair, then):
    with pytest.raises(Refused, match="Lena"):
        photo_of(visit, chair.user, at=then, caption="Lena with the beans")


def test_caption_says_something(visit, chair, then):
    with pytest.raises(Refused, match="Say what can be seen"):
        photo_of(visit, chair.user, at=then, caption="  ")


def test_interview_has_none(silver, chair, lead, now, then):
    talk = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    with pytest.raises(Refused, match="nobody is shown"):
        photo_of(talk, chair.user, at=then)


def test_none_before_the_visit_began(silver, visit, chair, now):
    with pytest.raises(Refused, match="has not begun"):
        photo_of(visit, chair.user, at=now + HOUR)
    asked = ask_for(silver, chair.user, at=now)
    with pytest.raises(Refused, match="has not begun"):
        photo_of(asked, chair.user, at=now + 3 * WEEK)


def test_none_once_it_is_shown(visit, chair, then):
    held = show_all(write(visit, chair.user, at=then), chair.user, at=then)
    with pytest.raises(Refused, match="can read this visit already"):
        photo_of(held, chair.user, at=then)


def test_none_when_the_case_is_closed(silver, visit, chair, then):
    Application.objects.filter(pk=silver.pk).update(status=Status.DECLINED)
    with pytest.raises(Refused, match="not with the champions"):
        photo_of(visit, chair.user, at=then)


def test_a_visit_has_room_for_so_many(visit, chair, then, monkeypatch):
    monkeypatch.setattr(AppointmentPhoto, "MOST", 2)
    photo_of(visit, chair.user, at=then)
    photo_of(visit, chair.user, at=then)
    with pytest.raises(Refused, match="room for 2 photos"):
        photo_of(visit, chair.user, at=then)


def test_what_was_removed_under_a_hold_takes_no_room(
    visit, chair, officer, organisation, then, monkeypatch
):
    monkeypatch.setattr(AppointmentPhoto, "MOST", 1)
    place_hold(organisation=organisation, reason="A court asked.", actor=officer, at=then)
    remove_photo(photo=photo_of(visit, chair.user, at=then), actor=chair.user, at=then)
    photo_of(visit, chair.user, at=then)
    assert AppointmentPhoto.objects.count() == 2


@pytest.mark.parametrize("who", ["lead", "member", "spare"])
def test_only_the_panels_side_takes_photos(visit, organisation, lead, spare, then, who):
    member = make_user("Mo Member")
    Membership.objects.create(
        user=member, organisation=organisation, role=MembershipRole.MEMBER, joined_at=then
    )
    actor = {"lead": lead, "member": member, "spare": spare.user}[who]
    with pytest.raises(NotAllowed):
        photo_of(visit, actor, at=then)
    photo = photo_of(visit, visit.created_by, at=then)
    with pytest.raises(NotAllowed):
        remove_photo(photo=photo, actor=actor, at=then)
    assert AppointmentPhoto.objects.count() == 1


# Who sees it


def test_organisation_sees_nothing_before_it_is_shown(visit, chair, lead, organisation, then):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    assert not EvidenceItem.objects.visible_to(lead).filter(pk=photo.item_id).exists()
    show_all(write(visit, chair.user, at=then), chair.user, at=then)
    photo.item.refresh_from_db()
    assert photo.item.shown_at == then
    assert EvidenceItem.objects.visible_to(lead).filter(pk=photo.item_id).exists()


def test_nothing_is_shown_while_a_photo_is_being_checked(visit, chair, then):
    held = write(visit, chair.user, at=then)
    photo = photo_of(held, chair.user, at=then, clean=False)
    with pytest.raises(Refused, match="still being checked"):
        show_all(held, chair.user, at=then)
    photo.item.refresh_from_db()
    held.refresh_from_db()
    assert (photo.item.shown_at, held.shown_at) == (None, None)
    check(photo)
    show_all(held, chair.user, at=then)
    photo.item.refresh_from_db()
    assert photo.item.shown_at == then


def test_what_was_removed_under_a_hold_is_never_shown(
    visit, chair, lead, officer, organisation, then
):
    place_hold(organisation=organisation, reason="A court asked.", actor=officer, at=then)
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then), clean=False)
    remove_photo(photo=photo, actor=chair.user, at=then)
    show_all(write(visit, chair.user, at=then), chair.user, at=then)
    assert not EvidenceItem.objects.visible_to(lead).filter(pk=photo.item_id).exists()


def test_it_is_in_no_library_and_no_portfolio(visit, chair, lead, organisation, then):
    before = list(Portfolio.objects.values_list("version", flat=True))
    photo = photo_of(visit, chair.user, at=then)
    show_all(write(visit, chair.user, at=then), chair.user, at=then)
    assert not EvidenceItem.objects.kept().filter(pk=photo.item_id).exists()
    assert not EvidenceItem.objects.in_portfolio().filter(pk=photo.item_id).exists()
    assert bytes_kept(organisation) == 0
    assert list(Portfolio.objects.values_list("version", flat=True)) == before


def test_its_organisation_cannot_change_what_it_says(visit, chair, lead, then):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    show_all(write(visit, chair.user, at=then), chair.user, at=then)
    with pytest.raises(Refused):
        record_consent(
            item=photo.item,
            values={"shows_people": "nobody"},
            expected_version=1,
            actor=lead,
            at=then,
        )


def test_a_restricted_one_is_for_adults_alone(visit, chair, officer, then):
    photo = photo_of(visit, chair.user, at=then)
    restrict(item=photo.item, why="A child is at risk.", actor=officer, at=then)
    on = london_date(then)
    assert photos_of(visit, on=on) == []
    assert photo_file(visit, photo.item.uuid, on=on) is None
    (seen,) = photos_of(visit, on=on, eyes=ALL_EYES)
    assert seen.is_restricted
    assert photo_file(visit, photo.item.uuid, on=on, eyes=ALL_EYES) is not None


def test_only_clean_ones_are_handed_out(visit, chair, then):
    photo = photo_of(visit, chair.user, at=then, clean=False)
    on = london_date(then)
    assert photo_file(visit, photo.item.uuid, on=on) is None
    check(photo)
    assert photo_file(visit, photo.item.uuid, on=on) is not None


def test_the_timeline_tells_who_added_one(silver, visit, young, then):
    photo_of(visit, young.user, at=then)
    (event,) = (
        each
        for each in history_of(facts_of(silver), sees_interests=False)
        if each.title == "A photo of the visit was added"
    )
    assert (event.by, event.when, event.seen) == ("Yusuf Young", then, Seen.PANEL)


@pytest.mark.usefixtures("on_the_day")
class TestShowing:
    def test_the_chair_shows_what_was_on_the_page(self, visit, chair, young, then, sign_in):
        """T-44: a photo that came in since has not been seen."""
        first = photo_of(visit, chair.user, at=then)
        write(visit, chair.user, at=then)
        later = photo_of(visit, young.user, at=then)
        client, page = sign_in(chair.user), url("case-visit-show", visit)
        seen = [str(first.item.uuid)]
        response = client.post(page, {"photo": seen})
        assert response.status_code == 409
        assert "A photo was added after you opened this page." in response.text
        assert client.post(page, {"photo": [*seen, "nonsense"]}).status_code == 409
        assert str(later.item.uuid) in client.get(page).text
        assert client.post(page, {"photo": [*seen, str(later.item.uuid)]}).status_code == 302

    def test_what_is_restricted_stays_with_the_panel(
        self, visit, chair, officer, lead, then, sign_in
    ):
        photo = photo_of(visit, chair.user, at=then, caption="canary: a bruise")
        write(visit, chair.user, at=then)
        restrict(item=photo.item, why="A child is at risk.", actor=officer, at=then)
        client, page = sign_in(chair.user), url("case-visit-show", visit)
        assert "canary" not in client.get(page).text
        assert client.post(page).status_code == 302
        client = sign_in(lead)
        assert "canary" not in client.get(reverse("visit", args=[visit.uuid])).text
        mark = reverse("evidence-restrict", args=[photo.item.uuid])
        assert client.get(mark).status_code == 404


@pytest.mark.usefixtures("on_the_day")
def test_officer_without_the_case_finds_none_of_its_photos(
    visit, panel, chair, officer, then, sign_in
):
    """Their office opens the library; a photo that is not shown is no part of it (T-36)."""
    off = make_user("Olaf Officer", is_officer=True)
    Assignment.objects.create(
        panel=panel,
        champion=make_champion(off, officer=officer, at=then),
        assigned_by=officer,
        assigned_at=then,
        ended_at=then,
        ended_reason=Ended.RECUSED,
        ended_note="A neighbour of the head.",
        ended_by=officer,
    )
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    picture = reverse("evidence-picture", args=[photo.item.uuid, photo.item.files.get().uuid])
    assert sign_in(off).get(picture).status_code == 404


def test_fresh_eyes_see_no_photo_of_a_visit_that_was_called_off(silver, visit, chair, then):
    photo_of(visit, chair.user, at=then)
    Appointment.objects.filter(pk=visit.pk).update(
        state=AppointmentState.CANCELLED, state_since=then, cancelled_reason="Decided."
    )
    StatusChange.objects.create(
        application=silver, name="appeal", actor=chair.user, role="officer", at=then + HOUR
    )
    assert not visits_for_panel(silver, chair.user).filter(pk=visit.pk).exists()


def test_photos_of_a_visit_that_is_called_off_go_with_it(visit, chair, then):
    photo_of(visit, chair.user, at=then)
    cancel(appointment=visit, reason="The school was closed.", actor=chair.user, at=then)
    assert not AppointmentPhoto.objects.exists()
    assert not EvidenceItem.objects.of_panels().exists()
    assert not PrivateFile.objects.exists()


def test_a_visit_with_photos_took_place(visit, chair, then):
    photo_of(visit, chair.user, at=then)
    with pytest.raises(Refused, match="it took place"):
        move(
            appointment=visit,
            side=Side.PANEL,
            times=[then + WEEK],
            reason="Rain.",
            actor=chair.user,
            at=then,
        )


def test_the_house_notices_a_photo_that_is_not_of_its_visit(visit, chair, then):
    photo = photo_of(visit, chair.user, at=then)
    assert list(visit_photos()) == []
    EvidenceItem.objects.filter(pk=photo.item_id).update(shown_at=then)
    assert len(list(visit_photos())) == 1
    photo.delete()
    (sentence,) = visit_photos()
    assert sentence == f"Photo {photo.item.uuid} is of no visit."


# Taking it back


def test_lead_hides_nothing_that_was_not_shown(visit, chair, lead, then):
    photo = photo_of(visit, chair.user, at=then)
    with pytest.raises(NotAllowed):
        withdraw_consent(item=photo.item, note="", actor=lead, at=then)


def test_what_was_judged_is_not_removed_any_more(silver, visit, chair, officer, then):
    """Whoever wants it gone has it hidden, which ends with its deletion."""
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    Application.objects.filter(pk=silver.pk).update(status=Status.DECLINED)
    with pytest.raises(Refused, match="not with the champions"):
        remove_photo(photo=photo, actor=chair.user, at=then)
    withdraw_consent(item=photo.item, note="", actor=officer, at=then)
    (seen,) = photos_of(visit, on=london_date(then), eyes=ALL_EYES)
    assert seen.is_hidden


def test_names_of_who_took_it_go_with_the_panel(silver, visit, chair, young, then):
    photo = photo_of(visit, young.user, at=then)
    Application.objects.filter(pk=silver.pk).update(status=Status.DECLINED, status_since=then)
    anonymise_panel(silver.panel, at=then + timedelta(days=3000))
    photo.item.refresh_from_db()
    assert photo.item.created_by.name.startswith("Champion ")
    assert photo.item.files.get().added_by == photo.item.created_by


def test_leads_hide_what_they_were_shown(visit, chair, lead, then):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    show_all(write(visit, chair.user, at=then), chair.user, at=then)
    withdraw_consent(item=photo.item, note="", actor=lead, at=then)
    (seen,) = photos_of(visit, on=london_date(then), eyes=ALL_EYES)
    assert (seen.is_hidden, seen.caption) == (True, "")
    assert photo_file(visit, photo.item.uuid, on=london_date(then), eyes=ALL_EYES) is None


@pytest.mark.parametrize("is_shown", [True, False])
def test_leads_hear_of_a_hidden_one_only_once_they_know_of_it(
    visit, chair, lead, officer, then, is_shown
):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    if is_shown:
        show_all(write(visit, chair.user, at=then), chair.user, at=then)
    withdraw_consent(item=photo.item, note="", actor=officer, at=then)
    restrict(item=photo.item, why="A child is at risk.", actor=officer, at=then)
    told = OutboxMessage.objects.filter(message__in=("consent_withdrawn", "evidence_restricted"))
    assert told.count() == (2 if is_shown else 0)
    assert all(f"/evidence/{photo.item.uuid}" not in row.body_text + row.body_html for row in told)


def test_anybody_of_the_panel_removes_one_for_good(visit, chair, young, then):
    photo = photo_of(visit, chair.user, at=then)
    key = photo.item.uuid
    remove_photo(photo=photo, actor=young.user, at=then)
    assert not AppointmentPhoto.objects.exists()
    assert not EvidenceItem.objects.filter(uuid=key).exists()
    assert not PrivateFile.objects.exists()
    # A backup that is brought back must not bring it back.
    assert LedgerEntry.objects.filter(kind="evidence.removed", subject=key).exists()
    remove_photo(photo=photo, actor=chair.user, at=then)


def test_under_a_hold_a_removed_one_stays_and_nobody_finds_it(
    visit, chair, officer, organisation, then
):
    photo = photo_of(visit, chair.user, at=then)
    place_hold(organisation=organisation, reason="A court asked.", actor=officer, at=then)
    remove_photo(photo=photo, actor=chair.user, at=then)
    assert AppointmentPhoto.objects.count() == 1
    assert photos_of(visit, on=london_date(then), eyes=ALL_EYES) == []
    assert Hold.objects.active().exists()


# How long


def test_its_time_is_over_a_year_after_the_decision(silver, visit, chair, then):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    late = then + timedelta(days=400)
    assert not past(late).exists()
    Application.objects.filter(pk=silver.pk).update(status=Status.DECLINED, status_since=then)
    assert not past(then + timedelta(days=300)).exists()
    assert list(past(late)) == [photo.item]
    forget(photo.item, at=late, why="Its time is over.")
    assert not past(late).exists()
    assert not PrivateFile.objects.exists()
    (left,) = photos_of(visit, on=london_date(late), eyes=ALL_EYES)
    assert (left.is_hidden, left.caption) == (True, "")


def test_the_times_of_the_library_are_not_its_own(visit, chair, organisation, then):
    photo_of(visit, chair.user, at=then, consent=with_children(then))
    by = london_date(then + timedelta(days=800))
    assert pictures_of_children(by=by) == []
    assert unused_evidence(by=by) == []


def test_it_stands_in_the_register_of_consents(visit, chair, lead, officer, then):
    photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
    assert pieces().visible_to(officer).filter(pk=photo.item_id).exists()
    assert not pieces().visible_to(lead).filter(pk=photo.item_id).exists()


def test_database_refuses_shown_evidence_of_an_organisation(organisation, lead, then):
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.create(
            organisation=Organisation.objects.get(pk=organisation.pk),
            created_at=then,
            created_by=lead,
            updated_at=then,
            updated_by=lead,
            shown_at=then,
        )


# Pages


def url(name, visit, photo=None):
    args = [visit.application.uuid, visit.uuid] + ([photo.item.uuid] if photo else [])
    return reverse(name, args=args)


@pytest.fixture
def on_the_day(then, time_machine):
    time_machine.move_to(then, tick=False)


def typed(then, **changes):
    day = london_date(then)
    return {
        "caption": "Beans in the new beds",
        "shows_people": "nobody",
        "key": str(uuid4()),
        "photo": upload(),
        "given_on_day": str(day.day),
        "given_on_month": str(day.month),
        "given_on_year": str(day.year),
    } | changes


@pytest.mark.usefixtures("on_the_day")
class TestPages:
    def test_adding_one_from_the_page(self, visit, young, then, sign_in):
        client = sign_in(young.user)
        page = client.get(url("case-visit", visit)).text
        assert url("case-visit-photo-add", visit) in page
        response = client.post(url("case-visit-photo-add", visit), typed(then), follow=True)
        assert response.status_code == 200
        assert "The photo is kept." in response.text
        assert "Still being checked" in response.text
        assert "Nobody can be recognised." not in response.text

    def test_shows_it_once_it_is_clean(self, visit, young, then, sign_in):
        photo = photo_of(visit, young.user, at=then)
        client = sign_in(young.user)
        page = client.get(url("case-visit", visit)).text
        assert url("case-visit-photo", visit, photo) in page
        assert 'alt="Beans in the new beds"' in page
        response = client.get(url("case-visit-photo", visit, photo))
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in response["Cache-Control"]
        assert AuditEvent.objects.filter(event="evidence.opened", actor=young.user).count() == 1
        small = client.get(url("case-visit-photo-thumbnail", visit, photo))
        assert small.status_code == 200

    def test_people_need_their_details(self, visit, chair, then, sign_in):
        client = sign_in(chair.user)
        asked = typed(then, shows_people="people", given_on_day="", given_on_month="")
        response = client.post(url("case-visit-photo-add", visit), asked)
        assert response.status_code == 422
        for sentence in (
            "Choose who is in it.",
            "Say who has the signed form.",
            "Choose the photo",
        ):
            assert sentence in response.text
        assert "Beans in the new beds" in response.text
        assert not AppointmentPhoto.objects.exists()

    def test_what_nobody_is_asked_does_not_count(self, visit, chair, then, sign_in):
        asked = typed(then, given_on_day="99")
        response = sign_in(chair.user).post(url("case-visit-photo-add", visit), asked)
        assert response.status_code == 302
        assert AppointmentPhoto.objects.count() == 1

    def test_name_in_the_caption_is_said_beside_it(self, visit, chair, then, sign_in):
        asked = typed(then, caption="Lena with the beans")
        response = sign_in(chair.user).post(url("case-visit-photo-add", visit), asked)
        assert response.status_code == 422
        assert "is the name of somebody in this case" in response.text

    def test_another_file_is_refused_with_a_sentence(self, visit, chair, then, sign_in):
        asked = typed(then, photo=upload("a.exe", b"MZ" + bytes(80)))
        response = sign_in(chair.user).post(url("case-visit-photo-add", visit), asked)
        assert response.status_code == 422
        assert not AppointmentPhoto.objects.exists()

    def test_page_to_add_is_closed_once_shown(self, visit, chair, then, sign_in):
        show_all(write(visit, chair.user, at=then), chair.user, at=then)
        client = sign_in(chair.user)
        assert client.get(url("case-visit-photo-add", visit)).status_code == 409
        assert url("case-visit-photo-add", visit) not in client.get(url("case-visit", visit)).text

    def test_calling_the_visit_off_says_that_they_go(self, visit, chair, then, sign_in):
        photo_of(visit, chair.user, at=then)
        page = sign_in(chair.user).get(url("case-visit-cancel", visit)).text
        assert "they are deleted for good" in page

    def test_removing_one_asks_first(self, visit, chair, then, sign_in):
        photo = photo_of(visit, chair.user, at=then)
        client = sign_in(chair.user)
        page = client.get(url("case-visit-photo-remove", visit, photo))
        assert "It is deleted for good." in page.text
        assert client.post(url("case-visit-photo-remove", visit, photo)).status_code == 302
        assert not AppointmentPhoto.objects.exists()
        assert client.get(url("case-visit-photo-remove", visit, photo)).status_code == 404

    @pytest.mark.parametrize("who", ["lead", "spare"])
    def test_strangers_find_nothing(self, visit, chair, lead, spare, then, sign_in, who):
        photo = photo_of(visit, chair.user, at=then)
        client = sign_in(lead if who == "lead" else spare.user)
        assert client.get(url("case-visit-photo-add", visit)).status_code == 404
        for name in ("", "-thumbnail", "-remove"):
            assert client.get(url(f"case-visit-photo{name}", visit, photo)).status_code == 404
        file = photo.item.files.get()
        mine = reverse("evidence-picture", args=[photo.item.uuid, file.uuid])
        assert client.get(mine).status_code == 404

    def test_officer_who_belongs_to_it_finds_what_was_shown(
        self, visit, chair, organisation, then, sign_in
    ):
        """Their own case is closed to them, and what its panel keeps for itself with it (T-36)."""
        own = make_user("Otto Officer", is_officer=True)
        Membership.objects.create(
            user=own, organisation=organisation, role=MembershipRole.LEAD, joined_at=then
        )
        photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
        held = write(visit, chair.user, at=then)
        client = sign_in(own)
        file = photo.item.files.get()
        pages = [
            reverse("evidence-picture", args=[photo.item.uuid, file.uuid]),
            reverse("evidence-withdraw", args=[photo.item.uuid]),
            reverse("evidence-restrict", args=[photo.item.uuid]),
        ]
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        show_all(held, chair.user, at=then)
        assert [client.get(page).status_code for page in pages] == [200, 200, 200]

    def test_a_photo_of_another_visit_is_not_there(self, silver, visit, chair, lead, then, sign_in):
        other = agreed_visit(silver, lead, chair.user, at=then - WEEK - HOUR)
        photo = photo_of(visit, chair.user, at=then)
        client = sign_in(chair.user)
        assert client.get(url("case-visit-photo", other, photo)).status_code == 404

    def test_under_18_never_finds_a_restricted_one(
        self, visit, chair, young, officer, then, sign_in
    ):
        photo = photo_of(visit, chair.user, at=then, caption="canary: a bruise")
        restrict(item=photo.item, why="A child is at risk.", actor=officer, at=then)
        client = sign_in(young.user)
        assert "canary" not in client.get(url("case-visit", visit)).text
        for name in ("", "-thumbnail", "-remove"):
            assert client.get(url(f"case-visit-photo{name}", visit, photo)).status_code == 404
        client = sign_in(chair.user)
        assert client.get(url("case-visit-photo", visit, photo)).status_code == 200
        look = AuditEvent.objects.get(event=OPENED)
        assert (look.actor_id, look.details["what"]) == (chair.user.pk, "picture")

    def test_organisation_sees_it_on_its_page_once_shown(self, visit, chair, lead, then, sign_in):
        photo = photo_of(visit, chair.user, at=then, consent=with_children(then))
        held = write(visit, chair.user, at=then)
        client = sign_in(lead)
        here = reverse("visit", args=[visit.uuid])
        assert "Beans" not in client.get(here).text
        show_all(held, chair.user, at=then)
        text = client.get(here).text
        file = photo.item.files.get()
        picture = reverse("evidence-picture", args=[photo.item.uuid, file.uuid])
        assert picture in text
        assert "Children, who agreed to it." in text
        assert client.get(picture).status_code == 200
        hide = reverse("evidence-withdraw", args=[photo.item.uuid])
        assert hide in text
        assert client.post(hide, {"note": ""}).status_code == 302
        assert "Beans" not in client.get(here).text
        assert client.get(picture).status_code == 404
        # It has no page in the library, before and after.
        assert client.get(reverse("evidence-item", args=[photo.item.uuid])).status_code == 404
        sees = sign_in(chair.user).get(url("case-visit", visit)).text
        assert "A photo is no longer shown" in sees
        assert "Beans" not in sees

    @pytest.mark.parametrize("count", [1, 4])
    def test_a_visit_costs_the_same_with_many(
        self, visit, chair, then, sign_in, count, django_assert_num_queries
    ):
        for _ in range(count):
            photo_of(visit, chair.user, at=then)
        client = sign_in(chair.user)
        client.get(url("case-visit", visit))
        with django_assert_num_queries(13):
            client.get(url("case-visit", visit))
