"""T-24 to T-27: what belongs to one organisation is not there for another, by link or by button.

The addresses and forms are those that Kestrel's people, its champions and the officers can see.
"""

import re
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Application, Award, Membership, Organisation, User
from awards.services.organisations import remove_member
from foundation.models import AuditEvent, OutboxMessage
from portfolios.models import EvidenceItem
from tests.threats.crawler import ask, route_of

pytestmark = pytest.mark.django_db

OWN = re.compile(
    r"/(organisations|applications|evidence|challenges|cases|certificates|officers|champions|drafts)/"
)
# For everybody who has the link or is signed in; what they show is tested where they are.
OPEN = {"organisation-new", "champions", "organisations"}
# A form's own number, whose answers tests/portfolios shows; where a sign-in leads (T-18); which rights a
# page had listed, of which nothing is kept; what a page had seen: as a version, it can only refuse; and what
# was ticked when it was opened: what is not theirs is left as it is (tests/portfolios/statement,
# tests/celebrations/events/test_attendance.py).
OWN_BUSINESS = {
    *("key", "version", "next", "credential", "listed", "seen", "was", "shown", "ticked"),
}
# Each of the lists of an event has a form of its own, and all of them are for the same officers.
ONE_OF_SEVERAL = {"event-lists"}
WATCHED = ("awards_", "portfolios_", "certificates_", "champions_", "foundation_outbox")


@pytest.fixture(scope="module")
def kestrels(pages, city):
    """Every address of Kestrel's that somebody saw, once; officers saw Osprey's, too."""
    ospreys = Application.objects.get(created_by=city.people["stranger"])
    their_own = (ospreys.organisation.slug, str(ospreys.uuid))
    theirs = ("invited", "colleague", "lead", "young", "chair", "officer")
    return sorted(
        {
            page.url
            for page in pages
            if page.role in theirs and page.status == 200
            if OWN.match(page.url) and page.route not in OPEN and "?" not in page.url
            if not any(name in page.url for name in their_own)
        }
    )


@pytest.mark.parametrize(
    ("who", "codes"), [("public", {302}), ("stranger", {403, 404}), ("spare", {403, 404})]
)
def test_no_address_opens_for_somebody_else(kestrels, as_role, who, codes):
    """Not a word of it, and one event for each refusal."""
    assert len(kestrels) > 150
    client, opened = as_role(who), []
    before = AuditEvent.objects.count()
    refused = 0
    for url in kestrels:
        answer = client.get(url)
        if who == "spare" and route_of(url) in OF_CHAMPIONS:
            continue
        refused += who != "public"
        if answer.status_code not in codes or b"Kestrel" in bare(answer.content, as_role, who):
            opened.append((url, answer.status_code))
        elif answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/")
        elif answer.status_code == 403:
            assert route_of(url).startswith((*OFFICERS, *OF_CHAMPIONS)), url
    assert opened == []
    assert AuditEvent.objects.count() - before == refused


# Pages of one role have no owner to hide: they refuse with a reason (403).
OFFICERS = (
    "officers",
    "signator",
    "concern",
    "certificate-reissue",
    "reset-second-factor",
    "print-run",
    "signing-key",
    "revocation",
    "spotlight-review",
    "spotlights-review",
    # Of the yearly one; what is answered by a link is a 404 without it.
    "event",
)


# And pages of every champion, who has their own there.
OF_CHAMPIONS = (
    "champion-away",
    "champion-away-remove",
    "champion-profile",
    "champion-record",
    "champions-offer",
    "champions-offers",
    "interests",
    "interests-add",
)


def bare(content: bytes, as_role, who: str) -> bytes:
    """Without the reader's own name, which Kestrel's champion carries too."""
    return content.replace(b"Kestrel Spare", b"").replace(b"kestrel.spare", b"")


