"""The decision on a re-validation: dates, letter, certificate, and what follows without one (scheme.md 22)."""

from datetime import date, datetime, time, timedelta

import pytest

from awards.choices import AwardCondition, Role, Status
from awards.models import Application, Award, Organisation, User
from awards.services.applications import start_renewal
from certificates.models import Certificate
from champions.choices import Outcome
from champions.models import Decision, Panel
from champions.selectors import facts_of
from champions.selectors.home import home_of
from champions.selectors.letters import letters_of
from foundation.dates import LONDON
from foundation.models import OutboxMessage
from foundation.refusals import Refused
from tests.support.awards import hold
from tests.support.champions import assess_all, decide, ensure_signatory, release
from tests.support.evidence import hold_gold
from tests.support.renewing import gold_given, judged, panel_for, renewal_sent, renewed, three
from tests.support.visits import ask_for

pytestmark = pytest.mark.django_db
# Gold was given two days after the fixtures' now, which is 23 November 2026.
GIVEN, DUE, GRACE = date(2026, 11, 25), date(2027, 11, 25), date(2027, 12, 23)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=LONDON)


@pytest.fixture
def award(organisation: Organisation, lead: User, officer: User, now: datetime) -> Award:
    found = gold_given(organisation, lead=lead, officer=officer, at=now)
    assert (found.awarded_on, found.due_on, found.grace_until) == (GIVEN, DUE, GRACE)
    return found


def letter_of(panel: Panel) -> str:
    return Decision.objects.get(panel=panel).letter


def not_yet(panel: Panel, officer: User, *, on: date) -> str:
    assess_all(panel, at=noon(on))
    release(decide(panel, at=noon(on), outcome=Outcome.NOT_YET), officer, at=noon(on))
    return letter_of(panel)


def test_in_time_runs_from_the_anniversary(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    found = renewed(panel, officer, at=noon(date(2027, 12, 15)))
    assert (found.runs_from, found.valid_until) == (DUE, date(2028, 11, 25))
    award.refresh_from_db()
    assert award.superseded_by == found
    letter = letter_of(panel)
    assert letter.startswith(
        "Well done. Acorn Lane School keeps the Gold Award. Gold is renewed until 25 November 2028."
    )
    assert "Voice: you said “still true”. You meet this." in letter


def test_in_grace_runs_from_the_anniversary_too(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(GRACE))
    award.refresh_from_db()
    assert award.condition(date(2028, 1, 20)) is AwardCondition.GRACE
    found = renewed(panel, officer, at=noon(date(2028, 1, 20)))
    assert (found.runs_from, found.valid_until) == (DUE, date(2028, 11, 25))


def test_after_a_lapse_the_year_runs_from_the_decision(
    award: Award, lead: User, officer: User
) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2028, 2, 1)))
    award.refresh_from_db()
    assert award.condition(date(2028, 2, 1)) is AwardCondition.LAPSED
    found = renewed(panel, officer, at=noon(date(2028, 2, 20)))
    assert (found.runs_from, found.valid_until) == (date(2028, 2, 20), date(2029, 2, 20))
    assert "has the Gold Award again. Its new year runs for 12 months" in letter_of(panel)


def test_a_new_certificate_supersedes_the_old_one(award: Award, lead: User, officer: User) -> None:
    old = Certificate.objects.get(award=award)
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    found = renewed(panel, officer, at=noon(date(2027, 11, 20)))
    new = Certificate.objects.get(award=found)
    assert new != old
    assert new.valid_until == date(2028, 11, 25)


def test_home_keeps_the_statement_that_renewed(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    sent = noon(date(2027, 11, 11))
    waits = home_of(award.organisation, role=Role.LEAD, at=sent, on=sent.date())
    assert waits.picture.steps[2].text == "In force while it is decided"
    assert waits.picture.steps[2].kind == "waiting"
    on = date(2027, 11, 20)
    renewed(panel, officer, at=noon(on))
    home = home_of(award.organisation, role=Role.LEAD, at=noon(on), on=on)
    assert ("Gold re-validation", panel.application) in home.sent
    assert (home.letters[0].title, home.letters[0].answer) == ("Gold re-validation", "renewed")
    assert home.picture.steps[2].text == "In force"


def test_home_asks_for_the_time_of_a_visit(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    at = noon(date(2027, 11, 11))
    chair = panel.assignments.get(is_chair=True).champion.user
    ask_for(panel.application, chair, at=at)
    home = home_of(award.organisation, role=Role.LEAD, at=at, on=at.date())
    assert home.visits == 1
    assert home.picture.who.endswith("They wait for you to choose a time.")


def test_a_second_year_is_judged_against_the_first_statement(
    award: Award, lead: User, officer: User
) -> None:
    """Last year's statement is what the next one differs from."""
    first = renewed(
        judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10))),
        officer,
        at=noon(date(2027, 11, 20)),
    )
    at = noon(date(2028, 11, 1))
    application = renewal_sent(first, lead=lead, at=at)
    panel = panel_for(application, three(officer, at, name="Third"), officer, at=at)
    facts = facts_of(panel.application)
    assert facts.visit is not None
    assert facts.visit.known.award == first
    assert facts.visit.known.statement.renews == first.application.reference


