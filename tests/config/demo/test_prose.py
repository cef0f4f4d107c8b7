"""No two texts of the demo are alike."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import models

from portfolios.models import EngagementLevel, Narrative, Partner

pytestmark = pytest.mark.django_db
# The wording that everybody signs is the scheme's, and places are no prose.
# A point that goes back is the same sentence as its challenge.
# Or written once, and kept in two places: a link told on a case stands for every case to come.
NOT_WRITTEN_BY_PEOPLE = {
    "Appointment.place",
    # Of the proposal to take it back, word for word.
    "Award.revocation_reason",
    "Commitment.wording_text",
    "DecisionPoint.sentence",
    "StandingInterest.details",
}
COPIED = {
    Partner: ("how",),
    EngagementLevel: ("text",),
    Narrative: ("text", "before", "after"),
}
# From here on a column is for prose.
PROSE = 400


def texts():
    """Everything that people wrote, with the column it stands in."""
    for model in apps.get_models():
        if model._meta.app_label not in ("awards", "portfolios", "champions"):
            continue
        if model in COPIED:
            # A form begins with what was told for the stage before.
            for column in COPIED[model]:
                rows = model.objects.values_list("application__organisation", column)
                yield from ((f"{model.__name__}.{column}", text) for _, text in set(rows) if text)
            continue
        for field in model._meta.concrete_fields:
            is_prose = isinstance(field, models.TextField) or (field.max_length or 0) >= PROSE
            column = f"{model.__name__}.{field.name}"
            if is_prose and not field.choices and column not in NOT_WRITTEN_BY_PEOPLE:
                for text in model._default_manager.values_list(field.name, flat=True):
                    if text and isinstance(text, str):
                        yield column, text


def test_demo_has_no_two_texts_alike(city):
    found = [(text.casefold(), column) for column, text in texts()]
    assert len(found) > 2350
    assert {column for _, column in found} >= {
        "RegistrationForm.description",
        "EngagementLevel.text",
        "Partner.how",
        "Appointment.summary",
        "Finding.note",
        "Decision.feedback",
        "Decision.letter",
        "Challenge.text",
        "Remark.text",
        "StatusChange.note",
        "Action.needs",
        "Barrier.how",
        "Measure.target",
        "MilestoneReport.why",
        "PolicyFit.text",
        "Extension.reason",
        "EvidenceItem.changed",
        "EvidenceItem.ladder_said",
        "Consent.withdrawn_note",
        "Narrative.before",
        "ActionOutcome.why",
        "MeasureOutcome.result",
        "Affirmation.text",
        "Statement.who",
    }
    seen = Counter(text for text, _ in found)
    assert [text for text, times in seen.items() if times > 1] == []
