"""The hostile corpus, item by item: T-49 to T-63, with a real scanner and real stores.

What one file is and what has to become of it stands in tests/hostile/corpus. A tally is printed at
the end of the run.
"""

import pytest

from tests.hostile import judging
from tests.hostile.corpus import CORPUS, ORDINARY, Hostile
from tests.hostile.judging import Stores
from tests.hostile.tally import remember
from tests.support.clamd import Scanner

# The files are the same on either database, and there are many.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def each(files: tuple[Hostile, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("hostile", files, ids=[hostile.id for hostile in files])


@pytest.fixture(autouse=True)
def _scanned(clamd: Scanner, settings: object) -> None:
    settings.CLAMD_URL = clamd.url


@each(CORPUS)
def test_hostile_file_becomes_what_it_should(
    hostile: Hostile, on_disk: Stores, sender: object, record_property: object
) -> None:
    sent = judging.send(hostile, sender)
    remember(record_property, hostile, sent.outcome)
    assert sent.outcome == hostile.expect, sent.sentence
    assert_all_is_well(hostile, sent, on_disk)


@each(ORDINARY)
def test_ordinary_file_passes(hostile: Hostile, on_disk: Stores, sender: object) -> None:
    """Else the refusals above would show nothing."""
    sent = judging.send(hostile, sender)
    assert sent.outcome == hostile.expect, sent.sentence
    assert_all_is_well(hostile, sent, on_disk)


def assert_all_is_well(hostile: Hostile, sent: judging.Sent, stores: Stores) -> None:
    judging.assert_stores_agree(stores, sent)
    if sent.outcome.startswith("refused"):
        judging.assert_is_a_sentence(sent.sentence)
        assert hostile.says in sent.sentence
        # Nobody is told of a virus that was none (an encrypted file, a bomb).
        assert ("virus" in sent.sentence) == (hostile.says == "virus")
        return
    judging.assert_name_is_safe(sent.file)
    judging.assert_headers_are_safe(sent.file)
    judging.assert_nothing_is_hidden(hostile, sent)
    if hostile.look:
        hostile.look(sent.served)


def test_corpus_is_as_large_as_it_was_promised() -> None:
    assert len(CORPUS) >= 150
    assert len({hostile.id for hostile in CORPUS}) == len(CORPUS)
    assert {hostile.threat for hostile in CORPUS} >= {f"T-{n}" for n in range(49, 61)} | {"T-63"}
