"""Everything that can be asked of one case, filled in as somebody would who may do it.

An act is an address and, where something is sent, the form. What it is about may not be there yet: before
the panel begins there is no visit to move. Then `args` says None, and the act is not tried.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from awards.models import User
from champions.checklists import CHECKLISTS
from champions.choices import Outcome, Purpose, Side
from champions.forms.assessments import field_name
from champions.models import Assessment, Assignment, Decision, Finding, OfferedTime
from champions.selectors import facts_of
from champions.selectors.assessing import asks_strategies, fingerprint, mine_of
from champions.selectors.plain import plain_of
from foundation.dates import LONDON, london_date
from tests.support.champions import WEEK
from tests.support.matrix import Scene
from tests.support.photos import upload

Args = Callable[[Scene], dict[str, object] | None]
Data = Callable[[Scene, User | None], dict[str, object]]


@dataclass(frozen=True)
class Act:
    name: str
    address: str
    args: Args
    # None: it is only looked at.
    data: Data | None = None
    # What is sent first, by the same person, whatever the answer: a decision is checked as it was typed.
    before: "Act | None" = None
    # Asked in this state alone: Gold has no meeting, so the answer is the same in all others.
    only: str = ""

    def is_there(self, scene: Scene, state: str) -> bool:
        """Whether there is something to try it on."""
        return self.only in ("", state) and self.args(scene) is not None

    @property
    def method(self) -> str:
        return "GET" if self.data is None else "POST"


# What an address is about.


def _case(scene: Scene) -> dict[str, object]:
    return {"uuid": scene.application.uuid}


def _of_third(scene: Scene) -> dict[str, object] | None:
    """The place of the professional, whoever asks: their own, or another's."""
    third = scene.wanted[2]
    return _case(scene) | {"champion": third.uuid} if scene.panel else None


def _item(scene: Scene) -> dict[str, object]:
    return _case(scene) | {"item": scene.item.uuid}


def _file(scene: Scene) -> dict[str, object]:
    return _item(scene) | {"file": scene.file.uuid}


def _question(scene: Scene) -> dict[str, object]:
    return _case(scene) | {"code": facts_of(scene.application).asked[0].code}


def _step(scene: Scene) -> dict[str, object]:
    return _case(scene) | {"step": 1}


def _visit(which: str) -> Args:
    """As the panel's side reaches it."""

    def args(scene: Scene) -> dict[str, object] | None:
        found = scene.visits.get(which)
        return _case(scene) | {"appointment": found.uuid} if found else None

    return args


def _visit_photo(scene: Scene) -> dict[str, object] | None:
    """One that nobody can be recognised in."""
    of_visit = _visit("held")(scene)
    return of_visit | {"photo": scene.photo.item.uuid} if of_visit else None


def _own_visit(which: str) -> Args:
    """As the organisation reaches it."""

    def args(scene: Scene) -> dict[str, object] | None:
        found = scene.visits.get(which)
        return {"appointment": found.uuid} if found else None

    return args


def _challenge(which: str) -> Args:
    def args(scene: Scene) -> dict[str, object] | None:
        found = scene.challenges.get(which)
        return _case(scene) | {"challenge": found.uuid} if found else None

    return args


def _own_challenge(which: str) -> Args:
    def args(scene: Scene) -> dict[str, object] | None:
        found = scene.challenges.get(which)
        return {"uuid": found.uuid} if found else None

    return args


def _letter(scene: Scene) -> dict[str, object] | None:
    """The last one that was written down; it may not have gone out."""
    return {"decision": scene.decision.uuid} if scene.decision else None


def _appeal(scene: Scene) -> dict[str, object] | None:
    return {"uuid": scene.appeal.uuid} if scene.appeal else None


def _organisation(scene: Scene) -> dict[str, object]:
    return {"slug": scene.application.organisation.slug}


# What is sent.


def _says(**data: object) -> Data:
    return lambda scene, user: dict(data)


