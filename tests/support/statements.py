"""Re-validation statements, written through the services as people would.

award = hold_gold(organisation, lead=lead, officer=officer, at=now)
statement = statement_for(award, lead=lead, at=due_for(award))     # whole and signed, ready to send
change = send_statement(statement, lead=lead, at=due_for(award))
"""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from awards.choices import Role
from awards.models import Application, Award, StatusChange, User
from foundation.dates import LONDON, london_date
from portfolios.models import AffirmedItem, Statement
from portfolios.selectors.statement.reading import affirmation_section
from portfolios.services import statement as services
from tests.support.evidence import evidence
from tests.support.portfolios import version_of


def due_for(award: Award, *, days: int = 30) -> datetime:
    """Noon of a day so long before it falls due."""
    assert award.due_on is not None
    return datetime.combine(award.due_on - timedelta(days=days), time(12), tzinfo=LONDON)


def begin(award: Award, *, lead: User, at: datetime) -> Application:
    award.refresh_from_db()
    return services.begin_statement(award=award, actor=lead, at=at)


def statement_for(award: Award, *, lead: User, at: datetime, new: bool = True) -> Application:
    """Everything still true; `new`: with one new piece of evidence under each criterion."""
    application = begin(award, lead=lead, at=at)
    write_statement(application, lead=lead, at=at, new=new)
    sign(application, lead=lead, at=at)
    return application


def write_statement(
    application: Application, *, lead: User, at: datetime, new: bool = True
) -> Application:
    item = evidence(application.organisation, lead=lead, at=at, title="This year’s survey")
    for row in application.affirmations.all():
        affirm(application, row.code, lead=lead, at=at)
        # Where nothing was carried over there has to be something.
        if new or not row.items.exists():
            choose(application, row.code, item.uuid, lead=lead, at=at)
    services.save_together(
        application=application,
        values={"who": "Eight parents of our forum.", "how": "They asked for a shorter form."},
        expected_version=version_of(application, "together"),
        actor=lead,
        at=at,
    )
    return application


def affirm(
    application: Application,
    code: str,
    *,
    lead: User,
    at: datetime,
    state: str = "true",
    text: str = "Two more year groups have joined.",
) -> None:
    """With all pieces of that criterion still true, checked that day."""
    pieces = AffirmedItem.objects.filter(
        affirmation__application=application, affirmation__code=code
    )
    services.save_affirmation(
        application=application,
        code=code,
        values={"state": state, "text": text},
        still_true=dict.fromkeys(pieces.values_list("item__uuid", flat=True), london_date(at)),
        expected_version=version_of(application, affirmation_section(code)),
        actor=lead,
        at=at,
    )


def choose(
    application: Application, code: str, *add: UUID, lead: User, at: datetime, remove: tuple = ()
) -> int:
    return services.choose_evidence(
        application=application, code=code, add=add, remove=remove, actor=lead, at=at
    )


def sign(application: Application, *, lead: User, at: datetime) -> None:
    services.sign_statement(
        application=application,
        signed_name=lead.name,
        signed_role="Head teacher",
        checked_version=Statement.objects.get(application=application).version,
        actor=lead,
        at=at,
    )


def send_statement(
    application: Application, *, lead: User, at: datetime, key: UUID | None = None
) -> StatusChange:
    change = services.submit_statement(
        application=application, actor=lead, role=Role.LEAD, at=at, key=key or uuid4()
    )
    application.refresh_from_db()
    return change
