"""A panel reads a delivery plan or a portfolio, asks, assesses and decides (scheme.md 17, 18)."""

from collections.abc import Sequence
from uuid import uuid4

from awards.choices import Answer, Audience
from awards.models import Challenge, User
from champions.choices import Level, Outcome
from champions.selectors import facts_of
from champions.services.assessments import Found
from champions.services.challenges import close_challenge, raise_challenge, remark
from champions.services.decisions import Agreed, Point, record_decision
from champions.services.remarks import answer_challenge, say
from config.demo.assessing import send_all, write
from config.demo.case import chair
from config.demo.judged import Table
from config.demo.tale import Tale


def ask(tale: Tale, day: int) -> None:
    """Each challenge and what the panel says of it; who was shown one in the review answers at once."""
    for number, table in enumerate(tale.judged.challenges):
        asker = tale.cast.champions[table["by"]].user
        subject = table["subject"]
        kind, colon, key = subject.partition(":")
        if colon:
            # An action has its bare name among the keys.
            subject = f"{kind}:{tale.keys[key if kind == 'action' else f'{kind} {key}']}"
        audience = Audience(table.get("audience", "panel"))
        challenge = raise_challenge(
            panel=tale.panel,
            subject=subject,
            text=table["text"],
            audience=audience,
            key=uuid4(),
            actor=asker,
            at=tale.days.at(day + number, 18),
        )
        tale.asked.append(challenge)
        for reply in table.get("replies", []):
            _remark(tale, reply, challenge, day + number + 1)
        if audience is Audience.ORGANISATION and "answer" in table:
            answer(tale, challenge, table["answer"], day + number + 2)
        if "closed" in table:
            close_challenge(
                panel=tale.panel,
                challenge=challenge,
                note=table["closed"],
                actor=asker,
                at=tale.days.at(day + number + 3, 18),
            )


def talk(tale: Tale, day: int) -> None:
    """Support, and thanks, about the whole."""
    for table in tale.judged.remarks:
        if table["by"] in ("lead", "member"):
            say(
                application=tale.application,
                text=table["text"],
                key=uuid4(),
                actor=_of_organisation(tale, table["by"]),
                at=tale.days.at(day, 16),
            )
        else:
            _remark(tale, table, None, day)


def answer(tale: Tale, challenge: Challenge, table: Table, day: int) -> None:
    answer_challenge(
        challenge=challenge,
        answer=Answer(table["kind"]),
        text=table["text"],
        key=uuid4(),
        actor=_of_organisation(tale, table["by"]),
        at=tale.days.at(day, 15),
    )


def answer_what_came_back(tale: Tale, day: int) -> None:
    """Those that have an answer so far."""
    for table, challenge in zip(tale.judged.challenges, tale.asked, strict=True):
        if "answer" in table:
            answer(tale, challenge, table["answer"], day)


def _remark(tale: Tale, table: Table, challenge: Challenge | None, day: int) -> None:
    remark(
        panel=tale.panel,
        challenge=challenge,
        text=table["text"],
        audience=Audience(table.get("audience", "panel")),
        key=uuid4(),
        actor=tale.cast.champions[table["by"]].user,
        at=tale.days.at(day, 19),
    )


def _of_organisation(tale: Tale, part: str) -> User:
    return tale.member if part == "member" else tale.lead


def assess(tale: Tale, keys: Sequence[str], day: int) -> None:
    for place, key in enumerate(keys):
        send_all(
            panel=tale.panel,
            findings=_findings(tale),
            actor=tale.cast.champions[key].user,
            at=tale.days.at(day + place, 20),
        )


def begin_to_assess(tale: Tale, key: str, day: int) -> None:
    """A draft: two answers, and no more."""
    some = dict(list(_findings(tale).items())[:2])
    write(
        panel=tale.panel,
        findings=some,
        actor=tale.cast.champions[key].user,
        at=tale.days.at(day, 20),
    )


def _findings(tale: Tale) -> dict[str, Found]:
    """A level for each question; a note on some of them, as people do."""
    findings = {}
    spoken = tale.judged.SPOKEN_OF
    noted = set(tale.chance.sample(sorted(spoken), 3))
    for asked in facts_of(tale.application).asked:
        doubted = asked.code in tale.judged.doubted
        strong = tale.chance.random() < 0.35
        level = Level.PARTLY if doubted else Level.STRONG if strong else Level.MET
        note = ""
        if doubted:
            note = tale.write_of_judged("doubtful")
        elif asked.code in noted:
            note = tale.write_of_judged(spoken[asked.code])
        findings[asked.code] = Found(level, note)
    return findings


def decide(tale: Tale, outcome: Outcome, day: int) -> None:
    points = [Point(sentence) for sentence in tale.judged.points]
    if outcome is Outcome.CHANGES:
        points += [Point.of(challenge) for challenge in tale.asked]
    record_decision(
        panel=tale.panel,
        outcome=outcome,
        feedback=tale.judged.feedback,
        agreed=[
            Agreed(
                asked.code,
                met=asked.code not in tale.judged.doubted,
                note=_agreed_note(tale, asked.code),
            )
            for asked in facts_of(tale.application).asked
        ],
        points=points,
        actor=chair(tale),
        at=tale.days.at(day, 12),
    )


def _agreed_note(tale: Tale, code: str) -> str:
    if code in tale.judged.doubted:
        return tale.write_of_judged("agreed_doubtful")
    if code in tale.judged.AGREED_ON:
        return tale.write_of_judged(f"agreed_{tale.judged.SPOKEN_OF[code]}")
    return ""