@pytest.mark.parametrize("who", ["public", "stranger", "spare"])
def test_no_button_works_for_somebody_else(forms, as_role, who):
    """A form that somebody of Kestrel's sees, posted by somebody else, changes no row (T-24)."""
    client, worked, tried = as_role(who), [], 0
    for role, form in forms:
        if form.method != "post" or role in ("public", "stranger") or not OWN.match(form.action):
            continue
        route = route_of(form.action)
        if route in OPEN or (who == "spare" and route in OF_CHAMPIONS):
            continue
        data = form.data() | dict.fromkeys(form.typed(), "words")
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, "post", form.action, data)
        tried += 1
        wrote = [
            query["sql"][:80]
            for query in queries
            if re.match(rf'(INSERT INTO|UPDATE|DELETE FROM) "({"|".join(WATCHED)})', query["sql"])
        ]
        # A script is told 401, and asks to sign in.
        allowed = {302, 401, 403} if who == "public" else {403, 404}
        if (
            answer.status_code not in allowed
            or wrote
            or b"Kestrel" in bare(answer.body, as_role, who)
        ):
            worked.append((form.action, answer.status_code, wrote))
    assert worked == []
    assert tried > 30


def test_no_field_takes_what_the_page_did_not_offer(forms, as_role):
    """T-25: ids of others, and answers nobody offers, in every choice and every hidden field."""
    offered: dict[str, set[str]] = {}
    for _, form in forms:
        for field in form.fields:
            name = re.sub(r"[0-9a-f-]{36}", "", field.name)
            offered.setdefault(name, set()).update(filter(None, (field.value, *field.choices)))
    taken, tried = [], 0
    for role, form in forms:
        apart = {"autosave", "discard-draft"} | ONE_OF_SEVERAL
        if form.method != "post" or route_of(form.action) in apart:
            continue
        names = [field.name for field in form.fields]
        # Of a list to tick from, one for all.
        for field in {one.name: one for one in form.fields}.values():
            if field.kind not in ("radio", "select-one", "checkbox", "hidden"):
                continue
            if field.name in OWN_BUSINESS or (
                field.kind == "checkbox" and names.count(field.name) == 1
            ):
                continue
            own = {one.value for one in form.fields if one.name == field.name} | set(field.choices)
            others = offered[re.sub(r"[0-9a-f-]{36}", "", field.name)] - own
            for value in chain(sorted(others)[:1], ["no-such-thing"]):
                answer = ask(as_role(role), "post", form.action, form.data() | {field.name: value})
                tried += 1
                if answer.status_code not in (400, 403, 404, 409, 422):
                    taken.append((role, form.action, field.name, value, answer.status_code))
    assert taken == [], "\n".join(map(str, taken))
    assert tried > 40


def columns_of_power() -> list[list[tuple[object, ...]]]:
    """Without numbers of rows: a sequence is not rolled back."""
    flags = ("is_staff", "is_superuser", "is_officer", "is_champion", "is_active")
    case = ("organisation__slug", "stage", "status", "entered_by_officer", "created_by__email")
    return [
        sorted(User.objects.values_list("email", *flags)),
        sorted(Application.objects.values_list(*case)),
        sorted(Membership.objects.values_list("organisation__slug", "user__email", "role")),
        sorted(Organisation.objects.values_list("slug", "name")),
        sorted(Award.objects.values_list("organisation__slug", "stage", "revoked_by")),
    ]


EXTRA = {
    "is_staff": "1",
    "is_superuser": "1",
    "is_officer": "1",
    "is_champion": "1",
    "is_active": "",
    "status": "approved",
    "stage": "platinum",
    "slug": "osprey-street-school",
    "organisation": "osprey-street-school",
    "organisation_id": "1",
    "user": "1",
    "actor": "1",
    "owner": "1",
    "id": "1",
    "pk": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "released_at": "2020-01-01",
    "signed_by": "1",
    "entered_by_officer": "1",
    "revoked_on": "2020-01-01",
}


