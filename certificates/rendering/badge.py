"""Open Badges 3.0 in plain values: who gives, what for, to whom, and what became of it.

The words are those of the scheme's edition. No person stands in any of these.
"""

import base64
import functools
import gzip
import io
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from awards.scheme import Scheme, edition
from certificates import artwork
from certificates.models import Certificate
from certificates.models.badges import LIST_LENGTH, Badge
from certificates.rendering.raster import png
from foundation.dates import LONDON, end_of

Document = dict[str, object]
VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
BADGE_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    "ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
# The only purpose of our lists: what is marked there never counts again.
PURPOSE = "revocation"
# Clocks that do not quite agree.
BEFORE = timedelta(minutes=5)
# How long a list that somebody kept may be believed, and how soon to ask for a new one.
LIST_HOLDS = timedelta(hours=1)
LIST_REFRESH = timedelta(seconds=60)
IMAGE_WIDTH = 600
# Where Open Badges 3.0 puts a credential into a picture.
BAKED_KEYWORD = "openbadgecredential"


def address(name: str, *args: object) -> str:
    """A whole address, from the configured base and never from a request (T-17)."""
    return f"{settings.BASE_URL}{reverse(name, args=args)}"


def issuer(scheme: Scheme) -> Document:
    """Who gives the badges: the council, as the scheme names it."""
    return {
        "id": address("badge-issuer"),
        "type": ["Profile"],
        "name": scheme.authority.council,
        "url": address("home"),
        "email": settings.SUPPORT_EMAIL,
        "description": f"{scheme.authority.council} runs the {scheme.title}.",
    }


def achievement(scheme: Scheme, stage: str) -> Document:
    """What a badge of this stage is for, as that edition of the scheme has it."""
    found = scheme.stage(stage)
    return {
        "id": address("badge-achievement", scheme.code, stage),
        "type": ["Achievement"],
        "achievementType": "Award",
        "name": artwork.alt_text(stage),
        "description": found.summary,
        "criteria": {
            "id": address("stage", stage),
            "narrative": "\n".join(f"* {each.name}: {each.text}" for each in found.criteria),
        },
        "image": {
            "id": address("badge-image", scheme.code, stage),
            "type": "Image",
            "caption": artwork.alt_text(stage),
        },
        "inLanguage": "en-GB",
        "version": scheme.code,
    }


def credential(certificate: Certificate, badge: Badge) -> Document:
    """The badge itself, with the claims that a token repeats (Open Badges 3.0, section 8.2)."""
    scheme = edition(certificate.edition)
    subject, by = recipient(certificate), issuer(scheme)
    starts = datetime.combine(certificate.awarded_on, time(), tzinfo=LONDON)
    document: Document = {
        "@context": [VC_CONTEXT, BADGE_CONTEXT],
        "id": badge.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": artwork.alt_text(certificate.stage),
        "issuer": by,
        "validFrom": _moment(starts),
        "awardedDate": _moment(starts),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.printed_name,
                    "identityType": "name",
                }
            ],
            "licenseNumber": certificate.number,
            "achievement": achievement(scheme, certificate.stage),
        },
        "credentialStatus": _status(badge),
        "credentialSchema": [SCHEMA],
        "iss": by["id"],
        "jti": badge.address,
        "sub": subject,
        "nbf": int(starts.timestamp()),
    }
    if certificate.valid_until is not None:
        ends = last_second(certificate.valid_until)
        document |= {"validUntil": _moment(ends), "exp": int(ends.timestamp())}
    return document


def recipient(certificate: Certificate) -> str:
    """The same for every badge of an organisation, and nothing that opens anything of ours."""
    name = uuid.uuid5(certificate.award.organisation.uuid, "badges")
    return f"urn:uuid:{name}"


def status_list(number: int, ended: Iterable[int], *, scheme: Scheme, at: datetime) -> Document:
    """Bitstring Status List 1.0: one bit for each badge, in the order of the list."""
    bits = bytearray(LIST_LENGTH // 8)
    for place in ended:
        bits[place // 8] |= 0x80 >> (place % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    here, by = address("badge-status", number), address("badge-issuer")
    starts, ends = at - BEFORE, at + LIST_HOLDS
    return {
        "@context": [VC_CONTEXT],
        "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "name": f"Badges of the {scheme.title} that do not count any more",
        "issuer": by,
        "validFrom": _moment(starts),
        "validUntil": _moment(ends),
        "credentialSubject": {
            "id": f"{here}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": f"u{packed}",
            "ttl": int(LIST_REFRESH.total_seconds() * 1000),
        },
        "iss": by,
        "jti": here,
        "sub": f"{here}#list",
        "nbf": int(starts.timestamp()),
        "exp": int(ends.timestamp()),
    }


def last_second(day: date) -> datetime:
    return end_of(day) - timedelta(seconds=1)


@functools.lru_cache(maxsize=32)
def image(stage: str) -> bytes:
    """The picture of the award as a badge."""
    return png(artwork.logo(stage), width=IMAGE_WIDTH)


def baked(stage: str, token: str) -> bytes:
    """The same picture with the credential inside, as collections of badges take it."""
    inside = PngInfo()
    inside.add_itxt(BAKED_KEYWORD, token)
    out = io.BytesIO()
    Image.open(io.BytesIO(image(stage))).save(out, "PNG", pnginfo=inside)
    return out.getvalue()


def _status(badge: Badge) -> Document:
    here = address("badge-status", badge.list_number)
    return {
        "id": f"{here}#{badge.place_in_list}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": PURPOSE,
        "statusListIndex": str(badge.place_in_list),
        "statusListCredential": here,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
