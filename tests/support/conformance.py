"""What a checker that is not ours says of a PDF: PDF/UA-1 (the Matterhorn Protocol's rules) and PDF/A-3a."""

import page

UA, ARCHIVE = "ua1", "3a"


def failures(content: bytes, *, profile: str = UA) -> list[str]:
    """Each rule that fails, with the checker's own words."""
    report = page.validate_pdf_bytes(content, profile=profile)
    return [f"{each.rule_id}: {each.message}" for each in report.failures]


def rules(content: bytes, *, profile: str = UA) -> int:
    """How many rules were asked."""
    return int(page.validate_pdf_bytes(content, profile=profile).rules.total)


def require_conformant(content: bytes) -> None:
    assert failures(content, profile=UA) == []
    assert failures(content, profile=ARCHIVE) == []
