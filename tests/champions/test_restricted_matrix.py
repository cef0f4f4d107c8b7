"""Role by page by restricted or not: what was planted in a piece of evidence is read by those alone who may.

Each role walks every page that links lead it to, and opens every file. Canaries stand in the title, the
words, the caption, the name of the file, and the bytes of the small picture and of the picture.
"""

import io
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from awards.models import StatusChange
from champions.choices import Perspective
from foundation.files.stores import put
from foundation.models import AuditEvent
from portfolios.models import EvidenceItem
from portfolios.services.evidence.restricting import restrict
from tests.conftest import make_user
from tests.support.champions import make_champion
from tests.support.judging import judging
from tests.support.pictures import picture
from tests.threats.crawler import walk

pytestmark = pytest.mark.django_db
WORDS = (
    "Kingfisher title",
    "Kingfisher about",
    "Kingfisher who",
    "Kingfisher change",
    "Kingfisher caption",
    "kingfisher.jpg",
)
SEES = {
    "lead": True,
    "member": False,
    "grown-up": True,
    "young": False,
    "officer": True,
    "stranger": False,
}
# Pages that are alike.
MOST = {"evidence": 12, "case-evidence": 12, "stage-questions": 1, "glossary": 1}


@pytest.fixture
def scene(organisation, lead, colleague, stranger, officer, now, time_machine):
    time_machine.move_to(now)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
    parent = make_champion(
        make_user("Pat Parent"), officer=officer, at=now, perspective=Perspective.PARENT_CARER
    )
    young = make_champion(
        make_user("Yusuf Young"),
        officer=officer,
        at=now,
        perspective=Perspective.YOUNG_PERSON,
        turns_18_on=date(2028, 6, 1),
    )
    judged = judging(
        organisation, lead=lead, officer=officer, at=now, champions=[chair, parent, young]
    )
    _plant(judged)
    # What was sent before has nothing to read, and is walked over all the same.
    for change in StatusChange.objects.filter(snapshot__isnull=False):
        change.snapshot.setdefault("sections", [])
        change.save()
    people = {
        "lead": lead,
        "member": colleague,
        "grown-up": parent.user,
        "young": young.user,
        "officer": officer,
        "stranger": stranger,
    }
    return judged, people


def _plant(judged):
    """In the rows, and in the same places of what was sent."""
    title, about, who, changed, caption, name = WORDS
    item, file = judged.item, judged.file
    EvidenceItem.objects.filter(pk=item.pk).update(
        title=title, about=about, who=who, changed=changed
    )
    type(file).objects.filter(pk=file.pk).update(caption=caption)
    type(file.file).objects.filter(pk=file.file_id).update(display_name=name)
    (kept,) = (
        each
        for each in judged.change.snapshot["portfolio"]["items"]
        if each["id"] == str(item.uuid)
    )
    kept |= {"title": title, "about": about, "who": who, "changed": changed}
    kept["files"][0] |= {"caption": caption, "name": name}
    judged.change.save()
    item.refresh_from_db()
    stored, content = file.file, picture("JPEG", size=(33, 21))
    stored.storage_key = put(stored.store, ContentFile(content))
    stored.size, stored.sha256 = len(content), sha256(content).hexdigest()
    stored.save()


def _bytes_of(judged):
    stored = judged.file.file
    return [_read(stored.store, key) for key in (stored.storage_key, stored.thumbnail_key)]


def _read(store, key):
    with store.open(key) as content:
        return content.read()


def doors(judged):
    """Addresses that are tried whether or not a link leads there."""
    item, file, case = judged.item.uuid, judged.file.uuid, judged.application.uuid
    own = [reverse(f"evidence-{n}", args=[item]) for n in ("item", "shows", "consent", "restrict")]
    own += [reverse(f"evidence-{n}", args=[item, file]) for n in ("file", "picture", "thumbnail")]
    panel = [reverse("case-evidence-item", args=[case, item])]
    panel += [
        reverse(f"case-evidence-{n}", args=[case, item, file])
        for n in ("file", "picture", "thumbnail")
    ]
    return [
        *own,
        *panel,
        *(reverse(name, args=[case]) for name in ("case-zip", "portfolio-zip", "application-copy")),
        f"{reverse('evidence', args=[judged.item.organisation.slug])}?q=Kingfisher",
        f"{reverse('case-evidence', args=[case])}?q=Kingfisher",
        f"{reverse('case-evidence', args=[case])}?shows=gold.voice",
        reverse("case", args=[case]),
        reverse("organisation", args=[judged.item.organisation.slug]),
    ]


def _leaks(page, pictures):
    """What of the piece is on a page; what somebody typed into a search is theirs."""
    parts = [page.content]
    if page.content.startswith(b"PK"):
        packed = zipfile.ZipFile(io.BytesIO(page.content))
        parts = ["\n".join(packed.namelist()).encode(), *map(packed.read, packed.namelist())]
    return [word for word in WORDS if any(word.encode() in part for part in parts)] + [
        "picture" for content in pictures if any(content == part for part in parts)
    ]


@pytest.mark.parametrize("role", SEES)
@pytest.mark.parametrize("marked", [False, True])
def test_who_reads_what(scene, officer, now, sign_in, role, marked):
    judged, people = scene
    if marked:
        restrict(item=judged.item, why="Kingfisher why", actor=officer, at=now)
    pictures = _bytes_of(judged)
    browser = sign_in(people[role])
    pages = list(walk(browser, role, [*doors(judged), "/dashboard/"], most=MOST))
    found = {page.url: leaks for page in pages if (leaks := _leaks(page, pictures))}
    if role == "stranger" or (marked and not SEES[role]):
        assert found == {}
    else:
        assert any("picture" in leaks for leaks in found.values())
        assert any("Kingfisher about" in leaks for leaks in found.values())
    if not (marked and SEES[role]):
        return
    # A page or a file that shows more than what the piece is called is never open without its event.
    beyond = {
        page.route for page in pages if not set(found.get(page.url, ())) <= {"Kingfisher title"}
    }
    assert beyond <= {
        *(f"evidence-{n}" for n in ("item", "item-change", "consent", "shows", "files", "remove")),
        *(f"evidence-{n}" for n in ("file", "picture", "thumbnail", "restrict", "withdraw")),
        *(f"evidence-{n}" for n in ("file-describe", "file-remove")),
        *(f"case-evidence-{n}" for n in ("item", "file", "picture", "thumbnail")),
        "case-zip",
        "portfolio-zip",
    }
    opened = {page.route: page.url for page in pages if page.route in beyond and page.url in found}
    _each_is_noted(browser, opened)


def _each_is_noted(browser, opened):
    """The walk undoes what it did, so each route is opened once more and its event looked for."""
    assert opened
    for route, address in opened.items():
        before = _noted()
        answer = browser.get(address)
        b"".join(answer) if answer.streaming else answer.content
        assert _noted() == before + 1, route


def _noted():
    return AuditEvent.objects.filter(event="evidence.restricted_opened").count()
