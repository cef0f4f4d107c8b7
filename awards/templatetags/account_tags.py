"""What the pages about accounts need: a QR code, data for the passkey script, readable secrets."""

import json

import segno
from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.inclusion_tag("mfa/_qr_code.html")
def qr_code(text: str) -> dict[str, object]:
    """A QR code as an SVG in the page: the secret in it goes through no other address."""
    code = segno.make(text, error="m", micro=False)
    border = 4
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix, start=border)
        for x, dark in enumerate(row, start=border)
        if dark
    )
    return {"path": path, "size": len(code.matrix) + 2 * border}


@register.filter
def as_json(value: object) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def in_fours(secret: str) -> str:
    """Easier to type: ABCD EFGH."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


@register.filter
def browser(user_agent: str) -> str:
    """The program and machine behind a user agent, as far as its owner needs to know it again."""
    programs = {
        "Edg": "Edge",
        "OPR": "Opera",
        "Firefox": "Firefox",
        "Chrome": "Chrome",
        "Safari": "Safari",
    }
    machines = {
        "iPhone": "an iPhone",
        "iPad": "an iPad",
        "Android": "an Android phone or tablet",
        "Windows": "Windows",
        "Macintosh": "a Mac",
        "CrOS": "a Chromebook",
        "Linux": "Linux",
    }
    program = next((name for sign, name in programs.items() if sign in user_agent), "A browser")
    machine = next((name for sign, name in machines.items() if sign in user_agent), "")
    return f"{program} on {machine}" if machine else program
