"""T-46: acts on the same pieces, or on one case, queue up. None waits for another in a ring, in any order.

PostgreSQL ends a ring of waiting transactions by throwing one of them out ("deadlock detected"); whoever
pressed that button would be told that the database did not answer. Each round presses everything that
can happen to a piece of evidence of a portfolio that is being written, or to a case whose panel is at work,
in an order of chance that its seed repeats.
"""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError

from awards.choices import Audience, Interest, Role, Status
from awards.models import Application, Award
from awards.services.applications import withdraw
from awards.services.organisations import create_organisation
from awards.services.revocations import confirm_revocation, propose_revocation
from certificates.models import Certificate
from champions.choices import Perspective, PlaceKind, Purpose
from champions.services.challenges import remark
from champions.services.decisions import cancel_decision, edit_letter, release_decision
from champions.services.meetings import offer_visit
from champions.services.panels import declare_interest, step_back, take_off
from champions.services.standing import tell_of_link
from foundation.refusals import NotAllowed, Refused
from foundation.versions import Clash
from portfolios.models import EvidenceItem
from portfolios.selectors.portfolio.questions import questions_of
from portfolios.services import evidence as services
from portfolios.services import portfolio as portfolio_services
from portfolios.services.evidence import disputes, restricting
from portfolios.services.evidence.forgetting import forget
from reports.services import take_down
from tests.conftest import make_user
from tests.support.at_once import at_once
from tests.support.champions import (
    ask,
    assess,
    decide,
    ensure_signatory,
    make_champion,
    settle,
)
from tests.support.evidence import CHILDREN, evidence, hold_silver, portfolio_for
from tests.support.judging import judging
from tests.support.requests import asked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 12


@pytest.mark.parametrize("seed", [7, 23])
def test_nothing_that_happens_to_evidence_waits_in_a_ring(organisation, lead, officer, now, seed):
    chance = random.Random(seed)
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio = portfolio_for(organisation, lead=lead, at=now)
    question = questions_of(portfolio.edition, "gold")[0]
    request = asked("take_down", at=now)
    kept = {"actor": lead, "at": now}
    agreed = CHILDREN | {"given_on": now.date()}
    done = 0
    for _ in range(ROUNDS):
        pieces = [
            evidence(organisation, question.code, lead=lead, at=now, file=False, consent=agreed)
            for _ in range(2)
        ]
        one, other = pieces

        def version_of(item: EvidenceItem) -> int:
            return EvidenceItem.objects.get(pk=item.pk).version

        acts = [
            lambda i=one: services.change_item(
                item=i, values={"title": "Forum"}, expected_version=version_of(i), **kept
            ),
            lambda i=one: services.place_item(
                item=i,
                shows=[question.code],
                values={},
                expected_version=version_of(i),
                **kept,
            ),
            lambda i=one: services.record_consent(
                item=i, values=agreed, expected_version=i.consent.version, **kept
            ),
            lambda i=one: services.withdraw_consent(item=i, note="They rang.", **kept),
            lambda i=one: take_down.hide(request=request, item=i, actor=officer, at=now),
            lambda i=one: disputes.take_down(i, actor=officer, at=now),
            lambda i=one: disputes.end_dispute(i, actor=officer, at=now),
            lambda i=one: restricting.restrict(item=i, why="Her health", **kept),
            lambda i=one: restricting.end_restriction(item=i, actor=officer, at=now),
            lambda i=one: forget(i, at=now, why="A test of the locks."),
            lambda i=other: services.remove_item(item=i, **kept),
            lambda i=other: services.withdraw_consent(item=i, note="", **kept),
            lambda i=other: services.leave_out(item=i, out=True, **kept),
            lambda p=pieces: services.tag_items(
                organisation=organisation,
                code=question.code,
                add=[],
                remove=[each.uuid for each in p],
                **kept,
            ),
            lambda p=pieces: services.tell_several(
                organisation=organisation,
                items=[each.uuid for each in p],
                values={"who": "Six pupils"},
                nobody=False,
                **kept,
            ),
            lambda: portfolio_services.save_answer(
                application=portfolio,
                question=question,
                values={"text": "What we tell."},
                expected_version=1,
                **kept,
            ),
            lambda: portfolio_services.submit_portfolio(
                application=portfolio, role=Role.LEAD, key=uuid4(), **kept
            ),
        ]
        chance.shuffle(acts)
        answers = at_once(*(lambda a=act: _outcome(a) for act in acts))
        assert [each for each in answers if isinstance(each, OperationalError)] == []
        assert None not in answers
        done += answers.count("done")
        # Sent or not, the next round finds it being written.
        Application.objects.filter(pk=portfolio.pk).update(status=Status.DRAFT)
    assert done > ROUNDS * len(acts) / 3


