"""Once consent is gone nobody finds more than the title, on any page, in any file or any print.

The walk starts from the resolver: a new page that shows evidence is walked without being named here.
"""

import io
from datetime import date, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse

from champions.choices import Perspective
from foundation.files.stores import put
from foundation.models import Draft, PrivateFile
from portfolios.choices import PortfolioSection
from portfolios.models import Consent, Printout
from portfolios.services import evidence as services
from portfolios.services.evidence.disputes import dispute
from tests.conftest import make_user
from tests.support.champions import answer_all, clear_all, make_champion, settle
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.jobs import run_waiting_jobs
from tests.support.pdfs import text_of
from tests.support.pictures import picture
from tests.support.portfolios import asked_back

pytestmark = pytest.mark.django_db
TITLE = "Garden day"
CANARY = "Heron"
BYTES = b"heron-in-the-bytes"
SMALL = b"heron-in-the-small-picture"
UNTIL = date(2026, 11, 25)
# Pages of rooms that know nothing of evidence, and the forms of other stages.
LEFT_OUT = (
    *(
        "account_",
        "mfa_",
        "usersessions_",
        "admin",
        "certificate",
        "logo-pack",
        "signator",
        "verify",
    ),
    *("plan", "registration", "start", "people", "stage", "withdraw", "case-meeting", "meeting"),
)
# Without an argument a page is about nobody; these gather what concerns who asks.
GATHERING = {"dashboard", "champions", "officers"}
LISTS = {"evidence", "case-evidence", "portfolio-coverage", "case-coverage"}
MORE = ("", "?state=hidden", "?shows=gold.voice", "?view=list", "?rows=criteria&columns=principles")


@pytest.fixture
def story(organisation, lead, colleague, officer, now, time_machine):
    """Sent, sent back and sent again, with a panel, a print for each side, and a draft."""
    time_machine.move_to(now)
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    item = evidence(
        organisation,
        "gold.voice",
        "principle.2",
        lead=lead,
        at=now,
        file=False,
        consent=CHILDREN
        | {
            "given_on": date(2026, 11, 2),
            "holder": f"{CANARY} office",
            "form_reference": f"{CANARY} folder",
            "expires_on": UNTIL,
        },
        title=TITLE,
        kind="photo",
        about=f"What the {CANARY} group wants.",
        who=f"Six {CANARY}s and a parent.",
        changed=f"24 of 31 {CANARY}s are calm.",
        url=f"https://video.example/{CANARY}",
        captioned="yes",
        ladder_ours="ladder.co_production",
        ladder_theirs="ladder.co_design",
        ladder_said=f"The {CANARY}s said so.",
    )
    file = clean_file(
        item,
        lead=lead,
        at=now,
        name=f"{CANARY}.jpg",
        caption=f"Two {CANARY}s plant beans",
        content=picture("JPEG") + BYTES,
    )
    stored = file.file
    small = picture("JPEG", size=(8, 8)) + SMALL
    stored.thumbnail_key = put(stored.store, ContentFile(small))
    stored.thumbnail_size, stored.thumbnail_sha256 = len(small), sha256(small).hexdigest()
    stored.save()
    application = portfolio_for(organisation, lead=lead, at=now)
    send_portfolio(application, lead=lead, at=now)
    champions = [
        make_champion(make_user(name), officer=officer, at=now, perspective=perspective)
        for name, perspective in (
            ("Cherry Chair", Perspective.PROFESSIONAL),
            ("Pat Parent", Perspective.PARENT_CARER),
            ("Yusuf Young", Perspective.YOUNG_PERSON),
        )
    ]
    clear_all(settle(application, champions, officer, at=now), at=now)
    asked_back(application, officer, at=now)
    services.change_item(
        item=item,
        values={"about": f"What the {CANARY} group wants now."},
        expected_version=1,
        actor=lead,
        at=now,
    )
    answer_all(application, lead, at=now)
    send_portfolio(application, lead=lead, at=now)
    Draft.objects.create(
        owner=lead,
        key=services.draft_key(organisation, item.uuid, "item"),
        data={"about": [f"{CANARY} unsaved"], "version": ["2"]},
        saved_at=now,
    )
    return {"item": item, "file": file, "application": application, "chair": champions[0].user}


def addresses(story, printout):
    """Every address whose arguments we know, by its name."""
    uuid = story["application"].uuid
    known = {
        "item": [story["item"].uuid],
        "file": [story["file"].uuid],
        "application": [uuid],
        "uuid": [uuid],
        "slug": [story["item"].organisation.slug],
        "printout": [printout.uuid] if printout else [],
        "section": [section.value for section in PortfolioSection],
        "code": ["gold.voice", "principle.2"],
        "stage": ["gold"],
    }
    found = []

    def walk(patterns, before):
        for pattern in patterns:
            names = {**before, **pattern.pattern.converters}
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, names)
            elif _is_walked(pattern.name or "", names, known):
                found.extend(_with(pattern.name, names, known))

    walk(get_resolver().url_patterns, {})
    return found