def test_not_yet_in_time_says_until_when_it_holds(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    letter = not_yet(panel, officer, on=date(2027, 12, 1))
    assert "cannot renew the Gold Award yet" in letter
    assert "Gold is in force until 23 December 2027. Send a new statement by then" in letter
    assert "You keep Bronze and Silver." in letter
    assert "You have 28 days after this letter" in letter or "ask that other champions" in letter
    award.refresh_from_db()
    assert award.condition(GRACE) is AwardCondition.GRACE
    assert award.condition(GRACE + timedelta(days=1)) is AwardCondition.LAPSED


def test_not_yet_after_grace_lapses_with_the_letter(
    award: Award, lead: User, officer: User
) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(GRACE))
    letter = not_yet(panel, officer, on=date(2028, 1, 20))
    assert "The days of grace are over, so Gold lapses with this letter." in letter
    assert "You can send a new statement at any time." in letter
    award.refresh_from_db()
    assert award.condition(date(2028, 1, 19)) is AwardCondition.GRACE
    assert award.condition(date(2028, 1, 20)) is AwardCondition.LAPSED


def test_not_yet_on_a_return_says_that_it_stays_lapsed(
    award: Award, lead: User, officer: User
) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2028, 2, 1)))
    assert "Gold stays lapsed until it is renewed." in not_yet(panel, officer, on=date(2028, 2, 20))


def test_after_not_yet_they_can_send_again(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    not_yet(panel, officer, on=date(2027, 12, 1))
    award.refresh_from_db()
    again = start_renewal(award=award, actor=lead, at=noon(date(2027, 12, 2)))
    assert again != panel.application
    (letter,) = letters_of(Decision.objects.filter(panel=panel), at=noon(date(2027, 12, 3)))
    assert not letter.can_be_appealed


def test_not_yet_can_be_appealed(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    not_yet(panel, officer, on=date(2027, 12, 1))
    (letter,) = letters_of(Decision.objects.filter(panel=panel), at=noon(date(2027, 12, 3)))
    assert letter.can_be_appealed
    assert letter.title == "Gold re-validation"


def test_changes_keep_it_in_force(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    at = noon(date(2027, 12, 20))
    assess_all(panel, at=at)
    release(decide(panel, at=at, outcome=Outcome.CHANGES), officer, at=at)
    assert "Gold stays in force while you make them." in letter_of(panel)
    award.refresh_from_db()
    assert award.condition(date(2028, 3, 1)) is AwardCondition.GRACE


def test_platinum_renews_gold_with_it(
    organisation: Organisation, lead: User, officer: User, now: datetime
) -> None:
    ensure_signatory(officer, at=now)
    gold = hold_gold(organisation, lead=lead, officer=officer, at=now - timedelta(days=100))
    platinum = hold(organisation, "platinum", lead=lead, officer=officer, at=now)
    panel = judged(platinum, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    found = renewed(panel, officer, at=noon(date(2027, 11, 20)))
    assert "Platinum and Gold are renewed until 23 November 2028." in letter_of(panel)
    gold.refresh_from_db()
    assert (gold.superseded_on, gold.due_on) == (None, found.due_on)


def test_the_panel_of_a_renewal_is_small(award: Award, lead: User, officer: User) -> None:
    """Two champions: somebody with lived experience, and a professional (scheme.md 3)."""
    at = noon(date(2027, 11, 10))
    professional, parent, _ = three(officer, at)
    application = renewal_sent(award, lead=lead, at=at)
    with pytest.raises(Refused):
        panel_for(application, [professional], officer, at=at)
    panel = panel_for(application, [professional, parent], officer, at=at)
    assess_all(panel, at=at)
    release(decide(panel, at=at), officer, at=at)
    assert Application.objects.get(pk=application.pk).status == Status.APPROVED


def test_the_letter_goes_out_once(award: Award, lead: User, officer: User) -> None:
    panel = judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    renewed(panel, officer, at=noon(date(2027, 11, 20)))
    told = OutboxMessage.objects.filter(message="decision_letter", key__startswith="decision:")
    assert told.filter(subject__contains="Gold re-validation").count() == 1


def test_mail_calls_it_by_its_name(award: Award, lead: User, officer: User) -> None:
    judged(award, lead=lead, officer=officer, at=noon(date(2027, 11, 10)))
    for message in ("application_received", "application_waiting"):
        mail = OutboxMessage.objects.filter(message=message).latest("pk")
        for said in (mail.subject, mail.body_text):
            assert "re-validation statement to renew Gold" in said, message
            assert "Gold application" not in said, message
    mail = OutboxMessage.objects.filter(message="panel_assigned").latest("pk")
    assert "Gold re-validation" in f"{mail.subject} {mail.body_text}"
    assert "re-validation Award" not in mail.body_text


def test_the_receipt_says_what_it_does_for_the_award(
    award: Award, lead: User, officer: User
) -> None:
    renewal_sent(award, lead=lead, at=noon(date(2027, 11, 10)))
    receipts = OutboxMessage.objects.filter(message="application_received", to=lead.email)
    first, last = receipts.earliest("pk"), receipts.latest("pk")
    assert last.subject.startswith("We have your re-validation statement to renew Gold, for ")
    assert "your award stays in force until they have decided" in last.body_text
    assert "application, for" in first.subject
    assert "stays in force" not in first.body_text
