"""The house in which records of each kind are kept for a time, and what tells of one of them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from awards.choices import Role, Status
from awards.models import Application, Award, Hold, Organisation, StatusChange, User
from awards.services.organisations import create_organisation
from certificates.models import SigningKey
from certificates.services import add_signatory, issue_certificate
from champions.choices import Perspective
from champions.models import Champion
from foundation.dates import london_date, months_later
from foundation.files import store_generated
from tests.conftest import make_user
from tests.support.champions import make_champion

DAY = timedelta(days=1)
SNAPSHOT = {"edition": "birmingham-2026", "organisation": "Acorn Lane School", "sections": []}


@dataclass
class Kept:
    """What was made, when it goes, and how to tell."""

    code: str
    due: date
    is_there: Callable[[], bool]
    organisation: Organisation | None = None
    person: User | None = None
    # Of the mail that must have gone out before.
    notice: str = ""
    # What keeps it for now.
    hold: Hold | None = None

    def place_hold(self, *, by: User, at: datetime) -> Hold:
        return Hold.objects.create(
            organisation=self.organisation,
            person=None if self.organisation else self.person,
            reason="An appeal.",
            placed_by=by,
            placed_at=at,
        )


@dataclass
class House:
    """Officers and champions who are there from the beginning, and organisations one after the other."""

    at: datetime
    officer: User = None
    panel: list[Champion] = field(default_factory=list)
    made: int = 0

    def __post_init__(self) -> None:
        self.officer = make_user("Olive Keeper", is_officer=True)
        add_signatory(
            name="Pat Signer",
            role="Director",
            organisation_line="Birmingham",
            signs_from=date(2010, 1, 1),
            picture=None,
            actor=self.officer,
            at=self.at,
        )
        for name, perspective in (
            ("Paula Keeper", Perspective.PROFESSIONAL),
            ("Parveen Keeper", Perspective.PARENT_CARER),
            ("Yusuf Keeper", Perspective.YOUNG_PERSON),
        ):
            self.panel.append(
                make_champion(
                    make_user(name), officer=self.officer, at=self.at, perspective=perspective
                )
            )

    def organisation(self, at: datetime) -> tuple[Organisation, User]:
        self.made += 1
        lead = make_user(f"Lead Number{self.made}")
        organisation = create_organisation(
            name=f"House {self.made}",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=lead,
            at=at,
        )
        User.objects.filter(pk=lead.pk).update(date_joined=at, last_login=at)
        return organisation, lead

    def tell_history(self, organisation: Organisation) -> None:
        """The steps and the certificates that shorter ways to an award leave out."""
        for application in Application.objects.filter(
            organisation=organisation, status=Status.APPROVED
        ):
            sent = application.changes.get(name="submit")
            steps = (
                ("start_review", Status.SUBMITTED, Status.IN_REVIEW),
                ("approve", Status.IN_REVIEW, Status.APPROVED),
            )
            told = set(application.changes.values_list("name", flat=True))
            for name, before, after in steps:
                if name not in told:
                    StatusChange.objects.create(
                        application=application,
                        name=name,
                        from_status=before,
                        to_status=after,
                        actor=self.officer,
                        role=Role.OFFICER,
                        at=sent.at,
                    )
            self.certify(application.award, at=sent.at)

    def certify(self, award: Award, *, at: datetime) -> object:
        """With a file, as the job makes it."""
        made = issue_certificate(
            award=award, printed_name=award.organisation.name, at=at, actor=self.officer
        )
        key, _ = SigningKey.objects.get_or_create(
            key_id="0" * 16, defaults={"certificate_pem": "-", "first_used_at": at}
        )
        content = f"%PDF {made.number}".encode()
        made.file = store_generated(
            name="certificate.pdf", content=content, content_type="application/pdf", at=at
        )
        made.sha256, made.key = hashlib.sha256(content).hexdigest(), key
        made.save()
        return made


def later(at: datetime, months: int) -> date:
    return months_later(london_date(at), months)


def exists(row: object) -> Callable[[], bool]:
    return lambda: type(row)._default_manager.filter(pk=row.pk).exists()
