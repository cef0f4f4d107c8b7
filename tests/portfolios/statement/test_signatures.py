"""A signature stands under nothing that its signer did not see: a changed piece takes it back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from foundation.dates import london_date
from foundation.refusals import Refused
from portfolios.models import Commitment, EvidenceFile, EvidenceItem
from portfolios.selectors.sent import last_sent
from portfolios.services.evidence import (
    add_file,
    change_item,
    describe_file,
    place_item,
    record_consent,
    remove_file,
    remove_item,
    withdraw_consent,
)
from portfolios.services.statement import sign_statement
from tests.portfolios.statement.pages import page
from tests.support.evidence import evidence
from tests.support.pictures import picture, sent
from tests.support.statements import send_statement, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(whole):
    """Chosen for each criterion of a statement that is signed."""
    return EvidenceItem.objects.select_related("organisation", "consent").get(
        title="This year’s survey"
    )


def is_signed(application) -> bool:
    return Commitment.objects.filter(application=application).current().exists()


def changed(item, lead, at, **values) -> None:
    item.refresh_from_db()
    change_item(item=item, values=values, expected_version=item.version, actor=lead, at=at)


class TestTakenBack:
    def test_when_its_words_are_changed(self, whole, item, lead, later):
        changed(item, lead, later, about="Something else.")
        assert not is_signed(whole)

    def test_when_what_it_shows_is_changed(self, whole, item, lead, later):
        place_item(
            item=item,
            shows=["principle.1"],
            values={},
            expected_version=item.version,
            actor=lead,
            at=later,
        )
        assert not is_signed(whole)

    def test_when_a_file_comes_or_goes(self, whole, item, lead, later):
        upload = sent("a.jpg", picture("JPEG"))
        add_file(item=item, upload=upload, key=uuid4(), actor=lead, at=later)
        assert not is_signed(whole)
        sign(whole, lead=lead, at=later)
        remove_file(file=EvidenceFile.objects.filter(item=item).last(), actor=lead, at=later)
        assert not is_signed(whole)

    def test_when_a_picture_is_described_anew(self, whole, item, lead, later):
        file = item.files.get()
        describe_file(file=file, caption="Nine pupils", actor=lead, at=later)
        assert not is_signed(whole)
        sign(whole, lead=lead, at=later)
        describe_file(file=file, caption="Nine pupils", actor=lead, at=later)
        assert is_signed(whole)

    def test_when_consent_is_told_anew(self, whole, item, lead, later):
        record_consent(
            item=item,
            values={
                "shows_people": "people",
                "adults": True,
                "holder": "Office",
                "given_on": london_date(later),
            },
            expected_version=item.consent.version,
            actor=lead,
            at=later,
        )
        assert not is_signed(whole)

    def test_when_it_is_shown_again(self, whole, item, lead, later):
        """Whoever signed meanwhile has seen no more than its title."""
        withdraw_consent(item=item, note="", actor=lead, at=later)
        sign(whole, lead=lead, at=later)
        record_consent(
            item=item,
            values={"shows_people": "nobody"},
            expected_version=item.consent.version + 1,
            actor=lead,
            at=later,
        )
        assert not is_signed(whole)

    def test_when_it_is_removed(self, whole, item, lead, later):
        remove_item(item=item, actor=lead, at=later)
        assert not is_signed(whole)


class TestStays:
    def test_when_what_is_there_is_saved_again(self, whole, item, lead, later):
        changed(item, lead, later, about=item.about, title=item.title)
        record_consent(
            item=item,
            values={"shows_people": "nobody"},
            expected_version=item.consent.version,
            actor=lead,
            at=later,
        )
        item.refresh_from_db()
        shown = item.tags.values_list("code", flat=True)
        place_item(
            item=item,
            shows=shown,
            values={},
            expected_version=item.version,
            actor=lead,
            at=later,
        )
        assert is_signed(whole)

    def test_when_less_is_shown_than_before(self, whole, item, lead, officer, later):
        """A day before the last one nobody has to find the lead again because a parent said no."""
        withdraw_consent(item=item, note="", actor=officer, at=later)
        assert is_signed(whole)
        change = send_statement(whole, lead=lead, at=later)
        assert item.title not in str(change.snapshot)

    def test_when_another_piece_is_changed(self, whole, organisation, lead, later):
        other = evidence(organisation, lead=lead, at=later, title="Not in it")
        changed(other, lead, later, about="Something else.")
        assert is_signed(whole)

    def test_what_was_sent_keeps_its_own(self, whole, item, lead, later):
        """Old words under the old signature; the next sending needs a new one."""
        change = send_statement(whole, lead=lead, at=later)
        changed(item, lead, later, about="Something else.")
        snapshot = last_sent(whole).snapshot
        assert snapshot["commitment"]["signed_name"] == lead.name
        assert "Something else." not in str(snapshot)
        assert change.pk == last_sent(whole).pk
        Application.objects.filter(pk=whole.pk).update(status=Status.CHANGES_REQUESTED)
        whole.refresh_from_db()
        with pytest.raises(Refused, match="ign"):
            send_statement(whole, lead=lead, at=later, key=uuid4())


def test_whoever_changes_it_is_told_before(whole, item, client, lead, later):
    address = reverse("evidence-item", args=[item.uuid])
    warning = "If you change this piece, it has to be signed again."
    assert warning in client.get(address).text
    changed(item, lead, later, about="Something else.")
    assert warning not in client.get(address).text
    text = client.get(page("statement-check", whole)).text
    assert "The signature" not in text
    assert page("statement-sign", whole) in client.get(page("statement", whole)).text


def test_whoever_reads_while_it_is_changed_does_not_sign_it(whole, item, lead, later):
    """The page had another version (T-44)."""
    Commitment.objects.filter(application=whole).current().supersede(later)
    version = whole.statement.version
    changed(item, lead, later, about="Something else.")
    with pytest.raises(Refused, match="while you were reading it"):
        sign_statement(
            application=whole,
            signed_name="Lena",
            signed_role="Head",
            checked_version=version,
            actor=lead,
            at=later,
        )
    assert not is_signed(whole)
