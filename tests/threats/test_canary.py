"""Nothing is left of who was deleted: words in every column, and pictures in the stores (F-19).

A city in which every text column holds a name and every store a picture. Then the person, or the
organisation, is deleted, and everything that there is is read with other means than those that deleted.
"""

import logging
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, JSONField, SlugField, TextField
from django.urls import reverse

from awards.choices import OPEN_STATUSES
from awards.models import Application, Membership, Organisation, Revocation, User
from awards.services.revocations import cancel_revocation
from certificates.models import Certificate, PrintRun, PublicityPack, SigningKey
from foundation.files import store_generated
from portfolios.models import EvidenceFile, Printout
from reports.choices import ErasureState
from reports.selectors.searched import (
    LEFT,
    left_columns,
    organisation_columns,
    searched_columns,
)
from reports.services.erasure import carry_out, confirm_erasure, order_erasure
from tests.conftest import NOW, make_user
from tests.support.jobs import commit_effects
from tests.support.tally import say
from tests.support.traces import shown, stored, traces
from tests.threats.hostile import City, build_city

FIRST, SECOND = "Quillonia", "Vantrease"
NAME = f"{FIRST} {SECOND}"
ADDRESS = f"{FIRST}.{SECOND}@canary.example".lower()
# Bytes that no encoder makes by chance.
PICTURE = b"\xff\xd8\xff\xe0canary-picture-" + bytes(range(64, 128)) + b"\xff\xd9"
MARK = b"canary-picture-"


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker) -> Iterator[City]:
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield build_city(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def city(built: City, db: None) -> City:
    return built


def plant(*said: str) -> Counter[str]:
    """Into every searched text of every row, past services and managers, as far as the rows' rules let it."""
    planted: Counter[str] = Counter()
    for column in searched_columns():
        name, longest = column.field.attname, getattr(column.field, "max_length", None)
        for pk, value in list(column.rows.values_list("pk", name)):
            try:
                with transaction.atomic():
                    column.rows.filter(pk=pk).update(**{name: _with(value, longest or 10**6, said)})
            except IntegrityError:
                continue
            planted[column.label] += (longest or len(NAME)) >= len(NAME)
    return planted


def _with(value: object, longest: int, said: tuple[str, ...]) -> object:
    """After what is there, as much as has room; instead of it where there is none.

    Not into the ids and codes of what is packed: they have no blanks.
    """
    if isinstance(value, str):
        texts = (f"{value} {', '.join(said)}.", f"{value} {said[0]}", ", ".join(said), said[0])
        return next((text for text in texts if len(text) <= longest), value)
    if isinstance(value, dict):
        return {key: _inside(each, said) for key, each in value.items()}
    if isinstance(value, list):
        return [_inside(each, said) for each in value]
    return value


def _inside(value: object, said: tuple[str, ...]) -> object:
    return value if isinstance(value, str) and " " not in value else _with(value, 10**6, said)


def test_every_text_column_is_searched_or_left_for_a_reason():
    known = {column.label for column in (*searched_columns(), *left_columns())}
    models = {label.rpartition(".")[0] for label in known}
    for label in LEFT:
        assert label in known | models or not _has_text(label), label
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, CharField | TextField | JSONField)
            is_code = field.choices or field.primary_key or isinstance(field, SlugField)
            if is_text and not is_code:
                assert f"{model._meta.label_lower}.{field.name}" in known


def _has_text(label: str) -> bool:
    try:
        apps.get_model(label)
    except (LookupError, ValueError):
        return True
    return False


# Filled only in a state that no row of the city is in: a constraint of the row forbids a word there.
NEVER_FILLED = {"champions.decision.cancelled_reason"}


