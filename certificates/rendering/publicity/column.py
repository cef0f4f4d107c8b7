"""The words of a picture or a poster: the name as large as its place allows."""

from django.template.loader import render_to_string

from certificates.rendering.fitting import NAME_SIZES, Room, fit_name
from certificates.rendering.publicity.facts import Shown
from foundation.printing.printer import Extent, measure
from foundation.printing.scripts import hand, is_right_to_left


def room_of(*, width: float, height: float, largest: int, more_lines: int = 0) -> Room:
    """The certificate's ladder of sizes, stretched to this `largest` one; a high column takes more lines."""
    share = largest / NAME_SIZES[0][0]
    sizes = tuple((max(4, round(size * share)), lines + more_lines) for size, lines in NAME_SIZES)
    return Room(width, height, sizes, smallest_unbroken=round(18 * share))


def fitted(shown: Shown, *, room: Room, body: str, css: str) -> dict[str, object]:
    """What the template of the column needs, and the `height` in millimetres that it takes.

    `body` is the class that the page has, as sizes depend on it.
    """
    words: dict[str, object] = {
        "shown": shown,
        "hand": hand(shown.name),
        "right_to_left": is_right_to_left(shown.name),
    }

    def column(name: str, size: int, broken: bool) -> Extent:
        context = words | {"name": name, "size": size, "broken": broken}
        html = render_to_string("certificates/publicity/_column.html", context)
        return measure(f'<body class="{body}">{html}</body>', css=css, width=room.width)

    size, broken = fit_name(
        lambda size, broken: column(shown.name, size, broken),
        other_lines=column("", 10, False).lines,
        room=room,
    )
    height = column(shown.name, size, broken).height
    return words | {"name": shown.name, "size": size, "broken": broken, "height": height}
