"""The demo city, and what keeps it out of real installations (T-12)."""

import json
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings as configured
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import override_settings
from django.utils import timezone

from awards.choices import (
    ApplicationKind,
    Audience,
    AwardCondition,
    Interest,
    MembershipRole,
    Role,
    Status,
)
from awards.models import (
    Application,
    Award,
    Challenge,
    Extension,
    Hold,
    Membership,
    Organisation,
    Remark,
    User,
)
from awards.scheme import edition
from awards.selectors import journey_of
from awards.selectors.renewals import renewals_of
from certificates.models import Certificate, Signatory
from champions.choices import Purpose, StepCode
from champions.models import Assessment, Champion, DeclarationOfInterest
from champions.selectors import case_steps, facts_of
from champions.services.panels import settle_panel
from config.checks import check_demo_accounts, demo_accounts_exist, refuse_demo_accounts
from config.demo.city import read_city
from config.demo.gold import PORTFOLIO_STORIES
from config.demo.people import PASSWORD
from config.demo.plans import read_plans
from config.demo.portfolio import read_portfolios
from config.demo.renewing import YEAR_STORIES
from config.demo.silver import PLAN_STORIES
from config.demo.stories import STORIES
from config.demo.years import read_years
from foundation.dates import london_date
from foundation.models import OutboxMessage
from portfolios.choices import (
    ActionState,
    ConsentScope,
    EvidenceKind,
    MeasureState,
    MilestoneState,
    PlanSection,
    SectionCode,
    Strength,
)
from portfolios.models import (
    Action,
    Consent,
    EngagementLevel,
    EvidenceFile,
    EvidenceItem,
    MilestoneReport,
    Narrative,
    Partner,
    SectionEdit,
    SentItem,
)
from portfolios.records import ALL_EYES
from portfolios.selectors.plan.gaps import gaps_of
from portfolios.selectors.plan.opened import opened_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.portfolio.coverage import Axis, Coverage
from portfolios.selectors.portfolio.gaps import gaps_of as gaps_of_portfolio
from portfolios.selectors.portfolio.opened import opened_of as opened_of_portfolio
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.selectors.registration.problems import registration_problems
from portfolios.selectors.statement.gaps import gaps_of as gaps_of_statement
from portfolios.selectors.statement.reading import whole_statement
from reports.models import Erasure, PrivacyRequest
from reports.selectors import with_waiting
from tests.support.jobs import commit_effects

TURNS = {"panel": "champions", "chair": "champions", "both": "champions"}
# The wording that everybody signs is the scheme's, and places are no prose.
# A point that goes back is the same sentence as its challenge.
# Or written once, and kept in two places: a link told on a case stands for every case to come.
NOT_WRITTEN_BY_PEOPLE = {
    "Appointment.place",
    "Commitment.wording_text",
    "DecisionPoint.sentence",
    "StandingInterest.details",
}
COPIED = {
    Partner: ("how",),
    EngagementLevel: ("text",),
    Narrative: ("text", "before", "after"),
}
# From here on a column is for prose.
PROSE = 400


