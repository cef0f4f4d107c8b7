"""One case, one door at a time."""

from awards.models import Application


def locked(application: Application) -> Application:
    """The application's row, held until the transaction ends.

    Every act on a case takes this lock first, as the workflow does: two acts queue up, and never
    wait for each other in a ring (T-45, T-46).
    """
    return (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "created_by")
        .get(pk=application.pk)
    )
