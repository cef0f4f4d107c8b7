"""Badges (Open Badges 3.0), judged by libraries that are not ours (scheme.md 23)."""

import base64
import json
from datetime import date

import jwt
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from awards.models import Award
from certificates.codes import grouped, new_code
from certificates.models import Badge, Certificate, SigningKey
from certificates.models.badges import LIST_LENGTH
from certificates.services import (
    delete_file,
    delete_name,
    issue_certificate,
    reissue_certificate,
)
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
NOON = "2026-11-25T12:00:00Z"


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def get(client):
    """What stands at an address of ours, as bytes."""

    def fetch(address: str) -> bytes:
        page = client.get(address.removeprefix("http://testserver"))
        assert page.status_code == 200, address
        return page.content

    return fetch


def read(token: str | bytes) -> tuple[dict, dict]:
    """Header and payload, believed for the moment."""
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})


def verifier(get, token: str) -> OB3Verifier:
    """As a stranger would: with the key at the address that the token names."""
    found = json.loads(get(read(token)[0]["kid"]))
    return OB3Verifier(pubkey_pem=jwt.PyJWK(found).key)


def token_of(get, certificate: Certificate) -> str:
    return get(f"/verify/{certificate.shown_code}/badge").decode()


def check(get, token: str):
    return verifier(get, token).verify(token, check_status=True, download=get)


