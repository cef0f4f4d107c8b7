"""Who can sign in, and what there is to see: for `manage.py demo --json` and `--accounts`."""

from datetime import date

from django.urls import reverse

from awards.choices import MembershipRole, Role
from awards.models import Membership, Organisation, User
from awards.selectors import journey_of
from certificates.models import Certificate
from config.demo.people import DOMAIN, PASSWORD

Entry = dict[str, str]
# Leads whose organisations are writing for the higher stages, or may renew.
FURTHER = (f"gold@{DOMAIN}", f"platinum@{DOMAIN}", f"renewal@{DOMAIN}")


def report(*, on: date) -> dict[str, list[Entry]]:
    return {
        "accounts": accounts(),
        "certificates": certificates(on=on),
        "organisations": organisations(on=on),
    }


def accounts() -> list[Entry]:
    """One entry for each part that somebody plays; the best of each role to begin with comes first."""
    demo = User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")
    entries = [_account(Role.OFFICER, user) for user in demo.filter(is_officer=True)]
    entries += [_account(Role.CHAMPION, user) for user in demo.filter(is_champion=True)]
    memberships = Membership.objects.filter(user__in=demo).select_related("user", "organisation")
    for role in (MembershipRole.LEAD, MembershipRole.MEMBER):
        entries += [
            _account(Role(role.value), each.user, each.organisation.name)
            for each in memberships.filter(role=role).order_by("pk")
        ]
    return sorted(entries, key=lambda entry: entry["email"] != f"{entry['role']}@{DOMAIN}")


def _account(role: Role, user: User, organisation: str = "") -> Entry:
    return {
        "role": role.value,
        "email": user.email,
        "password": PASSWORD,
        "organisation": organisation,
    }


def certificates(*, on: date) -> list[Entry]:
    return [
        {
            "code": each.shown_code,
            "stage": each.stage,
            "state": each.condition(on).value,
            "organisation": each.award.organisation.name,
            "url": reverse("certificate-pdf", args=[each.uuid]),
        }
        for each in Certificate.objects.with_award().order_by("issued_at", "pk")
    ]


def organisations(*, on: date) -> list[Entry]:
    entries = []
    for organisation in Organisation.objects.all():
        highest = journey_of(organisation, on=on).highest
        entries.append(
            {
                "name": organisation.name,
                "slug": organisation.slug,
                "stage": highest.stage.code if highest else "",
            }
        )
    return entries


def accounts_table() -> str:
    """For people: one of each role, those who go further, and the password once."""
    every = accounts()
    first: dict[str, Entry] = {}
    for entry in every:
        first.setdefault(entry["role"], entry)
    shown = [*first.values(), *(entry for entry in every if entry["email"] in FURTHER)]
    lines = [f"Sign in with the password “{PASSWORD}” as"]
    for entry in shown:
        role = Role(entry["role"]).label
        lines.append(f"  {role:20}  {entry['email']:24}  {entry['organisation']}".rstrip())
    lines.append("Everybody else: manage.py demo --json")
    return "\n".join(lines)
