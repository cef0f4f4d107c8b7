"""What a parent, a child and an officer do when something must not be seen, or must be forgotten.

A parent asks from a phone to have a picture taken down; an officer hides it at once and decides; the panel
and the organisation learn of it. Somebody gets what is held about them, and is then deleted by two officers.
"""

import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.choices import MembershipRole
from awards.models import Membership
from champions.choices import Perspective
from foundation.dates import london_date
from foundation.models import OutboxMessage
from reports.models import Erasure, PrivacyRequest
from tests.conftest import make_user
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import ensure_signatory, make_champion
from tests.support.judging import judging

pytestmark = pytest.mark.journey

CHAMPIONS = {
    "Cherry Chair": Perspective.PROFESSIONAL,
    "Yusuf Young": Perspective.YOUNG_PERSON,
    "Pari Parent": Perspective.PARENT_CARER,
}


@pytest.fixture
def judged(organisation, lead, officer):
    """A portfolio is with its panel; “Garden day” shows children."""
    at = timezone.now() - timedelta(days=20)
    ensure_signatory(officer, at=at)
    panel = [
        make_champion(
            make_user(name),
            officer=officer,
            at=at,
            perspective=perspective,
            turns_18_on=london_date(at) + timedelta(days=900) if "Young" in name else None,
        )
        for name, perspective in CHAMPIONS.items()
    ]
    return judging(organisation, lead=lead, officer=officer, at=at, champions=panel)


def piece(judged) -> str:
    return reverse("evidence-item", args=[judged.item.uuid])


def picture(judged) -> str:
    return reverse("evidence-thumbnail", args=[judged.item.uuid, judged.file.uuid])


def case_picture(judged) -> str:
    return reverse(
        "case-evidence-thumbnail",
        args=[judged.application.uuid, judged.item.uuid, judged.file.uuid],
    )


def status(walker, path: str) -> int:
    return walker.page.request.get(path, max_redirects=0).status


def test_picture_is_taken_down(walker, judged, lead, officer):
    parent = walker("parent", phone=True)
    parent.go("/")
    parent.follow("Take a picture down")
    parent.shot("take-down")
    parent.press("Ask us to take it down")
    parent.sees("Tell us what can be seen or read")
    parent.shot("take-down-error")
    parent.choose("My child is in it")
    parent.type("Where is it?", "Acorn Lane School, something about the garden")
    parent.type("What can be seen or read?", "Children plant beans. One wears a red coat.")
    parent.type("Your e-mail address or telephone number", "pat.parent@mail.example")
    parent.press("Ask us to take it down")
    asked = PrivacyRequest.objects.get()
    parent.sees(asked.reference)
    parent.shot("received")

    chair = walker("chair")
    sign_in(chair, "cherry.chair@people.example")
    assert status(chair, case_picture(judged)) == 200
    desk = walker("officer")
    sign_in(desk, officer.email)
    desk.follow("Privacy", exact=True)
    desk.shot("privacy")
    desk.go(reverse("officers-requests"))
    desk.sees(asked.reference)
    desk.shot("requests")
    desk.follow("Take a picture or story down")
    desk.shot("request")
    desk.follow("Find it and hide it")
    desk.type("Words of the title", "garden")
    desk.press("Search")
    desk.shot("pieces")
    desk.press("Hide it now")
    desk.sees("Hidden")
    desk.shot("hidden")
    assert status(chair, case_picture(judged)) == 404

    owner = walker("lead", phone=True)
    sign_in(owner, lead.email)
    owner.go(piece(judged))
    owner.sees("asked")
    owner.shot("hidden-piece")
    assert status(owner, picture(judged)) == 404
    told = OutboxMessage.objects.filter(to=lead.email).latest("pk")
    assert "red coat" not in told.body_text
    assert "parent" not in told.body_text.lower()

    desk.go(reverse("officers-request", args=[asked.uuid]))
    desk.follow("Decide about it")
    desk.shot("decide")
    desk.choose("Take it down for good")
    desk.press("Save the decision")
    desk.shot("decided")
    desk.follow("Answer and close it")
    desk.choose("Done as asked")
    desk.type("Your answer", "The picture is gone for good. Thank you for telling us.")
    desk.press("See it before it goes")
    desk.shot("answer")
    desk.press("Send")
    desk.shot("closed")
    the_worker_works()
    answer = OutboxMessage.objects.filter(to="pat.parent@mail.example").latest("pk")
    assert "gone for good" in answer.body_text
    judged.item.refresh_from_db()
    judged.item.consent.refresh_from_db()
    assert judged.item.consent.forgotten_at is not None
    judged.file.refresh_from_db()
    assert judged.file.file is None


