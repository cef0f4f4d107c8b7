"""How a plan begins: with what is known, once, and again after "not yet" (WCAG 3.3.7; T-42, T-43)."""

import pytest

from awards.choices import Status
from awards.models import Application, Award
from awards.services.applications import withdraw
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from portfolios.models import Action, DeliveryPlan, Measure, Milestone, Partner
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.gaps import missing_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services.plan import begin_plan, remove_item
from tests.portfolios.plan.acts import add_action, send_as_it_is
from tests.support.awards import hold
from tests.support.plans import TODAY
from tests.support.portfolios import fill_registration


def begin(organisation, actor, at):
    return begin_plan(organisation=organisation, actor=actor, at=at)


def end(application, status):
    Application.objects.filter(pk=application.pk).update(status=status)


@pytest.fixture
def registered(organisation, application, lead, officer, now):
    """Bronze, with the registration that led to it."""
    from awards.services.applications import grant_award
    from tests.support.champions import send

    fill_registration(application, lead=lead, at=now)
    send(application, lead, at=now)
    end(application, Status.APPROVED)
    application.refresh_from_db()
    grant_award(application=application, actor=officer, at=now)
    return organisation


class TestFirst:
    def test_partners_and_levels_of_the_registration_are_there(self, registered, lead, now):
        """And each plan has rows of its own: the registration stays as it was sent."""
        plan = begin(registered, lead, now)
        record = whole_plan(plan).record
        assert [(p.name, p.kind, p.how) for p in record.partners] == [
            ("Parent Forum", "external", "We plan each term together.")
        ]
        assert [level.engagement for level in record.levels] == ["now"] * 6
        assert record.levels[0].text.endswith("meet us each month.")
        assert record.actions == record.barriers == record.measures == record.policies == ()
        Partner.objects.filter(application=plan).update(name="Changed")
        assert Partner.objects.exclude(application=plan).get().name == "Parent Forum"

    def test_it_begins_empty_where_nothing_is_known(self, bronze, lead, now):
        plan = begin(bronze, lead, now)
        assert (plan.stage, plan.status) == ("silver", "draft")
        assert whole_plan(plan).record.partners == ()
        assert (whole_plan(plan).plan.version, whole_plan(plan).plan.updated_by) == (0, lead)

    def test_beginning_is_written_down(self, bronze, lead, now):
        begin(bronze, lead, now)
        event = AuditEvent.objects.filter(event="application.started").latest("pk")
        assert (event.actor, event.details["stage"]) == (lead, "silver")


class TestOnce:
    def test_second_click_finds_the_first_plan(self, bronze, lead, colleague, now):
        """T-43: whoever of them clicks."""
        plan = begin(bronze, lead, now)
        assert begin(bronze, lead, now) == plan
        assert begin(bronze, colleague, now) == plan
        assert DeliveryPlan.objects.count() == 1

    def test_plan_that_was_sent_is_found_as_well(self, draft, bronze, lead, now):
        send_as_it_is(draft, lead, now)
        assert begin(bronze, lead, now) == draft


class TestWho:
    def test_member_begins(self, bronze, colleague, now):
        assert begin(bronze, colleague, now).created_by == colleague

    @pytest.mark.parametrize("who", ["officer", "stranger"])
    def test_others_do_not(self, bronze, now, request, who):
        person = request.getfixturevalue(who)
        with pytest.raises(NotAllowed, match="Only people of this organisation"):
            begin(bronze, person, now)
        assert not DeliveryPlan.objects.exists()


class TestInOrder:
    def test_not_before_bronze(self, organisation, lead, now):
        """T-42."""
        with pytest.raises(Refused, match="taken in order"):
            begin(organisation, lead, now)
        assert not Application.objects.exists()

    def test_not_while_bronze_is_only_asked_for(self, application, organisation, lead, now):
        with pytest.raises(Refused, match="taken in order"):
            begin(organisation, lead, now)

    def test_not_when_bronze_was_revoked(self, bronze, lead, now):
        Award.objects.update(revoked_on=now.date(), revocation_reason="By mistake.")
        with pytest.raises(Refused, match="taken in order"):
            begin(bronze, lead, now)

    def test_not_when_silver_is_held(self, bronze, lead, officer, now):
        hold(bronze, "silver", lead=lead, officer=officer, at=now)
        with pytest.raises(Refused, match="already holds the Silver Award"):
            begin(bronze, lead, now)


