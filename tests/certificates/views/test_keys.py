"""Officers' pages about signing keys (T-79)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates.lost_keys import replace_lost_key
from certificates.models import Certificate, SigningKey
from certificates.signing import load_signer
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
LIST_QUERIES = 5
DAY = {"lost_on_day": "20", "lost_on_month": "11", "lost_on_year": "2026"}


@pytest.fixture
def lost(made, settings, tmp_path) -> SigningKey:
    settings.DATA_DIR = tmp_path
    return made.key


@pytest.fixture(autouse=True)
def _that_day(now):
    with time_machine.travel(now, tick=False):
        yield


def page_of(key: SigningKey) -> str:
    return reverse("signing-key-lost", args=[key.uuid])


@pytest.mark.parametrize("name", ["signing-keys", "signing-key", "signing-key-lost"])
@pytest.mark.parametrize("role", ["lead", "stranger"])
def test_for_officers_alone(sign_in, request, lost, name, role):
    person = request.getfixturevalue(role)
    args = [] if name == "signing-keys" else [lost.uuid]
    assert sign_in(person).get(reverse(name, args=args)).status_code == 403


def test_list_says_which_signs_now(sign_in, officer, lost):
    text = sign_in(officer).get(reverse("signing-keys")).content.decode()
    assert lost.key_id in text
    assert "Has signed before" in text
    assert f'has not signed anything yet: <span class="award-code">{load_signer().key_id}' in text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same(sign_in, officer, lost, count, django_assert_num_queries):
    for number in range(count - 1):
        SigningKey.objects.create(
            key_id=f"{number:016x}", certificate_pem="x", first_used_at=timezone.now()
        )
    client = sign_in(officer)
    client.get(reverse("signing-keys"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("signing-keys"))


def test_a_key_that_signs_cannot_be_given_up(sign_in, officer, made):
    client = sign_in(officer)
    for page in (reverse("signing-key", args=[made.key.uuid]), page_of(made.key)):
        assert "Put the new key in place first" in client.get(page).content.decode()
    assert client.post(page_of(made.key), DAY | {"act": "issue"}).status_code == 409


def test_check_page_says_how_many(sign_in, officer, lost):
    answer = sign_in(officer).post(page_of(lost), DAY)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Issue 1 certificate again" in text
    assert "20 November 2026" in text
    lost.refresh_from_db()
    assert lost.compromised_on is None


def test_wrong_days_are_told(sign_in, officer, lost):
    client = sign_in(officer)
    assert client.post(page_of(lost), {}).status_code == 422
    late = client.post(page_of(lost), DAY | {"lost_on_day": "24"})
    assert late.status_code == 422
    assert "Enter today’s date or an earlier one." in late.content.decode()
    changed = client.post(page_of(lost), DAY | {"act": "change"})
    assert changed.status_code == 200
    assert 'value="20"' in changed.content.decode()


def test_certificates_are_issued_again(sign_in, officer, made, lost, client):
    officers = sign_in(officer)
    answer = officers.post(page_of(lost), DAY | {"act": "issue"}, follow=True)
    assert "We issue 1 certificate again" in answer.content.decode()
    assert "It waits for its turn" in answer.content.decode()
    run_waiting_jobs()
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        text = officers.get(reverse("signing-key", args=[lost.uuid])).content.decode()
    assert "Done" in text
    assert "Lost since" in text
    assert "already on the list" in officers.get(page_of(lost)).content.decode()
    new = Certificate.objects.current().get()
    checked = client.get(f"/verify/{made.shown_code}/").content.decode()
    assert new.number in checked
    assert "The key that signed it was lost on 20 November 2026" in checked
    assert "was lost on" not in client.get(f"/verify/{new.shown_code}/").content.decode()


def test_a_job_that_gave_up_says_so(sign_in, officer, lost, now):
    replace_lost_key(key=lost, on=date(2026, 11, 20), actor=officer, at=now)
    DBTaskResult.objects.all().delete()
    text = sign_in(officer).get(reverse("signing-key", args=[lost.uuid])).content.decode()
    assert "Not made" in text
    assert reverse("officers-jobs") in text
