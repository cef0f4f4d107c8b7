"""Two officers in the same instant: one version, and the other sees both texts (T-44)."""

import threading

import pytest
from django.db import connections

from foundation.mail_kinds import kind
from foundation.models import AuditEvent, MailWording
from foundation.refusals import Clash
from foundation.wordings import Wording
from reports.services.wordings import change_wording
from tests.conftest import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_officers_in_one_instant_leave_one_version(now):
    officers = [make_user(f"Officer {number}", is_officer=True) for number in range(6)]
    barrier = threading.Barrier(len(officers))
    clashes, faults = [], []

    def run(actor):
        wording = Wording(f"Mine {actor.pk}", "# Hello\n\n[x]((link))")
        try:
            barrier.wait(10)
            change_wording(
                kind=kind("panel_left"),
                wording=wording,
                expected_version=0,
                actor=actor,
                at=now,
            )
        except Clash as clash:
            clashes.append(clash)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[actor]) for actor in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (faults, len(clashes)) == ([], 5)
    row = MailWording.objects.get()
    assert (row.version, row.subject) == (1, f"Mine {row.changed_by_id}")
    assert all(clash.fields[0].theirs == row.subject for clash in clashes)
    assert AuditEvent.objects.filter(event="mail.wording_changed").count() == 1
