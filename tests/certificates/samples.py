"""The facts of a certificate for tests, to be changed in one point each."""

from datetime import UTC, date, datetime

from certificates.codes import grouped
from certificates.rendering.certificate import Facts, Signature

CODE = "7KQ2MX9ABCDEFGHJKMN5"
SIGNATURES = (
    Signature("Amina Okafor-Hughes", "Chair of the Champions Group", "Parent Carer Forum"),
    Signature("Rhiannon Llewellyn", "Assistant Director, SEND", "Birmingham City Council"),
)


def facts(name: str = "Łódź & Sons", stage: str = "bronze", **changes: object) -> Facts:
    values: dict[str, object] = {
        "printed_name": name,
        "stage": stage,
        "awarded_on": date(2026, 3, 14),
        "valid_until": date(2027, 3, 14) if stage in {"gold", "platinum"} else None,
        "is_renewal": False,
        "held_since": date(2026, 3, 14),
        "number": "BRZ-2026-00014",
        "code": grouped(CODE),
        "verify_url": f"https://award.example/verify/{grouped(CODE)}/",
        "signatures": SIGNATURES,
        "issued_at": datetime(2026, 3, 14, 12, tzinfo=UTC),
    }
    return Facts(**(values | changes))
