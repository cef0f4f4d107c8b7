"""The style sheets of the pack."""

import functools
from pathlib import Path

from django.conf import settings


@functools.cache
def sheet(name: str) -> str:
    """A style sheet from templates/certificates/publicity/."""
    folder = Path(settings.BASE_DIR) / "templates" / "certificates" / "publicity"
    return (folder / f"{name}.css").read_text()
