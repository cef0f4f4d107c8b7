"""Writing, signing and sending a statement (scheme.md 22)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from awards.choices import Role, Status
from awards.models import Application
from foundation.dates import london_date
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.models import AffirmedItem, Commitment, EvidenceItem, SentFile, SentItem, Statement
from portfolios.selectors.current import current_sections, sent_sections
from portfolios.selectors.portfolio.display import portfolio_sent
from portfolios.selectors.statement.display import statement_sent
from portfolios.selectors.statement.reading import affirmation_section, whole_statement
from portfolios.services import evidence as evidence_services
from portfolios.services import statement as services
from portfolios.services.evidence.restricting import restrict
from portfolios.services.statement.writing import MOST
from tests.support.awards import hold
from tests.support.evidence import approve, evidence
from tests.support.portfolios import version_of
from tests.support.statements import (
    affirm,
    begin,
    choose,
    due_for,
    send_statement,
    sign,
    statement_for,
)

pytestmark = pytest.mark.django_db
CODE = "gold.voice"


def signed(application):
    return Commitment.objects.filter(application=application).current().exists()


def save(application, lead, at, *, version=None, code=CODE, still_true=None, out=(), **values):
    return services.save_affirmation(
        application=application,
        code=code,
        values={"state": "true", "text": "New"} | values,
        still_true=still_true or {},
        taken_out=out,
        expected_version=version_of(application, affirmation_section(code))
        if version is None
        else version,
        actor=lead,
        at=at,
    )


class TestAffirming:
    def test_keeps_state_text_and_the_day(self, draft, lead, later):
        affirm(draft, CODE, lead=lead, at=later, state="changed", text="A breakfast now.")
        row = draft.affirmations.get(code=CODE)
        assert (row.state, row.text) == ("changed", "A breakfast now.")
        assert row.items.get().still_true_on == london_date(later)

    def test_takes_a_piece_out_here_alone(self, draft, lead, later):
        item = EvidenceItem.objects.get()
        save(draft, lead, later, out=[item.uuid])
        assert not draft.affirmations.get(code=CODE).items.exists()
        assert draft.affirmations.exclude(code=CODE).first().items.exists()

    def test_day_to_come_is_refused(self, draft, lead, later):
        item = EvidenceItem.objects.get()
        with pytest.raises(Refused):
            save(draft, lead, later, still_true={item.uuid: london_date(later + timedelta(1))})

    def test_two_people_see_both_texts(self, draft, lead, colleague, later):
        """T-44."""
        save(draft, colleague, later, text="Theirs")
        item = EvidenceItem.objects.get()
        with pytest.raises(Clash) as clash:
            save(
                draft,
                lead,
                later,
                version=0,
                text="Mine",
                still_true={item.uuid: london_date(later)},
            )
        words = {field.label: (field.mine, field.theirs) for field in clash.value.fields}
        assert words["What is new, or why nothing is"] == ("Mine", "Theirs")
        assert words["Evidence that is still true"][0].startswith("Minutes of the autumn forum: ")

    def test_two_criteria_do_not_meet(self, draft, lead, colleague, later):
        save(draft, colleague, later)
        other = draft.affirmations.exclude(code=CODE).first().code
        save(draft, lead, later, code=other, version=0)

    def test_unknown_criterion_is_refused(self, draft, lead, later):
        with pytest.raises(Refused, match="out of date"):
            save(draft, lead, later, code="platinum.law", version=0)

    def test_other_pieces_are_not_touched(self, draft, lead, later):
        """T-25: an id of elsewhere."""
        save(draft, lead, later, still_true={uuid4(): london_date(later)}, out=[uuid4()])
        assert draft.affirmations.get(code=CODE).items.get().still_true_on is None

    @pytest.mark.parametrize("who", ["stranger", "officer"])
    def test_others_may_not(self, draft, who, request, later):
        with pytest.raises(NotAllowed):
            save(draft, request.getfixturevalue(who), later)

    def test_nothing_changes_after_it_was_sent(self, whole, lead, later):
        send_statement(whole, lead=lead, at=later)
        with pytest.raises(Refused, match="can’t be changed now"):
            save(whole, lead, later)
        with pytest.raises(Refused, match="can’t be changed now"):
            choose(whole, CODE, uuid4(), lead=lead, at=later)

    def test_restricted_piece_is_not_theirs_to_affirm(self, draft, lead, colleague, later):
        """T-94."""
        item = EvidenceItem.objects.get()
        restrict(item=item, why="A face", actor=lead, at=later)
        save(draft, colleague, later, still_true={item.uuid: london_date(later)}, out=[item.uuid])
        assert draft.affirmations.get(code=CODE).items.get().still_true_on is None


class TestChoosing:
    def test_adds_and_removes(self, draft, organisation, lead, later):
        new = evidence(organisation, lead=lead, at=later, title="Survey")
        old = EvidenceItem.objects.exclude(pk=new.pk).get()
        assert choose(draft, CODE, new.uuid, lead=lead, at=later, remove=(old.uuid,)) == 2
        rows = AffirmedItem.objects.filter(affirmation__application=draft, affirmation__code=CODE)
        assert [row.item for row in rows] == [new]
        record = whole_statement(draft, on=london_date(later)).record
        assert CODE in record.portfolio.item(str(new.uuid)).shows
        assert record.affirmation(CODE).items[0].carried is False

    def test_once_each(self, draft, organisation, lead, later):
        new = evidence(organisation, lead=lead, at=later)
        assert choose(draft, CODE, new.uuid, lead=lead, at=later) == 1
        assert choose(draft, CODE, new.uuid, lead=lead, at=later) == 0

    def test_of_others_is_not_found(self, draft, stranger, lead, later):
        """T-25."""
        theirs = evidence(
            stranger.memberships.get().organisation, lead=stranger, at=later, title="Theirs"
        )
        assert choose(draft, CODE, theirs.uuid, lead=lead, at=later) == 0
        assert choose(draft, CODE, lead=lead, at=later, remove=(theirs.uuid,)) == 0

    def test_hidden_is_not_chosen(self, draft, organisation, lead, later):
        new = evidence(organisation, lead=lead, at=later)
        evidence_services.withdraw_consent(item=new, note="", actor=lead, at=later)
        assert choose(draft, CODE, new.uuid, lead=lead, at=later) == 0

    def test_room_is_limited(self, draft, organisation, lead, later):
        many = [
            evidence(organisation, lead=lead, at=later, file=False, title=str(number)).uuid
            for number in range(MOST)
        ]
        with pytest.raises(Refused, match="There is room for 40"):
            choose(draft, CODE, *many, lead=lead, at=later)


class TestSigning:
    def test_last_of_all(self, draft, lead, later):
        with pytest.raises(Refused, match="Finish the other parts first"):
            sign(draft, lead=lead, at=later)

    def test_keeps_the_words(self, whole):
        row = Commitment.objects.get(application=whole)
        assert row.wording == "birmingham-2026.renewal.1"
        assert "What this statement says of each criterion is true today." in row.wording_text
        assert row.levels == []

    def test_member_may_not(self, whole, colleague, later):
        with pytest.raises(NotAllowed):
            sign(whole, lead=colleague, at=later)

    def test_unread_change_is_refused(self, whole, lead, later):
        with pytest.raises(Refused, match="while you were reading it"):
            services.sign_statement(
                application=whole,
                signed_name="Lena",
                signed_role="Head",
                checked_version=1,
                actor=lead,
                at=later,
            )

    def test_every_change_takes_it_back(self, whole, organisation, lead, later):
        assert signed(whole)
        save(whole, lead, later, text="Another word")
        assert not signed(whole)
        sign(whole, lead=lead, at=later)
        choose(whole, CODE, evidence(organisation, lead=lead, at=later).uuid, lead=lead, at=later)
        assert not signed(whole)
        sign(whole, lead=lead, at=later)
        services.save_together(
            application=whole,
            values={"who": "Others", "how": "Else"},
            expected_version=version_of(whole, "together"),
            actor=lead,
            at=later,
        )
        assert not signed(whole)
        assert Commitment.objects.filter(application=whole).count() == 3

    def test_saving_what_is_there_takes_nothing_back(self, whole, lead, later):
        save(whole, lead, later, text="Two more year groups have joined.")
        assert signed(whole)


class TestSending:
    def test_freezes_what_was_said_and_chosen(self, whole, lead, later, award):
        change = send_statement(whole, lead=lead, at=later)
        snapshot = change.snapshot
        assert whole.status == Status.SUBMITTED
        assert (snapshot["format"], snapshot["kind"]) == (1, "statement")
        assert snapshot["stage"] == "gold"
        assert snapshot["commitment"]["signed_name"] == lead.name
        assert [s["code"] for s in snapshot["sections"]] == ["renewal.criteria", "renewal.together"]
        assert "portfolio" not in snapshot["statement"]
        record = statement_sent(snapshot, on=london_date(later))
        assert record == whole_statement(whole, on=london_date(later)).record
        assert record.renews == award.application.reference
        assert all(len(each.items) == 2 for each in record.affirmations)
        assert {each.code for each in record.portfolio.narratives} == {
            each.code for each in record.affirmations
        }

    def test_notes_evidence_and_files_beside_it(self, whole, lead, later):
        change = send_statement(whole, lead=lead, at=later)
        assert SentItem.objects.filter(change=change).count() == 2
        assert SentFile.objects.filter(change=change).count() == 2

    def test_award_is_kept_while_it_is_undecided(self, whole, award, lead, later):
        send_statement(whole, lead=lead, at=later)
        award.refresh_from_db()
        assert award.pending_since == london_date(later)

    def test_unsigned_is_refused(self, whole, lead, later):
        save(whole, lead, later, text="Another word")
        with pytest.raises(Refused, match="signs the statement as it is now"):
            send_statement(whole, lead=lead, at=later)

    def test_same_key_sends_once(self, whole, lead, later):
        """T-43."""
        key = uuid4()
        first = send_statement(whole, lead=lead, at=later, key=key)
        assert send_statement(whole, lead=lead, at=later, key=key) == first

    def test_unseen_change_is_refused(self, whole, organisation, lead, colleague, later):
        version = Statement.objects.get(application=whole).version
        evidence(organisation, lead=colleague, at=later)
        with pytest.raises(Refused, match="while you were checking it"):
            services.submit_statement(
                application=whole,
                actor=lead,
                role=Role.LEAD,
                at=later,
                key=uuid4(),
                checked_version=version,
            )

    @pytest.mark.parametrize("who", ["colleague", "stranger", "officer"])
    def test_only_a_lead(self, whole, who, request, later):
        with pytest.raises(NotAllowed):
            send_statement(whole, lead=request.getfixturevalue(who), at=later)

    def test_consent_that_goes_is_not_shown_in_what_was_sent(self, whole, lead, later):
        change = send_statement(whole, lead=lead, at=later)
        item = EvidenceItem.objects.get(title="This year’s survey")
        evidence_services.withdraw_consent(item=item, note="", actor=lead, at=later)
        on = london_date(later)
        gone = portfolio_sent(change.snapshot, on=on).item(str(item.uuid))
        assert gone.hidden
        assert gone.about == ""
        (evidence_part, *_) = sent_sections(change, on=on)
        entry = next(e for e in evidence_part["entries"] if e["id"] == str(item.uuid))
        assert [row["code"] for row in entry["rows"]] == ["hidden"]

    def test_hidden_piece_stays_behind(self, whole, lead, later):
        item = EvidenceItem.objects.get(title="This year’s survey")
        evidence_services.withdraw_consent(item=item, note="", actor=lead, at=later)
        change = send_statement(whole, lead=lead, at=later)
        record = statement_sent(change.snapshot, on=london_date(later))
        assert all(len(each.items) == 1 for each in record.affirmations)
        assert SentItem.objects.filter(change=change).count() == 1

    def test_restricted_piece_is_for_eyes_that_may(self, whole, lead, later):
        """T-30."""
        item = EvidenceItem.objects.get(title="This year’s survey")
        restrict(item=item, why="A face", actor=lead, at=later)
        change = send_statement(whole, lead=lead, at=later)
        record = statement_sent(change.snapshot, on=london_date(later))
        assert record.portfolio.withheld
        assert all(len(each.items) == 1 for each in record.affirmations)

    def test_written_and_sent_read_alike(self, whole, lead, later):
        on = london_date(later)
        change = send_statement(whole, lead=lead, at=later)
        assert current_sections(whole, on=on) == sent_sections(change, on=on)


def test_of_the_year_after_is_the_difference_to_the_statement(
    whole, award, lead, officer, later, time_machine
):
    """The award that it renews was given for a statement, too."""

    send_statement(whole, lead=lead, at=later)
    second = approve(whole, officer=officer, at=later)
    moment = due_for(second)
    time_machine.move_to(moment)
    third = statement_for(second, lead=lead, at=moment)
    found = whole_statement(third, on=london_date(moment))
    assert found.before.told(CODE) == "Two more year groups have joined."
    assert {item.title for item in found.before.items(CODE)} == {
        "Minutes of the autumn forum",
        "This year’s survey",
    }
    assert found.record.renews == whole.reference


def test_award_from_elsewhere_has_nothing_to_compare(
    organisation, lead, officer, now, time_machine
):

    time_machine.move_to(now)
    for stage in ("bronze", "silver", "gold"):
        award = hold(organisation, stage, lead=lead, officer=officer, at=now)
    moment = due_for(award)
    draft = begin(award, lead=lead, at=moment)
    found = whole_statement(draft, on=london_date(moment))
    assert found.before.record is None
    assert found.before.told(CODE) == ""
    assert not any(each.items for each in found.record.affirmations)
    assert Application.objects.filter(kind="revalidation").count() == 1


def test_platinum_asks_of_its_own_criteria(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    for stage in ("bronze", "silver", "gold", "platinum"):
        award = hold(organisation, stage, lead=lead, officer=officer, at=now)
    moment = due_for(award)
    time_machine.move_to(moment)
    change = send_statement(statement_for(award, lead=lead, at=moment), lead=lead, at=moment)
    record = statement_sent(change.snapshot, on=london_date(moment))
    assert {each.code.split(".")[0] for each in record.affirmations} == {"platinum"}
    assert all(each.items for each in record.affirmations)
