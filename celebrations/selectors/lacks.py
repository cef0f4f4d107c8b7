"""What is missing before a spotlight can be sent: one sentence for each thing, with the page to mend it on."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from celebrations.models import Spotlight
from celebrations.selectors.pictures import pictures_in

ASKED = (
    ("title", "Write a headline."),
    ("summary", "Say in one or two sentences what it is about."),
    ("story", "Tell the story."),
    ("changed", "Say what is different now."),
)


@dataclass(frozen=True)
class Lack:
    sentence: str
    url: str


def lacks_of(spotlight: Spotlight, *, on: date) -> list[Lack]:
    """Two queries. Pictures are not needed; each that is there needs words and consent."""
    story = reverse("spotlight-story", args=[spotlight.uuid])
    found = [
        Lack(sentence, f"{story}#id_{name}")
        for name, sentence in ASKED
        if not getattr(spotlight, name).strip()
    ]
    pictures = reverse("spotlight-pictures", args=[spotlight.uuid])
    for place, (picture, fine) in enumerate(pictures_in(spotlight, on=on), start=1):
        if not fine:
            found.append(
                Lack(
                    f"Picture {place} may not be shown to everybody any more. Take it out.",
                    pictures,
                )
            )
        elif not picture.alt.strip():
            page = reverse("spotlight-picture-words", args=[picture.uuid])
            found.append(Lack(f"Say what can be seen in picture {place}.", page))
    return found
