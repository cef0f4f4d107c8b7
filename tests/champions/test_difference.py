"""A re-validation is read as a difference: how each criterion is today, beside what was said last time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Award, Organisation, StatusChange, User
from awards.scheme import edition
from champions.choices import Perspective
from champions.models import Champion, Panel
from champions.selectors import facts_of
from champions.selectors.difference import Difference, difference_judged
from champions.selectors.touched import touched_codes
from foundation.dates import london_date
from portfolios.choices import Affirmed
from portfolios.models import Affirmation, EvidenceItem
from portfolios.records import ALL_EYES
from tests.conftest import make_user
from tests.support.champions import answer_all, assess, decide, release
from tests.support.jobs import run_waiting_jobs
from tests.support.judging import judging
from tests.support.renewing import (
    gold_from,
    panel_for,
    renewal_sent,
    send_statement,
    three,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(days=360)


@pytest.fixture
def award(organisation: Organisation, lead: User, officer: User, now: datetime) -> Award:
    return gold_from(
        judging(organisation, lead=lead, officer=officer, at=now), officer=officer, at=now
    )


@pytest.fixture
def panel(award: Award, lead: User, officer: User, later: datetime) -> Panel:
    states = {"gold.voice": Affirmed.CHANGED}
    application = renewal_sent(award, lead=lead, at=later, states=states)
    return panel_for(application, three(officer, later), officer, at=later)


def difference(panel: Panel, at: datetime) -> Difference:
    facts = facts_of(panel.application)
    found = difference_judged(facts.application, facts.judged, on=london_date(at), eyes=ALL_EYES)
    assert found is not None
    return found


def member(panel: Panel, perspective: Perspective) -> User:
    return panel.assignments.get(champion__perspective=perspective).champion.user


def test_each_criterion_has_its_state_its_words_and_those_of_last_time(
    panel: Panel, later: datetime
) -> None:
    found = difference(panel, later)
    criteria = edition("birmingham-2026").criteria_for("gold")
    assert [each.criterion for each in found.criteria] == list(criteria)
    voice = found.of("gold.voice")
    assert voice is not None
    assert voice.state is Affirmed.CHANGED
    assert voice.asks == "What they do instead, and who decided it with them"
    assert voice.text.startswith("What is new about")
    assert voice.before.startswith("What we tell about")
    assert [piece.item.title for piece in voice.new] == ["A year of forums"]
    assert {piece.item.title for piece in voice.carried} == {
        "Garden day",
        "Minutes of the autumn forum",
    }
    assert {piece.checked_on for piece in voice.carried} == {london_date(later)}


def test_what_consent_has_left_is_no_longer_shown(
    panel: Panel, lead: User, later: datetime
) -> None:
    item = EvidenceItem.objects.get(title="Garden day")
    type(item.consent).objects.filter(pk=item.consent.pk).update(
        withdrawn_at=later, withdrawn_by=lead
    )
    voice = difference(panel, later).of("gold.voice")
    assert voice is not None
    assert [piece.item.hidden for piece in voice.carried if piece.item.title == "Garden day"] == [
        True
    ]


def test_a_stage_has_no_difference(award: Award, later: datetime) -> None:
    facts = facts_of(award.application)
    assert difference_judged(facts.application, facts.judged, on=london_date(later)) is None


def test_the_page_of_the_case_shows_the_difference(
    panel: Panel, later: datetime, sign_in: SignIn
) -> None:
    client = sign_in(member(panel, Perspective.PROFESSIONAL))
    page = client.get(f"{reverse('case', args=[panel.application.uuid])}?open=sent")
    text = page.content.decode()
    for words in (
        "Gold re-validation",
        "Changed: we do it another way",
        "What they said last time",
        "What we tell about",
        "Eight parents of our forum.",
        "Signed by",
        "Evidence from last time, looked at again",
    ):
        assert words in text
    assert "The statement as a PDF, to read on paper" in text
    assert reverse("case-print", args=[panel.application.uuid]) in text


@pytest.mark.parametrize(
    "name",
    ["case-evidence", "case-coverage", "case-zip", "case-challenge-raise", "case-visit-offer"],
)
def test_everything_of_a_case_opens_for_a_statement(
    panel: Panel, sign_in: SignIn, name: str
) -> None:
    client = sign_in(member(panel, Perspective.PROFESSIONAL))
    assert client.get(reverse(name, args=[panel.application.uuid])).status_code == 200


def test_a_statement_is_printed_for_those_who_judge_it(panel: Panel, sign_in: SignIn) -> None:
    client = sign_in(member(panel, Perspective.PROFESSIONAL))
    address = reverse("case-print", args=[panel.application.uuid])
    assert "The statement on paper" in client.get(address).text
    assert client.post(address).status_code == 302
    run_waiting_jobs()
    assert "Download the statement (PDF)" in client.get(address).text
    file = client.get(reverse("case-print-file", args=[panel.application.uuid]))
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def test_a_print_of_a_statement_is_nobody_elses(
    panel: Panel, stranger: User, sign_in: SignIn
) -> None:
    """T-24."""
    for name in ("case-print", "case-print-file", "case-zip"):
        address = reverse(name, args=[panel.application.uuid])
        assert sign_in(stranger).get(address).status_code == 404


def test_a_piece_of_a_statement_and_its_file_open(panel: Panel, sign_in: SignIn) -> None:
    client = sign_in(member(panel, Perspective.PROFESSIONAL))
    item = EvidenceItem.objects.get(title="A year of forums")
    case = panel.application.uuid
    assert client.get(reverse("case-evidence-item", args=[case, item.uuid])).status_code == 200
    file = reverse("case-evidence-file", args=[case, item.uuid, item.files.get().uuid])
    assert client.get(file).status_code == 200


def test_a_question_shows_now_beside_last_time(panel: Panel, sign_in: SignIn) -> None:
    client = sign_in(member(panel, Perspective.PROFESSIONAL))
    client.post(reverse("assessment", args=[panel.application.uuid]))
    address = reverse("assessment-question", args=[panel.application.uuid, "gold.voice"])
    text = client.get(address).content.decode()
    assert "What they say about this now, and what they said last time" in text
    assert "What we tell about" in text
    check = reverse("assessment-question", args=[panel.application.uuid, "check.genuine"])
    assert "Eight parents of our forum." in client.get(check).content.decode()


def test_the_plain_way_says_it_in_few_words(panel: Panel, sign_in: SignIn) -> None:
    client = sign_in(member(panel, Perspective.YOUNG_PERSON))
    start = reverse("assessment-plain", args=[panel.application.uuid])
    assert "would like to keep it for one more year" in client.get(start).content.decode()
    client.post(start)
    asked = [each.code for each in facts_of(panel.application).asked]
    number = asked.index("gold.voice") * 4 + 1
    text = client.get(
        reverse("assessment-plain-step", args=[panel.application.uuid, number])
    ).content.decode()
    assert "They say: “We do this in another way now.”" in text
    assert "Last time they said:" in text


def test_fewer_checks_are_asked_than_of_a_stage(panel: Panel) -> None:
    asked = [each.code for each in facts_of(panel.application).asked]
    assert [code for code in asked if code.startswith("check.")] == ["check.genuine"]


def test_a_new_version_asks_again_of_what_changed(
    panel: Panel, lead: User, officer: User, later: datetime
) -> None:
    chair = member(panel, Perspective.PROFESSIONAL)
    for seat in panel.assignments.active().select_related("champion__user"):
        assess(panel, seat.champion, at=later)
    release(decide(panel, at=later, outcome="changes_requested"), officer, at=later)
    panel.application.refresh_from_db()
    then = later + timedelta(days=9)
    answer_all(panel.application, lead, at=then)
    Affirmation.objects.filter(application=panel.application, code="gold.barriers").update(
        text="We do even more now."
    )
    before = StatusChange.objects.get(application=panel.application, name="submit")
    after = send_statement(panel.application, lead=lead, at=then)
    touched = touched_codes(
        before.snapshot,
        after.snapshot,
        application=panel.application,
        since=then + timedelta(hours=1),
        on=london_date(later),
    )
    assert chair is not None
    assert touched == {"gold.barriers", "check.genuine"}


def test_evidence_that_changed_asks_again_of_what_it_shows(
    panel: Panel, lead: User, later: datetime
) -> None:
    before = StatusChange.objects.get(application=panel.application, name="submit").snapshot
    after = dict(before)
    after["portfolio"] = before["portfolio"] | {
        "items": [
            item | {"title": "New name"} if item["title"] == "Garden day" else item
            for item in before["portfolio"]["items"]
        ]
    }
    touched = touched_codes(
        before, after, application=panel.application, since=later, on=london_date(later)
    )
    assert {"gold.voice", "check.genuine"} <= touched


def test_the_difference_is_read_in_five_queries(
    panel: Panel, later: datetime, django_assert_num_queries: Callable[[int], object]
) -> None:
    facts = facts_of(panel.application)
    with django_assert_num_queries(5):
        difference_judged(facts.application, facts.judged, on=london_date(later))


def test_people_of_other_places_stay_outside(
    panel: Panel, spare: Champion, lead: User, sign_in: SignIn
) -> None:
    address = reverse("case", args=[panel.application.uuid])
    assert sign_in(spare.user).get(address).status_code == 404
    assert sign_in(lead).get(address).status_code == 404
    assert sign_in(make_user("Nobody")).get(address).status_code == 404
