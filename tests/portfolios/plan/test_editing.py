"""Two colleagues in one plan (T-44), and the plan that is no longer theirs to change."""

from datetime import date
from uuid import uuid4

import pytest

from awards.services.organisations import remove_member
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.choices import ActionPart, PlanSection
from portfolios.models import Action, DeliveryPlan
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services import plan as services
from tests.portfolios.plan.acts import (
    add_action,
    add_item,
    add_milestone,
    change_milestone,
    keep_draft,
    save,
    send_as_it_is,
)
from tests.support.planning import part_version

WHAT, WHO, LADDER, WHEN, RESOURCES, REVIEW = (
    ActionPart.WHAT,
    ActionPart.WHO,
    ActionPart.LADDER,
    ActionPart.WHEN,
    ActionPart.RESOURCES,
    ActionPart.REVIEW,
)


def clash_of(plan, action, part, actor, at, *, version, **mine):
    with pytest.raises(Clash) as clash:
        save(plan, action, part, actor, at, version=version, **mine)
    return [(field.mine, field.theirs) for field in clash.value.fields]


class TestClash:
    @pytest.mark.parametrize(
        ("part", "theirs", "mine", "shown"),
        [
            (WHAT, {"title": "Theirs"}, {"title": "Mine"}, ("Mine", "Theirs")),
            (
                WHAT,
                {"four_c": "fourc.co_delivery"},
                {"four_c": ""},
                ("", "Co-delivery"),
            ),
            (WHO, {"owner": "Theirs"}, {"owner": "Mine"}, ("Mine", "Theirs")),
            (
                LADDER,
                {"ladder": "ladder.co_production"},
                {"ladder": "ladder.informing"},
                ("Informing", "Co-production"),
            ),
            (
                LADDER,
                {"principles": ["principle.2"]},
                {"principles": ["principle.7", "principle.2"]},
                None,
            ),
            (
                LADDER,
                {"agreed_on": date(2026, 10, 8)},
                {"agreed_on": None},
                ("", "8 October 2026"),
            ),
            (
                WHEN,
                {"starts_on": date(2027, 1, 11)},
                {"starts_on": date(2027, 2, 1)},
                ("1 February 2027", "11 January 2027"),
            ),
            (
                RESOURCES,
                {"in_place": "yes"},
                {"in_place": "not_yet"},
                ("Not yet", "Yes, all of it is confirmed"),
            ),
            (REVIEW, {"review": "Theirs"}, {"review": "Mine"}, ("Mine", "Theirs")),
        ],
    )
    def test_second_reads_both_and_the_first_is_kept(
        self, draft, action, lead, colleague, now, part, theirs, mine, shown
    ):
        """In words, as the page asks it."""
        version = part_version(draft, action, part)
        save(draft, action, part, colleague, now, **theirs)
        before = whole_plan(draft).record
        (fields,) = clash_of(draft, action, part, lead, now, version=version, **mine)
        if shown:
            assert fields == shown
        else:
            assert all(fields)
            assert len(fields[0].splitlines()) == 2
        assert whole_plan(draft).record == before
        assert part_version(draft, action, part) == version + 1

    @pytest.mark.parametrize(
        ("part", "name", "section"),
        [(WHO, "partners", PlanSection.PARTNERS), (REVIEW, "measures", PlanSection.MEASURES)],
    )
    def test_ticks_are_shown_by_name(
        self, draft, action, lead, colleague, now, part, name, section
    ):
        first, second = (
            add_item(draft, section, lead, now, name=word) for word in ("Charity", "Club")
        )
        save(draft, action, part, colleague, now, **{name: [str(first.uuid)]})
        fields = clash_of(
            draft, action, part, lead, now, version=0, **{name: [str(second.uuid), str(uuid4())]}
        )
        assert fields == [("Club", "Charity")]
        assert list(getattr(action, name).all()) == [first]

    def test_what_both_wrote_alike_is_left_out(self, draft, action, lead, colleague, now):
        save(draft, action, WHO, colleague, now, owner="Head", agencies="Theirs", partners=[])
        fields = clash_of(
            draft, action, WHO, lead, now, version=0, owner="Head", agencies="Mine", partners=[]
        )
        assert fields == [("Mine", "Theirs")]

    def test_own_second_tab_is_somebody_else(self, draft, action, lead, now):
        save(draft, action, WHO, lead, now, version=0, owner="One")
        assert clash_of(draft, action, WHO, lead, now, version=0, owner="Two") == [("Two", "One")]

    def test_codes_of_an_earlier_edition_are_shown_as_they_are(
        self, draft, action, lead, colleague, now
    ):
        """A plan that was begun again can hold what its new edition no longer has."""
        Action.objects.update(four_c="fourc.gone", ladder="ladder.gone")
        save(draft, action, WHAT, colleague, now, title="Theirs")
        fields = clash_of(
            draft, action, WHAT, lead, now, version=1, title="Mine", four_c="fourc.co_design"
        )
        assert ("Co-design", "fourc.gone") in fields
        save(draft, action, LADDER, colleague, now, agreed_with="Theirs")
        fields = clash_of(draft, action, LADDER, lead, now, version=0, ladder="")
        assert fields == [("", "ladder.gone")]

    def test_draft_of_the_one_who_is_late_is_kept(self, draft, action, lead, colleague, now):
        """T-44: and that of the one who saved is forgotten."""
        key = services.draft_key(draft, action.uuid, WHO)
        for person in (lead, colleague):
            keep_draft(person, key, now, owner=["Mine"])
        save(draft, action, WHO, colleague, now, owner="Theirs")
        clash_of(draft, action, WHO, lead, now, version=0, owner="Mine")
        assert lead.drafts.get().data == {"owner": ["Mine"]}
        assert not colleague.drafts.exists()


