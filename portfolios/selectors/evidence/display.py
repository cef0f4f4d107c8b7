"""One piece of evidence as lists of questions and answers, in the words of the edition."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from awards.choices import Status
from awards.models import Application
from awards.scheme import Scheme
from awards.selectors.kinds import is_renewal
from foundation.forms import show_date
from portfolios.choices import Captioned, ConsentScope, EvidenceKind, Pictured, ShowsPeople
from portfolios.models import AffirmedItem, Commitment, EvidenceItem
from portfolios.records import ItemRecord
from portfolios.selectors.portfolio.questions import ask_of_item


@dataclass(frozen=True)
class Answer:
    label: str
    value: str
    # An address that a person typed: shown as a link of its own words, and never loaded by us.
    link: str = ""


@dataclass(frozen=True)
class Sending:
    # "Gold portfolio", "statement to renew Gold".
    work: str
    at: datetime


@dataclass(frozen=True)
class Chosen:
    """Where a statement that is being written has it."""

    application: Application
    stage: str
    criteria: tuple[str, ...]
    # A change of the piece takes the signature back.
    is_signed: bool


def about_rows(record: ItemRecord, scheme: Scheme) -> list[Answer]:
    """The title is the page's heading."""
    day = show_date(record.happened_on) if record.happened_on else ""
    rows = [
        _row(scheme, "kind", EvidenceKind(record.kind).label if record.kind else ""),
        _row(scheme, "happened_on", day),
        _row(scheme, "about", record.about),
        _row(scheme, "who", record.who),
        _row(scheme, "changed", record.changed),
    ]
    if record.url:
        link = record.url if record.url.startswith("https://") else ""
        rows.append(Answer(ask_of_item(scheme, "url").label, record.url, link))
    if record.url or record.captioned:
        said = Captioned(record.captioned).label if record.captioned else ""
        rows.append(_row(scheme, "captioned", said))
    return rows


def ladder_rows(record: ItemRecord, scheme: Scheme) -> list[Answer]:
    levels = {level.code: level.name for level in scheme.ladder}
    rows = [
        _row(scheme, "ladder_ours", levels.get(record.ladder_ours, "")),
        _row(scheme, "ladder_theirs", levels.get(record.ladder_theirs, "")),
        _row(scheme, "ladder_said", record.ladder_said),
    ]
    return [row for row in rows if row.value]


def consent_rows(record: ItemRecord, scheme: Scheme) -> list[Answer]:
    """Where nobody is pictured or quoted there is nothing more to tell."""
    said = ShowsPeople(record.shows_people).label if record.shows_people else ""
    rows = [_row(scheme, "shows_people", said)]
    if record.shows_people != ShowsPeople.PEOPLE:
        return rows
    given, until = record.consent_given_on, record.consent_until
    return [
        *rows,
        _row(scheme, "people", ", ".join(Pictured(each).label for each in record.people)),
        _row(scheme, "holder", record.holder),
        _row(scheme, "form_reference", record.form_reference),
        _row(scheme, "given_on", show_date(given) if given else ""),
        _row(scheme, "scope", ConsentScope(record.scope).label if record.scope else ""),
        _row(scheme, "expires_on", show_date(until) if until else "No end was agreed"),
    ]


def sent_with(item: EvidenceItem, scheme: Scheme) -> list[Sending]:
    """Each time it was sent, the latest first."""
    rows = item.sent_in.select_related("change__application").order_by("-change__at", "-pk")
    return [Sending(_work(row.change.application, scheme), row.change.at) for row in rows]


def _work(application: Application, scheme: Scheme) -> str:
    name = scheme.stage(application.stage).name
    return f"statement to renew {name}" if is_renewal(application) else f"{name} portfolio"


def chosen_for(item: EvidenceItem, scheme: Scheme) -> list[Chosen]:
    """Statements that can still be changed, each with the criteria that it shows there. One query."""
    signed = Commitment.objects.filter(application=OuterRef("affirmation__application")).current()
    rows = AffirmedItem.objects.filter(
        item=item, affirmation__application__status__in=(Status.DRAFT, Status.CHANGES_REQUESTED)
    ).annotate(is_signed=Exists(signed))
    found: dict[Application, set[str]] = {}
    signatures: dict[Application, bool] = {}
    for row in rows.select_related("affirmation__application"):
        signatures[row.affirmation.application] = row.is_signed
        found.setdefault(row.affirmation.application, set()).add(row.affirmation.code)
    return [
        Chosen(
            application,
            scheme.stage(application.stage).name,
            tuple(c.name for c in scheme.criteria_for(application.stage) if c.code in codes),
            signatures[application],
        )
        for application, codes in found.items()
    ]


def _row(scheme: Scheme, name: str, value: str) -> Answer:
    return Answer(ask_of_item(scheme, name).label, value)
