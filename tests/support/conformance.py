"""What a checker that is not ours says of a PDF: PDF/UA-1 (the Matterhorn Protocol's rules) and PDF/A-3a."""

import io

import page
from pikepdf import Dictionary, Pdf

UA, ARCHIVE = "ua1", "3a"
# Conditions of the Matterhorn Protocol that the checker does not see, or not all of: no file of ours has
# what they are about, and `kept_out` looks for it.
KEPT_OUT = {
    "Ruby text": ("09-007",),
    "Warichu text": ("09-008",),
    "metadata of no language": ("11-006",),
    "encryption": ("26-001", "26-002"),
    "a printer's mark": ("28-018",),
    "an encoding of its own": ("31-003",),
    "a Type 1 font": ("31-012", "31-013"),
    "a list of its glyphs": ("31-015",),
}
_TAGS = {"/Ruby": "Ruby text", "/RB": "Ruby text", "/RT": "Ruby text", "/RP": "Ruby text"} | {
    "/Warichu": "Warichu text",
    "/WT": "Warichu text",
    "/WP": "Warichu text",
}


def failures(content: bytes, *, profile: str = UA) -> list[str]:
    """Each rule that fails, with the checker's own words."""
    report = page.validate_pdf_bytes(content, profile=profile)
    return [f"{each.rule_id}: {each.message}" for each in report.failures]


def rules(content: bytes, *, profile: str = UA) -> int:
    """How many rules were asked."""
    return int(page.validate_pdf_bytes(content, profile=profile).rules.total)


def kept_out(content: bytes) -> list[str]:
    """What is in it of `KEPT_OUT`."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        found = {"encryption"} if pdf.is_encrypted else set()
        if not str(pdf.Root.get("/Lang", "")):
            found.add("metadata of no language")
        for each in pdf.objects:
            if isinstance(each, Dictionary):
                found.update(_named(each))
    return sorted(found)


def _named(entry: Dictionary) -> list[str]:
    named = [_TAGS[tag] for tag in [str(entry.get("/S"))] if tag in _TAGS and "/P" in entry]
    kind = str(entry.get("/Subtype"))
    if kind == "/PrinterMark":
        named.append("a printer's mark")
    if entry.get("/Type") == "/Font":
        if kind in ("/Type1", "/MMType1", "/Type1C"):
            named.append("a Type 1 font")
        if kind == "/Type0" and entry.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            named.append("an encoding of its own")
    if "/CIDSet" in entry:
        named.append("a list of its glyphs")
    return named


def require_conformant(content: bytes) -> None:
    assert failures(content, profile=UA) == []
    assert failures(content, profile=ARCHIVE) == []
    assert kept_out(content) == []
