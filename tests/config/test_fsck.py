"""Nothing to say about a whole city; and a sentence for each thing that is broken in it."""

import shutil
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from awards.choices import Audience
from awards.models import Application, Award, Challenge, Remark, StatusChange, User
from certificates.models import Badge, Certificate
from certificates.tasks import make_certificate
from champions.choices import Outcome
from champions.models import Decision
from config.invariants import problems
from foundation.jobs import enqueue
from foundation.outbox import deliver_mail
from portfolios.models import Action, Barrier, DeliveryPlan
from tests.conftest import NOW, make_user
from tests.support.champions import answer, bring_to_release, make_champion, send
from tests.support.jobs import run_waiting_jobs
from tests.support.portfolios import registration_of, send_registration


def stores_in(folder):
    return settings.STORAGES | {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder / name)},
        }
        for name in ("default", "quarantine")
    }


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """One with its award and certificate, one told "not yet", one sent, one draft; one asked for changes.

    Built once, in a transaction that is rolled back and in stores that hold nothing else.
    """
    folder = tmp_path_factory.mktemp("stores")
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=stores_in(folder)),
        transaction.atomic(),
    ):
        lead, officer = make_user("Lena Lead"), make_user("Olive Officer", is_officer=True)
        chair = make_champion(make_user("Paula Chair"), officer=officer, at=NOW)
        for name, outcome in (("Acorn", Outcome.AWARD), ("Beech", Outcome.NOT_YET)):
            case = registration_of(name, lead=lead, at=NOW)
            send_registration(case, lead=lead, at=NOW)
            bring_to_release(
                case, lead=lead, champions=[chair], officer=officer, at=NOW, outcome=outcome
            )
        back = registration_of("Elder", lead=lead, at=NOW)
        send_registration(back, lead=lead, at=NOW)
        bring_to_release(
            back, lead=lead, champions=[chair], officer=officer, at=NOW, outcome=Outcome.CHANGES
        )
        answer(back.challenges.get(), lead, at=NOW + timedelta(days=13))
        send_registration(registration_of("Cedar", lead=lead, at=NOW), lead=lead, at=NOW)
        registration_of("Damson", lead=lead, at=NOW)
        run_waiting_jobs()
        assert Certificate.objects.get().file is not None
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def said(built, tmp_path):
    """What is wrong, some days later. What a test breaks is whole again after it."""
    shutil.copytree(built, tmp_path / "stores")

    def look(days=20):
        return list(problems(at=NOW + timedelta(days=days)))

    with override_settings(STORAGES=stores_in(tmp_path / "stores")), transaction.atomic():
        yield look
        transaction.set_rollback(True)


@pytest.fixture
def somebody(said):
    return User.objects.get(name="Lena Lead")


def named(name):
    return Application.objects.filter(organisation__name=name)


def test_empty_house_has_nothing_to_say(db, tmp_path):
    with override_settings(STORAGES=stores_in(tmp_path)):
        assert list(problems(at=NOW)) == []


def test_whole_city_has_nothing_to_say(said):
    assert said() == []
    out = StringIO()
    call_command("fsck", stdout=out)
    assert out.getvalue() == "Everything is as it must be.\n"


def test_command_names_all_and_fails(said):
    named("Acorn").update(status="declined")
    named("Damson").update(status="submitted")
    out = StringIO()
    with pytest.raises(CommandError, match=r"things are not as they must be\."):
        call_command("fsck", stdout=out)
    assert "says declined" in out.getvalue()
    assert "says submitted" in out.getvalue()


def test_status_that_was_changed_behind_the_door(said):
    named("Cedar").update(status="in_review")
    reference = named("Cedar").get().reference
    assert said() == [f"Application {reference} says in_review, and its history says otherwise."]


def test_step_that_is_missing(said):
    case = named("Beech").get()
    StatusChange.objects.filter(application=case, name="start_review").delete()
    assert said() == [f"Application {case.pk} has a gap in its history at decline."]


def test_step_that_the_table_does_not_allow(said, somebody):
    case = named("Damson").get()
    StatusChange.objects.create(
        application=case, name="approve", from_status="draft", to_status="approved", actor=somebody,
        role="lead", at=NOW,
    )  # fmt: skip
    assert f"Application {case.pk} took a step that is not allowed: approve." in said()
    StatusChange.objects.filter(application=case).update(name="conjure")
    assert f"Application {case.pk} took a step that is not allowed: conjure." in said()


def test_sending_without_a_copy(said):
    case = named("Cedar").get()
    StatusChange.objects.filter(application=case).update(snapshot=None)
    assert said() == [f"Application {case.reference} was sent without a copy of what was sent."]


def test_application_without_a_receipt(said):
    case = named("Cedar")
    reference, pk = case.values_list("reference", "pk").get()
    case.update(submitted_at=None)
    assert said() == [f"Application {reference} was sent at another moment than it says."]
    case.update(submitted_at=StatusChange.objects.get(application=pk).at, reference="")
    assert said() == [f"Application {pk} has no reference."]


def test_award_without_approval(said):
    named("Acorn").update(status="in_review")
    award = Award.objects.get()
    assert f"Award {award.uuid} belongs to an application that was not approved." in said()


def test_approval_without_award(said):
    Badge.objects.all().delete()
    Certificate.objects.all().delete()
    Award.objects.all().delete()
    assert f"Application {named('Acorn').get().reference} is approved and has no award." in said()


def test_award_without_certificate(said):
    award = Award.objects.get()
    Certificate.objects.update(superseded_at=award.application.status_since)
    assert said() == [f"Award {award.uuid} has no current certificate."]
    Badge.objects.all().delete()
    Certificate.objects.all().delete()
    assert f"Award {award.uuid} has no current certificate." in said()


