"""What guests need: for the people of the place by name, for the kitchen only as many as there are."""

from collections import Counter

from django.db.models import QuerySet

from celebrations.models import Guest, RecognitionEvent
from celebrations.records import Need
from celebrations.selectors.events.evening import invited


def access_needs(event: RecognitionEvent) -> list[Need]:
    """One query. Only of those who come, and only those with a need."""
    rows = _guests(event).exclude(access_needs="").select_related("invitation__organisation")
    return [
        Need(what=row.access_needs, name=row.name, organisation=row.invitation.organisation.name)
        for row in rows.order_by("invitation__organisation__name", "name", "pk")
    ]


def dietary_needs(event: RecognitionEvent) -> list[Need]:
    """One query. The same words count together; the most frequent come first."""
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    typed = _guests(event).exclude(dietary_needs="").order_by("pk")
    for what in typed.values_list("dietary_needs", flat=True):
        key = " ".join(what.casefold().split()).rstrip(".!")
        words.setdefault(key, what)
        counts[key] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Need(what=words[key], people=number) for key, number in ordered]


def number_of_needs(event: RecognitionEvent) -> tuple[int, int]:
    """How many people there are on each of the two lists."""
    rows = _guests(event)
    return rows.exclude(access_needs="").count(), rows.exclude(dietary_needs="").count()


def _guests(event: RecognitionEvent) -> QuerySet[Guest]:
    return Guest.objects.filter(invitation__in=invited(event).coming())
