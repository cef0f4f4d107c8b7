"""A small city at work, for whoever needs a database of its own with some of everything in it.

    python -m tests.support.working_city build          # with DATABASE_URL, DATA_DIR and drill_settings
    python -m tests.support.working_city go-on "$TOLD"  # what happens after the backup
    python -m tests.support.working_city look "$TOLD"   # what is found after the restore

One organisation has climbed all four stages, step by step; others are on their way. There are clean and
waiting files, small pictures, prints, drafts, jobs that ran and jobs that wait, mail sent and waiting.
"""

import json
import sys
from collections import Counter
from datetime import datetime, timedelta
from uuid import uuid4

import django

# Somebody with an account, a child whom others name, and an organisation: each is deleted after the backup.
PERSON, CHILD, NURSERY = "Quillonia Vantrease", "Zephyrine Oddlot", "Umbriel Hollow Nursery"
PICTURE = b"\xff\xd8\xff\xe0canary-picture\xff\xd9"


def build(now: datetime) -> dict[str, str]:
    from django.http import QueryDict

    from awards.services.organisations import create_organisation
    from champions.choices import Perspective
    from foundation.dates import london_date
    from foundation.drafts import save_draft
    from foundation.files import EVIDENCE, store_upload
    from portfolios.models import EvidenceFile
    from portfolios.services.portfolio.printing import ask_for_portfolio
    from tests.conftest import make_user
    from tests.support.champions import (
        assess_all,
        bring_to_release,
        clear_all,
        decide,
        ensure_signatory,
        make_champion,
        release,
        settle,
    )
    from tests.support.evidence import CHILDREN, clean_file, evidence, portfolio_for, send_portfolio
    from tests.support.judging import small_picture
    from tests.support.pictures import jpeg_with_secrets, sent
    from tests.support.planning import plan_for, send_plan
    from tests.support.plans import good_record, moved
    from tests.support.portfolios import registration_of, send_registration

    at = now - timedelta(days=100)
    lead, officer = make_user("Lena Lead"), make_user("Olive Officer", is_officer=True)
    panel_of = [
        make_champion(make_user(name), officer=officer, at=at, perspective=perspective)
        for name, perspective in (
            ("Cherry Chair", Perspective.PROFESSIONAL),
            ("Pat Parent", Perspective.PARENT_CARER),
            ("Yusuf Young", Perspective.YOUNG_PERSON),
        )
    ]
    ensure_signatory(officer, at=at)

    def award(application, moment):
        panel = settle(application, panel_of, officer, at=moment)
        clear_all(panel, at=moment)
        assess_all(panel, at=moment + timedelta(days=1))
        release(
            decide(panel, at=moment + timedelta(days=2)), officer, at=moment + timedelta(days=3)
        )

    bronze = registration_of("Acorn Lane School", lead=lead, at=at)
    acorn = bronze.organisation
    send_registration(bronze, lead=lead, at=at)
    bring_to_release(bronze, lead=lead, champions=panel_of[:1], officer=officer, at=at)

    moment = at + timedelta(days=20)
    plan = plan_for(
        acorn, lead=lead, at=moment, record=moved(good_record(), to=london_date(moment))
    )
    send_plan(plan, lead=lead, at=moment)
    award(plan, moment)
    for stage, days in (("gold", 40), ("platinum", 60)):
        moment = at + timedelta(days=days)
        portfolio = portfolio_for(acorn, stage=stage, lead=lead, at=moment)
        send_portfolio(portfolio, lead=lead, at=moment)
        award(portfolio, moment)

    children = [
        evidence(
            acorn,
            "gold.voice",
            lead=lead,
            at=now,
            file=False,
            consent=CHILDREN | {"given_on": london_date(now)},
            title=title,
            kind="photo",
        )
        for title in ("Garden day", "Summer play", "Choir")
    ]
    for item in children:
        small_picture(clean_file(item, lead=lead, at=now, name="garden.jpg"))
    waiting = store_upload(
        upload=sent("waiting.jpg", jpeg_with_secrets()), kinds=EVIDENCE, actor=lead, at=now
    )
    EvidenceFile.objects.create(
        uuid=uuid4(), item=children[0], file=waiting, caption="", added_at=now, added_by=lead
    )
    send_registration(registration_of("Beech Hall", lead=lead, at=now), lead=lead, at=now)
    registration_of("Cedar Clinic", lead=lead, at=now)
    create_organisation(
        name="Damson Dance",
        sector="voluntary",
        kind="charity",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )
    _name_who_will_go(acorn, lead=lead, at=now)
    typed = QueryDict("about=half+a+sentence")
    save_draft(owner=lead, key="registration:draft", data=typed, at=now)
    ask_for_portfolio(application=portfolio, actor=lead, at=now)
    return {
        "withdraw": str(children[0].uuid),
        "remove": str(children[1].uuid),
        "file": str(children[2].files.get().uuid),
        "lead": lead.email,
    }


def _name_who_will_go(acorn, *, lead, at: datetime) -> None:
    """In an account, a membership, the words of others, a file's name, and pictures."""
    from awards.choices import MembershipRole
    from awards.models import Membership
    from awards.services.organisations import invite
    from foundation.files import store_generated
    from portfolios.models import EvidenceFile
    from tests.conftest import make_user
    from tests.support.evidence import evidence
    from tests.support.portfolios import registration_of

    make_user("Otto Officer", is_officer=True)
    person = make_user(PERSON)
    Membership.objects.create(
        organisation=acorn, user=person, role=MembershipRole.MEMBER, joined_at=at
    )
    nursery = registration_of(NURSERY, lead=person, at=at).organisation
    Membership.objects.create(
        organisation=nursery, user=lead, role=MembershipRole.LEAD, joined_at=at
    )
    invite(
        organisation=nursery,
        email="somebody@people.example",
        role=MembershipRole.MEMBER,
        actor=person,
        at=at,
    )
    for organisation in (acorn, nursery):
        item = evidence(
            organisation, "gold.voice", lead=lead, at=at, file=False, title=f"{CHILD}’s day"
        )
        type(item).objects.filter(pk=item.pk).update(about=f"{PERSON} planted beans with {CHILD}.")
        picture = store_generated(
            name=f"{CHILD}.jpg",
            content=PICTURE,
            content_type="image/jpeg",
            at=at,
            thumbnail=PICTURE,
        )
        EvidenceFile.objects.create(item=item, file=picture, added_at=at, added_by=lead)


