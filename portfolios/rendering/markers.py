"""An action's milestones in lanes, so that no diamond and no label runs into another."""

from dataclasses import dataclass, replace

from portfolios.rendering.axis import WIDTH, Scale
from portfolios.rendering.lettering import width_of
from portfolios.rendering.lines import Line

LABEL = 12.0
DIAMOND = 7.0
# Milestones nearer than this are one diamond: side by side nobody could tell them apart.
NEAR = 5.0


@dataclass(frozen=True, slots=True)
class Marker:
    x: float
    label: str
    state: str
    lane: int = 0

    @property
    def room(self) -> tuple[float, float]:
        width = width_of(self.label, size=LABEL) + 4
        if self.leftward:
            return (self.x - DIAMOND - width - 3, self.x + DIAMOND + 3)
        return (self.x - DIAMOND - 3, self.x + DIAMOND + width + 3)

    @property
    def leftward(self) -> bool:
        """At the right edge the label stands before its diamond."""
        return self.x + DIAMOND + width_of(self.label, size=LABEL) + 4 > WIDTH


def markers_of(line: Line, scale: Scale) -> list[Marker]:
    """Each in the first lane that has room for it."""
    found: list[Marker] = []
    lanes: list[list[tuple[float, float]]] = []
    for x, first, last, state in _together(line, scale):
        label = f"{first}" if first == last else f"{first}–{last}"
        marker = Marker(x, f"{label} {state.lower()}".rstrip(), state)
        left, right = marker.room
        free = (
            place
            for place, taken in enumerate(lanes)
            if all(right <= begin or left >= end for begin, end in taken)
        )
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((left, right))
        found.append(replace(marker, lane=lane))
    return found


def _together(line: Line, scale: Scale) -> list[tuple[float, int, int, str]]:
    """Neighbours of the same state at (nearly) the same place: place, first and last number, state."""
    found: list[tuple[float, int, int, str]] = []
    for each in line.milestones:
        if each.due_on is None:
            continue
        x = scale.at(each.due_on)
        if found:
            at, first, last, state = found[-1]
            if abs(x - at) < NEAR and state == each.state and last + 1 == each.number:
                found[-1] = (at, first, each.number, state)
                continue
        found.append((x, each.number, each.number, each.state))
    return found
