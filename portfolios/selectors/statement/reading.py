"""A re-validation statement with everything that belongs to it, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from awards.models import Application
from awards.scheme import Criterion, Scheme, edition
from portfolios.models import (
    Affirmation,
    AffirmedItem,
    Commitment,
    EvidenceItem,
    SectionEdit,
    Statement,
)
from portfolios.records import (
    NO_EYES,
    AffirmationRecord,
    AffirmedItemRecord,
    Eyes,
    ItemRecord,
    NarrativeRecord,
    PortfolioRecord,
    StatementRecord,
)
from portfolios.selectors.evidence.reading import records_of
from portfolios.selectors.statement.before import Before, before_of
from portfolios.selectors.statement.wording import declaration_wording


@dataclass(frozen=True)
class WholeStatement:
    """The rows for the pages that write, and the record for everything that judges or shows."""

    application: Application
    scheme: Scheme
    statement: Statement
    record: StatementRecord
    before: Before
    edits: dict[str, SectionEdit]
    # The signature that counts; none once anything was changed after it.
    commitment: Commitment | None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(self.scheme.criteria_for(self.application.stage))

    @property
    def is_signed(self) -> bool:
        """To the words that the edition has now."""
        signed = self.commitment
        return signed is not None and (
            signed.wording_sha256 == declaration_wording(self.scheme).sha256
        )

    def version(self, section: str) -> int:
        """The version a section's page is opened with; 0 before anybody saved it."""
        edit = self.edits.get(section)
        return edit.version if edit else 0


def affirmation_section(code: str) -> str:
    """Under which name the changes of one criterion are counted (`SectionEdit.section`)."""
    return f"affirm:{code}"


def chosen_section(code: str) -> str:
    """And those of the evidence chosen for it."""
    return f"chosen:{code}"


def statement_of(application: Application) -> Statement:
    """The statement's row. It is made with the application, so it is always there."""
    statement = Statement.objects.get(application=application)
    statement.application = application
    return statement


def whole_statement(application: Application, *, on: date, eyes: Eyes = NO_EYES) -> WholeStatement:
    """Eleven queries, however much evidence there is. `on`: for consent that runs out.

    Restricted evidence is left out, except what these eyes may see.
    """
    statement = statement_of(application)
    scheme = edition(application.edition)
    # Versions first: a save between two reads then shows an old version, and clashes (T-44).
    edits = {
        edit.section: edit
        for edit in SectionEdit.objects.filter(application=application).select_related("updated_by")
    }
    commitment = Commitment.objects.filter(application=application).current().first()
    before = before_of(application, on=on, eyes=eyes)
    affirmed = {row.code: row for row in Affirmation.objects.filter(application=application)}
    chosen = list(AffirmedItem.objects.filter(affirmation__application=application))
    rows = EvidenceItem.objects.kept().filter(
        organisation=application.organisation_id, pk__in={row.item_id for row in chosen}
    )
    items = list(rows.select_related("consent"))
    seen = {
        item.pk: str(item.uuid)
        for item in items
        if eyes.see(restricted=item.restricted_at is not None, added_by=item.created_by_id)
    }
    order = {pk: place for place, pk in enumerate(seen)}
    by_code: dict[str, list[AffirmedItem]] = defaultdict(list)
    codes = {row.pk: row.code for row in affirmed.values()}
    for row in sorted(
        (row for row in chosen if row.item_id in seen), key=lambda row: order[row.item_id]
    ):
        by_code[codes[row.affirmation_id]].append(row)
    affirmations = tuple(
        _affirmation(criterion.code, affirmed, by_code, seen, before)
        for criterion in scheme.criteria_for(application.stage)
    )
    award = before.award
    return WholeStatement(
        application=application,
        scheme=scheme,
        statement=statement,
        record=StatementRecord(
            portfolio=PortfolioRecord(
                organisation_name=application.organisation.name,
                reference=application.reference,
                edition=application.edition,
                stage=application.stage,
                items=_shown_under(
                    records_of([item for item in items if item.pk in seen], on=on), affirmations
                ),
                withheld=tuple(n for n, item in enumerate(items, start=1) if item.pk not in seen),
                narratives=tuple(
                    NarrativeRecord(each.code, each.text) for each in affirmations if each.text
                ),
            ),
            affirmations=affirmations,
            who=statement.who,
            how=statement.how,
            renews=award.application.reference if award else "",
            renews_awarded_on=award.awarded_on if award else None,
        ),
        before=before,
        edits=edits,
        commitment=commitment,
    )


def _affirmation(
    code: str,
    affirmed: dict[str, Affirmation],
    chosen: dict[str, list[AffirmedItem]],
    ids: dict[int, str],
    before: Before,
) -> AffirmationRecord:
    row = affirmed.get(code)
    return AffirmationRecord(
        code=code,
        state=row.state if row else "",
        text=row.text if row else "",
        items=tuple(
            AffirmedItemRecord(
                id=ids[each.item_id],
                carried=ids[each.item_id] in before.sent,
                still_true_on=each.still_true_on,
            )
            for each in chosen[code]
        ),
    )


def _shown_under(
    items: tuple[ItemRecord, ...], affirmations: tuple[AffirmationRecord, ...]
) -> tuple[ItemRecord, ...]:
    """What was chosen for a criterion shows it, whatever else was said of it before."""
    under: dict[str, list[str]] = defaultdict(list)
    for each in affirmations:
        for chosen in each.items:
            under[chosen.id].append(each.code)
    return tuple(
        item
        if item.hidden
        else replace(item, shows=tuple(dict.fromkeys([*item.shows, *under[item.id]])))
        for item in items
    )