def test_no_form_takes_fields_it_does_not_show(forms, as_role):
    """T-26: the same post, with and without what an attacker adds, leaves the same rows."""
    different = []
    for role, form in forms:
        if form.method != "post" or form.action.startswith("/accounts/"):
            continue
        words = dict.fromkeys(form.typed(), "words")
        extra = {name: text for name, text in EXTRA.items() if name not in form.data() | words}
        left = []
        for more in ({}, extra):
            answers = []

            def look(answers=answers):
                answers.append(columns_of_power())

            answer = ask(
                as_role(role), "post", form.action, form.data() | words | more, before_undo=look
            )
            left.append((answer.status_code, answers[0]))
        if left[0] != left[1]:
            different.append((role, form.action, left[0][0], left[1][0]))
    assert different == []


def test_removed_colleague_is_refused_and_may_copy_the_text(pages, as_role, city, now):
    """T-27: on every form of the organisation that was open when they were removed."""
    colleague = Membership.objects.get(user=city.people["colleague"])
    client, draft = as_role("colleague"), city.cases["draft"]
    theirs = [
        form
        for page in pages
        for form in page.forms
        if page.role == "colleague" and form.method == "post"
        if colleague.organisation.slug in form.action or str(draft.uuid) in form.action
    ]
    remove_member(membership=colleague, actor=city.people["lead"], at=now)
    assert len(theirs) > 8
    for form in theirs:
        data = form.data() | dict.fromkeys(form.typed(), "words I had typed")
        answer = ask(client, "post", form.action, data)
        assert (form.action, answer.status_code) == (form.action, 404)
        assert not form.typed() or b"words I had typed" in answer.body, form.action
        assert b"Kestrel Draft" not in answer.body


# What is typed for officers' eyes: by whoever asks, and by officers about it.
FOR_OFFICERS = (
    "Kestrel wishes",
    "Kestrel corner",
    "Kestrel asker",
    "Kestrel rings",
    "Kestrel notes",
    "Kestrel decides",
    "Kestrel appeals",
    "Kestrel agrees",
    "Kestrel deletes",
    "Kestrel nickname",
)


def test_what_people_ask_of_officers_is_read_by_officers_alone(pages, city):
    """T-24, F-19: on no page of anybody else, and in no mail, of those to whom it goes back neither."""
    shown = {
        words for page in pages if page.role == "officer" and page.is_html
        for words in FOR_OFFICERS if words in page.text
    }  # fmt: skip
    assert shown >= set(FOR_OFFICERS) - {"Kestrel agrees", "Kestrel nickname"}
    elsewhere = [
        (page.role, page.url, words)
        for page in pages
        for words in FOR_OFFICERS
        if page.role != "officer" and words.encode() in page.content
    ]
    assert elsewhere == []
    mails = OutboxMessage.objects.values_list("subject", "body_text", "body_html")
    assert [mail for mail in mails if any(words in "".join(mail) for words in FOR_OFFICERS)] == []


def test_champion_under_18_meets_no_restricted_piece(pages, as_role, city):
    """T-30: not by a link, a picture, a number in an address, a zip or a print; nor why it is restricted."""
    restricted = list(EvidenceItem.objects.exclude(restricted_at=None))
    assert len(restricted) == 2
    judged = city.cases["gold-again"]
    piece = next(item for item in restricted if item.organisation == judged.organisation)
    address = reverse("case-evidence-item", args=[judged.uuid, piece.uuid])
    for role, code in (("chair", 200), ("young", 404)):
        assert as_role(role).get(address).status_code == code, role
    for page in pages:
        if page.role in ("young", "public", "stranger", "spare"):
            for item in restricted:
                assert str(item.uuid).encode() not in page.content, page.url
            assert b"Kestrel restricts" not in page.content, page.url
    bodies = OutboxMessage.objects.values_list("body_text", flat=True)
    assert not any("Kestrel restricts" in body for body in bodies)
