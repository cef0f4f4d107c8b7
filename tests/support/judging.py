"""A Gold portfolio that was sent, with its panel, as champions look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile

from awards.models import Application, Organisation, StatusChange, User
from champions.choices import Perspective
from champions.models import Champion, Panel
from foundation.dates import london_date
from foundation.files.stores import put
from foundation.models import PrivateFile
from portfolios.models import EvidenceFile, EvidenceItem
from tests.conftest import make_user
from tests.support.champions import clear_all, make_champion, settle
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.pictures import picture


@dataclass(frozen=True)
class Judging:
    application: Application
    change: StatusChange
    panel: Panel
    chair: User
    # Pictures children; its file has a small picture.
    item: EvidenceItem
    file: EvidenceFile


def small_picture(file: EvidenceFile) -> None:
    """As the check makes it for each picture."""
    content = picture("JPEG", size=(40, 30))
    stored = file.file
    stored.thumbnail_key = put(stored.store, ContentFile(content))
    stored.thumbnail_size = len(content)
    stored.thumbnail_sha256 = sha256(content).hexdigest()
    stored.save()


def judging(
    organisation: Organisation,
    *,
    lead: User,
    officer: User,
    at: datetime,
    cleared: bool = True,
    champions: Sequence[Champion] = (),
    second: bool = False,
) -> Judging:
    """One piece covers everything, another pictures children and shows Voice."""
    hold_silver(organisation, lead=lead, officer=officer, at=at, second=second)
    application = portfolio_for(organisation, lead=lead, at=at)
    item = evidence(
        organisation,
        "gold.voice",
        "principle.2",
        lead=lead,
        at=at,
        file=False,
        consent=CHILDREN | {"given_on": london_date(at)},
        title="Garden day",
        kind="photo",
        ladder_ours="ladder.co_production",
        ladder_theirs="ladder.co_design",
        ladder_said="They filled in a card.",
    )
    file = clean_file(item, lead=lead, at=at, name="garden.jpg", caption="Children plant beans")
    small_picture(file)
    change = send_portfolio(application, lead=lead, at=at)
    panel = settle(application, champions or _three(officer, at), officer, at=at)
    if cleared:
        clear_all(panel, at=at)
    application.refresh_from_db()
    chair = panel.assignments.get(is_chair=True).champion.user
    return Judging(application, change, panel, chair, item, file)


def _three(officer: User, at: datetime) -> list[Champion]:
    """As many as Gold needs; the first is the chair."""
    return [
        make_champion(make_user(name), officer=officer, at=at, perspective=perspective)
        for name, perspective in (
            ("Cherry Chair", Perspective.PROFESSIONAL),
            ("Pat Parent", Perspective.PARENT_CARER),
            ("Yusuf Young", Perspective.YOUNG_PERSON),
        )
    ]


def quarantined_file(item: EvidenceItem, *, lead: User, at: datetime) -> EvidenceFile:
    """One that nobody has looked at yet."""
    row = clean_file(item, lead=lead, at=at, name="waiting.jpg")
    PrivateFile.objects.filter(pk=row.file_id).update(state="quarantined", made_by_us=False)
    return EvidenceFile.objects.select_related("file").get(pk=row.pk)
