"""What an attacker types."""

MARKUP = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>"
RAW = ("<img src=x", "<script>alert")
# Both of a shape that validators let through.
MAILBOX = '"<script>alert(1)</script>"@kestrel.example'
SITE = "https://kestrel.example/\"'><script>alert(1)</script>"


def evil(word: str, room: int = 5000) -> str:
    """Something to recognise, then markup that breaks out of a text and of an attribute."""
    text = f"{word}{MARKUP}"
    assert len(text) <= room
    return text
