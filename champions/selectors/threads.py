"""The thread of support and challenge, as each side may read it (T-24, T-29; scheme.md 17)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from awards.choices import Answer, Audience, Role
from awards.models import Application, Challenge, Remark, User
from awards.models.challenges import ChallengeQuerySet, RemarkQuerySet
from champions.selectors.facts import CaseFacts
from champions.selectors.findings import may_read_findings
from portfolios.selectors.evidence.restricted import name_restricted

PANEL_ROLES = (Role.CHAMPION, Role.CHAIR)


@dataclass(frozen=True)
class Entry:
    """Something that was said. `by` names the panel's people to the panel alone."""

    by: str
    at: datetime
    text: str
    audience: Audience
    answer: str


@dataclass(frozen=True)
class ChallengeThread:
    challenge: Challenge
    by: str
    closed_by: str
    replies: tuple[Entry, ...]
    is_answered: bool
    # How it stands: a shape and a word for `_status.html`.
    kind: str
    state: str

    @property
    def audience(self) -> Audience:
        return Audience(self.challenge.audience)

    @property
    def is_closed(self) -> bool:
        return self.challenge.closed_at is not None

    @property
    def takes_replies(self) -> bool:
        return not self.is_closed and self.challenge.application.is_open

    @property
    def waits(self) -> bool:
        """For an answer of the organisation."""
        return self.takes_replies and self.challenge.is_shown and not self.is_answered

    @property
    def latest_answer(self) -> Entry | None:
        return next((entry for entry in reversed(self.replies) if entry.answer), None)


@dataclass(frozen=True)
class Thread:
    """`challenges` in the order in which they were raised; `remarks` are about the whole."""

    challenges: tuple[ChallengeThread, ...]
    remarks: tuple[Entry, ...]


@dataclass(frozen=True)
class ChallengeCount:
    open: int
    waiting: int
    answered: int
    panel_only: int
    closed: int

    @property
    def total(self) -> int:
        return self.open + self.closed


def thread_for_organisation(
    application: Application, *, challenges: ChallengeQuerySet | None = None
) -> Thread:
    """Only what it may read; the panel speaks with one voice. Two queries.

    `challenges` narrows it to some of them.
    """
    rows = Challenge.objects.filter(application=application) if challenges is None else challenges
    remarks = Remark.objects.filter(application=application).visible_to_organisation()
    return _thread(application, rows.visible_to_organisation(), remarks, names_panel=False)


def thread_for_panel(
    facts: CaseFacts, user: User, *, challenges: ChallengeQuerySet | None = None
) -> Thread:
    """Everything that this person may read, with names. Two queries."""
    rows = challenges_read_by(facts, user) if challenges is None else challenges
    remarks = Remark.objects.filter(application=facts.application)
    hidden = _first_panels_own(facts, user)
    if hidden is not None:
        remarks = remarks.exclude(audience=Audience.PANEL, at__lte=hidden)
    return _thread(facts.application, rows, remarks, names_panel=True)


def challenges_read_by(facts: CaseFacts, user: User) -> ChallengeQuerySet:
    """Of the panel's side. What the organisation was shown stays readable for everybody."""
    rows = Challenge.objects.filter(application=facts.application)
    hidden = _first_panels_own(facts, user)
    if hidden is None:
        return rows
    return rows.exclude(audience=Audience.PANEL, raised_at__lte=hidden)


def _first_panels_own(facts: CaseFacts, user: User) -> datetime | None:
    """Until when what the panel said among itself is kept from this person; nothing when it is not.

    Who looks at an appeal does so with fresh eyes: what those who decided said to each other opens with
    what they found, when one's own findings are in (T-38).
    """
    if facts.judged is None or may_read_findings(facts, user):
        return None
    return facts.appealed_at


def open_challenges(application: Application) -> list[ChallengeThread]:
    """What the chair can send back, with the latest answer."""
    rows = Challenge.objects.filter(application=application).open()
    remarks = Remark.objects.filter(application=application)
    return list(_thread(application, rows, remarks, names_panel=True).challenges)


def count_challenges(facts: CaseFacts, user: User) -> ChallengeCount:
    """One query."""
    shown = Q(audience=Audience.ORGANISATION)
    standing = Q(closed_at=None)
    found = (
        challenges_read_by(facts, user)
        .with_answers()
        .aggregate(
            open=Count("pk", filter=standing),
            waiting=Count("pk", filter=standing & shown & Q(is_answered=False)),
            answered=Count("pk", filter=standing & Q(is_answered=True)),
            panel_only=Count("pk", filter=standing & ~shown),
            closed=Count("pk", filter=~standing),
        )
    )
    return ChallengeCount(**found)


def _thread(
    application: Application,
    challenges: ChallengeQuerySet,
    remarks: RemarkQuerySet,
    *,
    names_panel: bool,
) -> Thread:
    entries: dict[int | None, list[Entry]] = defaultdict(list)
    for row in remarks.select_related("author"):
        entries[row.challenge_id].append(
            Entry(
                by=_voice(str(row.author), row.author_as, names_panel=names_panel),
                at=row.at,
                text=row.text,
                audience=Audience(row.audience),
                answer=Answer(row.answer).label if row.answer else "",
            )
        )
    rows = list(challenges.with_answers().select_related("raised_by", "closed_by"))
    name_restricted(rows)
    return Thread(
        tuple(_one(application, row, entries[row.pk], names_panel=names_panel) for row in rows),
        tuple(entries[None]),
    )


def _one(
    application: Application, row: Challenge, replies: Iterable[Entry], *, names_panel: bool
) -> ChallengeThread:
    # So that nothing below asks for it again.
    row.application = application
    is_answered: bool = row.is_answered  # type: ignore[attr-defined]  # annotated
    kind, state = _state(row, is_answered, names_panel=names_panel)
    closer = str(row.closed_by) if row.closed_by else ""
    return ChallengeThread(
        challenge=row,
        by=_voice(str(row.raised_by), row.raised_as, names_panel=names_panel),
        closed_by=closer if names_panel else "The Champions Group",
        replies=tuple(replies),
        is_answered=is_answered,
        kind=kind,
        state=state,
    )


def _voice(name: str, role: str, *, names_panel: bool) -> str:
    """As what somebody speaks: organisations know their own people, and the panel by its name."""
    if names_panel:
        return f"{name}, {Role(role).label}" if role in PANEL_ROLES else name
    if role in PANEL_ROLES:
        return "The Champions Group"
    return "A SEND officer" if role == Role.OFFICER else name


def _state(row: Challenge, is_answered: bool, *, names_panel: bool) -> tuple[str, str]:
    if row.closed_at is not None:
        return "done", "Closed"
    if not row.application.is_open:
        return "stopped", "Not closed"
    if not row.is_shown:
        return "todo", "With the panel"
    if is_answered:
        return "now", "Answered"
    return (
        ("waiting", "Waiting for their answer")
        if names_panel
        else (
            "attention",
            "Waiting for your answer",
        )
    )