@pytest.fixture(scope="module")
def loading(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests below, in a transaction that is rolled back after them.

    With stores of its own: the files of other tests' rolled-back rows lie in the common ones.
    """
    out = StringIO()
    folder = tmp_path_factory.mktemp("stores")
    stores = {
        name: configured.STORAGES[name]
        | {"OPTIONS": configured.STORAGES[name]["OPTIONS"] | {"location": str(folder / name)}}
        for name in ("default", "quarantine")
    }
    with (
        override_settings(STORAGES=configured.STORAGES | stores),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def city(loading):
    """What a test changes is gone after it."""
    with transaction.atomic():
        yield loading
        transaction.set_rollback(True)


def rows():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def story(name):
    """The newest application of the first organisation with this story."""
    sketch = next(each for each in read_city() if each.story == name)
    return Application.objects.filter(organisation__name=sketch.name).latest("created_at")


def texts():
    """Everything that people wrote, with the column it stands in."""
    for model in apps.get_models():
        if model._meta.app_label not in ("awards", "portfolios", "champions"):
            continue
        if model in COPIED:
            # A form begins with what was told for the stage before.
            for column in COPIED[model]:
                rows = model.objects.values_list("application__organisation", column)
                yield from ((f"{model.__name__}.{column}", text) for _, text in set(rows) if text)
            continue
        for field in model._meta.concrete_fields:
            is_prose = isinstance(field, models.TextField) or (field.max_length or 0) >= PROSE
            column = f"{model.__name__}.{field.name}"
            if is_prose and not field.choices and column not in NOT_WRITTEN_BY_PEOPLE:
                for text in model._default_manager.values_list(field.name, flat=True):
                    if text and isinstance(text, str):
                        yield column, text


def test_demo_says_a_line_for_each_organisation(city):
    lines = city.splitlines()
    assert Organisation.objects.count() == 47
    assert lines[0] == " 1 of 47  Bordesley Green Family Practice: holds Bronze"
    assert lines[47] == "Then      Bordesley Green Family Practice: holds Silver"
    years = len(read_years())
    assert lines[-3] == "Then      Harborne Wheels in Motion: holds Gold, renewed last month"
    assert lines[-3 - years] == "Then      Rainbow Gate Short Breaks: a Gold portfolio in review"
    assert lines[-2] == "And what people asked about their own data"
    assert len(lines) == 47 + len(read_plans()) + len(read_portfolios()) + years + 2
    assert lines[-1] == "The demo city is loaded."


def test_demo_shows_every_story_and_every_step(city):
    assert {sketch.story for sketch in read_city()} == set(STORIES)
    assert set(Application.objects.values_list("status", flat=True)) == set(Status.values)
    steps = case_steps(Application.objects.all(), at=timezone.now())
    # Where a visit is asked for, somebody still assesses, and the case waits for that first.
    assert {step.code for step in steps.values()} == set(StepCode) - {StepCode.VISIT}


def test_demo_has_all_sectors_and_kinds_of_organisation(city):
    scheme = edition("birmingham-2026")
    assert set(Organisation.objects.values_list("sector", flat=True)) == {
        sector.code for sector in scheme.sectors
    }
    assert set(Organisation.objects.values_list("kind", flat=True)) == {
        kind.code for kind in scheme.organisation_kinds
    }
    for organisation in Organisation.objects.all():
        assert scheme.covers_postcode(organisation.postcode)


def test_demo_leaves_nothing_that_fsck_finds(city):
    commit_effects()
    out = StringIO()
    call_command("fsck", stdout=out)
    assert out.getvalue() == "Everything is as it must be.\n"


def test_demo_has_something_on_each_privacy_page(city):
    """A picture to decide about, requests of other kinds and dates, a hold, and a deletion to confirm."""
    kinds = PrivacyRequest.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["access", "complaint", "correction", "take_down"]
    assert PrivacyRequest.objects.open().count() == 3
    assert Consent.objects.exclude(disputed_at=None).count() == 1
    assert EvidenceItem.objects.exclude(restricted_at=None).count() == 1
    assert Hold.objects.active().count() == 1
    erasure = Erasure.objects.get()
    assert erasure.ordered_by.email != "officer@demo.example"
    assert erasure.terms


def test_demo_has_no_two_texts_alike(city):
    found = [(text.casefold(), column) for column, text in texts()]
    assert len(found) > 2350
    assert {column for _, column in found} >= {
        "RegistrationForm.description",
        "EngagementLevel.text",
        "Partner.how",
        "Appointment.summary",
        "Finding.note",
        "Decision.feedback",
        "Decision.letter",
        "Challenge.text",
        "Remark.text",
        "StatusChange.note",
        "Action.needs",
        "Barrier.how",
        "Measure.target",
        "MilestoneReport.why",
        "PolicyFit.text",
        "Extension.reason",
        "EvidenceItem.changed",
        "EvidenceItem.ladder_said",
        "Consent.withdrawn_note",
        "Narrative.before",
        "ActionOutcome.why",
        "MeasureOutcome.result",
        "Affirmation.text",
        "Statement.who",
    }
    seen = Counter(text for text, _ in found)
    assert [text for text, times in seen.items() if times > 1] == []


def test_demo_keeps_its_drafts_unfinished(city):
    assert {problem.section for problem in registration_problems(story("unsigned"))} == {
        SectionCode.SIGN
    }
    half = story("half_written")
    writers = SectionEdit.objects.filter(application=half).values("updated_by").distinct()
    assert writers.count() == 2
    assert not SectionEdit.objects.filter(application=story("just_begun")).exists()


def test_demo_paper_registration_has_an_invited_lead_only(city):
    application = story("paper")
    assert application.entered_by_officer
    assert not application.organisation.memberships.exists()
    assert application.organisation.invitations.get().role == MembershipRole.LEAD
    assert application.commitments.get().signed_on < application.registration.registration_date


def test_demo_holds_bronze_with_one_certificate_issued_again(city):
    assert Award.objects.standing().filter(stage="bronze").count() == 23
    assert Certificate.objects.filter(award__stage="bronze").count() == 24
    old = Certificate.objects.exclude(superseded_at=None).get(award__stage="bronze")
    new = Certificate.objects.get(award=old.award, superseded_at=None)
    assert (old.printed_name, new.printed_name) == (
        "Rainbow Gate Short Brakes",
        "Rainbow Gate Short Breaks",
    )


def test_demo_prints_names_in_four_scripts(city):
    names = set(Certificate.objects.values_list("printed_name", flat=True))
    assert names >= {
        "Łódź & Sons",
        "سایہ گھر",
        "আলোর পাঠশালা",
        "和谐华人家庭互助会",
        "Cutler's Row School",
    }
    assert max(len(organisation.name) for organisation in Organisation.objects.all()) > 130


def test_demo_signatories_wait_for_the_scanner_with_their_pictures(city):
    assert Signatory.objects.count() == 3
    assert [signatory.picture.is_clean for signatory in Signatory.objects.all()] == [False] * 3
    assert {line["picture"] for line in Certificate.objects.first().signatories} == {""}


def test_demo_people_can_sign_in(city):
    demo = User.objects.filter(email__endswith="@demo.example")
    assert demo.get(email="lead@demo.example").check_password(PASSWORD)
    for user in demo:
        validate_password(PASSWORD, user)
    confirmed = EmailAddress.objects.filter(user__in=demo, verified=True, primary=True)
    assert confirmed.count() == demo.count()


def test_demo_champions_see_with_all_eyes_and_one_is_under_18(city):
    seen = Counter(Champion.objects.values_list("perspective", flat=True))
    assert seen == {"professional": 4, "parent_carer": 2, "young_person": 2}
    today = date.today()  # noqa: DTZ011
    assert sum(champion.is_under_18(today) for champion in Champion.objects.all()) == 1


def test_demo_has_a_person_with_two_organisations(city):
    counts = Membership.objects.values("user").annotate(of=models.Count("pk"))
    assert sorted(counts.values_list("of", flat=True))[-2:] == [1, 2]


def test_demo_json_is_alone_on_stdout(city):
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert set(told) == {"accounts", "certificates", "organisations"}
    firsts = told["accounts"][:4]
    assert [entry["role"] for entry in firsts] == ["officer", "champion", "lead", "member"]
    assert [entry["email"] for entry in firsts] == [f"{e['role']}@demo.example" for e in firsts]
    assert firsts[2] == {
        "role": "lead",
        "email": "lead@demo.example",
        "password": PASSWORD,
        "organisation": "Acorn Lane Primary School",
    }
    assert firsts[0]["organisation"] == ""
    assert Counter(entry["role"] for entry in told["accounts"]) == {
        "officer": 2,
        "champion": 8,
        "lead": 46,
        "member": 45,
    }
    assert Counter(entry["state"] for entry in told["certificates"]) == {
        "in-force": 40,
        "due": 3,
        "grace": 1,
        "lapsed": 1,
        "superseded": 2,
    }
    certificate = Certificate.objects.earliest("issued_at")
    assert told["certificates"][0] == {
        "code": certificate.shown_code,
        "stage": "bronze",
        "state": "in-force",
        "organisation": "Bordesley Green Family Practice",
        "url": f"/certificates/{certificate.uuid}/certificate.pdf",
    }
    assert Counter(entry["stage"] for entry in told["organisations"]) == {
        "platinum": 1,
        "gold": 6,
        "silver": 6,
        "bronze": 10,
        "": 24,
    }
    assert {"name": "Łódź & Sons", "slug": "odz-sons", "stage": "bronze"} in told["organisations"]


def test_demo_accounts_names_one_of_each_role_and_the_password_once(city):
    out = StringIO()
    call_command("demo", "--accounts", stdout=out)
    table = out.getvalue()
    for role in Role.OFFICER, Role.CHAMPION, Role.LEAD, Role.MEMBER:
        assert table.count(f"{role.value}@demo.example") == 1
    assert "gold@demo.example         Cutler's Row School" in table
    assert "platinum@demo.example     Bordesley Green Family Practice" in table
    assert "renewal@demo.example      Kingstanding Parents’ Bridge" in table
    assert table.count(PASSWORD) == 1


def test_demo_a_second_time_changes_nothing(city):
    before, out = rows(), StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue() == "The demo city is here already.\n"
    assert rows() == before


def test_demo_is_refused_where_it_is_not_allowed(city, settings):
    settings.DEMO_ALLOWED = False
    for option in [], ["--json"], ["--accounts"]:
        with pytest.raises(CommandError, match="does not allow it"):
            call_command("demo", *option)


def test_demo_accounts_fail_the_check_of_a_real_installation(city, settings):
    assert check_demo_accounts() == []
    settings.DEMO_ALLOWED = False
    assert [problem.id for problem in check_demo_accounts()] == ["config.E001"]
    User.objects.filter(email__endswith="@demo.example").update(is_active=False)
    assert demo_accounts_exist()


@pytest.mark.django_db
def test_check_passes_without_accounts_of_the_demo(settings, lead):
    settings.DEMO_ALLOWED = False
    assert not demo_accounts_exist()
    assert check_demo_accounts() == []


def test_web_process_does_not_start_with_accounts_of_the_demo(city, settings, monkeypatch):
    # Closing would end the transaction that holds the city.
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    refuse_demo_accounts()
    settings.DEMO_ALLOWED = False
    with pytest.raises(ImproperlyConfigured, match="accounts of the demo"):
        refuse_demo_accounts()


def disagreements(at):
    """Cases of which the officers' list and the case itself say that different people have them."""
    waiting = with_waiting(Application.objects.all(), at=at)
    steps = case_steps(waiting, at=at)
    for application in waiting:
        turn = steps[application.pk].reviewers.turn
        if application.waiting_on != TURNS.get(turn, turn):
            yield application, turn, application.waiting_on


def test_waiting_on_agrees_with_the_step_of_every_case(city):
    now = timezone.now()
    for ahead in 0, 6, 40:
        assert list(disagreements(now + timedelta(days=ahead))) == []


def test_waiting_on_agrees_when_a_panel_grows_after_times_were_offered(city):
    application = story("offered")
    sitting = [seat.champion for seat in application.panel.assignments.active()]
    new = Champion.objects.exclude(pk__in=[champion.pk for champion in sitting]).first()
    now = timezone.now()
    settle_panel(
        application=application,
        champions=[*sitting, new],
        chair=sitting[0],
        actor=User.objects.get(email="officer@demo.example"),
        at=now,
    )
    assert case_steps([application], at=now)[application.pk].reviewers.turn == "panel"
    assert list(disagreements(now)) == []


def test_waiting_on_agrees_when_a_champion_has_joined_the_applicant(city):
    application, now = story("to_decide"), timezone.now()
    seat = application.panel.assignments.active().first()
    Membership.objects.create(
        organisation=application.organisation,
        user=seat.champion.user,
        role=MembershipRole.MEMBER,
        joined_at=now,
    )
    assert case_steps([application], at=now)[application.pk].reviewers.turn == "officer"
    assert list(disagreements(now)) == []


def test_demo_champion_with_an_interest_has_left_the_panel(city):
    declared = DeclarationOfInterest.objects.exclude(nature=Interest.NONE).get()
    assert declared.assignment.panel.application == story("interest")
    assert declared.assignment.ended_at is not None


def plan(name):
    """The newest application with this story of a plan."""
    site = next(site for site, each in read_plans().items() if each.story == name)
    organisation = next(sketch.name for sketch in read_city() if sketch.site == site)
    return Application.objects.get(organisation__name=organisation, stage="silver")


def test_demo_shows_every_story_of_a_plan(city):
    assert {sketch.story for sketch in read_plans().values()} == set(PLAN_STORIES)
    assert set(read_plans()) <= {each.site for each in read_city() if each.story == "held"}
    plans = Application.objects.filter(stage="silver")
    assert Counter(plans.values_list("status", flat=True)) == {
        Status.APPROVED: 13,
        Status.DRAFT: 5,
        Status.SUBMITTED: 1,
        Status.IN_REVIEW: 1,
        Status.CHANGES_REQUESTED: 1,
        Status.DECLINED: 1,
    }
    certificates = Certificate.objects.current().filter(award__stage="silver")
    assert certificates.count() == Award.objects.standing().filter(stage="silver").count() == 13


def test_demo_plans_miss_nothing_on_the_day_they_are_sent(city):
    stronger = set()
    for application in Application.objects.filter(stage="silver").select_related("organisation"):
        sent = application.submitted_at or timezone.now()
        gaps = gaps_of(whole_plan(application).record, on=london_date(sent))
        if application != plan("extended") and application.status == Status.DRAFT:
            assert any(gap.is_missing for gap in gaps), application
            continue
        assert [gap.full for gap in gaps if gap.is_missing] == []
        if gaps:
            stronger.add(application)
    assert stronger == {plan("extended"), plan("not_yet")}


def test_demo_plan_is_written_by_two_colleagues(city):
    writers = SectionEdit.objects.filter(application=plan("two_writers")).values("updated_by")
    assert writers.distinct().count() == 2


def test_demo_silver_is_late_in_one_place_and_has_more_time_in_another(city):
    today = london_date(timezone.now())
    silver = {}
    for name in "late", "extended":
        steps = journey_of(plan(name).organisation, on=today).stages
        silver[name] = next(step.deadline for step in steps if step.stage.code == "silver")
    assert silver["late"].due_on < today
    assert silver["late"].extension is None
    assert silver["extended"].due_on > today
    assert silver["extended"].extension == Extension.objects.get()


def test_demo_milestones_go_on_after_silver(city):
    reports = MilestoneReport.objects.all()
    assert set(reports.values_list("state", flat=True)) == set(MilestoneState.values) - {
        MilestoneState.PLANNED
    }
    for each in reports.select_related("milestone__action__application"):
        application = each.milestone.action.application
        award = Award.objects.get(application=application)
        assert london_date(each.reported_at) >= award.awarded_on
        assert each.done_on is None or each.done_on <= london_date(each.reported_at)


def test_demo_panel_supports_and_challenges_plans(city):
    back = Challenge.objects.filter(application=plan("changes"))
    assert (back.count(), back.unanswered().count()) == (3, 1)
    assert set(back.values_list("audience", flat=True)) == {Audience.ORGANISATION}
    in_review = Challenge.objects.filter(application=plan("assessing"))
    assert set(in_review.values_list("audience", flat=True)) == set(Audience.values)
    closed = Challenge.objects.filter(application__stage="silver").exclude(closed_at=None)
    assert closed.filter(application__status=Status.APPROVED).count() == closed.count() == 4
    assert set(Remark.objects.values_list("author_as", flat=True)) >= {"champion", "lead", "member"}


def test_demo_plan_that_came_back_opens_what_was_challenged_only(city):
    application = plan("changes")
    titles = {"Former students train our mentors", "Students decide where mentor hours go"}
    opened = opened_of(application)
    for action in Action.objects.filter(application=application):
        is_open = opened.action(str(action.uuid))
        assert is_open == (action.title in titles), action
    assert opened.section(PlanSection.BARRIERS)
    assert not opened.section(PlanSection.POLICIES)


def portfolio(name):
    """The application with this story of a portfolio."""
    sketch = next(each for each in read_portfolios() if each.story == name)
    organisation = next(each.name for each in read_city() if each.site == sketch.site)
    return Application.objects.get(organisation__name=organisation, stage=sketch.stage)


def record_of(application, on):
    return whole_portfolio(application, on=london_date(on)).record


def test_demo_shows_every_story_of_a_portfolio(city):
    assert {sketch.story for sketch in read_portfolios()} == set(PORTFOLIO_STORIES)
    states = Counter(
        Application.objects.filter(
            stage__in=["gold", "platinum"], kind=ApplicationKind.STAGE
        ).values_list("stage", "status")
    )
    assert states == {
        ("gold", Status.APPROVED): 8,
        ("gold", Status.DRAFT): 1,
        ("gold", Status.SUBMITTED): 1,
        ("gold", Status.IN_REVIEW): 1,
        ("gold", Status.CHANGES_REQUESTED): 1,
        ("platinum", Status.DRAFT): 1,
        ("platinum", Status.APPROVED): 1,
    }


def test_demo_gold_is_in_force_for_months_to_come(city):
    award, today = Award.objects.get(application=portfolio("gold")), london_date(timezone.now())
    assert timedelta(days=180) < today - award.awarded_on < timedelta(days=250)
    assert award.condition(today) is AwardCondition.IN_FORCE
    steps = journey_of(award.organisation, on=today).stages
    assert next(step for step in steps if step.stage.code == "platinum").application.is_open


def test_demo_portfolios_miss_nothing_on_the_day_they_are_sent(city):
    for name in "gold", "gold_assessing", "gold_changes", "gold_submitted":
        application = portfolio(name)
        record = record_of(application, application.submitted_at)
        gaps = gaps_of_portfolio(record, on=london_date(application.submitted_at))
        assert [gap.full for gap in gaps if gap.is_missing] == [], name
        assert len(gaps) <= 4, [gap.full for gap in gaps]
        coverage = Coverage(record)
        for axis in Axis.CRITERIA, Axis.PRINCIPLES, Axis.FOUR_CS, Axis.LEVELS, Axis.MEASURES:
            weak = {
                line.code
                for line in coverage.lines(axis)
                if coverage.strength(line.code) != Strength.IMPACT
            }
            assert weak == set(), (name, axis)
        assert 12 <= SentItem.objects.filter(change__application=application).count() <= 20


def test_demo_portfolios_that_are_written_still_have_gaps(city):
    now = timezone.now()
    for name in "gold_writing", "platinum_writing":
        gaps = gaps_of_portfolio(record_of(portfolio(name), now), on=london_date(now))
        assert any(gap.is_missing for gap in gaps), name
        edits = SectionEdit.objects.filter(application=portfolio(name))
        assert edits.values("updated_by").distinct().count() == 2


def test_demo_coverage_has_all_strengths_while_gold_is_written(city):
    coverage = Coverage(record_of(portfolio("gold_writing"), timezone.now()))
    assert {coverage.strength(line.code) for line in coverage.lines(Axis.CRITERIA)} == {
        Strength.TOLD,
        Strength.SHOWN,
        Strength.IMPACT,
    }


def test_demo_evidence_is_of_every_kind(city):
    items = EvidenceItem.objects.all()
    assert set(items.values_list("kind", flat=True)) >= set(EvidenceKind.values)
    files = EvidenceFile.objects.select_related("file")
    assert {row.file.content_type.partition(";")[0] for row in files} == {
        "image/jpeg",
        "text/plain",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
    for row in files:
        assert row.file.is_clean
        is_picture = row.file.content_type == "image/jpeg"
        assert bool(row.file.thumbnail_key) == is_picture
        assert not row.caption or is_picture
    assert items.exclude(url="").count() >= 3
    differ = items.exclude(ladder_theirs="").exclude(ladder_theirs=models.F("ladder_ours"))
    assert 4 <= differ.count() < items.exclude(ladder_theirs="").count()


def test_demo_evidence_lies_in_the_tray_while_gold_is_written(city):
    organisation = portfolio("gold_writing").organisation
    items = EvidenceItem.objects.filter(organisation=organisation)
    assert items.placed(False).count() == 3
    assert items.filter(consent__shows_people="").exclude(tags=None).count() == 1
    withdrawn = items.hidden(london_date(timezone.now())).get()
    assert withdrawn.consent.withdrawn_note
    assert withdrawn.consent.forgotten_at is None


def test_demo_consent_is_narrow_for_children(city):
    consents = Consent.objects.exclude(shows_people="")
    assert consents.filter(shows_people="nobody").count() > consents.count() / 2
    children = consents.filter(children=True)
    assert children.count() >= 4
    assert set(children.values_list("scope", flat=True)) == {ConsentScope.ASSESSORS}
    assert consents.filter(scope=ConsentScope.WEB).count() == 2


def test_demo_report_tells_what_became_of_the_plan(city):
    said, measured = set(), set()
    for name in "gold", "gold_assessing", "gold_changes", "gold_submitted":
        record = record_of(portfolio(name), timezone.now())
        said |= {action.state for action in record.actions}
        measured |= {measure.state for measure in record.measures}
    assert said == set(ActionState.values)
    assert measured == set(MeasureState.values)
    half = record_of(portfolio("gold_writing"), timezone.now())
    assert {bool(action.state) for action in half.actions} == {True, False}


def test_demo_evidence_is_no_younger_than_its_row(city):
    for item in EvidenceItem.objects.all():
        assert item.happened_on is None or item.happened_on <= london_date(item.created_at)


def test_demo_platinum_carries_what_was_told_for_gold(city):
    application = portfolio("platinum_writing")
    items = EvidenceItem.objects.filter(organisation=application.organisation)
    gold = Application.objects.get(organisation=application.organisation, stage="gold")
    assert items.filter(tags__code="platinum.training").count() > (
        items.filter(tags__code="gold.training").count()
    )
    told = {row.code: row.text for row in Narrative.objects.filter(application=application)}
    before = {row.code: row.text for row in Narrative.objects.filter(application=gold)}
    assert told["with.data"] == before["with.data"]
    assert told["with.power"] != before["with.power"]
    assert items.filter(created_at__gt=application.created_at).exists()


def test_demo_portfolio_that_came_back_opens_what_was_challenged_only(city):
    application = portfolio("gold_changes")
    asked = Challenge.objects.filter(application=application)
    assert (asked.count(), asked.unanswered().count()) == (2, 1)
    opened = opened_of_portfolio(application)
    assert opened.subjects == frozenset(asked.values_list("subject", flat=True))
    assert (
        EvidenceItem.objects.filter(organisation=application.organisation, sent_in=None)
        .in_portfolio()
        .count()
        == 1
    )


def test_demo_panel_for_gold_has_the_mix(city):
    for name in "gold", "gold_assessing", "gold_changes":
        seats = portfolio(name).panel.assignments.active().select_related("champion")
        assert {seat.champion.perspective for seat in seats} == {
            "young_person",
            "parent_carer",
            "professional",
        }


def in_year(name):
    """The organisation with this story of a year."""
    site = next(each.site for each in read_years() if each.story == name)
    return Organisation.objects.get(
        name=next(each.name for each in read_city() if each.site == site)
    )


def renewal(name):
    return renewals_of(in_year(name), on=london_date(timezone.now()))[0]


def reminders(award):
    """What the clock has sent about it so far, the last part of each key."""
    keys = OutboxMessage.objects.filter(key__startswith=f"renewal:{award.pk}:")
    return sorted({key.split(":")[3] for key in keys.values_list("key", flat=True)})


def test_demo_shows_every_story_of_a_year(city):
    assert {each.story for each in read_years()} == set(YEAR_STORIES)
    conditions = {name: renewal(name).condition for name in YEAR_STORIES}
    assert conditions == {
        "open": AwardCondition.DUE,
        "half": AwardCondition.DUE,
        "panel": AwardCondition.DUE,
        "grace": AwardCondition.GRACE,
        "lapsed": AwardCondition.LAPSED,
        "renewed": AwardCondition.IN_FORCE,
        "platinum": AwardCondition.IN_FORCE,
    }
    begun = Application.objects.filter(kind=ApplicationKind.REVALIDATION)
    assert dict(begun.values_list("organisation", "status")) == {
        in_year("half").pk: Status.DRAFT,
        in_year("panel").pk: Status.IN_REVIEW,
        in_year("renewed").pk: Status.APPROVED,
    }


def test_demo_reminds_of_renewals_on_the_days_that_have_come(city):
    told = {name: reminders(renewal(name).award) for name in YEAR_STORIES}
    assert told == {
        "open": ["60"],
        "half": ["28", "60"],
        "panel": ["60"],
        "grace": ["-1", "28", "60", "7"],
        "lapsed": ["-1", "-14", "28", "60", "7", "lapsed"],
        "renewed": [],
        "platinum": [],
    }


def test_demo_statement_is_half_written(city):
    found = whole_statement(
        renewal("half").application, on=london_date(timezone.now()), eyes=ALL_EYES
    )
    states = Counter(each.state for each in found.record.affirmations)
    assert states == {"stronger": 1, "true": 1, "": 3}
    assert gaps_of_statement(found.record, on=london_date(timezone.now()), signed=False)


def test_demo_statement_before_a_panel_asks_for_a_visit_with_its_reasons(city):
    application = renewal("panel").application
    advice = facts_of(application).visit
    assert [each.name for each in advice.reached] == [
        "Criteria that changed or stopped",
        "The newest evidence for each criterion",
    ]
    chair = application.panel.assignments.active().get(is_chair=True)
    assert chair.champion.user.email == "champion@demo.example"
    assert not Assessment.objects.filter(assignment=chair).exists()
    assert application.appointments.get().purpose == Purpose.VISIT


def test_demo_gold_was_renewed_last_month_from_its_anniversary(city):
    new = renewal("renewed").award
    old = Award.objects.get(superseded_by=new)
    today = london_date(timezone.now())
    assert timedelta(days=20) < today - new.awarded_on < timedelta(days=45)
    assert (new.runs_from, new.held_since) == (old.due_on, old.held_since)
    states = {
        award: Certificate.objects.with_award().get(award=award).condition(today)
        for award in (old, new)
    }
    assert states == {old: AwardCondition.SUPERSEDED, new: AwardCondition.IN_FORCE}
    advice = facts_of(new.application).visit
    assert advice.reached == ()


def test_demo_lapse_leaves_bronze_and_silver(city):
    found = renewal("lapsed")
    assert found.kept == "Bronze and Silver"
    held = Award.objects.filter(organisation=in_year("lapsed"))
    today = london_date(timezone.now())
    assert set(held.held_on(today).values_list("stage", flat=True)) == {"bronze", "silver"}


def test_demo_platinum_keeps_gold_beyond_its_year(city):
    found, today = renewal("platinum"), london_date(timezone.now())
    gold = Award.objects.standing().get(organisation=in_year("platinum"), stage="gold")
    assert found.stage.code == "platinum"
    assert gold.valid_until < today < gold.due_on == found.due_on
    assert gold.condition(today) is AwardCondition.IN_FORCE
