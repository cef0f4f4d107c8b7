"""F-08: the scanner dies, hangs, or answers with an error. Files wait, nothing is lost, all is caught up."""

from datetime import timedelta

import pytest

from foundation.clock import DutyContext
from foundation.files import FileNotAccepted, scan_waiting, serve
from foundation.models import DeadLetter, PrivateFile
from foundation.refusals import Refused
from tests.hostile import judging
from tests.hostile.corpus import CORPUS, ORDINARY
from tests.hostile.judging import NOW, Stores
from tests.support.clamd import Scanner
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
BY_ID = {hostile.id: hostile for hostile in (*CORPUS, *ORDINARY)}
BECOMES = {
    "ordinary-jpeg": "clean",
    "ordinary-docx": "clean",
    "ordinary-pdf": "clean",
    "ordinary-txt": "clean",
    "T-49-eicar-far-within-text": "refused",
    "T-49-eicar-in-docx": "refused",
    "T-49-eicar-behind-jpeg": "refused",
    "T-55-script-on-opening": "refused",
}


def dies(scanner: Scanner) -> None:
    scanner.kill()


def hangs(scanner: Scanner) -> None:
    scanner.freeze()


def errs(scanner: Scanner) -> None:
    """Its limit is below the size of what it is sent, and it says so: "… ERROR"."""
    scanner.kill()
    scanner.limit = "10"
    scanner.start()


def recover(scanner: Scanner) -> None:
    scanner.thaw()
    scanner.kill()
    scanner.limit = "30M"
    scanner.start()


@pytest.mark.parametrize("trouble", [dies, hangs, errs])
def test_files_wait_for_the_scanner_and_are_caught_up(
    trouble: object, scanner: Scanner, settings: object, on_disk: Stores, sender: object
) -> None:
    settings.CLAMD_TIMEOUT = 0.2
    trouble(scanner)
    files = {id: judging.keep(BY_ID[id], BY_ID[id].make(), sender) for id in BECOMES}
    run_waiting_jobs()
    for file in files.values():
        file.refresh_from_db()
        assert (file.state, file.reason) == ("quarantined", "")
        with pytest.raises(Refused, match="still being checked"):
            serve(file)
    assert len(on_disk.objects("quarantine")) == len(files)
    assert on_disk.objects("default") == []
    assert not DeadLetter.objects.exists()
    if trouble is not dies:
        recover(scanner)
    else:
        scanner.start()
    settings.CLAMD_TIMEOUT = 30
    later = NOW + timedelta(minutes=6)
    context = DutyContext(now=later, today=later.date(), dry_run=False)
    assert scan_waiting(context) == len(files)
    run_waiting_jobs()
    for id, file in files.items():
        file.refresh_from_db()
        assert (id, file.state) == (id, BECOMES[id])
    assert not PrivateFile.objects.waiting().exists()
    assert on_disk.objects("quarantine") == []
    assert not DeadLetter.objects.exists()


def test_refusals_at_the_door_need_no_scanner(on_disk: Stores, sender: object) -> None:
    """A bomb, a program and a huge picture are named at once, with nobody to ask."""
    for id in ("T-50-docx-of-700-mb", "T-56-exe-named-pdf", "T-51-png-144-megapixels-in-17-kb"):
        with pytest.raises(FileNotAccepted):
            judging.keep(BY_ID[id], BY_ID[id].make(), sender)
    assert not PrivateFile.objects.exists()


def test_same_name_in_the_same_second_keeps_both(on_disk: Stores, sender: object) -> None:
    """T-62."""
    hostile = BY_ID["ordinary-jpeg"]
    first, second = (judging.keep(hostile, hostile.make(), sender) for _ in range(2))
    assert first.display_name == second.display_name
    assert first.storage_key != second.storage_key
    assert len(on_disk.objects("quarantine")) == 2
