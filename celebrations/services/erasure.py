"""What goes when an organisation is deleted."""

from awards.models import Organisation
from celebrations.models import OwnEvent, Spotlight, SpotlightPicture
from celebrations.services.copies import drop_copies
from foundation.models import Draft


def forget_spotlights(organisation: Organisation) -> int:
    """Every version, shown or not, with the copies of its pictures, and what was typed and not saved."""
    rows = Spotlight.objects.filter(organisation=organisation)
    drop_copies(SpotlightPicture.objects.filter(spotlight__in=rows).select_related("copy"))
    for uuid in rows.values_list("uuid", flat=True):
        Draft.objects.filter(key__startswith=f"spotlight:{uuid}:").delete()
    count, _ = rows.delete()
    return count


def forget_own_events(organisation: Organisation) -> int:
    """After the stories about them. What was typed and not saved goes with what else is the organisation's."""
    count, _ = OwnEvent.objects.filter(organisation=organisation).delete()
    return count