def _photos_seen(scene: Scene, user: User) -> dict[str, object]:
    """The ones on the page that the chair read."""
    return {"photo": [str(scene.photo.item.uuid)]}


def _keyed(**data: object) -> Data:
    return lambda scene, user: data | {"key": uuid4()}


def _day(name: str, moment: datetime) -> dict[str, object]:
    day = moment.astimezone(LONDON)
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def _times(scene: Scene) -> dict[str, object]:
    return _day("day_1", scene.at + 2 * WEEK) | {"time_1": "2:30pm"}


def _timed(**data: object) -> Data:
    return lambda scene, user: _times(scene) | data


def _chosen(which: str, side: Side) -> Data:
    def data(scene: Scene, user: User | None) -> dict[str, object]:
        offers = OfferedTime.objects.filter(appointment=scene.visits[which], side=side)
        return {"time": offers.latest("pk").uuid, "access_needs": ""}

    return data


def _panel(scene: Scene, user: User | None) -> dict[str, object]:
    """Those whom an officer would settle now; the page was opened just before."""
    seats = Assignment.objects.active().filter(panel__application=scene.application)
    sitting = sorted(str(uuid) for uuid in seats.values_list("champion__uuid", flat=True))
    return {
        "champions": [each.uuid for each in scene.wanted],
        "chair": scene.wanted[0].uuid,
        "seen": ",".join(sitting) or "none",
    }


def _mine(scene: Scene, user: User | None) -> Assessment | None:
    rows = Assessment.objects.filter(
        assignment__panel__application=scene.application, assignment__champion__user=user
    )
    return rows.order_by("pk").last()


def _finding(scene: Scene, user: User | None) -> dict[str, object]:
    code = facts_of(scene.application).asked[0].code
    row = Finding.objects.filter(assessment=_mine(scene, user), code=code).first()
    return {"level": "strong", "note": "I saw it.", "version": row.version if row else 0}


def _strategies(scene: Scene, user: User | None) -> dict[str, object]:
    facts = facts_of(scene.application)
    seat = next((s for s in facts.seats if s.champion.user == user), None)
    found = (
        mine_of(facts, seat.assignment, on=london_date(scene.at)).strategies.values()
        if seat
        else ()
    )
    assert asks_strategies(facts)
    fits = {field_name("fit", policy.code): "partly" for policy in facts.scheme.policies}
    return fits | {"seen": fingerprint(found)}


def _plain_step(scene: Scene, user: User | None) -> dict[str, object]:
    facts = facts_of(scene.application)
    seat = next((s for s in facts.seats if s.champion.user == user), None)
    step = plain_of(facts, seat.assignment, on=london_date(scene.at)).step(1) if seat else None
    return {"answer": "strong", "seen": step.seen if step else "", "go": "on"}


def _sending(scene: Scene, user: User | None) -> dict[str, object]:
    mine = _mine(scene, user)
    return {"version": mine.version if mine else 0, "minutes": 40}


def _agreed(scene: Scene, user: User | None) -> dict[str, object]:
    asked = facts_of(scene.application).asked
    met = {field_name("met", each.code): "yes" for each in asked}
    return met | {"outcome": Outcome.AWARD.value, "feedback": "It shows.", "points": ""}


def _read(scene: Scene, user: User | None) -> dict[str, object]:
    """Filled by `attempt`, from the page that shows what would be recorded."""
    return {}


def _version(**data: object) -> Data:
    def filled(scene: Scene, user: User | None) -> dict[str, object]:
        row = Decision.objects.filter(pk=scene.decision.pk if scene.decision else 0).first()
        return data | {"version": row.version if row else 0}

    return filled


def _notes(scene: Scene, user: User | None) -> dict[str, object]:
    begun = scene.visits["begun"]
    seats = Assignment.objects.active().filter(panel__application=scene.application)
    code = facts_of(scene.application).asked[0].code
    return _day("held_on", begun.starts_at) | {
        "champions": [seats.first().champion.user.uuid] if seats else [],
        "more_people": "The head",
        "summary": "Parents plant.",
        f"finding_{code.replace('.', '_')}": "They plan together.",
    }