def _is_walked(name, names, known):
    if name.startswith(LEFT_OUT) or not names.keys() <= known.keys():
        return False
    return bool(names) or name in GATHERING


def _with(name, names, known):
    rows = [{}]
    for each in names:
        rows = [{**row, each: value} for row in rows for value in known[each]]
    return [(name, reverse(name, kwargs=row)) for row in rows]


def traces(client, story, printout=None, *, among=None):
    """The names of pages that show any of it."""
    found = set()
    for name, address in addresses(story, printout):
        if among is not None and name not in among:
            continue
        for more in MORE if name in LISTS else MORE[:1]:
            answer = client.get(address + more)
            assert answer.status_code != 500, address
            content = _content(answer)
            if any(canary in content for canary in (CANARY.encode(), BYTES, SMALL)):
                found.add(name)
    return found


def _content(answer):
    """All that one can get out of it: pages as they are, zips unpacked, PDFs as text."""
    body = answer.getvalue()
    if body.startswith(b"PK"):
        with ZipFile(io.BytesIO(body)) as packed:
            return b"".join(name.encode() + packed.read(name) for name in packed.namelist())
    if body.startswith(b"%PDF"):
        return body + text_of(body).encode()
    return body


def printed(client, story):
    """A print of its own for each side is made where words differ; here all ask for what was sent."""
    client.post(reverse("portfolio-print", args=[story["application"].uuid]))
    run_waiting_jobs()
    return Printout.objects.get()


OF_ORGANISATION = {
    "evidence-item",
    "evidence-item-change",
    "evidence-files",
    "evidence-shows",
    "evidence-consent",
    "evidence-file",
    "evidence-picture",
    "evidence-thumbnail",
    "application-copy",
    "application-changes",
    "portfolio-printout-file",
    "portfolio-rights",
    "portfolio-zip",
}
OF_PANEL = {
    "case-evidence",
    "case-evidence-item",
    "case-evidence-file",
    "case-evidence-picture",
    "case-evidence-thumbnail",
    "case-changes",
    "case-print-file",
    "case-zip",
}
OF_OFFICERS = {"evidence-item", "evidence-file", "application-copy", "case-evidence-item"}


@pytest.mark.parametrize("how", ["withdrawn", "run out", "asked to be taken down"])
def test_nobody_finds_more_than_the_title(
    story, how, lead, colleague, officer, sign_in, now, time_machine
):
    printout = printed(sign_in(lead), story)
    roles = {"lead": lead, "member": colleague, "panel": story["chair"], "officer": officer}
    expected = {
        "lead": OF_ORGANISATION,
        "member": OF_ORGANISATION - {"portfolio-zip"},
        "panel": OF_PANEL,
        "officer": OF_OFFICERS,
    }
    for role, person in roles.items():
        missed = expected[role] - traces(sign_in(person), story, printout, among=expected[role])
        assert missed == set(), role
    if how == "withdrawn":
        services.withdraw_consent(item=story["item"], note=CANARY, actor=colleague, at=now)
    elif how == "asked to be taken down":
        dispute(story["item"], actor=officer, at=now)
    else:
        # No duty has run: the day alone hides it.
        time_machine.move_to(now + timedelta(days=3))
    for role, person in roles.items():
        assert traces(sign_in(person), story, printout) == set(), role
    titles = sign_in(story["chair"]).get(
        reverse("case-evidence", args=[story["application"].uuid]) + "?view=list"
    )
    assert TITLE in titles.text
    assert PrivateFile.objects.filter(pk=story["file"].file_id).exists()


def test_last_day_is_still_a_day(story, lead, sign_in, now, time_machine):
    time_machine.move_to(now + timedelta(days=2))
    assert traces(sign_in(lead), story, among=OF_OFFICERS) >= {"evidence-item", "evidence-file"}
    Consent.objects.filter(item=story["item"]).update(expires_on=UNTIL - timedelta(days=1))
    assert traces(sign_in(lead), story, among=OF_ORGANISATION) == set()


def test_print_made_afterwards_has_the_title_alone(story, lead, sign_in, now):
    services.withdraw_consent(item=story["item"], note="", actor=lead, at=now)
    client = sign_in(lead)
    printout = printed(client, story)
    content = client.get(
        reverse("portfolio-printout-file", args=[story["application"].uuid, printout.uuid])
    ).getvalue()
    text = text_of(content)
    assert TITLE in text
    assert CANARY not in text
