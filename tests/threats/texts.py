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


# A file is called by what follows the last slash, so there is none in it; and a spreadsheet would work it out.
FILE_NAME = "=Kestrel file \"'><img src=x onerror=alert(1)><script>alert(1)<!--.jpg"
# A formula, and a way out of the folder.
TITLE = f"=1+1|../../../Kestrel title {MARKUP}"
