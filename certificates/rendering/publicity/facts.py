"""What the publicity pack says."""

from dataclasses import dataclass
from datetime import datetime

from certificates import artwork


@dataclass(frozen=True)
class Shown:
    """An award as its organisation shows it."""

    name: str
    stage: str
    year: int | None
    # One sentence for pictures (certificates/publicity.toml).
    sentence: str
    verify_url: str
    # Title and text of each ready text.
    texts: tuple[tuple[str, str], ...]
    issued_at: datetime

    @property
    def award(self) -> str:
        """`Gold Co-production Award 2027`."""
        return artwork.alt_text(self.stage, year=self.year)

    @property
    def check_page(self) -> str:
        """Where a code can be typed, as people write addresses."""
        return f"{self.verify_url.split('/verify/')[0].partition('://')[2]}/verify/"
