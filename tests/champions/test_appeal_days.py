"""How long there is to appeal is the edition's, and not the software's (scheme.md 31)."""

from datetime import timedelta
from pathlib import Path

from awards.models import Application
from awards.scheme import editions
from champions.choices import Outcome
from champions.models import Decision
from champions.selectors.letters import letters_of
from foundation.dates import london_date
from tests.support.champions import assess_all, decide, release


def test_an_edition_says_how_long(assessing, officer, later, settings, tmp_path):
    shipped = editions.SHIPPED / "birmingham-2026.toml"
    text = shipped.read_text(encoding="utf-8")
    other = text.replace("birmingham-2026", "short-2027")
    Path(tmp_path, "short-2027.toml").write_text(
        other.replace("appeal_days = 28", "appeal_days = 10"), encoding="utf-8"
    )
    settings.SCHEME_FOLDERS = [str(tmp_path)]
    assert editions.installation_problems() == []
    case = Application.objects.filter(pk=assessing.application.pk)
    case.update(edition="short-2027")
    assessing.application.refresh_from_db()
    assess_all(assessing, at=later)
    letter = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    assert "You have 10 days after this letter." in letter.letter
    rows = Decision.objects.filter(pk=letter.pk)
    (each,) = letters_of(rows, at=later + timedelta(days=10))
    assert each.until == london_date(later + timedelta(days=10))
    assert each.can_be_appealed
    (each,) = letters_of(rows, at=later + timedelta(days=11))
    assert not each.can_be_appealed
    case.update(edition="birmingham-2026")
    (each,) = letters_of(rows, at=later + timedelta(days=28))
    assert each.can_be_appealed