def delete_people(now: datetime) -> None:
    """By order of one officer, confirmed by another."""
    from awards.models import Organisation, User
    from portfolios.models import EvidenceItem
    from reports.services.erasure import carry_out, confirm_erasure, order_erasure

    first, second = User.objects.filter(is_officer=True).order_by("pk")
    orders = (
        {"organisation": Organisation.objects.get(name=NURSERY), "with_name": True},
        {
            "person": User.objects.get(name=PERSON),
            "terms": [CHILD],
            "items": list(EvidenceItem.objects.filter(title__startswith=CHILD)),
        },
    )
    for order in orders:
        erasure = order_erasure(**order, why="They asked.", actor=first, at=now)
        confirm_erasure(erasure=erasure, actor=second, at=now)
        carry_out.call(str(erasure.uuid))


def leave_waiting(now: datetime) -> None:
    """A mail and its job that nobody has come round to."""
    from awards.choices import MembershipRole
    from awards.models import Organisation, User
    from awards.services.organisations import invite

    invite(
        organisation=Organisation.objects.get(name="Acorn Lane School"),
        email="newcomer@people.example",
        role=MembershipRole.MEMBER,
        actor=User.objects.get(name="Lena Lead"),
        at=now,
    )


def go_on(told: dict[str, str], now: datetime) -> None:
    """What happens after a backup: consent is withdrawn, things are removed, something new comes."""
    from awards.models import User
    from portfolios.models import EvidenceFile, EvidenceItem
    from portfolios.services import evidence as services
    from tests.support.evidence import evidence

    lead = User.objects.get(email=told["lead"])
    item = EvidenceItem.objects.get(uuid=told["withdraw"])
    services.withdraw_consent(item=item, note="A parent asked.", actor=lead, at=now)
    other = EvidenceItem.objects.get(uuid=told["remove"])
    services.remove_item(item=other, actor=lead, at=now)
    file = EvidenceFile.objects.select_related("item__organisation").get(uuid=told["file"])
    services.remove_file(file=file, actor=lead, at=now)
    evidence(item.organisation, "gold.voice", lead=lead, at=now, title="New since then")
    delete_people(now)


def look(told: dict[str, str], now: datetime) -> dict[str, object]:
    """What somebody finds who comes in afterwards."""
    from django.contrib.sessions.models import Session
    from django.test import Client

    from certificates.inspection import inspect
    from certificates.models import Certificate, SigningKey
    from config.invariants import problems
    from foundation.dates import london_date
    from foundation.models import OutboxMessage
    from portfolios.models import EvidenceFile, EvidenceItem
    from tests.conftest import PASSWORD
    from tests.support.traces import stored, traces

    known = list(SigningKey.objects.values_list("certificate_pem", flat=True))
    certificates = {}
    visitor = Client(headers={"host": "127.0.0.1"})
    for certificate in Certificate.objects.select_related("file", "key"):
        with certificate.file.store.open(certificate.file.storage_key) as opened:
            found = inspect(opened.read(), known_certificates=known)
        page = visitor.get(f"/verify/{certificate.shown_code}/")
        certificates[certificate.stage] = [
            found.sound and found.key_id == certificate.key.key_id,
            page.status_code == 200 and certificate.number in page.content.decode(),
        ]
    sessions = Session.objects.count()
    person = Client(headers={"host": "127.0.0.1"})
    person.post("/accounts/login/", {"login": told["lead"], "password": PASSWORD})
    today = london_date(now)
    return {
        "problems": list(problems(at=now)),
        "certificates": certificates,
        "sessions before": sessions,
        "signed in": person.get("/organisations/acorn-lane-school/").status_code,
        "hidden": EvidenceItem.objects.hidden(today).filter(uuid=told["withdraw"]).exists(),
        "removed": not EvidenceItem.objects.filter(uuid=told["remove"]).exists(),
        "file removed": not EvidenceFile.objects.filter(uuid=told["file"]).exists(),
        "traces": dict(traces(*f"{PERSON} {CHILD} {NURSERY.removesuffix(' Nursery')}".split())),
        "pictures": sum(PICTURE in content for _, content in stored()),
        "new": EvidenceItem.objects.filter(title="New since then").exists(),
        "mail": dict(Counter(OutboxMessage.objects.values_list("status", flat=True))),
        "reasons": sorted(set(OutboxMessage.objects.failed().values_list("reason", flat=True))),
    }


def main(step: str, told: dict[str, str]) -> object:
    from django.core.management import call_command
    from django.utils import timezone

    now = timezone.now()
    if step == "build":
        call_command("createcachetable")
        told = build(now)
        call_command("worker", batch=True)
        call_command("tick", verbosity=0)
        leave_waiting(now)
        return told | {"found": look(told, now)}
    return go_on(told, now) if step == "go-on" else look(told, now)


if __name__ == "__main__":
    django.setup()
    said = main(sys.argv[1], json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}"))
    sys.stdout.write(json.dumps(said) + "\n")
