"""The pages of a statement, each saved on its own."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from awards.models import Application, Organisation, User
from awards.scheme import edition
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Refused
from foundation.versions import Stale
from portfolios.choices import UNNAMED, Affirmed, StatementSection
from portfolios.models import Affirmation, AffirmedItem, EvidenceItem, Statement
from portfolios.selectors.statement.gaps import Place
from portfolios.selectors.statement.reading import affirmation_section, chosen_section
from portfolios.services.editing import both_texts, claim_edit, note_edit
from portfolios.services.statement.editing import (
    forget_draft,
    open_statement,
    take_back_signature,
)

# So many pieces under one criterion: each is looked at, one by one.
MOST = 40
AFFIRMED_LABELS = {
    "state": "How it is today",
    "text": "What is new, or why nothing is",
    "pieces": "Evidence that is still true",
}
TOGETHER_LABELS = {"who": "Who took part", "how": "What they changed"}


@transaction.atomic
def save_affirmation(
    *,
    application: Application,
    code: str,
    values: Mapping[str, str],
    still_true: Mapping[UUID, date],
    taken_out: Collection[UUID] = (),
    chosen: Collection[UUID] = (),
    expected_version: int,
    actor: User,
    at: datetime,
) -> Affirmation:
    """One criterion: how it is, what is new, and which pieces are still true, checked on which day.

    `chosen`: pieces of the library that show it from now on. Pieces that are not named stay as they are.
    `Clash` shows both when a colleague saved it meanwhile (T-44). A page that changes nothing takes no
    signature back.
    """
    place = Place(StatementSection.CRITERIA, code=code)
    statement = open_statement(application=application, place=place, actor=actor, at=at)
    if any(day > london_date(at) for day in still_true.values()):
        raise Refused("You can’t have checked it on a day that has not come yet.")
    row = affirmation_for(statement.application, code)
    # Before anything of the statement is written: whoever changes a piece takes its lock first (T-46).
    items = _items(statement, chosen, actor=actor, at=at) if chosen else []
    pieces = _pieces(row, actor)
    mine = {name: values[name] for name in Affirmation.TYPED if name in values}
    checked = [
        piece
        for uuid, piece in pieces.items()
        if uuid in still_true and still_true[uuid] != piece.still_true_on
    ]
    gone = [piece for uuid, piece in pieces.items() if uuid in taken_out]
    changed = any(getattr(row, name) != value for name, value in mine.items())
    if changed or checked or gone:
        try:
            claim_edit(
                statement,
                section=affirmation_section(code),
                expected_version=expected_version,
                actor=actor,
                at=at,
            )
        except Stale:
            days = {u: p.still_true_on for u, p in pieces.items()}
            theirs = {name: getattr(row, name) for name in mine}
            raise both_texts(
                AFFIRMED_LABELS,
                _in_words(mine, pieces, days | dict(still_true) | dict.fromkeys(taken_out)),
                _in_words(theirs, pieces, days),
            ) from None
        for name, value in mine.items():
            setattr(row, name, value)
        row.save(update_fields=list(mine))
        for piece in checked:
            piece.still_true_on = still_true[piece.item.uuid]
        AffirmedItem.objects.bulk_update(checked, ["still_true_on"])
        AffirmedItem.objects.filter(pk__in=[piece.pk for piece in gone]).delete()
        take_back_signature(statement.application, at=at)
    if items:
        _choose(statement, row, items, add=chosen, remove=(), actor=actor, at=at)
    forget_draft(actor, statement.application, "criterion", code)
    return row


@transaction.atomic
def choose_evidence(
    *,
    application: Application,
    code: str,
    add: Collection[UUID],
    remove: Collection[UUID],
    actor: User,
    at: datetime,
) -> int:
    """Which evidence shows one criterion today; how many pieces came in or went out.

    It says nothing of other pieces, so two people who choose at once lose nothing of each other's.
    """
    place = Place(StatementSection.CRITERIA, code=code)
    statement = open_statement(application=application, place=place, actor=actor, at=at)
    items = _items(statement, {*add, *remove}, actor=actor, at=at)
    row = affirmation_for(statement.application, code)
    return _choose(statement, row, items, add=add, remove=remove, actor=actor, at=at)


def _items(
    statement: Statement, wanted: Collection[UUID], *, actor: User, at: datetime
) -> list[EvidenceItem]:
    """Of the library, what this person may choose; locked for the rest of the transaction."""
    organisation: Organisation = statement.application.organisation
    return list(
        EvidenceItem.objects.visible_to(actor)
        .kept()
        .shown(london_date(at))
        .select_for_update(of=("self",), no_key=True)
        .filter(organisation=organisation, uuid__in=set(wanted))
        .order_by("pk")
    )


def _choose(
    statement: Statement,
    row: Affirmation,
    items: Collection[EvidenceItem],
    *,
    add: Collection[UUID],
    remove: Collection[UUID],
    actor: User,
    at: datetime,
) -> int:
    chosen = AffirmedItem.objects.filter(affirmation=row)
    there = set(chosen.values_list("item", flat=True))
    new = [item for item in items if item.uuid in add and item.pk not in there]
    gone = [item for item in items if item.uuid in remove and item.pk in there]
    if len(there) + len(new) - len(gone) > MOST:
        raise Refused(f"There is room for {MOST} pieces here. Choose those that show it best.")
    if new or gone:
        AffirmedItem.objects.bulk_create(AffirmedItem(affirmation=row, item=item) for item in new)
        chosen.filter(item__in=gone).delete()
        note_edit(statement, section=chosen_section(row.code), actor=actor, at=at)
        take_back_signature(statement.application, at=at)
    return len(new) + len(gone)


@transaction.atomic
def save_together(
    *,
    application: Application,
    values: Mapping[str, str],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Statement:
    """Who made it with you, and what they changed in it."""
    section = StatementSection.TOGETHER
    place = Place(section)
    statement = open_statement(application=application, place=place, actor=actor, at=at)
    mine = {name: values[name] for name in Statement.TYPED if name in values}
    theirs = {name: str(getattr(statement, name)) for name in mine}
    if mine != theirs:
        try:
            claim_edit(
                statement, section=section, expected_version=expected_version, actor=actor, at=at
            )
        except Stale:
            raise both_texts(TOGETHER_LABELS, mine, theirs) from None
        Statement.objects.filter(pk=statement.pk).update(**mine)
        take_back_signature(statement.application, at=at)
    forget_draft(actor, statement.application, section)
    return statement


def affirmation_for(application: Application, code: str) -> Affirmation:
    """Of a criterion that this stage has; made with the statement, or now where the edition grew."""
    known = {each.code for each in edition(application.edition).criteria_for(application.stage)}
    if code not in known:
        raise Refused("This page is out of date. Open your statement again.")
    return Affirmation.objects.get_or_create(application=application, code=code)[0]


def _pieces(row: Affirmation, actor: User) -> dict[UUID, AffirmedItem]:
    """Those that this person sees: what is withheld from them is not theirs to affirm (T-94)."""
    rows = AffirmedItem.objects.filter(
        affirmation=row, item__in=EvidenceItem.objects.visible_to(actor).kept()
    )
    return {each.item.uuid: each for each in rows.select_related("item").order_by("pk")}


def _in_words(
    values: Mapping[str, str],
    pieces: Mapping[UUID, AffirmedItem],
    days: Mapping[UUID, date | None],
) -> dict[str, str]:
    """As people read it: the label of a choice, a day in words."""
    words = dict(values)
    if words.get("state"):
        words["state"] = str(Affirmed(words["state"]).label)
    words["pieces"] = "\n".join(
        f"{piece.item.title or UNNAMED}: checked on {show_date(day)}"
        for uuid, piece in pieces.items()
        if (day := days.get(uuid)) is not None
    )
    return words
