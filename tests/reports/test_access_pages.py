"""Officers' pages of subject access, and the page inside a package, looked at in a browser."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from awards.choices import ConcernAbout
from awards.models import Concern
from foundation.beats import beat
from foundation.models import AuditEvent, DeadLetter
from foundation.progress import Telling
from reports.models import AccessPackage
from reports.tasks import make_access_package
from tests.conftest import make_user
from tests.journeys.walking import AXE
from tests.reports.access import opened, plant_everywhere
from tests.support.jobs import run_waiting_jobs
from tests.support.stores import body
from tests.support.stores import folders as folders


@pytest.fixture
def client(officer, sign_in, folders):
    return sign_in(officer)


@pytest.fixture
def page(client):
    def get(name, *args, **asked):
        answer = client.get(reverse(name, args=args), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.fixture
def package(client, lead):
    answer = client.post(reverse("officers-access-ask", args=[lead.uuid]), {"people": "masked"})
    assert answer.status_code == 302
    return AccessPackage.objects.get()


def test_officer_finds_people_by_name_or_address(page, lead, colleague, stranger, officer):
    assert "No copy was made yet." in page("officers-access")
    text = page("officers-access", q="lena people.example")
    assert reverse("officers-access-ask", args=[lead.uuid]) in text
    assert "Colin" not in text
    assert "Nobody with an account is called so." in page("officers-access", q="xyzzy")
    mine = page("officers-access", q="olive")
    assert "This is you." in mine
    assert reverse("officers-access-ask", args=[officer.uuid]) not in mine


def test_too_many_people_are_said_to_be_more(page, db):
    for number in range(26):
        make_user(f"Many {number}")
    assert "There are more." in page("officers-access", q="many")


def test_page_says_what_will_be_in_it(page, lead, organisation, stranger, now):
    Concern.objects.create(
        about=ConcernAbout.OTHER, what="Lena Lead did.", reported_by=stranger, reported_at=now
    )
    text = page("officers-access-ask", lead.uuid)
    assert "Organisations you belong to: 1" in text
    assert "1 reported concern may name this person." in text
    assert "Which request" not in text


def test_officer_makes_and_downloads_a_package(client, page, package, lead):
    waiting = page("officers-access-package", package.uuid)
    assert "It waits for its turn." in waiting
    file = reverse("officers-access-file", args=[package.uuid])
    assert client.get(file).status_code == 409
    job = DBTaskResult.objects.get(args_kwargs__args=[str(package.uuid)])
    job.claim("a-worker")
    beat("worker", at=timezone.now())
    told = Telling(make_access_package, package.uuid, total=9, unit="steps")
    told.reach(3)
    told.write()
    assert "3 of 9 steps done" in page("officers-access-package", package.uuid)
    DBTaskResult.objects.update(status="READY", started_at=None)
    run_waiting_jobs()
    assert "Before you send it" in page("officers-access-package", package.uuid)
    assert "Lena Lead" in page("officers-access")
    answer = client.get(file)
    assert answer.status_code == 200
    assert body(answer)[:2] == b"PK"
    assert answer["Content-Disposition"] == 'attachment; filename="subject-access.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.filter(event="access.package_downloaded").count() == 1
    AccessPackage.objects.update(file=None)
    assert "We keep copies for 14 days." in page("officers-access-package", package.uuid)
    gone = client.get(file)
    assert gone.status_code == 409
    assert "This copy is deleted." in gone.content.decode()


def test_names_stay_in_only_with_a_reason(client, lead):
    address = reverse("officers-access-ask", args=[lead.uuid])
    answer = client.post(address, {"people": "named", "unmasked_why": " "})
    assert answer.status_code == 422
    assert "Say why names of other people may stay in." in answer.content.decode()
    client.post(address, {"people": "named", "unmasked_why": "All agreed."})
    client.post(address, {"people": "masked", "unmasked_why": "All agreed."})
    assert sorted(AccessPackage.objects.values_list("unmasked_why", flat=True)) == [
        "",
        "All agreed.",
    ]


def test_failure_is_said_and_tried_again(client, page, package, now):
    address = reverse("officers-access-package", args=[package.uuid])
    assert client.post(address).status_code == 409
    DeadLetter.objects.create(
        job_id=uuid4(),
        task_path=make_access_package.module_path,
        args=[str(package.uuid)],
        error_class="OSError",
        attempts=6,
        died_at=package.asked_at,
    )
    assert "We tried 6 times and could not make it. A file could not be read or kept." in page(
        "officers-access-package", package.uuid
    )
    assert "Not made" in page("officers-access")
    assert client.post(address).status_code == 302
    for name, *args in (("officers-access-package", package.uuid), ("officers-access",)):
        assert "Being made" in page(name, *args)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_three(
    client, officer, colleague, now, count, django_assert_num_queries
):
    for _ in range(count):
        AccessPackage.objects.create(person=colleague, asked_by=officer, asked_at=now)
    # Session and person, people, count, page, failures.
    with django_assert_num_queries(6):
        client.get(reverse("officers-access"), {"q": "colin"})


def test_nobody_else_comes_here(package, lead, stranger, officer, sign_in, folders):
    other = make_user("Ola Officer", is_officer=True)
    pages = [
        reverse("officers-access"),
        reverse("officers-access-ask", args=[officer.uuid]),
        reverse("officers-access-package", args=[package.uuid]),
        reverse("officers-access-file", args=[package.uuid]),
    ]
    for person in (lead, stranger):
        someone = sign_in(person)
        assert {someone.get(address).status_code for address in pages} == {403}
    run_waiting_jobs()
    AccessPackage.objects.update(person=officer)
    # Officers may make one about each other, and none about themselves.
    assert [sign_in(other).get(address).status_code for address in pages] == [200] * 4
    assert [sign_in(officer).get(address).status_code for address in pages] == [200, 403, 403, 403]
    for name in ("ask", "package", "file"):
        address = reverse(f"officers-access-{name}", args=[uuid4()])
        assert sign_in(other).get(address).status_code == 404


@pytest.mark.journey
def test_page_inside_a_package_works_offline_and_for_everybody(
    browser, tmp_path, lead, colleague, organisation, application, now
):
    """WCAG 2.2 AA, on a phone and on a desk: one h1, a language, no script, nothing loaded."""
    plant_everywhere(lead, colleague)
    zipped = opened(lead, at=now)
    zipped.extractall(tmp_path)
    text = (tmp_path / "index.html").read_text()
    assert "<script" not in text
    assert 'lang="en-GB"' in text
    for width in (320, 1280):
        # Its own policy forbids scripts: axe needs a way past it.
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        shown, asked = context.new_page(), []
        shown.on("request", lambda request, asked=asked: asked.append(request.url))
        shown.goto((tmp_path / "index.html").as_uri())
        assert shown.locator("h1").all_inner_texts() == ["What we hold about you"]
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert shown.evaluate(wide) <= 0
        shown.evaluate(AXE.read_text())
        found = shown.evaluate("async () => (await axe.run()).violations")
        assert json.dumps([(each["id"], each["nodes"][0]["html"]) for each in found]) == "[]"
        assert len(asked) == 1
        context.close()