def test_award_with_an_old_and_a_current_certificate_is_whole(said):
    old = Certificate.objects.get()
    Certificate.objects.update(superseded_at=NOW)
    old.pk, old.uuid, old.number, old.code = None, uuid4(), "BRZ-2026-00099", "ANOTHERCODE"
    old.file, old.sha256, old.key, old.superseded_at = None, "", None, None
    old.picture = None
    old.save()
    assert said() == [f"Certificate {old.number} has no file, and no job makes one."]


def test_certificate_that_nobody_makes(said):
    certificate = Certificate.objects.get()
    Certificate.objects.update(file=None, sha256="", key=None)
    assert said() == [f"Certificate {certificate.number} has no file, and no job makes one."]
    enqueue(make_certificate, certificate.uuid)
    DBTaskResult.objects.filter(status="READY").update(enqueued_at=NOW + timedelta(days=19))
    assert said() == []


def test_certificate_with_another_hash(said):
    Certificate.objects.update(sha256="0" * 64)
    number = Certificate.objects.get().number
    assert said() == [f"The bytes of certificate {number} are not the ones it was given."]


def test_bytes_that_have_changed(said):
    file = Certificate.objects.get().file
    with storages["default"].open(file.storage_key, "wb") as stored:
        stored.write(b"forged")
    assert said() == [f"The bytes of file {file.uuid} have changed since they were kept."]


def test_bytes_that_are_missing(said):
    file = Certificate.objects.get().file
    storages["default"].delete(file.storage_key)
    assert said() == [f"The bytes of file {file.uuid} are missing."]


def test_bytes_that_no_row_knows(said):
    storages["quarantine"].save("aa/stray", ContentFile(b"?"))
    assert said() == ["The quarantine store holds aa/stray, and no row knows it."]


def test_decision_released_by_somebody_who_sat(said):
    decision = Decision.objects.get(outcome=Outcome.NOT_YET)
    chair = decision.panel.assignments.get().champion.user
    Decision.objects.filter(pk=decision.pk).update(
        released_by=chair, recorded_by=make_user("Somebody Else")
    )
    assert said() == [f"Decision {decision.uuid} was released by somebody who sat on its panel."]


def test_decision_that_nothing_followed(said):
    decision = Decision.objects.get(outcome=Outcome.NOT_YET)
    Decision.objects.filter(pk=decision.pk).update(outcome=Outcome.AWARD)
    assert said() == [f"Decision {decision.uuid} was released, and its application did not follow."]


def test_reply_to_a_challenge_of_another_application(said):
    remark = Remark.objects.get()
    Remark.objects.update(application=named("Cedar").get())
    assert said() == [f"Remark {remark.uuid} replies to a challenge of another application."]


def test_reply_that_is_wider_than_its_challenge(said):
    remark = Remark.objects.get()
    Challenge.objects.update(sent_back_in=None, audience=Audience.PANEL)
    assert said() == [f"Remark {remark.uuid} is shown wider than its challenge."]


def test_challenge_that_went_back_elsewhere(said):
    challenge = Challenge.objects.get()
    sentence = (
        f"Challenge {challenge.uuid} went back in a step that asked nothing of its application."
    )
    for step in (
        StatusChange.objects.filter(application__organisation__name="Cedar").get(),
        challenge.application.changes.get(name="submit"),
    ):
        Challenge.objects.update(sent_back_in=step)
        assert said() == [sentence]


def test_point_that_cannot_be_answered(said):
    decision = Decision.objects.get(outcome=Outcome.CHANGES)
    decision.points.update(challenge=None)
    assert said() == [
        f"Decision {decision.uuid} asked for changes, and a point of it cannot be answered."
    ]


def test_silver_without_a_plan(said, somebody):
    organisation = named("Acorn").get().organisation
    silver = Application.objects.create(
        reference="SCA-0000-0001",
        organisation=organisation,
        stage="silver",
        edition="birmingham-2026",
        status_since=NOW,
        created_at=NOW,
        created_by=somebody,
    )
    assert said() == ["Application SCA-0000-0001 has no delivery plan."]
    DeliveryPlan.objects.create(application=silver, updated_at=NOW, updated_by=somebody)
    assert said() == []


def test_report_on_a_plan_that_was_not_approved(said, somebody):
    case = named("Damson").get()
    action = Action.objects.create(application=case, position=1)
    milestone = action.milestones.create(name="Opened")
    milestone.reports.create(
        state="dropped", why="No room", reported_by=somebody, reported_at=NOW, key=uuid4()
    )
    sentence = f"Milestone {milestone.uuid} was reported on before its plan was approved."
    assert said() == [sentence]


def test_barrier_that_names_a_foreign_action(said):
    case, other = named("Damson").get(), named("Cedar").get()
    action = Action.objects.create(application=other, position=1)
    barrier = Barrier.objects.create(application=case, position=1, action=action)
    assert said() == [f"Barrier {barrier.uuid} names an action of another plan."]


def test_job_that_is_stuck(said):
    enqueue(deliver_mail, uuid4())
    stuck = DBTaskResult.objects.get(status="READY")
    DBTaskResult.objects.filter(pk=stuck.pk).update(enqueued_at=NOW + timedelta(days=18))
    assert said(days=20) == []
    assert said(days=22) == [
        f"Job {stuck.id} ({stuck.task_path}) has been waiting for more than three days."
    ]


def test_sending_again_moves_the_moment(said, somebody):
    """The latest sending counts, so a form that came back and went again is whole."""
    case = named("Elder").get()
    send(case, somebody, at=NOW + timedelta(days=19))
    run_waiting_jobs()
    assert said() == []
