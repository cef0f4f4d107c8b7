"""The public check of an award that is renewed each year, as a parent reads it (scheme.md 22)."""

import html
import re
from datetime import date, timedelta

import pytest
import time_machine

from awards.choices import ApplicationKind
from awards.models import Application, Award
from certificates.models import Certificate
from certificates.services import issue_certificate
from foundation.forms import show_date

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE, GRACE = date(2027, 11, 20), date(2027, 12, 18)


@pytest.fixture
def gold(make_award) -> Award:
    return make_award("gold")


@pytest.fixture
def issue(signatory, officer, now):
    def make(award: Award) -> Certificate:
        return issue_certificate(award=award, printed_name="Acorn Lane", at=now, actor=officer)

    return make


@pytest.fixture
def reads(client):
    """What anybody reads who checks its code on that day, without tags."""

    def read(certificate: Certificate, day: date) -> str:
        with time_machine.travel(day, tick=False):
            body = client.get(f"/verify/{certificate.shown_code}/").text
        main = re.sub(r"<svg.*?</svg>", "", body[body.index("<main") :], flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())

    return read


@pytest.fixture
def renewed(make_award, gold, issue):
    """The award that took the place of the first, by a re-validation, and both certificates."""

    def make(on: date, *, back: bool = False) -> tuple[Certificate, Certificate]:
        old = issue(gold)
        Award.objects.filter(pk=gold.pk).update(superseded_on=on)
        dates = {"held_since": on, "runs_from": on} if back else {"held_since": gold.held_since}
        new = make_award("gold", awarded_on=on, valid_until=date(2028, 11, 20), **dates)
        Application.objects.filter(pk=new.application_id).update(kind=ApplicationKind.REVALIDATION)
        Award.objects.filter(pk=gold.pk).update(superseded_by=new)
        return old, issue(Award.objects.get(pk=new.pk))

    return make


def test_in_grace_it_counts_and_says_till_when(gold, issue, reads) -> None:
    text = reads(issue(gold), DUE + DAY)
    assert "The award’s year ended on 20 November 2027, and it still counts." in text
    assert "The organisation has until 18 December 2027 to ask to renew it." in text
    assert "Valid until 20 November 2027 on the paper; it counts until 18 December 2027" in text


def test_undecided_it_counts_until_that_is_decided(gold, issue, reads) -> None:
    Award.objects.filter(pk=gold.pk).update(pending_since=GRACE)
    text = reads(issue(gold), GRACE + 40 * DAY)
    assert "asked in time to renew it, and that is being decided now." in text
    assert "on the paper; it counts until its renewal is decided" in text
    assert "18 December" not in text


def test_lapsed_says_since_when(gold, issue, reads) -> None:
    text = reads(issue(gold), GRACE + DAY)
    assert "genuine, but no longer in force" in text
    assert "The award was not renewed, and lapsed on 19 December 2027." in text
    assert "on the paper" not in text


def test_renewed_says_since_when_it_is_held(renewed, reads) -> None:
    old, new = renewed(DUE - 3 * DAY)
    text = reads(new, DUE)
    assert f"Renewed on {show_date(DUE - 3 * DAY)}" in text
    assert "Held since 20 November 2026, without a gap" in text
    text = reads(old, DUE)
    assert f"The award was renewed on {show_date(DUE - 3 * DAY)} with certificate" in text
    assert f"{new.number} . That one is in force: ask to see it." in text


def test_old_one_does_not_promise_that_the_new_one_counts(renewed, reads) -> None:
    old, new = renewed(DUE - 3 * DAY)
    text = reads(old, date(2029, 6, 1))
    assert f"{new.number} . That one is not in force any more." in text


def test_return_after_a_lapse_is_told_as_one(renewed, reads) -> None:
    back = GRACE + 60 * DAY
    old, new = renewed(back, back=True)
    text = reads(new, back)
    assert f"Awarded again on {show_date(back)}" in text
    assert "without a gap" not in text
    text = reads(old, back)
    assert f"The award had lapsed, and was given again on {show_date(back)} with" in text


@pytest.mark.parametrize(
    ("day", "pending", "words"),
    [
        (DUE - 10 * DAY, None, ("It counts until 18 December 2027.", "best by 20 November 2027.")),
        (DUE + DAY, None, ("Its year ended on 20 November 2027.", "from your page by then.")),
        (DUE + DAY, DUE, ("What renews it is sent, so it counts until that is decided.",)),
    ],
)
def test_its_own_page_says_what_to_do(gold, issue, lead, sign_in, day, pending, words) -> None:
    made = issue(gold)
    Award.objects.filter(pk=gold.pk).update(pending_since=pending)
    with time_machine.travel(day, tick=False):
        body = sign_in(lead).get(f"/certificates/{made.uuid}/").text
    text = " ".join(re.sub(r"<[^>]+>", "", body).split())
    for each in words:
        assert each in text