def without_ids(record):
    return [
        (section["title"], section["rows"], [(e["title"], _rows(e)) for e in section["entries"]])
        for section in sections_of(record)
    ]


def _rows(entry):
    return [(row["label"], row["value"]) for row in entry["rows"]]


class TestAgain:
    @pytest.fixture
    def again(self, whole, bronze, colleague, now):
        end(whole, Status.DECLINED)
        return begin(bronze, colleague, now)

    def test_every_word_is_there_again(self, whole, again, lead, now):
        """After "not yet": nothing is missing in it, and nothing has changed its place."""
        before, after = whole_plan(whole).record, whole_plan(again).record
        assert again != whole
        assert without_ids(after) == without_ids(before)
        assert missing_of(after, on=TODAY) == []

    def test_links_lead_to_the_new_rows(self, whole, again):
        """Not one of them into the old plan."""
        before, after = whole_plan(whole).record, whole_plan(again).record
        for old, new in zip(before.actions, after.actions, strict=True):
            assert {old.id, *old.partners, *old.measures}.isdisjoint(
                {new.id, *new.partners, *new.measures}
            )
            assert new.principles == old.principles
            for name in ("partner", "measure"):
                words = [
                    [getattr(record, name)(id).name for id in getattr(action, f"{name}s")]
                    for record, action in ((before, old), (after, new))
                ]
                assert words[0] == words[1] != []
            assert {step.id for step in old.milestones}.isdisjoint(
                step.id for step in new.milestones
            )
        for old, new in zip(before.barriers, after.barriers, strict=True):
            assert after.action(new.action).title == before.action(old.action).title
            assert old.action != new.action

    def test_old_plan_stays_as_it_was(self, whole, again):
        Action.objects.filter(application=again).delete()
        record = whole_plan(whole).record
        assert len(record.actions) == 4
        assert record.barriers[0].action
        assert Milestone.objects.count() == 8

    def test_nobody_has_saved_a_page_of_it_yet(self, whole, bronze, lead, now):
        """Every row begins to count anew."""
        Measure.objects.update(version=5)
        Milestone.objects.update(version=5)
        end(whole, Status.DECLINED)
        again = begin(bronze, lead, now)
        assert (whole_plan(again).edits, whole_plan(again).plan.version) == ({}, 0)
        for rows in (
            Measure.objects.filter(application=again),
            Milestone.objects.filter(action__application=again),
        ):
            assert set(rows.values_list("version", flat=True)) == {1}

    def test_after_a_withdrawal_too(self, draft, action, bronze, lead, now):
        """Also when neither a partner nor a level was left in it."""
        withdraw(application=draft, actor=lead, role="lead", note="Later.", at=now)
        record = whole_plan(begin(bronze, lead, now)).record
        assert [each.title for each in record.actions] == ["A quiet room"]

    def test_partner_that_was_removed_does_not_come_back(self, registered, lead, now):
        """From the registration that lies further back."""
        first = begin(registered, lead, now)
        remove_item(
            application=first,
            section="partners",
            item=Partner.objects.get(application=first),
            actor=lead,
            at=now,
        )
        add_action(first, lead, now)
        end(first, Status.DECLINED)
        record = whole_plan(begin(registered, lead, now)).record
        assert (record.partners, len(record.levels), len(record.actions)) == ((), 6, 1)

    def test_latest_of_several_counts(self, draft, action, bronze, lead, now):
        end(draft, Status.WITHDRAWN)
        second = begin(bronze, lead, now)
        Action.objects.filter(application=second).update(title="Better")
        end(second, Status.DECLINED)
        record = whole_plan(begin(bronze, lead, now)).record
        assert [each.title for each in record.actions] == ["Better"]

    def test_other_organisations_plans_are_not_copied(self, foreign, bronze, lead, now):
        """T-24."""
        end(foreign.application, Status.DECLINED)
        assert whole_plan(begin(bronze, lead, now)).record.actions == ()
