"""Where a case stands, who has it, and since when: in one sentence for each side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from awards.choices import Status
from awards.models import Application
from champions.choices import AppointmentState, MeetingOutcome, Outcome, Side, StepCode
from champions.selectors.appeals import is_appealed
from champions.selectors.facts import CaseFacts, facts_for, facts_of
from champions.selectors.problems import mix_problems
from champions.times import spoken

# Whose turn it is.
ORGANISATION, OFFICER, PANEL, CHAIR, BOTH, NOBODY = (
    "organisation",
    "officer",
    "panel",
    "chair",
    "both",
    "",
)


CHOOSES = "A SEND officer is choosing the champions who will work with you."
CHOOSES_OTHERS = "A SEND officer is choosing champions who did not decide the first time."


@dataclass(frozen=True)
class Told:
    """The step as one side is told it."""

    sentence: str
    turn: str
    since: datetime


@dataclass(frozen=True)
class Step:
    """`organisation` never says more than was released: a recorded decision does not change it."""

    code: StepCode
    organisation: Told
    reviewers: Told


def case_step(application: Application, *, at: datetime) -> Step:
    return step_of(facts_of(application), at=at)


def case_steps(applications: Iterable[Application], *, at: datetime) -> dict[int, Step]:
    """By the application's key, at the same number of queries for one and for fifty."""
    return {pk: step_of(facts, at=at) for pk, facts in facts_for(applications).items()}


def step_of(facts: CaseFacts, *, at: datetime) -> Step:
    status = Status(facts.application.status)
    return _BY_STATUS[status](facts, at)


def _same(code: StepCode, sentence: str, turn: str, since: datetime, reviewers: str = "") -> Step:
    return Step(code, Told(sentence, turn, since), Told(reviewers or sentence, turn, since))


def _draft(facts: CaseFacts, at: datetime) -> Step:
    return _same(
        StepCode.WRITING,
        f"You are writing your {facts.work}. It goes to the Champions Group when you send it.",
        ORGANISATION,
        facts.application.status_since,
        "The organisation is still writing.",
    )


def _submitted(facts: CaseFacts, at: datetime) -> Step:
    if is_appealed(facts):
        return _same(
            StepCode.PANEL,
            f"Your appeal was taken on. {CHOOSES_OTHERS}",
            OFFICER,
            facts.application.status_since,
            "An appeal was taken on. Choose champions who did not decide the first time.",
        )
    return _same(
        StepCode.PANEL,
        CHOOSES,
        OFFICER,
        facts.application.status_since,
        "Choose the champions for this case.",
    )


def _changes(facts: CaseFacts, at: datetime) -> Step:
    return _same(
        StepCode.CHANGES,
        "The champions asked for changes. Make them and send it again.",
        ORGANISATION,
        facts.application.status_since,
        "The organisation is making the changes that were asked for.",
    )


def _closed(facts: CaseFacts, at: datetime) -> Step:
    status = Status(facts.application.status)
    sentences = {
        Status.APPROVED: "You have the award.",
        Status.DECLINED: "The answer was “not yet”. The letter says what is still needed.",
        Status.WITHDRAWN: "This application was withdrawn.",
    }
    end = status.reviewer_name.lower()
    if status == Status.DECLINED:
        # "Finished: not yet" would read as its contrary.
        end = f"the answer was “{end}”"
    return _same(
        StepCode.CLOSED,
        sentences[status],
        NOBODY,
        facts.application.status_since,
        f"Finished: {end}.",
    )


def _in_review(facts: CaseFacts, at: datetime) -> Step:
    since = facts.application.status_since
    if _panel_is_short(facts):
        told = Told(CHOOSES_OTHERS if is_appealed(facts) else CHOOSES, OFFICER, since)
        return Step(
            StepCode.PANEL,
            told,
            Told("The panel is not complete. A SEND officer chooses champions.", OFFICER, since),
        )
    undeclared = [seat for seat in facts.seats if not seat.cleared]
    if undeclared:
        meets = facts.needs_meeting and not facts.meeting_done
        ready = "to meet you" if meets else "to read what you sent"
        told = Told(f"The champions are getting ready {ready}.", PANEL, since)
        last = max(seat.assignment.assigned_at for seat in undeclared)
        count = len(undeclared)
        waits = "1 champion has" if count == 1 else f"{count} champions have"
        return Step(
            StepCode.DECLARE,
            told,
            Told(f"{waits} to say if they have a link with this organisation.", PANEL, last),
        )
    if facts.needs_meeting and not facts.meeting_done:
        return _meeting(facts, at)
    return _judging(facts, at)


