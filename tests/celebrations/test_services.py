"""Writing, sending and answering a spotlight: each act, and each refusal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from celebrations import services
from celebrations.choices import SpotlightState
from celebrations.models import Spotlight, SpotlightPicture
from celebrations.services.erasure import forget_spotlights
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.models import Consent
from tests.conftest import make_user
from tests.support.spotlights import WORDS, approve, fresh, send

MINUTE = timedelta(minutes=1)


def mails(message):
    return sorted(OutboxMessage.objects.filter(message=message).values_list("to", flat=True))


class TestBeginning:
    def test_needs_an_award(self, organisation, lead, now):
        with pytest.raises(Refused, match="once you hold Bronze"):
            services.begin_spotlight(organisation=organisation, actor=lead, at=now)

    def test_twice_finds_the_first(self, bronze, organisation, lead, now):
        first = services.begin_spotlight(organisation=organisation, actor=lead, at=now)
        again = services.begin_spotlight(organisation=organisation, actor=lead, at=now)
        assert again == first

    def test_is_for_people_of_the_organisation(self, bronze, organisation, colleague, now):
        assert services.begin_spotlight(organisation=organisation, actor=colleague, at=now)

    @pytest.mark.parametrize("who", ["stranger", "officer"])
    def test_and_for_nobody_else(self, bronze, organisation, now, who, request):
        with pytest.raises(NotAllowed):
            services.begin_spotlight(
                organisation=organisation, actor=request.getfixturevalue(who), at=now
            )

    def test_a_new_version_begins_with_what_is_shown(self, shown, photo, organisation, lead, now):
        before = shown(photo())
        made = services.begin_spotlight(organisation=organisation, actor=lead, at=now)
        assert made != before
        assert {name: getattr(made, name) for name in WORDS} == WORDS
        (picture,) = made.pictures.all()
        (old,) = before.pictures.all()
        assert (picture.file, picture.alt) == (old.file, old.alt)

    def test_but_not_with_a_picture_that_may_not_be_shown(
        self, shown, photo, organisation, lead, now
    ):
        shown(photo())
        Consent.objects.update(scope="assessors")
        made = services.begin_spotlight(organisation=organisation, actor=lead, at=now)
        assert list(made.pictures.all()) == []


class TestWriting:
    def test_a_colleagues_change_is_not_overwritten(self, story, lead, now):
        spotlight = story()
        with pytest.raises(Clash) as clash:
            services.save_story(
                spotlight=spotlight,
                values=WORDS | {"title": "Mine"},
                expected_version=spotlight.version - 1,
                actor=lead,
                at=now,
            )
        assert [(row.label, row.mine, row.theirs) for row in clash.value.fields] == [
            ("Headline", "Mine", WORDS["title"])
        ]

    def test_pictures_keep_their_words_and_their_order(self, story, photo, lead, now):
        first, second = photo(), photo()
        spotlight = story(first, second)
        services.describe_picture(
            picture=spotlight.pictures.get(file=first), alt="A new bench", actor=lead, at=now
        )
        services.choose_pictures(
            spotlight=spotlight, files=[second.uuid, first.uuid], actor=lead, at=now
        )
        assert [(row.file, row.alt) for row in spotlight.pictures.all()] == [
            (second, second.caption),
            (first, "A new bench"),
        ]

    def test_only_of_its_own_evidence(self, story, lead, now):
        with pytest.raises(Refused, match="may not be shown"):
            services.choose_pictures(spotlight=story(), files=[uuid4()], actor=lead, at=now)

    def test_only_what_may_be_shown(self, story, photo, lead, now):
        file = photo(consent={"shows_people": "nobody"})
        Consent.objects.update(shows_people="")
        with pytest.raises(Refused, match="may not be shown"):
            services.choose_pictures(spotlight=story(), files=[file.uuid], actor=lead, at=now)

    def test_at_most_six(self, story, photo, lead, now):
        files = [photo().uuid for _ in range(Spotlight.MOST_PICTURES + 1)]
        with pytest.raises(Refused, match="at most 6"):
            services.choose_pictures(spotlight=story(), files=files, actor=lead, at=now)

    @pytest.mark.parametrize("who", ["stranger", "officer"])
    def test_is_for_its_people_alone(self, story, now, who, request):
        actor = request.getfixturevalue(who)
        spotlight = story()
        with pytest.raises(NotAllowed):
            services.save_story(
                spotlight=spotlight, values=WORDS, expected_version=2, actor=actor, at=now
            )
        with pytest.raises(NotAllowed):
            services.choose_pictures(spotlight=spotlight, files=[], actor=actor, at=now)

    def test_not_after_it_was_sent(self, story, lead, now):
        spotlight = send(story(), lead=lead, at=now)
        with pytest.raises(Refused, match="was sent"):
            services.save_story(
                spotlight=spotlight,
                values=WORDS,
                expected_version=spotlight.version,
                actor=lead,
                at=now,
            )

    def test_a_draft_can_be_deleted(self, story, photo, lead, now):
        spotlight = story(photo())
        services.drop_draft(spotlight=spotlight, actor=lead, at=now)
        assert not Spotlight.objects.exists()
        assert not SpotlightPicture.objects.exists()
        with pytest.raises(Refused, match="has deleted"):
            services.drop_draft(spotlight=spotlight, actor=lead, at=now)


class TestSending:
    def test_goes_to_the_officers(self, story, lead, officer, now):
        spotlight = send(story(), lead=lead, at=now)
        assert spotlight.state == SpotlightState.SENT
        assert mails("spotlight_waiting") == [officer.email]

    def test_not_to_one_who_belongs_to_it(self, story, organisation, lead, officer, now):
        organisation.memberships.create(user=officer, role="member", joined_at=now)
        send(story(), lead=lead, at=now)
        assert mails("spotlight_waiting") == []

    def test_by_a_lead(self, story, colleague, now):
        with pytest.raises(NotAllowed, match="lead"):
            send(story(), lead=colleague, at=now)

    @pytest.mark.parametrize("missing", list(WORDS))
    def test_whole(self, story, lead, now, missing):
        with pytest.raises(Refused, match="missing"):
            send(story(**{missing: " "}), lead=lead, at=now)

    def test_with_words_for_each_picture(self, story, photo, lead, now):
        spotlight = story(photo())
        spotlight.pictures.update(alt="")
        with pytest.raises(Refused, match="missing"):
            send(spotlight, lead=lead, at=now)

    def test_with_consent_for_each_picture(self, story, photo, lead, now):
        spotlight = story(photo())
        Consent.objects.update(scope="publicity")
        with pytest.raises(Refused, match="missing"):
            send(spotlight, lead=lead, at=now)

    def test_not_after_a_change_that_the_lead_has_not_seen(self, story, photo, lead, now):
        spotlight = story()
        services.choose_pictures(
            spotlight=spotlight, files=[photo().uuid], actor=lead, at=now + MINUTE
        )
        with pytest.raises(Refused, match="Check it again"):
            services.send_spotlight(
                spotlight=spotlight, seen=spotlight.updated_at, actor=lead, at=now + MINUTE
            )

    def test_once(self, story, lead, now):
        spotlight = send(story(), lead=lead, at=now)
        with pytest.raises(Refused, match="already"):
            send(spotlight, lead=lead, at=now)

    def test_taken_back_while_nobody_has_answered(self, story, lead, officer, now):
        spotlight = send(story(), lead=lead, at=now)
        assert services.take_back(spotlight=spotlight, actor=lead, at=now).state == "draft"
        send(spotlight, lead=lead, at=now + MINUTE)
        approve(spotlight, officer=officer, at=now + MINUTE)
        with pytest.raises(Refused, match="answered"):
            services.take_back(spotlight=spotlight, actor=lead, at=now + MINUTE)

    def test_taken_back_by_a_lead(self, story, lead, colleague, now):
        with pytest.raises(NotAllowed):
            services.take_back(spotlight=send(story(), lead=lead, at=now), actor=colleague, at=now)


class TestAnswering:
    @pytest.fixture
    def sent(self, story, lead, now):
        return send(story(), lead=lead, at=now)

    def test_approved_its_leads_are_told(self, sent, officer, lead, now):
        assert approve(sent, officer=officer, at=now).state == SpotlightState.SHOWN
        assert mails("spotlight_shown") == [lead.email]
        assert AuditEvent.objects.filter(event="spotlight.approved").count() == 1

    def test_changes_are_asked_for_with_words(self, sent, officer, lead, now):
        answered = services.ask_for_changes(
            spotlight=sent,
            sent_at=sent.sent_at,
            note_text="Leave out the street.",
            actor=officer,
            at=now,
        )
        assert (answered.state, answered.note) == ("changes", "Leave out the street.")
        (mail,) = OutboxMessage.objects.filter(message="spotlight_changes")
        assert "Leave out the street." in mail.body_text
        assert send(answered, lead=lead, at=now + MINUTE).state == SpotlightState.SENT

    def test_and_never_without(self, sent, officer, now):
        with pytest.raises(Refused, match="Say what"):
            services.ask_for_changes(
                spotlight=sent, sent_at=sent.sent_at, note_text=" ", actor=officer, at=now
            )

    @pytest.mark.parametrize("who", ["lead", "stranger"])
    def test_by_officers_alone(self, sent, now, who, request):
        with pytest.raises(NotAllowed):
            approve(sent, officer=request.getfixturevalue(who), at=now)

    def test_by_nobody_who_belongs_to_it(self, sent, organisation, officer, now):
        organisation.memberships.create(user=officer, role="member", joined_at=now)
        with pytest.raises(NotAllowed, match="belong"):
            approve(sent, officer=officer, at=now)

    def test_not_what_was_sent_again_meanwhile(self, sent, lead, officer, now):
        read = fresh(sent).sent_at
        services.take_back(spotlight=sent, actor=lead, at=now)
        send(sent, lead=lead, at=now + MINUTE)
        with pytest.raises(Refused, match="Read it again"):
            services.approve_spotlight(spotlight=sent, sent_at=read, actor=officer, at=now + MINUTE)

    def test_not_with_a_picture_that_may_not_be_shown_any_more(
        self, story, photo, lead, officer, now
    ):
        spotlight = send(story(photo()), lead=lead, at=now)
        Consent.objects.update(scope="assessors")
        with pytest.raises(Refused, match="may not be shown"):
            approve(spotlight, officer=officer, at=now)

    def test_a_new_version_takes_the_place_of_the_old(self, shown, now):
        first, second = shown(), shown(at=now + MINUTE, title="Again")
        assert (fresh(first).state, fresh(second).state) == ("replaced", "shown")

    @pytest.mark.parametrize(("who", "told"), [("lead", 0), ("officer", 1)])
    def test_taken_down(self, shown, now, who, told, request):
        actor = request.getfixturevalue(who)
        down = services.take_down(spotlight=shown(), why="Somebody asked.", actor=actor, at=now)
        assert (down.state, down.note) == ("taken-down", "Somebody asked.")
        assert len(mails("spotlight_down")) == told
        with pytest.raises(Refused, match="not shown"):
            services.take_down(spotlight=down, why="x", actor=actor, at=now)

    def test_an_officer_says_why(self, shown, officer, now):
        with pytest.raises(Refused, match="Say why"):
            services.take_down(spotlight=shown(), why="", actor=officer, at=now)

    @pytest.mark.parametrize("who", ["colleague", "stranger"])
    def test_not_by_others(self, shown, now, who, request):
        with pytest.raises(NotAllowed):
            services.take_down(
                spotlight=shown(), why="x", actor=request.getfixturevalue(who), at=now
            )


class TestTheDatabase:
    def test_has_one_open_version_of_an_organisation(self, story):
        spotlight = story()
        spotlight.pk, spotlight.uuid = None, uuid4()
        with pytest.raises(IntegrityError, match=r"one_open|organisation_id"), transaction.atomic():
            spotlight.save(force_insert=True)

    def test_and_one_that_is_shown(self, shown):
        spotlight = shown()
        spotlight.pk, spotlight.uuid = None, uuid4()
        with (
            pytest.raises(IntegrityError, match=r"one_shown|organisation_id"),
            transaction.atomic(),
        ):
            spotlight.save(force_insert=True)

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"state": "odd"}, "state_is_known"),
            ({"state": "sent", "sent_at": None}, "was_sent"),
            ({"state": "shown", "answered_at": None}, "was_answered"),
            ({"state": "taken-down", "ended_at": None}, "ended_has"),
        ],
    )
    def test_keeps_states_whole(self, story, lead, now, values, name):
        spotlight = story()
        sent = {"sent_at": now, "sent_by": lead} | values
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Spotlight.objects.filter(pk=spotlight.pk).update(**sent)

    def test_has_a_picture_once(self, story, photo):
        spotlight = story(photo())
        (picture,) = spotlight.pictures.all()
        with pytest.raises(IntegrityError), transaction.atomic():
            SpotlightPicture.objects.create(spotlight=spotlight, file=picture.file, position=2)


def test_with_its_organisation_every_story_goes(shown, story, photo, organisation, now):
    shown(photo())
    story(at=now + MINUTE)
    assert forget_spotlights(organisation) > 0
    assert not Spotlight.objects.exists()


def test_an_officer_sees_it_once_it_was_sent(story, officer, lead, now):
    spotlight = story()
    assert not Spotlight.objects.visible_to(officer).exists()
    send(spotlight, lead=lead, at=now)
    assert Spotlight.objects.visible_to(officer).get() == spotlight
    services.take_back(spotlight=spotlight, actor=lead, at=now)
    assert not Spotlight.objects.visible_to(officer).exists()


def test_a_tied_officer_sees_none(shown, organisation, now):
    tied = make_user("Tara Tied", is_officer=True)
    tied.interests.create(
        organisation=organisation,
        organisation_name=organisation.name,
        nature="employee",
        declared_at=now,
        declared_by=tied,
    )
    shown()
    assert not Spotlight.objects.visible_to(tied).exists()
