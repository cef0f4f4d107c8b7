"""An invitation is answered by its private link: no account; by keyboard, and on a phone without scripts."""

import pytest
from django.utils import timezone

from celebrations.models import Guest
from tests.support.awards import hold
from tests.support.replies import evening, fresh, invited, path_to

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("way", "options"),
    [
        ("desk", {"keyboard": True}),
        ("phone", {"phone": True}),
        ("plain", {"phone": True, "scripts": False}),
    ],
    ids=["desk", "phone", "plain"],
)
def test_answered_with_guests_changed_and_called_off(
    walker, organisation, lead, officer, way, options
):
    at = timezone.now()
    award = hold(organisation, lead=lead, officer=officer, at=at)
    row = invited(
        evening(officer=officer, at=at, most_guests=2), organisation, award, officer=officer, at=at
    )
    visitor = walker(way, **options)
    visitor.go(path_to(row))
    visitor.sees("Waits for your answer")
    visitor.sees("The Bronze Award of")
    visitor.shot("invited")
    visitor.press("Save the answer")
    visitor.sees("Say whether you come.")
    visitor.choose("Yes, we are coming")
    visitor.type("A word to the SEND officers", "We come by train.")
    visitor.press("Save the answer")
    visitor.sees("The answer is saved.")

    visitor.follow("Add a guest")
    visitor.type("What do they need to take part?", "A quiet room")
    visitor.press("Save this guest")
    visitor.sees("Write a name for the name card.")
    visitor.shot("mistake")
    visitor.type("Name, as it should stand on the name card", "Robin")
    visitor.tick("Must not be in pictures")
    visitor.press("Save this guest")
    visitor.sees("The guest is on the list.")
    visitor.sees("A quiet room")
    visitor.follow("Add another guest")
    visitor.type("Name, as it should stand on the name card", "Maryam Hussain-Featherstonehaugh")
    visitor.tick("Comes up to receive the award")
    visitor.press("Save this guest")
    visitor.sees("Everybody is on the list")
    visitor.shot("guests")
    assert Guest.objects.count() == 2

    visitor.follow("Change Robin")
    visitor.type("What can’t they eat or drink?", "Milk")
    visitor.press("Save this guest")
    visitor.sees("Milk")
    visitor.follow("Remove Maryam")
    visitor.press("Remove this guest")
    visitor.does_not_see("Maryam")

    visitor.follow("Change your answer")
    visitor.choose("No, we can’t come")
    visitor.press("Save the answer")
    visitor.sees("If nobody comes, the guests are deleted")
    visitor.shot("asked")
    visitor.press("Delete the guests")
    visitor.sees("You are not coming")
    assert not Guest.objects.exists()
    assert fresh(row).message == "We come by train."
    # No page has signed anybody in, or told another page of its path.
    names = {cookie["name"] for cookie in visitor.page.context.cookies()}
    assert names == {"csrftoken"}