def _ticked(scene: Scene, user: User | None) -> dict[str, object]:
    return {"done": [CHECKLISTS[Purpose.VISIT][0].code]}


def _photo(scene: Scene, user: User | None) -> dict[str, object]:
    said = {"caption": "Beans in the new beds", "shows_people": "nobody", "key": uuid4()}
    return said | {"photo": upload()}


PLACE = {"place_kind": "video", "video": "https://meet.example/garden"}
TALK = {"text": "Thank you.", "audience": "panel"}

DECIDING = Act("decide", "case-decision", _case, _agreed)

ACTS: tuple[Act, ...] = (
    # The case, and who judges it
    Act("see the case", "case", _case),
    Act("say that there is no link", "case", _case, _says(nature="none")),
    Act("settle the panel", "case-panel", _case, _panel),
    Act(
        "offer to sit",
        "champions-offer",
        lambda s: {"application": s.application.uuid},
        _says(offer="yes"),
    ),
    Act("tell of a link of the professional", "case-interest", _of_third, _says(nature="governor")),
    Act("step back", "case-step-back", _case, _says(reason="I am ill.")),
    Act("take the professional off", "case-recuse", _of_third, _says(reason="They asked.")),
    # What was sent
    Act("read the evidence", "case-evidence", _case),
    Act("read one piece of evidence", "case-evidence-item", _item),
    Act("get a file", "case-evidence-file", _file),
    Act("see a picture", "case-evidence-picture", _file),
    Act("see a small picture", "case-evidence-thumbnail", _file),
    Act("read what the evidence covers", "case-coverage", _case),
    Act("get all files", "case-zip", _case),
    Act("compare two versions", "case-changes", _case),
    Act("ask for a print", "case-print", _case, _says()),
    Act("get the print", "case-print-file", _case),
    # Each alone
    Act("begin to assess", "assessment", _case, _says()),
    Act("answer a question", "assessment-question", _question, _finding),
    Act("open the city's plans", "assessment-strategies", _case),
    Act("answer on the city's plans", "assessment-strategies", _case, _strategies),
    Act("send one's assessment", "assessment-check", _case, _sending),
    Act("begin the plain way", "assessment-plain", _case, _says(supporter="Aunt May")),
    Act("answer a plain question", "assessment-plain-step", _step, _plain_step),
    Act("send by the plain way", "assessment-plain-check", _case, _sending),
    # Together
    Act("read all findings", "case-findings", _case),
    Act("open the decision", "case-decision", _case),
    DECIDING,
    Act("record the decision", "case-decision-check", _case, _read, before=DECIDING),
    Act("open the release", "case-release", _case),
    Act("release the decision", "case-release", _case, _version(read="on")),
    Act("reword the letter", "case-letter", _case, _version(letter="Dear all, well done.")),
    Act("give the decision back", "case-give-back", _case, _says(reason="Look at page 3.")),
    # Support and challenge
    Act("read the challenges", "case-challenges", _case),
    Act("say something to the panel", "case-challenges", _case, _keyed(**TALK)),
    Act("read a challenge of the panel", "case-challenge", _challenge("hidden")),
    Act("reply to a challenge", "case-challenge", _challenge("shown"), _keyed(**TALK)),
    Act(
        "raise a challenge",
        "case-challenge-raise",
        _case,
        _keyed(subject="", text="How?", audience="panel"),
    ),
    Act("show the professional's challenge", "case-challenge-show", _challenge("hidden"), _says()),
    Act(
        "close the professional's challenge",
        "case-challenge-close",
        _challenge("hidden"),
        _says(note="Settled."),
    ),
    # Visits
    Act("list the visits", "case-visits", _case),
    Act(
        "ask for a visit",
        "case-visit-offer",
        _case,
        lambda s, u: _times(s) | PLACE | {"about": "The garden.", "minutes": 60, "key": uuid4()},
    ),
    Act("read a visit that is written up", "case-visit", _visit("held")),
    Act("choose their time", "case-visit", _visit("theirs"), _chosen("theirs", Side.ORGANISATION)),
    Act("move a visit", "case-visit-move", _visit("agreed"), _timed(reason="Rain.")),
    Act("change the place of a visit", "case-visit-place", _visit("agreed"), _says(**PLACE)),
    Act("call a visit off", "case-visit-cancel", _visit("agreed"), _says(reason="Snow.")),
    Act("tick the checklist", "case-visit-checklist", _visit("agreed"), _ticked),
    Act("write a visit up", "case-visit-write-up", _visit("begun"), _notes),
    Act("add a photo of a visit", "case-visit-photo-add", _visit("begun"), _photo),
    Act("see a photo of a visit", "case-visit-photo", _visit_photo),
    Act("see a small photo of a visit", "case-visit-photo-thumbnail", _visit_photo),
    Act("remove a photo of a visit", "case-visit-photo-remove", _visit_photo, _says()),
    Act("show a visit to them", "case-visit-show", _visit("held"), _photos_seen),
    # The rule for visits: re-validations alone have one (test_visit_rulings.py)
    Act(
        "say if the panel visits",
        "case-visit-rule",
        _case,
        _says(visit="True", reason="It is time."),
        only="declared",
    ),
    # The meeting: Bronze alone has one
    Act("choose a time to meet", "case-meeting", _case, _says(time=uuid4()), only="declared"),
    Act(
        "offer times to meet",
        "case-meeting-offer",
        _case,
        _timed(**PLACE, minutes=60),
        only="declared",
    ),
    Act("move the meeting", "case-meeting-move", _case, _timed(reason="Rain."), only="declared"),
    Act(
        "change the place of the meeting",
        "case-meeting-place",
        _case,
        _says(**PLACE),
        only="declared",
    ),
    Act(
        "call the meeting off", "case-meeting-cancel", _case, _says(reason="Snow."), only="declared"
    ),
    Act(
        "write the meeting up",
        "case-meeting-minutes",
        _case,
        _says(summary="We met."),
        only="declared",
    ),
    # The organisation's side
    Act("see the organisation's page", "organisation", _organisation),
    Act("read the organisation's thread", "challenges", _case),
    Act("write to the champions", "challenges", _case, _keyed(text="Thank you.")),
    Act(
        "answer a challenge",
        "challenge",
        _own_challenge("shown"),
        _keyed(answer="explanation", text="It is on page 3."),
    ),
    Act("read the panel's own challenge as they do", "challenge", _own_challenge("hidden")),
    Act("list the visits as they do", "visits", _case),
    Act("see a visit as they do", "visit", _own_visit("offered")),
    Act("agree to a time", "visit", _own_visit("offered"), _chosen("offered", Side.PANEL)),
    Act("offer other times", "visit-other", _own_visit("offered"), _timed(access_needs="")),
    Act("agree to a time to meet", "meeting", _case, _says(time=uuid4()), only="declared"),
    Act(
        "offer other times to meet",
        "meeting-other",
        _case,
        _timed(access_needs=""),
        only="declared",
    ),
    Act(
        "withdraw the application",
        "withdraw",
        lambda scene: {"application": scene.application.uuid},
        _says(reason="We moved."),
    ),
    # An appeal
    Act("appeal", "appeal-make", _letter, _says(grounds="Page 3 shows it.")),
    Act("see the appeal", "appeal", _appeal),
    Act("take the appeal back", "appeal", _appeal, _says(sure="on")),
    Act("read the appeal as officers do", "officers-appeal", _appeal),
    Act("take the appeal on", "officers-appeal", _appeal, _says(answer="hear")),
    Act(
        "refuse the appeal", "officers-appeal", _appeal, _says(answer="refuse", why="It is clear.")
    ),
)
