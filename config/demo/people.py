"""The people of the demo: officers, champions, signatories, and whoever acts for an organisation."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from awards.choices import Role
from awards.models import User
from awards.services.appointments import appoint_officer
from certificates.models import Signatory
from certificates.services import add_signatory
from champions.choices import Perspective
from champions.models import Champion
from champions.services.people import appoint_champion
from config.demo.signatures import signature_picture
from foundation import audit
from foundation.dates import london_date
from foundation.files.checking import check_file
from foundation.scanning import is_answering

DOMAIN = "demo.example"
# Known to everybody who can read this: T-12 keeps it out of real installations.
PASSWORD = "teapot lantern canal"  # noqa: S105
# A little before the first organisation began.
BEGAN = timedelta(days=850)
SCANNER_STARTS_IN = 5.0


@dataclass(frozen=True)
class Cast:
    officer: User
    second_officer: User
    champions: dict[str, Champion]


@dataclass(frozen=True)
class Part:
    key: str
    name: str
    perspective: Perspective
    email: str = ""
    sector: str = ""
    under_18: bool = False


CHAMPIONS = (
    Part("champion", "Dilys Okafor", Perspective.PROFESSIONAL, "champion", sector="education"),
    Part("harpreet", "Harpreet Mannering", Perspective.PROFESSIONAL, sector="health"),
    Part("conor", "Conor Delahaye", Perspective.PROFESSIONAL, sector="social_care"),
    Part("ruth", "Ruth Adeyemi-Clarke", Perspective.PROFESSIONAL, sector="voluntary"),
    Part("shabana", "Shabana Mirfield", Perspective.PARENT_CARER),
    Part("lee", "Lee Fontayne", Perspective.PARENT_CARER),
    Part("zara", "Zara Whitlock", Perspective.YOUNG_PERSON),
    Part("kofi", "Kofi Brightwell", Perspective.YOUNG_PERSON, under_18=True),
)
# With the letters that begin their signatures.
SIGNATORIES = (
    (
        "BH",
        "Councillor Beatrice Hollander-Roy",
        "Cabinet Member for Children, Young People and Families",
        "Birmingham City Council",
    ),
    ("AO", "Dr Anselm Osei-Wright", "Director of SEND and Inclusion", "Birmingham City Council"),
    ("YR", "Yasmin Rafiq-Doyle", "Chair", "Parent Carer Forum"),
)


class People:
    """Makes accounts with confirmed addresses. One password, hashed once: hashing is slow on purpose."""

    def __init__(self) -> None:
        self._password = make_password(PASSWORD)

    def person(self, name: str, *, at: datetime, email: str = "") -> User:
        """Their account; the same name is the same person."""
        address = email or f"{slugify(name.removeprefix('Dr ')).replace('-', '.')}@{DOMAIN}"
        known = User.objects.filter(email=address).first()
        if known is not None:
            return known
        user = User.objects.create(
            email=address, name=name, password=self._password, date_joined=at
        )
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        return user


def make_cast(people: People, *, now: datetime, chance: Random) -> Cast:
    at = now - BEGAN
    officer = people.person("Gillian Tranter", at=at, email=f"officer@{DOMAIN}")
    _first_officer(officer, at)
    second = people.person("Imran Qadeer-Lowe", at=at)
    appoint_officer(person=second, actor=officer, at=at)
    champions = {}
    for part in CHAMPIONS:
        email = f"{part.email}@{DOMAIN}" if part.email else ""
        champions[part.key] = appoint_champion(
            person=people.person(part.name, at=at, email=email),
            perspective=part.perspective,
            sector=part.sector,
            turns_18_on=london_date(now + timedelta(days=200)) if part.under_18 else None,
            actor=officer,
            at=at,
        )
    _add_signatories(officer, at, chance)
    return Cast(officer, second, champions)


def _first_officer(person: User, at: datetime) -> None:
    """Every further one is appointed by an officer; the first can't be."""
    person.is_officer = True
    person.save(update_fields=["is_officer"])
    audit.record("officer.appointed", actor=None, target=person, at=at, role=Role.OFFICER)


def _add_signatories(officer: User, at: datetime, chance: Random) -> None:
    """Where a virus scanner answers, their pictures are checked at once.

    Without one they wait in quarantine, and the certificates have a line for a pen.
    """
    scanning = _scanner_answers()
    for place, (initials, name, role, line) in enumerate(SIGNATORIES, start=1):
        signatory: Signatory = add_signatory(
            name=name,
            role=role,
            organisation_line=line,
            signs_from=london_date(at),
            picture=signature_picture(slugify(name), initials, chance),
            order=place,
            actor=officer,
            at=at,
        )
        if scanning and signatory.picture is not None:
            check_file.call(str(signatory.picture.uuid))


def _scanner_answers() -> bool:
    """One that has just been started gets a few seconds to read its signatures."""
    if not settings.CLAMD_URL:
        return False
    until = time.monotonic() + SCANNER_STARTS_IN
    while not is_answering():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