def _outcome(act) -> object:
    try:
        act()
    except (Refused, NotAllowed, Clash, EvidenceItem.DoesNotExist):
        return "refused"
    except OperationalError as thrown_out:
        return thrown_out
    return "done"


@pytest.mark.parametrize("seed", [5, 17])
def test_nothing_that_happens_on_a_case_waits_in_a_ring(organisation, lead, officer, now, seed):
    """Champions, the chair, two officers and the organisation, all at once; every round on a new case."""
    chance = random.Random(seed)
    second = make_user("Una Second", is_officer=True)
    ensure_signatory(officer, at=now)
    champions = [
        make_champion(make_user(name), officer=officer, at=now, perspective=perspective)
        for name, perspective in (
            ("Cherry Chair", Perspective.PROFESSIONAL),
            ("Pari Parent", Perspective.PARENT_CARER),
            ("Yusuf Young", Perspective.YOUNG_PERSON),
            ("Rita Reserve", Perspective.PROFESSIONAL),
        )
    ]
    done = 0
    for number in range(ROUNDS // 3):
        case = judging(
            create_organisation(
                name=f"School {number}",
                sector="education",
                kind="school",
                postcode="B1 1BB",
                actor=lead,
                at=now,
            ),
            lead=lead,
            officer=officer,
            at=now,
            champions=champions[:3],
            second=number > 0,
        )
        panel, application = case.panel, case.application
        for champion in champions[:3]:
            assess(panel, champion, at=now)
        decision = decide(panel, at=now)
        proposal = propose_revocation(
            award=Award.objects.standing().get(
                organisation=application.organisation, stage="silver"
            ),
            reason="The forum has not met.",
            public_reason="",
            actor=officer,
            at=now,
        )
        acts = _acts_on(case, decision, champions, lead, officer, second, now)
        acts.append(lambda each=proposal: confirm_revocation(revocation=each, actor=second, at=now))
        chance.shuffle(acts)
        answers = at_once(*(lambda a=act: _outcome(a) for act in acts))
        assert [each for each in answers if isinstance(each, OperationalError)] == []
        assert None not in answers
        done += answers.count("done")
        application.refresh_from_db()
        # T-45: whatever won, an award and its certificate go with being approved, and with nothing else.
        has_award = Award.objects.filter(application=application).exists()
        assert has_award == (application.status == Status.APPROVED)
        assert Certificate.objects.filter(award__application=application).exists() == has_award
        # Nothing was built on an award that was taken back at that moment.
        below = Award.objects.filter(organisation=application.organisation, stage="silver")
        assert below.standing().exists() or not has_award
    assert done > ROUNDS // 2


def _acts_on(case, decision, champions, lead, officer, second, at) -> list:
    panel, application = case.panel, case.application
    chair, parent, young, reserve = champions

    def seat(champion):
        return panel.assignments.get(champion=champion)

    return [
        lambda: release_decision(
            decision=decision, expected_version=decision.version, actor=officer, at=at
        ),
        lambda: release_decision(
            decision=decision, expected_version=decision.version, actor=second, at=at
        ),
        lambda: cancel_decision(decision=decision, reason="Look again.", actor=second, at=at),
        lambda: edit_letter(
            decision=decision, letter="Well done.", expected_version=0, actor=second, at=at
        ),
        lambda: declare_interest(
            assignment=seat(young), nature=Interest.CHILD, actor=young.user, at=at
        ),
        lambda: step_back(panel=panel, reason="No time", actor=parent.user, at=at),
        lambda: take_off(
            panel=panel, champion=parent, reason="A link came up.", actor=second, at=at
        ),
        lambda: settle(application, [chair, parent, young, reserve], second, at=at),
        lambda: ask(panel, chair, at=at),
        lambda: remark(
            panel=panel,
            challenge=None,
            text="A strong portfolio.",
            audience=Audience.PANEL,
            key=uuid4(),
            actor=chair.user,
            at=at,
        ),
        lambda: offer_visit(
            application=application,
            purpose=Purpose.VISIT,
            about="The garden",
            times=[at + timedelta(days=5)],
            place_kind=PlaceKind.IN_PERSON,
            place="The school",
            minutes=60,
            key=uuid4(),
            actor=chair.user,
            at=at,
        ),
        lambda: withdraw(
            application=application, actor=lead, role=Role.LEAD, note="We start anew.", at=at
        ),
        lambda: services.withdraw_consent(item=case.item, note="", actor=lead, at=at),
        lambda: disputes.dispute(case.item, actor=second, at=at),
        lambda: tell_of_link(
            person=chair.user,
            organisation_name=application.organisation.name,
            nature=Interest.GOVERNOR,
            actor=chair.user,
            at=at,
        ),
    ]
