"""T-75: a thousand forgeries of genuine certificates, and not one is believed."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import groupby

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates import inspection
from certificates.inspection_reader import read
from certificates.models import Certificate
from certificates.rendering.certificate import certificate_pdf
from certificates.services import issue_certificate
from certificates.signing import LoadedKey, load_signer
from certificates.tasks import facts_of, make_certificate
from certificates.verification import State, check_file
from foundation import apart
from tests.certificates.conftest import content_of
from tests.certificates.forging import Forgery, forgeries
from tests.support.tally import say

# Neither reads the database in another way, nor does a forgery look different on another.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = date(2026, 11, 25)
STAGES = ("bronze", "silver", "gold", "platinum")
# Of each of the four stages: more than a thousand together.
WANTED = 260
KINDS = 40
REFUSED = {State.ALTERED, State.UNKNOWN}


@pytest.fixture
def wrong(settings, tmp_path) -> LoadedKey:
    """A key that calls itself by the name of ours."""
    ours = settings.DATA_DIR
    settings.DATA_DIR = tmp_path
    key = load_signer()
    settings.DATA_DIR = ours
    assert key.key_id != load_signer().key_id
    return key


@pytest.fixture
def make_genuine(make_award, signatory, officer, now) -> Callable[[str], Certificate]:
    def make(stage: str) -> Certificate:
        issued = issue_certificate(
            award=make_award(stage), printed_name="Łódź", at=now, actor=officer
        )
        make_certificate.call(str(issued.uuid))
        return Certificate.objects.get(pk=issued.pk)

    return make


@pytest.fixture
def forge(make_genuine, wrong) -> Callable[[str], tuple[list[Certificate], list[Forgery]]]:
    """Of one stage, with the next one to swap parts with."""

    def make(stage: str) -> tuple[list[Certificate], list[Forgery]]:
        both = [make_genuine(stage), make_genuine(STAGES[STAGES.index(stage) - 1])]
        content, other = (content_of(each) for each in both)
        page = certificate_pdf(facts_of(both[0]))
        return both, list(forgeries(content, page, other, wrong=wrong))

    return make


@pytest.fixture
def _here(monkeypatch) -> None:
    """The same reader as ever, without a process of its own for each of a thousand files."""

    def run(task: str, content: bytes, *, about: dict, limits: apart.Limits) -> apart.Answer:
        assert task == inspection.READER
        return apart.Answer(read(about, content)[0])

    monkeypatch.setattr(inspection.apart, "run", run)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("stage", STAGES)
def test_a_thousand_forgeries_are_refused(forge, stage: str, record_property) -> None:
    genuine, forged = forge(stage)
    kept = {each.sha256 for each in genuine}
    told: Counter[State] = Counter()
    sound = []
    for how, content in forged:
        assert hashlib.sha256(content).hexdigest() not in kept, f"{how}: not a forgery at all"
        answer = check_file(content, on=TODAY)
        assert answer.state in REFUSED, how
        told[answer.state] += 1
        if answer.found is not None and answer.found.sound:
            sound.append(content)
    originals = [content_of(each) for each in genuine]
    for content, each in zip(originals, genuine, strict=True):
        answer = check_file(content, on=TODAY)
        assert (answer.state, answer.certificate) == (State.IN_FORCE, each)
    kinds = {how for how, _ in forged}
    assert len(forged) >= WANTED
    assert len(kinds) >= KINDS
    # What a signature can't see is the room that was left for itself; the bytes tell all the same.
    assert all(_differs_in_the_signature_alone(content, originals) for content in sound)
    say(
        record_property,
        f"forgeries of {stage}: {len(forged)} of {len(kinds)} kinds, 0 believed "
        f"({told[State.ALTERED]} altered, {told[State.UNKNOWN]} not ours); the signature alone "
        f"refused {len(forged) - len(sound)}; {len(genuine)} genuine, 0 refused",
    )


def _differs_in_the_signature_alone(content: bytes, originals: list[bytes]) -> bool:
    """In the hexadecimal digits of the signature's own field, which it can't cover."""
    for original in originals:
        start = original.index(b"/Contents <") + len(b"/Contents <")
        end = original.index(b">", start)
        if content[:start] == original[:start] and content[end:] == original[end:]:
            return len(content) == len(original)
    return False


def test_some_of_each_sort_are_refused_by_the_page(client, forge) -> None:
    """With everything: the upload, the process apart, and the words."""
    _, forged = forge("gold")
    kinds = [next(each) for _, each in groupby(sorted(forged, key=_how), key=_how)][::4]
    assert len(kinds) >= KINDS // 4
    seen = set()
    for sender, (how, content) in enumerate(kinds):
        page = client.post(
            "/verify/",
            {"file": SimpleUploadedFile("certificate.pdf", content)},
            REMOTE_ADDR=f"192.0.2.{sender}",
        )
        body = page.content.decode()
        assert "This certificate is genuine" not in body, how
        refused = page.status_code == 422 or 'data-state="altered"' in body
        assert refused or 'data-state="unknown"' in body, how
        seen.add(page.status_code)
    assert seen <= {200, 422}


def _how(forgery: Forgery) -> str:
    return forgery[0]
