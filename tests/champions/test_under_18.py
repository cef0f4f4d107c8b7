"""Champions under 18 never see how to reach anybody (T-30): every page, print, zip, calendar file and mail.

The place of a meeting is no such thing: a number to dial or a link is needed to attend, and whoever
offers the meeting gives it to all who come. So a young champion on the panel sees it, as others do.
"""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Audience
from foundation.models import OutboxMessage
from portfolios.models import RegistrationForm, RegistrationLead
from portfolios.selectors.registration.snapshots import snapshot_of
from tests.support.champions import agree_to_meet, ask, clear_all, send, settle
from tests.support.judging import judging
from tests.support.pdfs import text_of
from tests.support.portfolios import asked_back, fill_registration
from tests.threats.crawler import walk

pytestmark = pytest.mark.django_db
CANARIES = (
    "canary-form@acorn.example",
    "canary-lead@acorn.example",
    "canary-account@acorn.example",
    "+441214960101",
    "+441214960202",
    "01214960101",
    "01214960202",
    "7canarylane",
    "canarytown",
)


@pytest.fixture
def case(application, chair, young, lead, officer, now, time_machine):
    """Sent twice with contacts everywhere, a meeting agreed, and something asked."""
    time_machine.move_to(now)
    type(lead).objects.filter(pk=lead.pk).update(email=CANARIES[2])
    lead.refresh_from_db()
    fill_registration(application, lead=lead, at=now)
    send(application, lead, at=now, snapshot=snapshot_of(application))
    panel = settle(application, [chair, young], officer, at=now)
    clear_all(panel, at=now)
    asked_back(application, officer, at=now)
    RegistrationForm.objects.filter(application=application).update(
        email=CANARIES[0],
        telephone=CANARIES[3],
        address_line_1="7 Canary Lane",
        address_line_2="Canarytown",
        description="We teach 210 children now.",
    )
    RegistrationLead.objects.filter(application=application).update(
        email=CANARIES[1], telephone=CANARIES[4]
    )
    send(application, lead, at=now + timedelta(hours=1), snapshot=snapshot_of(application))
    agree_to_meet(application, lead, at=now + timedelta(hours=2))
    ask(panel, chair, at=now + timedelta(hours=3), audience=Audience.ORGANISATION)
    time_machine.move_to(now + timedelta(hours=4))
    return application


def found_in(pages):
    """Where one of the canaries stands; spaces apart."""
    return sorted(
        {
            (page.url, canary)
            for page in pages
            for canary in CANARIES
            if canary in "".join(_words(page).casefold().split())
        }
    )


def _words(page):
    if page.content.startswith(b"%PDF"):
        return text_of(page.content)
    return page.content.decode(errors="replace")


def walked(browser, *starts):
    return list(walk(browser, "panel", ["/champions/", *starts], most={"case-evidence": 20}))


def test_no_page_of_a_registration_has_any(case, chair, young, sign_in):
    pages = walked(sign_in(young.user), reverse("case-changes", args=[case.uuid]))
    assert {"case", "case-changes", "case-challenges", "case-meeting"} <= {p.route for p in pages}
    assert found_in(pages) == []
    # The same walk finds them for a grown-up, so it looks in the right places.
    assert {canary for _, canary in found_in(walked(sign_in(chair.user)))} >= set(CANARIES[:2])


def test_no_mail_and_no_calendar_file_has_any(case, young):
    mails = OutboxMessage.objects.filter(to=young.user.email)
    assert any(mail.attachments for mail in mails)
    for mail in mails:
        sent = [mail.subject, mail.body_text, mail.body_html]
        for each in mail.attachments:
            content = str(each.get("content", ""))
            sent += [content, _decoded(content)]
        words = "".join("".join(sent).casefold().split())
        assert [canary for canary in CANARIES if canary in words] == [], mail.message


def _decoded(content):
    try:
        return base64.b64decode(content, validate=True).decode(errors="replace")
    except ValueError:
        return ""


def test_no_page_of_a_portfolio_has_any(
    organisation, chair, parent, young, lead, officer, now, time_machine, sign_in
):
    time_machine.move_to(now)
    type(lead).objects.filter(pk=lead.pk).update(email=CANARIES[2])
    lead.refresh_from_db()
    judged = judging(
        organisation, lead=lead, officer=officer, at=now, champions=[chair, parent, young]
    )
    pages = walked(sign_in(young.user), reverse("case-zip", args=[judged.application.uuid]))
    assert {"case-evidence-item", "case-coverage", "case-zip"} <= {p.route for p in pages}
    assert found_in(pages) == []