def test_badge_is_believed_by_a_verifier_that_is_not_ours(get, made) -> None:
    token = token_of(get, made)
    found = check(get, token)
    assert found.name == "Bronze Co-production Award"
    assert found.issuer.name == "Birmingham City Council"
    (name,) = found.identifiers
    assert (name.identity_hash, name.identity_type) == ("Łódź & Sons", "name")
    assert found.expiration_date is None
    header, payload = read(token)
    assert set(header) == {"alg", "kid", "typ"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    assert payload["validFrom"] == "2026-11-20T00:00:00Z"
    assert payload["credentialSubject"]["licenseNumber"] == made.number


def test_key_set_holds_the_key_of_the_token(get, made) -> None:
    token = token_of(get, made)
    keys = jwt.PyJWKSet.from_json(get("/badges/keys/").decode())
    key = keys[read(token)[0]["kid"]]
    assert jwt.decode(token, key.key, algorithms=["RS256"])["iss"].endswith("/badges/issuer/")
    for each in json.loads(get("/badges/keys/"))["keys"]:
        assert set(each) == {"kty", "use", "alg", "kid", "n", "e"}


def test_key_that_can_not_be_read_takes_no_other_away(get, made, now) -> None:
    SigningKey.objects.create(key_id="0" * 16, certificate_pem="-", first_used_at=now)
    assert len(json.loads(get("/badges/keys/"))["keys"]) == 1
    check(get, token_of(get, made))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_changed_badge_is_refused(get, made, part: int) -> None:
    token = token_of(get, made)
    parts = token.split(".")
    middle = len(parts[part]) // 2
    other = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + other + parts[part][middle + 1 :]
    with pytest.raises(OB3VerificationError):
        verifier(get, token).verify(".".join(parts))


def test_dated_badge_ends_with_the_day_on_the_paper(
    get, make_award, signatory, officer, now
) -> None:
    gold = make_award("gold", valid_until=date(2027, 11, 20))
    issue_certificate(award=gold, printed_name="A", at=now, actor=officer)
    run_waiting_jobs()
    token = token_of(get, gold.certificates.get())
    _, payload = read(token)
    assert payload["validUntil"] == "2027-11-20T23:59:59Z"
    assert payload["exp"] == 1826755199
    with time_machine.travel("2027-11-20T23:00:00Z", tick=False):
        check(get, token)
    with (
        time_machine.travel("2027-11-21T00:30:00Z", tick=False),
        pytest.raises(OB3VerificationError, match="expired"),
    ):
        check(get, token)


def _taken_back(made, officer, now) -> None:
    Award.objects.filter(pk=made.award_id).update(revoked_on=date(2026, 11, 24))


def _renewed(made, officer, now) -> None:
    Award.objects.filter(pk=made.award_id).update(superseded_on=date(2026, 11, 24))


def _issued_again(made, officer, now) -> None:
    reissue_certificate(certificate=made, printed_name="B", at=now, actor=officer, reason="x")


@pytest.mark.parametrize("end", [_taken_back, _renewed, _issued_again])
def test_badge_that_ended_is_refused_at_once(get, made, officer, now, end) -> None:
    token = token_of(get, made)
    check(get, token)
    end(made, officer, now)
    with pytest.raises(OB3VerificationError, match="revocation"):
        check(get, token)


def test_lost_key_is_no_key_any_more(client, get, made, officer, now) -> None:
    token = token_of(get, made)
    key = read(token)[0]["kid"].removeprefix("http://testserver")
    SigningKey.objects.update(compromised_on=date(2026, 11, 24), lost_at=now, lost_by=officer)
    assert client.get(key).status_code == 404
    assert json.loads(get("/badges/keys/"))["keys"] == []
    badge = Badge.objects.get()
    assert badge.place_in_list in _marked(get("/badges/status/1/"))


def _marked(token: bytes) -> frozenset[int]:
    _, payload = read(token)
    return set_indices(decode_encoded_list(payload["credentialSubject"]["encodedList"]))


def test_list_is_long_enough_signed_and_says_how_long_it_holds(get, made) -> None:
    token = get("/badges/status/1/").decode()
    key = json.loads(get(read(token)[0]["kid"]))
    payload = jwt.decode(token, jwt.PyJWK(key).key, algorithms=["RS256"])
    subject = payload["credentialSubject"]
    assert len(decode_encoded_list(subject["encodedList"])) * 8 == LIST_LENGTH == 131_072
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    assert payload["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert payload["validUntil"] == "2026-11-25T13:00:00Z"
    assert _marked(token.encode()) == frozenset()


def test_list_marks_the_right_places_and_no_other(get, make_award, signatory, officer, now) -> None:
    """Also the first and the last place."""
    awards = [make_award(stage) for stage in ("bronze", "silver", "gold", "platinum")]
    for award, place in zip(awards, (0, 7, 65_536, LIST_LENGTH - 1), strict=True):
        issue_certificate(award=award, printed_name="A", at=now, actor=officer)
        run_waiting_jobs()
        Badge.objects.filter(certificate__award=award).update(status_index=place)
    Award.objects.exclude(stage="silver").update(revoked_on=date(2026, 11, 24))
    assert _marked(get("/badges/status/1/")) == {0, 65_536, LIST_LENGTH - 1}


def test_badge_of_a_second_list_is_found_there(client, get, made) -> None:
    """A list that is half full is followed by another; the old one stays."""
    assert client.get("/badges/status/2/").status_code == 404
    assert client.get("/badges/status/0/").status_code == 404
    assert Badge.objects.get().list_number == 1
    badge = Badge(status_index=LIST_LENGTH + 5)
    assert (badge.list_number, badge.place_in_list) == (2, 5)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_however_many_badges(
    client, make_award, signatory, officer, now, count: int
) -> None:
    for stage in ("bronze", "silver", "gold")[:count]:
        issue_certificate(award=make_award(stage), printed_name="A", at=now, actor=officer)
    run_waiting_jobs()
    Award.objects.update(revoked_on=date(2026, 11, 24))
    client.get("/badges/status/1/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/badges/status/1/")
    asked = [each["sql"] for each in seen if "throttle" not in each["sql"].lower()]
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 3


def test_achievement_and_issuer_are_what_the_badge_says(get, made) -> None:
    _, payload = read(token_of(get, made))
    achievement = json.loads(get(payload["credentialSubject"]["achievement"]["id"]))
    assert achievement.pop("@context") == payload["@context"]
    assert achievement == payload["credentialSubject"]["achievement"]
    assert "Framework and Charter" in achievement["criteria"]["narrative"]
    issuer = json.loads(get(payload["issuer"]["id"]))
    assert issuer.pop("@context") == payload["@context"]
    assert issuer == payload["issuer"]
    assert get(achievement["image"]["id"]).startswith(b"\x89PNG")
    assert b"<h1" in get(achievement["criteria"]["id"])


@pytest.mark.parametrize(
    "path",
    [
        "/badges/achievements/birmingham-2026/tin/",
        "/badges/achievements/nowhere-1999/gold/",
        "/badges/achievements/nowhere-1999/gold/badge.png",
        "/badges/keys/0123456789abcdef/",
        "/badges/status/99999999999999999999/",
        "/verify/AAAA/badge",
        "/verify/AAAA/badge.png",
    ],
)
def test_what_is_not_there_is_not_found(client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_picture_holds_the_badge(get, made) -> None:
    picture = get(f"/verify/{made.shown_code}/badge.png")
    token = OB3Verifier.extract_token_from_png(picture)
    assert token == token_of(get, made)


def test_badge_names_no_people(get, made, officer, lead, signatory) -> None:
    token = token_of(get, made)
    said = json.dumps(read(token)[1], ensure_ascii=False)
    for person in (officer.name, officer.email, lead.name, lead.email, signatory.name):
        assert person not in said
    organisation = made.award.organisation
    for inner in (organisation.uuid, made.uuid, made.award.uuid, organisation.slug):
        assert str(inner) not in said


def test_hostile_name_stays_a_text(get, make_award, signatory, officer, now) -> None:
    name = '"}],"x":"<script>alert(1)</script>\\u0022'
    issued = issue_certificate(award=make_award(), printed_name=name, at=now, actor=officer)
    run_waiting_jobs()
    found = check(get, token_of(get, issued))
    assert found.identifiers[0].identity_hash == name
    body = token_of(get, issued).split(".")[1]
    assert "x" not in json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_badges_of_one_organisation_name_the_same_subject(
    get, make_award, signatory, officer, now
) -> None:
    for stage in ("bronze", "silver"):
        issue_certificate(award=make_award(stage), printed_name="A", at=now, actor=officer)
    run_waiting_jobs()
    subjects = {
        read(token_of(get, each))[1]["credentialSubject"]["id"]
        for each in Certificate.objects.all()
    }
    (subject,) = subjects
    assert subject.startswith("urn:uuid:")


def _erased(certificate: Certificate, *, at) -> None:
    delete_name(certificate.award.organisation, at=at)


@pytest.mark.parametrize("forget", [delete_file, _erased])
def test_badge_is_forgotten_with_the_file_and_its_place_stays(
    client, made, now, forget, django_capture_on_commit_callbacks
) -> None:
    """F-19: the token holds the name. A place given to another would make an old token good again."""
    before = Badge.objects.get()
    made.refresh_from_db()
    picture = made.picture.storage_key
    store = made.picture.store
    with django_capture_on_commit_callbacks(execute=True):
        forget(made, at=now)
    after = Badge.objects.get()
    assert (after.token, after.status_index) == ("", before.status_index)
    assert after.forgotten_at == now
    for path in ("badge", "badge.png", "picture.png"):
        assert client.get(f"/verify/{made.shown_code}/{path}").status_code == 404
    assert not store.exists(picture)


def test_place_is_by_chance_and_never_given_twice(
    monkeypatch, make_award, signatory, officer, now
) -> None:
    places = iter([5, 5, 5, 9])
    monkeypatch.setattr("certificates.badges.secrets.randbelow", lambda most: next(places))
    for stage in ("bronze", "silver"):
        issue_certificate(award=make_award(stage), printed_name="A", at=now, actor=officer)
    run_waiting_jobs()
    assert set(Badge.objects.values_list("status_index", flat=True)) == {5, 9}


def test_answers_to_machines_are_public_and_a_minute_old_at_most(client, made) -> None:
    """T-82. Another site may read them, because they are the same for everybody."""
    for path in (
        "/badges/issuer/",
        "/badges/keys/",
        "/badges/status/1/",
        "/badges/achievements/birmingham-2026/gold/",
        f"/verify/{made.shown_code}/badge",
    ):
        page = client.get(path)
        assert page["Access-Control-Allow-Origin"] == "*"
        assert page["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in page
        assert page["Content-Security-Policy"].startswith("sandbox;")
        assert page["Content-Disposition"].startswith("attachment; filename=")
        assert client.post(path).status_code == 405
    assert client.get("/badges/status/1/")["Content-Type"] == "application/vc+jwt"


def test_codes_can_not_be_guessed_beside_the_page(client, made) -> None:
    """T-74: the picture and the badge count together."""
    paths = [
        f"/verify/{grouped(new_code())}/{what}" for what in ("badge", "badge.png", "picture.png")
    ]
    assert {client.get(path).status_code for path in paths * 10} == {404}
    for path in (*paths, f"/verify/{made.shown_code}/badge"):
        assert client.get(path).status_code == 429