class TestSideBySide:
    """Nobody meets where nobody is."""

    def test_other_pages_actions_and_lists_do_not_clash(self, draft, action, lead, colleague, now):
        other = add_action(draft, colleague, now, title="Training")
        for part in (WHO, LADDER, WHEN, RESOURCES, REVIEW):
            save(draft, action, part, lead, now, version=0)
            save(draft, other, part, colleague, now, version=0)
        milestone = add_milestone(draft, action, lead, now)
        add_milestone(draft, action, colleague, now)
        change_milestone(draft, milestone, lead, now, name="Changed")
        add_item(draft, PlanSection.BARRIERS, colleague, now, name="Time")
        add_item(draft, PlanSection.BARRIERS, lead, now, name="Words")
        record = whole_plan(draft).record
        assert (len(record.actions), len(record.barriers)) == (2, 2)
        assert len(record.actions[0].milestones) == 2

    def test_page_saved_with_an_old_row_writes_only_its_own(
        self, draft, action, lead, colleague, now
    ):
        """The instance was read before a colleague saved another page of the same action."""
        old = Action.objects.get()
        save(draft, action, WHAT, colleague, now, title="Theirs")
        save(draft, old, WHO, lead, now, owner="Mine")
        fresh = Action.objects.get()
        assert (fresh.title, fresh.owner) == ("Theirs", "Mine")

    def test_every_change_moves_the_plan_on(self, draft, action, lead, colleague, now):
        """So that a lead sends what they have checked."""
        versions = [whole_plan(draft).plan.version]
        for act in (
            lambda: save(draft, action, WHO, colleague, now, owner="Head"),
            lambda: add_milestone(draft, action, colleague, now),
            lambda: add_item(draft, PlanSection.BARRIERS, colleague, now),
            lambda: services.save_policies(
                application=draft, answers={}, expected_version=0, actor=colleague, at=now
            ),
            lambda: services.remove_action(
                application=draft, action=action, actor=colleague, at=now
            ),
        ):
            act()
            versions.append(whole_plan(draft).plan.version)
        assert versions == sorted(set(versions))
        assert DeliveryPlan.objects.get().updated_by == colleague

    def test_who_was_removed_does_not_write(self, draft, action, lead, colleague, now):
        """T-27."""
        remove_member(membership=colleague.memberships.get(), actor=lead, at=now)
        with pytest.raises(NotAllowed):
            save(draft, action, WHO, colleague, now, owner="Mine")


def test_nothing_changes_after_it_was_sent(draft, action, lead, now):
    milestone = add_milestone(draft, action, lead, now)
    send_as_it_is(draft, lead, now)
    acts = [
        lambda: add_action(draft, lead, now),
        lambda: save(draft, action, ActionPart.WHAT, lead, now, title="Late"),
        lambda: services.move_action(application=draft, action=action, up=True, actor=lead, at=now),
        lambda: services.remove_action(application=draft, action=action, actor=lead, at=now),
        lambda: add_milestone(draft, action, lead, now),
    ]
    for act in acts:
        with pytest.raises(Refused, match=r"can’t be changed now\. It is “Sent") as refusal:
            act()
        assert refusal.value.link.text == "Read what you sent"
    assert Action.objects.get().title == "A quiet room"
    assert list(action.milestones.all()) == [milestone]


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_others_do_not_write(draft, action, now, request, who):
    """T-24, T-31."""
    person = request.getfixturevalue(who)
    for act in (
        lambda: add_action(draft, person, now),
        lambda: save(draft, action, ActionPart.WHAT, person, now, title="Mine"),
        lambda: services.move_action(
            application=draft, action=action, up=True, actor=person, at=now
        ),
        lambda: services.remove_action(application=draft, action=action, actor=person, at=now),
        lambda: add_milestone(draft, action, person, now),
        lambda: add_item(draft, PlanSection.BARRIERS, person, now, name="Mine"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Action.objects.get().title == "A quiet room"
