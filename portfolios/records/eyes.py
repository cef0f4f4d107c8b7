"""Which restricted pieces of evidence somebody may see (T-30, T-94)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Eyes:
    """All of them, those that they added themselves, or none. Who says nothing gets none."""

    everything: bool = False
    # The key of a user.
    own: int | None = None

    def see(self, *, restricted: bool, added_by: int) -> bool:
        return not restricted or self.everything or self.own == added_by


NO_EYES = Eyes()
ALL_EYES = Eyes(everything=True)
