"""Certificates, keys, logo packs and signatories."""

from certificates.models import (
    Badge,
    Certificate,
    CertificateNumbers,
    LogoPack,
    PrintRun,
    PrintRunPage,
    PrintRunPart,
    PublicityPack,
    Signatory,
    SigningKey,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE

CERTIFICATES = (
    Record(
        model=Certificate,
        noun="Certificate",
        parts=(
            Part(
                code="certificates",
                group=OFFICE,
                title="Certificates that you issued",
                about="The numbers and days.",
                yours=("issued_by",),
                columns={
                    "number": "Number",
                    "printed_name": "Organisation",
                    "stage": "Award",
                    "issued_at": "When",
                },
            ),
        ),
        quiet=("signatories",),
        never=(
            "award",
            "code",
            "edition",
            "awarded_on",
            "runs_from",
            "valid_until",
            "is_renewal",
            "held_since",
            "issued_by",
            "superseded_at",
            "file_deleted_at",
            "file",
            "picture",
            "sha256",
        ),
    ),
    Record(
        model=Badge,
        noun="Badge",
        nothing="It says for machines what a certificate says of an organisation.",
        never=("certificate", "status_index", "token", "made_at", "forgotten_at"),
    ),
    Record(
        model=CertificateNumbers,
        noun="Numbers of certificates",
        nothing="It counts certificates.",
        never=("year", "last"),
    ),
    Record(
        model=SigningKey,
        noun="Key",
        parts=(
            Part(
                code="keys-lost",
                group=OFFICE,
                title="Signing keys that you put on the list of lost keys",
                about="When you said so.",
                yours=("lost_by",),
                columns={"compromised_on": "Lost on", "lost_at": "When you said so"},
            ),
        ),
        never=("key_id", "certificate_pem", "first_used_at", "lost_by"),
    ),
    Record(
        model=LogoPack,
        noun="Logo pack",
        nothing="It is a file with logos.",
        never=("stage", "edition", "year", "file"),
    ),
    Record(
        model=PublicityPack,
        noun="Publicity pack",
        parts=(
            Part(
                code="publicity-packs",
                group=OFFICE,
                title="Publicity packs that you asked for",
                about="When you asked.",
                yours=("asked_by",),
                columns={"asked_at": "When"},
            ),
        ),
        never=("certificate", "asked_by", "file"),
    ),
    Record(
        model=PrintRun,
        noun="Print run",
        parts=(
            Part(
                code="print_runs",
                group=OFFICE,
                title="Print runs of certificates that you asked for",
                about="For an award evening.",
                yours=("asked_by",),
                columns={"title": "Title", "asked_at": "When", "pages": "Pages"},
            ),
        ),
        never=("crop_marks", "asked_by", "book"),
    ),
    Record(
        model=PrintRunPage,
        noun="Page of a print run",
        nothing="It says on which page a certificate is.",
        never=("run", "place", "certificate"),
    ),
    Record(
        model=PrintRunPart,
        noun="Part of a print run",
        nothing="It is a file with some of its pages, until the others are there.",
        never=("run", "place", "file"),
    ),
    Record(
        model=Signatory,
        noun="Signatory of certificates",
        nothing="Signatories have no account. Their name is found under “Where your name appears”.",
        quiet=("name", "role", "organisation_line", "signs_from", "signs_until"),
        never=("picture", "order"),
    ),
)