def test_person_leaves_no_trace(city, caplog, now, record_property):
    caplog.set_level(logging.DEBUG)
    gone = make_user("Quillonia Vantrease", at="canary.example")
    User.objects.filter(pk=gone.pk).update(name=NAME, email=ADDRESS)
    gone.emailaddress_set.update(email=ADDRESS)
    organisation = Organisation.objects.order_by("pk").first()
    Membership.objects.create(organisation=organisation, user=gone, role="member", joined_at=now)
    planted = plant(NAME, ADDRESS)
    assert _with_rows() - set(planted) <= NEVER_FILLED
    assert _of_panels() - set(planted) <= NEVER_FILLED
    assert sum(traces(FIRST).values()) > 500
    officers = list(User.objects.filter(is_officer=True)[:2])
    erasure = order_erasure(person=gone, why="They asked.", actor=officers[0], at=now)
    confirm_erasure(erasure=erasure, actor=officers[1], at=now)
    carry_out.call(str(erasure.uuid))
    commit_effects()
    erasure.refresh_from_db()
    assert erasure.state == ErasureState.DONE, erasure
    left = traces(FIRST, SECOND)
    say(
        record_property,
        f"canary, a person: {sum(planted.values())} texts in {len(planted)} columns; {erasure.counts}; "
        f"traces left: {sum(left.values())}",
    )
    assert not left, shown(left, FIRST, SECOND)
    assert FIRST.lower() not in caplog.text.lower()
    gone.refresh_from_db()
    assert not gone.is_active
    assert gone.name.startswith("Former user ")


def _with_rows() -> set[str]:
    return {
        column.label
        for column in searched_columns()
        if column.rows.exists() and (getattr(column.field, "max_length", None) or 99) >= len(NAME)
    }


def _of_panels() -> set[str]:
    """Whoever adds a text here lets an attacker write in it, too: `tests/threats/sitter.py`."""
    labels = {column.label for column in searched_columns()}
    return {label for label in labels if label.startswith(("champions.", "awards.standing"))}


OWN = "Zephyrine Oddlot"
# What officers and other people wrote about it: kept for its own time, with the name taken out.
OF_OTHERS = {"awards.hold", "reports.privacyrequest", "reports.requestentry", "reports.erasure"}
DEEPEST = 6


def paths_to_organisation() -> dict[type, str]:
    """For each model, how its rows are found to be one organisation's: by following what they point to."""
    found: dict[type, str] = {Organisation: "pk"}
    for _ in range(DEEPEST):
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                target = field.related_model
                if model in found or target not in found or model._meta.label_lower in OF_OTHERS:
                    continue
                rest = found[target]
                found[model] = field.name if rest == "pk" else f"{field.name}__{rest}"
    return found


def plant_own(organisation: Organisation) -> Counter[str]:
    """Into every text column of every row that is this organisation's."""
    planted: Counter[str] = Counter()
    paths = paths_to_organisation()
    for column in organisation_columns():
        path = paths.get(column.model)
        if path is None or column.label in FIXED:
            continue
        longest = getattr(column.field, "max_length", None) or 10**6
        rows = column.rows.filter(**{path: organisation.pk})
        for pk, value in list(rows.values_list("pk", column.field.attname)):
            if len(OWN) > longest:
                continue
            try:
                with transaction.atomic():
                    text = _with(value, longest, (OWN,))
                    column.rows.filter(pk=pk).update(**{column.field.attname: text})
            except IntegrityError:
                continue
            planted[column.label] += 1
    return planted


# Its name is planted by itself.
FIXED = {"awards.organisation.name", "awards.organisation.printed_name"}


# Of the city: a Bronze award, an appeal that was answered, plans, portfolios with a visit. How many
# columns it fills.
CASES = {"won": 35, "refused": 45, "plan-judged": 30, "gold-judged": 55, "platinum": 50}


