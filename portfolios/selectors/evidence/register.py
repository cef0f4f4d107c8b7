"""The register of consents: what is held of whom, until when, and who relied on it.

A row for every piece that pictures or quotes people, or of which somebody said so by asking to have it
hidden. No person pictured is named in it: there is no column for that.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from django.db.models import Count, F, Q, TextChoices

from awards.models import Organisation, held_organisations
from awards.scheme import edition
from foundation.dates import london_date, months_later
from portfolios.choices import ConsentScope, Gatherer, Pictured, ShowsPeople
from portfolios.models import Consent, EvidenceItem, SentItem
from portfolios.models.evidence import EvidenceQuerySet
from portfolios.selectors.evidence.ending import NOTICE, forgotten_on
from portfolios.selectors.evidence.reading import pictured
from portfolios.selectors.keeping import pictures_of_children

SOON, LATER = NOTICE, timedelta(days=90)


class Standing(TextChoices):
    """A list can be narrowed by each. A row shows the first that holds; “gone” is any of the first four."""

    DELETED = "deleted", "Contents deleted"
    HIDDEN = "hidden", "Hidden while we look into a request"
    WITHDRAWN = "withdrawn", "Taken back"
    ENDED = "ended", "Ended"
    GONE = "gone", "Gone, for any reason"
    ENDING = "ending", "Ends within 30 days"
    OPEN = "open", "Not written down yet"
    LATER = "later", "Ends within 90 days"
    IN_FORCE = "in-force", "In force"


GONE = (Standing.DELETED, Standing.HIDDEN, Standing.WITHDRAWN, Standing.ENDED)
# The shape of each (`_status.html`).
SHAPES = {
    Standing.DELETED: "stopped",
    Standing.HIDDEN: "attention",
    Standing.WITHDRAWN: "stopped",
    Standing.ENDED: "stopped",
    Standing.ENDING: "attention",
    Standing.OPEN: "todo",
    Standing.LATER: "waiting",
    Standing.IN_FORCE: "done",
}


@dataclass(frozen=True)
class Filters:
    """Codes; an empty one means “any”."""

    state: str = ""
    scope: str = ""
    who: str = ""

    @property
    def any(self) -> bool:
        return any((self.state, self.scope, self.who))


@dataclass(frozen=True)
class Relied:
    """One sending that the piece went along with."""

    stage: str
    reference: str
    at: datetime


@dataclass(frozen=True)
class Row:
    id: str
    title: str
    organisation: Organisation
    standing: Standing
    # In words: “Children, adults”.
    people: str
    scope: str
    given_on: date | None
    until: date | None
    # What somebody typed of the form; of a hidden piece nobody sees more than its title (T-24).
    holder: str
    form: str
    relied: tuple[Relied, ...]
    # When its files go, or went.
    deleted_on: date | None
    is_deleted: bool
    # Its organisation took it out; what was sent still needs it.
    is_removed: bool
    # A panel took it at a visit.
    is_of_panel: bool
    is_restricted: bool
    # A legal hold keeps the files for now; officers are told of it, nobody else.
    is_held: bool

    @property
    def shape(self) -> str:
        return SHAPES[self.standing]

    @property
    def is_gone(self) -> bool:
        return self.standing in GONE

    @property
    def can_ask_again(self) -> bool:
        return not self.is_deleted and self.has_page and self.standing is not Standing.HIDDEN

    @property
    def has_page(self) -> bool:
        return not self.is_removed and not self.is_of_panel


@dataclass(frozen=True)
class Figure:
    number: int
    text: str
    # What stands in the address of its list.
    query: str


def pieces() -> EvidenceQuerySet:
    """Also what its organisation has removed since: while its files are here, somebody is in them.

    Narrow it with `visible_to` first: what is restricted is not there for everybody (T-94).
    """
    somebody = (
        Q(consent__shows_people=ShowsPeople.PEOPLE)
        | Q(consent__withdrawn_at__isnull=False)
        | Q(consent__disputed_at__isnull=False)
    )
    return EvidenceItem.objects.filter(somebody)


def narrowed(rows: EvidenceQuerySet, filters: Filters, *, on: date) -> EvidenceQuerySet:
    """What ends first stands first; what is deleted comes last."""
    if filters.state:
        rows = rows.filter(standing(Standing(filters.state), on))
    if filters.scope:
        rows = rows.filter(consent__scope=ConsentScope(filters.scope))
    if filters.who:
        rows = rows.filter(_who(Pictured(filters.who)))
    return rows.select_related("organisation", "consent").order_by(
        F("consent__forgotten_at").asc(nulls_first=True),
        F("consent__expires_on").asc(nulls_last=True),
        "organisation__name",
        "pk",
    )


def figures(rows: EvidenceQuerySet, *, on: date) -> list[Figure]:
    """One query. Each number is that of the list it leads to."""
    states = (Standing.IN_FORCE, Standing.OPEN, Standing.ENDING, Standing.LATER, Standing.GONE)
    counts = {state.name: Count("pk", filter=standing(state, on)) for state in states}
    with_children = standing(Standing.IN_FORCE, on) & _who(Pictured.CHILDREN)
    found = rows.order_by().aggregate(**counts, children=Count("pk", filter=with_children))
    in_force = f"state={Standing.IN_FORCE.value}"
    return [
        Figure(found["IN_FORCE"], "in force", in_force),
        Figure(
            found["children"],
            "in force, with children",
            f"{in_force}&who={Pictured.CHILDREN.value}",
        ),
        _figure(found, Standing.ENDING, "end within 30 days"),
        _figure(found, Standing.LATER, "end within 90 days"),
        _figure(found, Standing.OPEN, "not written down yet"),
        _figure(found, Standing.GONE, "gone"),
    ]


def _figure(found: dict[str, int], state: Standing, text: str) -> Figure:
    return Figure(found[state.name], text, f"state={state.value}")


def rows_of(items: Sequence[EvidenceItem], *, on: date) -> list[Row]:
    """For one page of the list, with organisations and consents: three queries."""
    relied: dict[int, list[Relied]] = defaultdict(list)
    sent = (
        SentItem.objects.filter(item__in=items)
        .select_related("change__application")
        .defer("change__snapshot")
        .order_by("-change__at", "-pk")
    )
    for each in sent:
        application = each.change.application
        stage = edition(application.edition).stage(application.stage)
        relied[each.item_id].append(Relied(stage.name, application.reference, each.change.at))
    due, held = _due(on), set(held_organisations().values_list("pk", flat=True))
    return [
        _row(
            item,
            tuple(relied[item.pk]),
            due.get(item.pk),
            is_held=item.organisation_id in held,
            on=on,
        )
        for item in items
    ]


def _due(on: date) -> dict[int, date]:
    """By key, when pictures of children go whether consent holds or not."""
    dues = pictures_of_children(by=months_later(on, 12))
    return {pk: due.on for due in dues for pk in due.rows}


def standing_of(consent: Consent, *, on: date) -> Standing:
    """The same as `standing`, of a row that is at hand."""
    until = consent.expires_on
    if consent.forgotten_at is not None:
        return Standing.DELETED
    if consent.disputed_at is not None:
        return Standing.HIDDEN
    if consent.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if until is not None and until < on:
        return Standing.ENDED
    if until is not None and until <= on + SOON:
        return Standing.ENDING
    if not (consent.holder and consent.given_on and pictured(consent)):
        return Standing.OPEN
    if until is not None and until <= on + LATER:
        return Standing.LATER
    return Standing.IN_FORCE


_SHOWN = Q(consent__forgotten_at=None, consent__disputed_at=None, consent__withdrawn_at=None)
_LACKS = (
    Q(consent__holder="")
    | Q(consent__given_on=None)
    | Q(consent__children=False, consent__young_people=False, consent__adults=False)
)


def standing(state: Standing, on: date) -> Q:
    held = _SHOWN & (Q(consent__expires_on=None) | Q(consent__expires_on__gte=on))
    ended = Q(consent__expires_on__lt=on)
    match state:
        case Standing.DELETED:
            return Q(consent__forgotten_at__isnull=False)
        case Standing.HIDDEN:
            return Q(consent__forgotten_at=None, consent__disputed_at__isnull=False)
        case Standing.WITHDRAWN:
            return Q(consent__forgotten_at=None, consent__withdrawn_at__isnull=False)
        case Standing.ENDED:
            return Q(consent__forgotten_at=None) & ended
        case Standing.GONE:
            return ~_SHOWN | ended
        case Standing.ENDING:
            return held & Q(consent__expires_on__lte=on + SOON)
        case Standing.OPEN:
            return held & _LACKS
        case Standing.LATER:
            return held & Q(consent__expires_on__lte=on + LATER)
        case Standing.IN_FORCE:
            return held & ~_LACKS
        case _:
            assert_never(state)


def _who(who: Pictured) -> Q:
    return Q(**{f"consent__{who.value}": True})


def _row(
    item: EvidenceItem, relied: tuple[Relied, ...], due: date | None, *, is_held: bool, on: date
) -> Row:
    consent = item.consent
    found = standing_of(consent, on=on)
    deleted, shown = consent.forgotten_at, found not in GONE
    ends = [day for day in (forgotten_on(consent), due) if day is not None]
    return Row(
        id=str(item.uuid),
        title=str(item),
        organisation=item.organisation,
        standing=found,
        people=", ".join(Pictured(each).label for each in pictured(consent)).capitalize(),
        scope=consent.get_scope_display(),
        given_on=consent.given_on,
        until=consent.expires_on,
        holder=consent.holder if shown else "",
        form=consent.form_reference if shown else "",
        relied=relied,
        deleted_on=london_date(deleted) if deleted else min(ends, default=None),
        is_deleted=deleted is not None,
        is_removed=item.removed_at is not None,
        is_of_panel=item.gathered_by == Gatherer.PANEL,
        is_restricted=item.restricted_at is not None,
        is_held=is_held and deleted is None,
    )
