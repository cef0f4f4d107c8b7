"""What is in a package: everything of the person, nothing of anybody else, and no secret."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from awards.choices import ConcernAbout, MembershipRole
from awards.models import Concern, Invitation, User
from awards.services.organisations import invite
from foundation import audit, outbox
from foundation.models import AuditEvent, Draft, KeptPost, OutboxMessage
from portfolios.models import Consent, EvidenceItem
from reports.choices import EntryKind, RequestFrom, RequestKind
from reports.models import PrivacyRequest, RequestEntry
from tests.conftest import make_user
from tests.reports.access import (
    NUMBER,
    TELEPHONE,
    data_in,
    everything_in,
    opened,
    plant_everywhere,
    rows_in,
)
from tests.support.evidence import CHILDREN, clean_file, evidence
from tests.support.scene import build_scene
from tests.support.stores import folders as folders

PICTURE = b"picture-bytes"


@pytest.fixture
def scene(folders, application, lead, colleague, stranger, officer, now):
    people, _ = build_scene(
        application, lead=lead, colleague=colleague, stranger=stranger, officer=officer, now=now
    )
    return people


@pytest.fixture
def at(now):
    return now + timedelta(hours=3)


def piece(organisation, lead, now, title, **values):
    item = evidence(organisation, lead=lead, at=now, file=False, title=title, **values)
    clean_file(item, lead=lead, at=now, name=f"{title}.pdf", content=PICTURE + title.encode())
    return item


def test_names_and_numbers_of_others_are_nowhere_but_every_mention_is_told(scene, lead, at):
    """The canary: two people in every column of every row; one of them asks."""
    other = make_user("Quintessa Zephyrine", at="canary.example")
    planted = plant_everywhere(lead, other)
    assert len(planted) > 75
    whole = everything_in(opened(lead, at=at))
    for word in ("Quintessa", "Zephyrine", "canary.example", TELEPHONE, NUMBER):
        assert word not in whole
    assert [place for place, mark in planted.items() if mark not in whole] == []


def test_nobody_of_the_scene_is_named(scene, lead, at):
    zipped = opened(lead, at=at)
    whole = everything_in(zipped)
    for other in User.objects.exclude(pk=lead.pk):
        assert other.email not in whole
        assert other.name not in whole
    assert "Lena Lead" in whole
    assert "Acorn Lane School" in whole
    counts = {code: len(part["rows"]) for code, part in data_in(zipped)["parts"].items()}
    for code in ("account", "memberships", "applications", "steps", "signatures", "log", "mails"):
        assert counts[code], code


@pytest.mark.parametrize("role", ["panel", "officer", "member", "stranger"])
def test_each_role_is_told_what_they_did(scene, at, role):
    person = scene[role]
    zipped = opened(person, at=at)
    whole = everything_in(zipped)
    for other in User.objects.exclude(pk=person.pk):
        assert other.email not in whole
        assert other.name not in whole
    filled = {code for code, part in data_in(zipped)["parts"].items() if part["rows"]}
    wanted = {
        "panel": {"champion", "assignments", "interests", "findings", "challenges"},
        "officer": {"panels-settled", "assignments-made", "certificates", "decisions"},
        "member": {"memberships"},
        "stranger": {"memberships"},
    }
    assert {"account"} | wanted[role] <= filled


def test_officers_reason_leaves_names_in_but_no_addresses(scene, lead, colleague, at):
    plant_everywhere(lead, colleague)
    whole = everything_in(opened(lead, at=at, with_names=True))
    assert "Colin Colleague" in whole
    assert colleague.email not in whole
    assert TELEPHONE not in whole


def test_secrets_are_nowhere(lead, officer, now, at):
    lead.set_password("a-very-secret-password")
    lead.save()
    address = EmailAddress.objects.get(user=lead)
    EmailConfirmation.objects.create(email_address=address, key="confirm-key-1", sent=now)
    Authenticator.objects.create(user=lead, type="totp", data={"secret": "totp-secret-1"})
    Session.objects.create(session_key="sessionkey1", session_data="data1", expire_date=at)
    UserSession.objects.create(
        user=lead, session_key="sessionkey1", ip="192.0.2.0", user_agent="Lynx", data={"x": "data2"}
    )
    KeptPost.objects.create(owner=lead, browser="browser-digest-1", sealed=b"sealed1", kept_at=now)
    for message in ("account_sign_in_code", "account_reset_password", "invitation"):
        OutboxMessage.objects.create(
            key=message,
            message=message,
            to=lead.email,
            subject="Your code",
            body_text="Lena Lead, CODE-1234 https://x.example/let-me-in/",
            body_html="<p>CODE-1234</p>",
            created_at=now,
        )
    OutboxMessage.objects.create(
        key="other",
        message="stage_due",
        to=lead.email,
        subject="Soon",
        body_text="Dear Lena Lead, go to https://x.example/let-me-in/ now.",
        created_at=now,
    )
    # To somebody else, with the name of the person in it.
    OutboxMessage.objects.create(
        key="else",
        message="account_sign_in_code",
        to=officer.email,
        subject="Code",
        body_text="Lena Lead CODE-5678",
        created_at=now,
    )
    zipped = opened(lead, at=at)
    whole = everything_in(zipped)
    for secret in (
        lead.password,
        "confirm-key-1",
        "totp-secret-1",
        "sessionkey1",
        "data1",
        "data2",
        "browser-digest-1",
        "sealed1",
        "CODE-",
        "let-me-in",
    ):
        assert secret not in whole
    assert rows_in(zipped, "second-steps")[0]["type"] == "TOTP Authenticator"
    assert rows_in(zipped, "sign-ins")[0]["user_agent"] == "Lynx"
    assert "Dear Lena Lead, go to [link] now." in whole
    assert len(rows_in(zipped, "mails")) == 4


def test_rows_found_by_address_need_one_that_was_confirmed(
    organisation, application, lead, colleague, stranger, now, at
):
    invite(
        organisation=organisation,
        email=stranger.email,
        role=MembershipRole.MEMBER,
        actor=lead,
        at=now,
    )
    assert rows_in(opened(stranger, at=at), "invitations")[0]["invited_by"] == "[another person]"
    EmailAddress.objects.create(user=colleague, email="third@people.example", verified=False)
    invite(
        organisation=organisation,
        email="third@people.example",
        role=MembershipRole.MEMBER,
        actor=lead,
        at=now,
    )
    assert rows_in(opened(colleague, at=at), "invitations") == []
    EmailAddress.objects.filter(email="third@people.example").update(verified=True)
    assert len(rows_in(opened(colleague, at=at), "invitations")) == 1
    sent = rows_in(opened(lead, at=at), "invitations-sent")
    assert {row["email"] for row in sent} == {"[e-mail address]"}
    assert Invitation.objects.count() == 2


def test_own_requests_are_told_but_not_those_an_officer_handled(lead, officer, stranger, now, at):
    for number, person in enumerate((lead, stranger)):
        request = PrivacyRequest.objects.create(
            reference=f"DP-{number}",
            kind=RequestKind.ACCESS,
            asked_as=RequestFrom.SELF,
            what=f"secret wish {number}",
            name=person.name,
            contact=person.email,
            person=person,
            received_at=now,
            due_on=now.date(),
            entered_by=officer,
            key=f"00000000-0000-0000-0000-00000000000{number}",
        )
        RequestEntry.objects.create(
            request=request, kind=EntryKind.NOTE, text=f"note {number}", at=now, actor=officer
        )
    mine = opened(lead, at=at)
    assert rows_in(mine, "requests")[0]["what"] == "secret wish 0"
    assert rows_in(mine, "request-log")[0]["text"] == "note 0"
    assert "secret wish 1" not in everything_in(mine)
    office = opened(officer, at=at)
    assert len(rows_in(office, "requests-handled")) == len(rows_in(office, "request-notes")) == 2
    assert "wish" not in everything_in(office)
    assert "note 0" not in everything_in(office)


def test_name_in_what_an_officer_handled_is_a_mention(lead, officer, now, at):
    """They are shown the row without its words, so the words about them are looked for."""
    PrivacyRequest.objects.create(
        reference="DP-9",
        kind=RequestKind.COMPLAINT,
        asked_as=RequestFrom.SELF,
        what="Olive Officer was rude. Lena Lead heard it.",
        person=lead,
        entered_by=officer,
        received_at=now,
        due_on=now.date(),
        key="00000000-0000-0000-0000-000000000009",
    )
    office, mine = opened(officer, at=at), opened(lead, at=at)
    assert [each["sentence"] for each in data_in(office)["mentions"]] == ["Olive Officer was rude."]
    assert data_in(mine)["mentions"] == []
    assert rows_in(mine, "requests")[0]["what"] == "[another person] was rude. Lena Lead heard it."


def test_concern_that_somebody_else_reported_is_left_out(lead, stranger, now, at):
    Concern.objects.create(
        about=ConcernAbout.OTHER,
        what="Lena Lead shouts at children.",
        reported_by=stranger,
        reported_at=now,
    )
    assert "shouts" not in everything_in(opened(lead, at=at))
    assert rows_in(opened(stranger, at=at), "concerns")[0]["what"].endswith("shouts at children.")


def test_mention_has_its_place_its_day_and_its_sentence(organisation, lead, colleague, now, at):
    item = evidence(organisation, lead=colleague, at=now, file=False, title="Forum")
    EvidenceItem.objects.filter(pk=item.pk).update(
        about="First. Then LENA LEAD and Colin Colleague spoke, e.g. of lunch. Last."
    )
    found = data_in(opened(lead, at=at))["mentions"]
    assert found == [
        {
            "kind": "Piece of evidence",
            "where": "What it tells",
            "organisation": "Acorn Lane School",
            "at": "2026-11-23T10:00:00+00:00",
            "sentence": "Then LENA LEAD and [another person] spoke, e.g. of lunch.",
        }
    ]


def test_mention_is_of_the_whole_name_in_any_script(organisation, colleague, now, at):
    one = make_user("Zoë Ångström")
    item = evidence(organisation, lead=colleague, at=now, file=False, title="Forum")
    EvidenceItem.objects.filter(pk=item.pk).update(about="ZOË ÅNGSTRÖM. Zoë Ångströmsson. Zoë.")
    Draft.objects.create(owner=colleague, key="x", data={"a": ["for zoë ångström"]}, saved_at=now)
    sentences = [each["sentence"] for each in data_in(opened(one, at=at))["mentions"]]
    assert sorted(sentences) == ["ZOË ÅNGSTRÖM.", "a: for zoë ångström"]


def test_copies_are_of_what_shows_nobody(folders, organisation, lead, colleague, now, at):
    piece(organisation, lead, now, "open")
    piece(organisation, lead, now, "children", consent=CHILDREN)
    restricted = piece(organisation, lead, now, "restricted")
    EvidenceItem.objects.filter(pk=restricted.pk).update(
        restricted_at=now, restricted_by=lead, restricted_why="Court."
    )
    hidden = piece(organisation, lead, now, "hidden")
    Consent.objects.filter(item=hidden).update(disputed_at=now, disputed_by=lead)
    piece(organisation, colleague, now, "another")
    piece(organisation, lead, now, "Amira Okonkwo")
    zipped = opened(lead, at=at)
    names = [name for name in zipped.namelist() if name.startswith("files/")]
    assert names == ["files/0001-open.pdf", "files/0005-file.pdf"]
    assert zipped.read("files/0001-open.pdf") == PICTURE + b"open"
    told = data_in(zipped)["files"]
    assert [each["why_not"].split(" ")[0] for each in told] == ["", "It", "Only", "Consent", ""]
    whole = everything_in(zipped)
    assert "Okonkwo" not in whole
    assert "another.pdf" not in whole


def test_lost_file_does_not_stop_the_rest(folders, organisation, lead, now, at):
    item = piece(organisation, lead, now, "open")
    file = item.files.get().file
    file.store.delete(file.storage_key)
    zipped = opened(lead, at=at)
    assert {"index.html", "data.json", "MISSING.txt"} <= set(zipped.namelist())


def test_person_without_anything_gets_a_whole_page(now, at, db):
    nobody = make_user("Nadia Newcomer")
    zipped = opened(nobody, at=at)
    filled = {code for code, part in data_in(zipped)["parts"].items() if part["rows"]}
    assert filled == {"account", "addresses"}
    page = zipped.read("index.html").decode()
    assert "We found it nowhere else." in page
    assert "You sent no files." in page


def test_erased_person_is_looked_for_by_no_name(organisation, lead, colleague, now, at):
    evidence(organisation, lead=colleague, at=now, file=False, about="A former member spoke.")
    User.objects.filter(pk=lead.pk).update(
        name="A former member", email="erased-1@erased.invalid", erased_at=now
    )
    zipped = opened(User.objects.get(pk=lead.pk), at=at)
    assert data_in(zipped)["mentions"] == []
    assert rows_in(zipped, "account")[0]["erased_at"].startswith("2026-11-23")


def test_log_says_what_they_did_and_what_others_did_to_them(
    organisation, lead, officer, stranger, now, at
):
    audit.record(
        "person.role_changed",
        actor=officer,
        target=lead,
        at=now,
        role="officer",
        reason="Asked by Stella Stranger.",
        acting_for=organisation.uuid,
    )
    mine, theirs = opened(lead, at=at), opened(officer, at=at)
    about = rows_in(mine, "log-about")[-1]
    assert about["event"] == "Person: role changed"
    assert about["actor"] == "[another person]"
    assert about["note__text"] == "Asked by [another person]."
    log = rows_in(theirs, "log")[-1]
    assert (log["acting_for"], log["target_type"]) == ("Acorn Lane School", "User")
    assert len(rows_in(mine, "log")) == AuditEvent.objects.filter(actor=lead).count()


def test_mail_that_was_cleared_is_still_listed(lead, now, at):
    mail = outbox.queue_mail(
        key="k",
        message="stage_due",
        to=lead.email,
        context={"person": lead},
        at=now,
    )
    OutboxMessage.objects.filter(pk=mail.pk).update(body_text="", body_html="")
    row = rows_in(opened(lead, at=at), "mails")[0]
    assert (row["body_text"], row["to"]) == (None, lead.email)


@pytest.mark.parametrize("count", [1, 8])
def test_questions_to_the_database_do_not_grow(
    folders, organisation, lead, colleague, now, at, count, django_assert_num_queries
):
    for number in range(count):
        item = piece(organisation, lead, now, f"piece {number}", consent=CHILDREN)
        EvidenceItem.objects.filter(pk=item.pk).update(who="Lena Lead and others.")
        audit.record("test.done", actor=lead, target=item, at=now)
    with django_assert_num_queries(QUERIES):
        opened(lead, at=at)


# Parts, models that are looked through, and what is read once for all.
QUERIES = 179