def hang_pictures(organisation: Organisation, at) -> int:
    """In a piece of evidence with its small picture, in a print and in a certificate."""
    row = EvidenceFile.objects.filter(item__organisation=organisation, file__isnull=False).first()
    kept = {"name": f"{OWN}.jpg", "content_type": "image/jpeg", "at": at}
    if row is not None:
        file = store_generated(content=PICTURE, thumbnail=PICTURE, **kept)
        EvidenceFile.objects.filter(pk=row.pk).update(file=file)
    application = organisation.applications.latest("pk")
    Printout.objects.create(
        application=application,
        fingerprint="f" * 64,
        format="pdf",
        record={"said": OWN},
        file=store_generated(content=PICTURE, **kept),
        asked_by=User.objects.first(),
        asked_at=at,
    )
    certificate = Certificate.objects.filter(award__organisation=organisation).first()
    if certificate is not None:
        Certificate.objects.filter(pk=certificate.pk).update(
            file=store_generated(content=PICTURE, **kept), sha256="a" * 64, key=_key(at)
        )
        PublicityPack.objects.create(
            certificate=certificate,
            asked_by=User.objects.first(),
            asked_at=at,
            file=store_generated(content=PICTURE, **kept),
        )
        run = PrintRun.objects.create(
            title="Award evening",
            asked_by=User.objects.first(),
            asked_at=at,
            book=store_generated(content=PICTURE, **kept),
            pages=1,
        )
        run.sheets.create(place=1, certificate=certificate)
    return sum(MARK in content for _, content in stored())


def _key(at) -> SigningKey:
    return SigningKey.objects.first() or SigningKey.objects.create(
        key_id="k", certificate_pem="-", first_used_at=at
    )


@pytest.mark.parametrize(("case", "columns"), CASES.items())
def test_organisation_leaves_no_trace(city, caplog, now, sign_in, record_property, case, columns):
    caplog.set_level(logging.DEBUG)
    organisation = city.cases[case].organisation
    Application.objects.filter(organisation=organisation, status__in=OPEN_STATUSES).exclude(
        status="draft"
    ).update(status="withdrawn")
    for proposal in Revocation.objects.open().filter(award__organisation=organisation):
        cancel_revocation(revocation=proposal, actor=proposal.proposed_by, at=now)
    Organisation.objects.filter(pk=organisation.pk).update(
        name=NAME, printed_name=NAME, slug="quillonia-vantrease"
    )
    planted, owned = plant(NAME), plant_own(organisation)
    pictures = hang_pictures(organisation, now)
    assert len(owned) >= columns
    officers = list(User.objects.filter(is_officer=True)[:2])
    erasure = order_erasure(
        organisation=organisation, with_name=True, why="They left.", actor=officers[0], at=now
    )
    confirm_erasure(erasure=erasure, actor=officers[1], at=now)
    carry_out.call(str(erasure.uuid))
    commit_effects()
    erasure.refresh_from_db()
    assert erasure.state == ErasureState.DONE
    assert erasure.counts["packages"] == 1
    left = traces(FIRST, SECOND, "zephyrine", "oddlot")
    say(
        record_property,
        f"canary, an organisation ({case}): its name in {sum(planted.values())} texts, its own words in "
        f"{sum(owned.values())} texts of {len(owned)} columns, {pictures} pictures; {erasure.counts}; "
        f"traces left: {sum(left.values())}",
    )
    assert not left, shown(left, FIRST, SECOND, "zephyrine", "oddlot")
    assert [key for key, content in stored() if MARK in content] == []
    assert "quillonia" not in caplog.text.lower()
    assert "zephyrine" not in caplog.text.lower()
    organisation.refresh_from_db()
    client = sign_in(officers[0])
    for address in (
        reverse("officers-organisation", args=[organisation.slug]),
        reverse("officers-erasure", args=[erasure.uuid]),
        *(
            reverse("verify-code", args=[each.shown_code])
            for each in Certificate.objects.filter(award__organisation=organisation)
        ),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode().lower()
        assert not any(word in page for word in ("quillonia", "vantrease", "zephyrine", "oddlot"))
