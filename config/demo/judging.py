"""A panel reads a delivery plan, asks, assesses and decides (scheme.md 17, 18)."""

from collections.abc import Sequence
from uuid import uuid4

from awards.choices import Answer, Audience
from awards.models import Challenge, User
from champions.choices import Level, Outcome
from champions.selectors import facts_of
from champions.services.assessments import Found, save_assessment, submit_assessment
from champions.services.challenges import close_challenge, raise_challenge, remark
from champions.services.decisions import Agreed, Point, record_decision
from champions.services.remarks import answer_challenge, say
from config.demo.case import chair
from config.demo.plans import Table
from config.demo.tale import Tale

# What a champion is likely to say something about, and the kind of phrase for it.
SPOKEN_OF = {
    "silver.actions": "actions",
    "silver.barriers": "barriers",
    "silver.resources": "resources",
    "silver.review": "review",
}


def ask(tale: Tale, day: int) -> None:
    """Each challenge and what the panel says of it; who was shown one in the review answers at once."""
    for number, table in enumerate(tale.plan.challenges):
        asker = tale.cast.champions[table["by"]].user
        subject = table["subject"]
        if subject.startswith("action:"):
            subject = f"action:{tale.keys[subject.removeprefix('action:')]}"
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
    for table in tale.plan.remarks:
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
    for table, challenge in zip(tale.plan.challenges, tale.asked, strict=True):
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
        submit_assessment(
            panel=tale.panel,
            findings=_findings(tale),
            expected_version=0,
            actor=tale.cast.champions[key].user,
            at=tale.days.at(day + place, 20),
        )


def begin_to_assess(tale: Tale, key: str, day: int) -> None:
    """A draft: two answers, and no more."""
    some = dict(list(_findings(tale).items())[:2])
    save_assessment(
        panel=tale.panel,
        findings=some,
        expected_version=0,
        actor=tale.cast.champions[key].user,
        at=tale.days.at(day, 20),
    )


def _findings(tale: Tale) -> dict[str, Found]:
    """A level for each question; a note on some of them, as people do."""
    findings = {}
    noted = set(tale.chance.sample(sorted(SPOKEN_OF), 3))
    for asked in facts_of(tale.application).asked:
        doubted = asked.code in tale.plan.doubted
        strong = tale.chance.random() < 0.35
        level = Level.PARTLY if doubted else Level.STRONG if strong else Level.MET
        note = ""
        if doubted:
            note = tale.write_of_plan("doubtful")
        elif asked.code in noted:
            note = tale.write_of_plan(SPOKEN_OF[asked.code])
        findings[asked.code] = Found(level, note)
    return findings


def decide(tale: Tale, outcome: Outcome, day: int) -> None:
    points = [Point(sentence) for sentence in tale.plan.points]
    if outcome is Outcome.CHANGES:
        points += [Point.of(challenge) for challenge in tale.asked]
    record_decision(
        panel=tale.panel,
        outcome=outcome,
        feedback=tale.plan.feedback,
        agreed=[
            Agreed(
                asked.code,
                met=asked.code not in tale.plan.doubted,
                note=_agreed_note(tale, asked.code),
            )
            for asked in facts_of(tale.application).asked
        ],
        points=points,
        actor=chair(tale),
        at=tale.days.at(day, 12),
    )


def _agreed_note(tale: Tale, code: str) -> str:
    if code in tale.plan.doubted:
        return tale.write_of_plan("agreed_doubtful")
    if code in ("silver.actions", "silver.barriers"):
        return tale.write_of_plan(f"agreed_{SPOKEN_OF[code]}")
    return ""
