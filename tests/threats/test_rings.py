"""T-46: acts on the same pieces queue up. None ever waits for another in a ring, whatever the order.

PostgreSQL ends a ring of waiting transactions by throwing one of them out ("deadlock detected"); whoever
pressed that button would be told that the database did not answer. Each round presses everything that
can happen to a piece of evidence of a portfolio that is being written, in an order of chance that its
seed repeats.
"""

import random
from uuid import uuid4

import pytest
from django.db import OperationalError

from awards.choices import Role, Status
from awards.models import Application
from foundation.refusals import Refused
from foundation.versions import Clash
from portfolios.models import EvidenceItem
from portfolios.selectors.portfolio.questions import questions_of
from portfolios.services import evidence as services
from portfolios.services import portfolio as portfolio_services
from portfolios.services.evidence import disputes, restricting
from portfolios.services.evidence.forgetting import forget
from reports.services import take_down
from tests.support.evidence import CHILDREN, evidence, hold_silver, portfolio_for
from tests.support.requests import asked
from tests.threats.test_races import at_once

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
    except (Refused, Clash, EvidenceItem.DoesNotExist):
        return "refused"
    except OperationalError as thrown_out:
        return thrown_out
    return "done"