def test_person_sees_what_is_held_and_is_then_deleted(
    walker, judged, organisation, officer, tmp_path
):
    at = timezone.now()
    leaver = make_user("Lara Leaver")
    Membership.objects.create(
        organisation=organisation, user=leaver, role=MembershipRole.MEMBER, joined_at=at
    )
    make_user("Otto Officer", is_officer=True)
    person = walker("person", phone=True)
    sign_in(person, leaver.email)
    person.follow("Your data")
    person.shot("your-data")
    person.go(reverse("ask-about-data"))
    person.choose("See what you hold about me")
    person.choose("It is about me")
    person.type("Tell us more", "All of it, please.")
    person.shot("ask")
    person.press("Send to the officers")
    asked = PrivacyRequest.objects.get()
    person.sees(asked.reference)

    desk = walker("officer")
    sign_in(desk, officer.email)
    desk.go(reverse("officers-access"))
    desk.shot("access")
    desk.go(reverse("officers-access-ask", args=[leaver.uuid]))
    desk.shot("access-ask")
    desk.press("Make")
    desk.sees("Being made")
    desk.shot("access-waits")
    the_worker_works()
    desk.page.reload()
    desk.shot("access-ready")
    saved = tmp_path / "package.zip"
    desk.download("Download the copy").save_as(saved)
    with zipfile.ZipFile(saved) as package:
        names = package.namelist()
        assert "Lara Leaver" in package.read("index.html").decode()
        assert json.loads(package.read("data.json"))
        package.extract("index.html", tmp_path)
    assert {"index.html", "data.json"} <= set(names)
    reader = walker("reader", phone=True)
    reader.page.goto((tmp_path / "index.html").as_uri())
    reader.trouble.clear()
    reader.shot("index")

    desk.go(reverse("officers-erase-person", args=[leaver.uuid]))
    desk.type("Which other names", "Lara Larkspur")
    desk.type("Why is it deleted?", asked.reference)
    desk.press("See where it stands")
    desk.sees("Where it stands now")
    desk.shot("erase-look")
    desk.press("Order the deletion")
    desk.sees("Waits for a second officer")
    desk.shot("erase-ordered")
    erasure = Erasure.objects.get()
    second = walker("second")
    sign_in(second, "otto.officer@people.example")
    second.go(reverse("officers-erasures"))
    second.shot("erasures")
    second.follow("Lara Leaver")
    second.press("Delete it now")
    second.sees("Being done")
    the_worker_works()
    second.follow("Look again")
    second.sees("What went")
    second.does_not_see("Lara")
    second.shot("erased")
    erasure.refresh_from_db()
    assert erasure.terms == ""
    person.go("/dashboard/")
    person.sees("Sign in")


def test_officer_keeps_to_the_dates(walker, judged, lead, officer):
    desk = walker("officer")
    sign_in(desk, officer.email)
    for name in ("officers-privacy", "officers-retention", "officers-holds", "officers-consents"):
        desk.go(reverse(name))
        desk.shot(name)
    desk.go(reverse("officers-hold-add"))
    desk.shot("hold-add")
    owner = walker("lead", phone=True)
    sign_in(owner, lead.email)
    owner.go(reverse("consent-register", args=[judged.application.organisation.slug]))
    owner.sees("Garden day")
    owner.shot("register")
    for name in ("privacy", "privacy-children", "cookies", "your-data"):
        owner.go(reverse(name))
        owner.shot(name)
