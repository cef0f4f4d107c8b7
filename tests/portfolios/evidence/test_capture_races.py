"""Two files at the same instant. SQLite lets one writer in and cannot show it."""

from uuid import uuid4

import pytest

from foundation.refusals import Refused
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.services import evidence as services
from tests.portfolios.evidence.pages import photo
from tests.support.at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_files_of_one_piece_make_one_piece(organisation, lead, now):
    piece = uuid4()

    def sending(number):
        return lambda: services.capture_together(
            organisation=organisation,
            piece=piece,
            title="Forum",
            upload=photo(f"{number}.jpg"),
            key=uuid4(),
            actor=lead,
            at=now,
        )

    at_once(*(sending(number) for number in range(6)))
    assert EvidenceItem.objects.get().files.count() == 6


def test_one_file_sent_twice_at_once_is_kept_once(organisation, lead, now):
    """T-43."""
    key = uuid4()

    def send():
        try:
            return services.capture_file(
                organisation=organisation, upload=photo(), key=key, actor=lead, at=now
            )
        except Refused as refusal:
            return refusal

    answers = at_once(*[send] * 6)
    assert {type(answer) for answer in answers} == {EvidenceFile}
    assert len({answer.pk for answer in answers}) == 1
    assert EvidenceItem.objects.count() == EvidenceFile.objects.count() == 1
