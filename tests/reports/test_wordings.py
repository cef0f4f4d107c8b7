"""Officers change the words of mails, look at them and go back (T-71, T-72)."""

import pytest
from django.urls import reverse

from foundation.mail_kinds import kind, kinds
from foundation.models import AuditEvent, MailWording, OutboxMessage
from foundation.outbox import queue_mail
from foundation.refusals import Clash, NotAllowed, Refused
from foundation.wordings import Wording, current, latest, ours
from reports.services.wordings import change_wording, restore_wording
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
EDITABLE = [code for code, each in kinds().items() if each.editable]
FIXED = [code for code, each in kinds().items() if not each.editable]
CODE = "panel_left"
NEW = {
    "subject": "((organisation)): thank you",
    "body": "# Thank you\n\nDear ((name)),\n\n[Open my work]((link))",
    "version": 0,
}


@pytest.fixture
def page(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def second_officer(db):
    return make_user("Oona Officer", is_officer=True)


def address(code=CODE, name="officers-wording"):
    return reverse(name, args=[code])


def change(officer, now, *, code=CODE, version=0, **words):
    typed = {name: words.get(name, NEW[name]) for name in ("subject", "body")}
    return change_wording(
        kind=kind(code), wording=Wording(**typed), expected_version=version, actor=officer, at=now
    )


def restore(officer, now, *, version):
    return restore_wording(kind=kind(CODE), expected_version=version, actor=officer, at=now)


def send(lead, now, key="k"):
    return queue_mail(
        key=key,
        message=CODE,
        to=lead.email,
        context={"person": lead, "organisation": "Acorn & Sons", "url": "https://x.example/work/"},
        at=now,
    )


def test_list_has_every_kind_under_who_gets_it(page):
    text = page.get(reverse("officers-wordings")).content.decode()
    assert all(address(code) in text for code in kinds())
    assert all(f">{each.audience}: " in text for each in kinds().values())
    assert " open>" not in text


def test_list_says_how_many_were_changed_before_it_is_opened(page, officer, now):
    change(officer, now)
    number = sum(each.audience == kind(CODE).audience for each in kinds().values())
    text = page.get(reverse("officers-wordings")).content.decode()
    assert f"{kind(CODE).audience}: {number} e-mails, 1 changed<" in text
    assert text.count("1 changed<") == 1


def test_email_is_found_by_its_name_or_by_who_gets_it(page):
    def found(query):
        answer = page.get(reverse("officers-wordings"), {"q": query})
        lines = [line for group in answer.context["groups"] for line in group.lines]
        return {line.kind.code for line in lines}, answer.content.decode()

    codes, text = found("E-MAIL of the day")
    assert codes == {"digest"}
    assert '<details class="govuk-details" open>' in text
    assert 'value="E-MAIL of the day"' in text
    everybody = {each.code for each in kinds().values() if "panel" in f"{each.title} {each.told}"}
    assert everybody <= found("panel")[0] < set(kinds())
    assert found("")[0] == found(" ")[0] == set(kinds())
    codes, text = found("<b>%</b>")
    assert not codes
    assert "No e-mail has these words." in text
    assert "<b>%</b>" not in text


@pytest.mark.parametrize("changed", [0, 5])
def test_list_takes_as_many_queries_however_many_were_changed(
    page, officer, now, changed, django_assert_num_queries
):
    for code in EDITABLE[:changed]:
        words = ours(code)
        change(officer, now, code=code, subject=f"{words.subject}!", body=words.body)
    page.get(reverse("officers-wordings"))
    with django_assert_num_queries(3):
        assert page.get(reverse("officers-wordings")).status_code == 200


@pytest.mark.parametrize("code", EDITABLE)
def test_every_editable_kind_is_edited_previewed_and_restored(page, officer, lead, now, code):
    words = ours(code)
    typed = {
        "subject": f"Changed: {words.subject}",
        "body": f"{words.body}\n\nAdded.",
        "version": 0,
    }
    shown = page.get(address(code))
    assert shown.context["form"].initial["body"] == words.body
    looked = page.post(address(code), typed | {"look": "yes"})
    assert (looked.status_code, latest(code)) == (200, None)
    assert "Added." in looked.content.decode()
    assert page.post(address(code), typed).status_code == 302
    assert current(kind(code)) == Wording(typed["subject"], typed["body"])
    back = page.get(address(code, "officers-wording-restore"))
    assert "Added." not in back.content.decode()
    assert page.post(address(code, "officers-wording-restore"), {"version": 1}).status_code == 302
    assert current(kind(code)) == words
    history = page.get(address(code, "officers-wording-history")).content.decode()
    assert "Added." in history
    assert "Back to the words of the service" in history
    assert history.count(str(officer)) >= 2


@pytest.mark.parametrize("code", FIXED)
def test_what_keeps_accounts_safe_is_shown_and_cannot_be_changed(page, officer, now, code):
    text = page.get(address(code)).content.decode()
    assert "It keeps accounts safe" in text
    assert "<textarea" not in text
    assert page.post(address(code), NEW).status_code == 403
    assert page.post(address(code, "officers-wording-restore"), {"version": 0}).status_code == 403
    with pytest.raises(NotAllowed):
        change(officer, now, code=code)
    assert not MailWording.objects.exists()


def test_next_mail_has_the_new_words_and_the_last_keeps_its_own(page, officer, lead, now):
    before = send(lead, now, key="before")
    page.post(address(), NEW)
    after = send(lead, now, key="after")
    assert after.subject == "Acorn & Sons: thank you"
    assert "Dear Lena Lead," in after.body_text
    assert "Open my work: https://x.example/work/" in after.body_text
    assert '<a class="button" href="https://x.example/work/">Open my work</a>' in after.body_html
    before.refresh_from_db()
    assert before.subject != after.subject


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("body", "# Hello\n\n((password))\n\n[x]((link))", "There is no placeholder ((password))"),
        ("body", "# Hello\n\nNo link.", "Put [words]((link)) in"),
        ("body", "# Hello\n\n((link))\n\n[x]((link))", "Say where ((link)) goes"),
        ("body", "# Hello\n\n[x]((stage))\n\n[x]((link))", "((stage)) is no link"),
        ("body", "# Hello\n\n((stage??words))\n\n[x]((link))", "does not say yes or no"),
        ("body", "# Hello\n\n((name\n\n[x]((link))", "Two brackets (( are open"),
        ("body", "# Hello\n\n[x](https://evil.example)\n\n[x]((link))", "A link leads to one of"),
        ("body", "Hello\n\n[x]((link))", "Begin with one heading"),
        ("body", "# Hello\n\n# Again\n\n[x]((link))", "Begin with one heading"),
        ("body", "", "Write the text."),
        ("subject", "Two\nlines", "The subject must be one line."),
        ("subject", "x\r\nBcc: x@evil.example", "The subject must be one line."),
        ("subject", "((user.password))", "There is no placeholder ((user.password))"),
        ("subject", "[x]((link))", "does not fit into a subject"),
        ("subject", "", "Enter"),
        ("subject", "n" * 301, "300"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept_in_the_form(page, field, text, says):
    answer = page.post(address(), NEW | {field: text})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert answer.context["form"].data[field] == text
    assert not MailWording.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "{{ settings.SECRET_KEY }}",
        '{% include "base.html" %}',
        "{{ user.password }}",
        "{0.__class__}",
        "{organisation.__class__}",
        "%(organisation)s $organisation",
        "<script>alert(1)</script>",
    ],
)
def test_words_are_never_run(page, lead, now, settings, text):
    """T-71: neither on the page, nor in the mail."""
    answer = page.post(address(), NEW | {"body": f"{NEW['body']}\n\n{text}", "look": "yes"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    page.post(address(), NEW | {"body": f"{NEW['body']}\n\n{text}"})
    mail = send(lead, now)
    assert text in mail.body_text
    assert "<script>" not in mail.body_html
    assert settings.SECRET_KEY not in mail.body_text + mail.body_html


def test_two_officers_at_once_both_see_both_texts(page, officer, second_officer, now):
    """T-44."""
    change(second_officer, now)
    answer = page.post(address(), NEW | {"subject": "Mine"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Mine" in text
    assert "((organisation)): thank you" in text
    assert str(second_officer) in text
    with pytest.raises(Clash):
        restore(officer, now, version=0)
    assert MailWording.objects.count() == 1


def test_pressed_twice_it_is_one_version(page):
    """T-43."""
    for _ in range(2):
        assert page.post(address(), NEW).status_code == 302
    assert MailWording.objects.count() == 1


def test_words_that_cannot_be_sent_are_refused_by_the_service_too(officer, now):
    with pytest.raises(Refused):
        change(officer, now, body="# Hello\n\n((password))")
    with pytest.raises(Refused, match="came with the service"):
        restore(officer, now, version=0)


def test_only_officers_change_words(lead, now, sign_in):
    with pytest.raises(NotAllowed):
        change(lead, now)
    assert sign_in(lead).post(address(), NEW).status_code == 403
    assert not MailWording.objects.exists()


def test_unknown_kind_is_not_there(page):
    assert page.get(address("nonsense")).status_code == 404


def test_changes_are_in_the_audit_log(officer, now):
    change(officer, now)
    restore(officer, now, version=1)
    events = AuditEvent.objects.filter(actor=officer, event__startswith="mail.").order_by("pk")
    assert [(event.event, event.details) for event in events] == [
        ("mail.wording_changed", {"mail": CODE, "version": 1}),
        ("mail.wording_restored", {"mail": CODE, "version": 2}),
    ]


def test_earlier_words_are_a_start_for_new_ones(page, officer, now):
    change(officer, now)
    restore(officer, now, version=1)
    form = page.get(f"{address()}?version=1").context["form"]
    assert (form.initial["subject"], form.initial["version"]) == (NEW["subject"], 2)
    for nonsense in ("2", "9", "x"):
        form = page.get(f"{address()}?version={nonsense}").context["form"]
        assert form.initial["subject"] == ours(CODE).subject


def test_words_that_no_longer_fit_are_not_sent_and_officers_see_it(page, officer, lead, now):
    """A release may take a placeholder away; mail goes out all the same."""
    MailWording.objects.create(
        message=CODE,
        version=1,
        subject="((what is gone))",
        body="# Hello",
        changed_by=officer,
        changed_at=now,
    )
    assert send(lead, now).subject.startswith("You no longer sit on the panel for Acorn & Sons")
    assert "Do not fit any more" in page.get(reverse("officers-wordings")).content.decode()
    assert "do not fit the service any more" in page.get(address()).content.decode()


def test_preview_has_real_words_and_keeps_private_ones(page, officer, lead, now):
    send(lead, now)
    row = OutboxMessage.objects.get(message=CODE)
    assert row.values["organisation"] == "Acorn & Sons"
    assert "name" not in row.values
    assert "link" not in row.values
    text = page.get(address()).content.decode()
    assert "Acorn &amp; Sons" in text
    assert f"Hello {officer.get_short_name()}," in text
    assert "Lena Lead" not in text.split('id="looks"')[1]
    assert "x.example" not in text


def test_values_in_a_preview_are_escaped(page, lead, now):
    """T-69."""
    queue_mail(
        key="k",
        message=CODE,
        to=lead.email,
        context={
            "person": lead,
            "organisation": "<script>alert(1)</script>",
            "url": "https://x.example/",
        },
        at=now,
    )
    text = page.get(address()).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_daily_email_is_shown_with_examples_of_what_it_tells_of(page, officer):
    text = page.get(address("digest")).content.decode()
    look = text.split('id="looks"')[1]
    assert f"Hello {officer.get_short_name()}," in look
    assert '<h5 class="govuk-heading-s">Oak Road Surgery: two assessments are in</h5>' in look
    assert "{&quot;subject" not in text
    words = ours("digest")
    typed = {"subject": words.subject, "body": words.body.replace("((messages))", ""), "version": 0}
    answer = page.post(address("digest"), typed)
    assert answer.status_code == 422
    assert "Put ((messages)) in, for everybody" in answer.content.decode()


def test_what_was_typed_comes_back_as_a_draft(page, officer):
    opened = page.get(address()).context["opening"]
    page.post(opened.autosave_url, NEW | {"subject": "Half a thou"})
    assert page.get(address()).context["form"].initial["subject"] == "Half a thou"
    page.post(address(), NEW)
    assert page.get(address()).context["form"].initial["subject"] == NEW["subject"]