def _panel_is_short(facts: CaseFacts) -> bool:
    if facts.panel is None or facts.chair is None or any(seat.belongs for seat in facts.seats):
        return True
    champions = [seat.champion for seat in facts.seats]
    return bool(mix_problems(facts.application, champions, waived=bool(facts.panel.waiver)))


def _meeting(facts: CaseFacts, at: datetime) -> Step:
    meeting = facts.meeting
    if meeting is None or meeting.state == AppointmentState.HELD:
        again = meeting is not None and meeting.outcome == MeetingOutcome.AGAIN
        return _same(
            StepCode.OFFER,
            "The champions will offer you times to meet" + (" once more." if again else "."),
            PANEL,
            meeting.state_since if meeting else facts.application.status_since,
            "Offer the organisation times to meet" + (" once more." if again else "."),
        )
    if meeting.state == AppointmentState.AGREED and meeting.starts_at is not None:
        return _agreed(meeting.starts_at, meeting.state_since, at)
    coming = [offer for offer in facts.offers if offer.starts_at > at]
    if not coming:
        return _same(
            StepCode.OFFER,
            "The times that were offered have passed. The champions will offer new ones.",
            PANEL,
            meeting.state_since,
            "The times that were offered have passed. Offer new ones.",
        )
    if coming[0].side == Side.PANEL:
        return _same(
            StepCode.CHOOSE,
            "Choose a time to meet the champions, or offer other times.",
            ORGANISATION,
            coming[0].offered_at,
            "The organisation has to choose a time to meet.",
        )
    return _same(
        StepCode.ANSWER,
        "You offered times to meet. The champions will answer.",
        PANEL,
        coming[0].offered_at,
        "The organisation offered other times to meet. Choose one.",
    )


def _agreed(starts_at: datetime, since: datetime, at: datetime) -> Step:
    when = spoken(starts_at)
    if at < starts_at:
        return _same(
            StepCode.MEET,
            f"You meet the champions on {when}.",
            BOTH,
            since,
            f"The meeting is on {when}.",
        )
    return _same(
        StepCode.MINUTE,
        "The champions are writing up the meeting.",
        PANEL,
        starts_at,
        "Write up the meeting.",
    )


def _judging(facts: CaseFacts, at: datetime) -> Step:
    since = facts.application.status_since
    if facts.meeting is not None and facts.meeting.minuted_at is not None:
        since = max(since, facts.meeting.minuted_at)
    # One sentence from here to the release: nothing shows how far the panel is.
    who = "Other champions are looking again" if is_appealed(facts) else "The champions are looking"
    told = Told(f"{who} at what you sent. They will write to you.", PANEL, since)
    if facts.decision is not None:
        decided = Told(
            f"The panel’s decision is “{Outcome(facts.decision.outcome).label.lower()}”. "
            "A SEND officer who did not sit releases the letter.",
            OFFICER,
            facts.decision.recorded_at,
        )
        return Step(StepCode.RELEASE, told, decided)
    if not facts.all_assessed:
        done, of = facts.assessed_count, len(facts.seats)
        sentence = f"{done} of {of} assessments are in."
        if facts.awaits_visit:
            sentence += " The panel also goes to see them before it decides."
        return Step(StepCode.ASSESS, told, Told(sentence, PANEL, since))
    if facts.awaits_visit:
        return Step(StepCode.VISIT, told, _visit(facts, at, since))
    return Step(
        StepCode.DECIDE,
        told,
        Told("All assessments are in. The chair records the panel's decision.", CHAIR, since),
    )


def _visit(facts: CaseFacts, at: datetime, since: datetime) -> Told:
    """It comes before the decision; whose turn it is while that is arranged."""
    coming = facts.visit_coming
    if coming is not None and coming.starts_at is not None:
        if coming.starts_at > at:
            return Told(f"They see each other on {spoken(coming.starts_at)}.", BOTH, since)
        return Told("Write down what you saw and heard.", PANEL, since)
    waiting = [offer for offer in facts.visit_offers if offer.starts_at > at]
    if waiting and waiting[0].side == Side.PANEL:
        return Told("The organisation has to choose a time for the visit.", ORGANISATION, since)
    return Told(
        "All assessments are in. A visit or an interview comes before the decision.", PANEL, since
    )


_BY_STATUS: dict[Status, Callable[[CaseFacts, datetime], Step]] = {
    Status.DRAFT: _draft,
    Status.SUBMITTED: _submitted,
    Status.IN_REVIEW: _in_review,
    Status.CHANGES_REQUESTED: _changes,
    Status.APPROVED: _closed,
    Status.DECLINED: _closed,
    Status.WITHDRAWN: _closed,
}
