"""What to have seen to before a visit or an interview (ours). Codes are what `Appointment.checked` holds."""

from dataclasses import dataclass

from champions.choices import Purpose


@dataclass(frozen=True)
class Item:
    code: str
    text: str


_BOTH = (
    Item("two_champions", "Two champions go together. Nobody is alone with a child."),
    Item("access", "We asked what people need to take part, and it is in place."),
    Item("supporter", "A young champion has their supporter with them, if they want one."),
    Item("who_to_tell", "We know whom to tell there if we are worried about a child or an adult."),
)
CHECKLISTS: dict[Purpose, tuple[Item, ...]] = {
    Purpose.MEETING: (),
    Purpose.VISIT: (
        *_BOTH,
        Item("told_why", "They know what we want to see, and why."),
        Item("no_pictures", "Nobody takes pictures of people. We ask for what they have."),
    ),
    Purpose.INTERVIEW: (
        *_BOTH,
        Item("choice", "Everybody knows that they may say no, and stop at any time."),
        Item("no_names", "Everybody knows that we write no names."),
        Item("parents_know", "Parents or carers know, where somebody is under 16."),
    ),
}
