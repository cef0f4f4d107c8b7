"""An upload, as the kinds of file look at it."""

from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from foundation.cleaning.reasons import CannotKeep
from foundation.cleaning.zip_directory import Directory, looks_like_zip, read_directory


@dataclass(frozen=True)
class Sent:
    # As people see it: cleaned, with the ending it came with.
    name: str
    stream: BinaryIO
    size: int

    @property
    def quoted(self) -> str:
        return f"“{self.name}”"

    @property
    def ending(self) -> str:
        stem, dot, ending = self.name.rpartition(".")
        return ending.lower() if dot and stem else ""

    @cached_property
    def head(self) -> bytes:
        self.stream.seek(0)
        return self.stream.read(1024)

    @cached_property
    def tail(self) -> bytes:
        self.stream.seek(max(0, self.size - 1024))
        return self.stream.read(1024)

    @cached_property
    def _listed(self) -> tuple[Directory | None, str]:
        if not looks_like_zip(self.head):
            return None, ""
        try:
            return read_directory(self.stream), ""
        except CannotKeep as trouble:
            return None, trouble.code

    @property
    def directory(self) -> Directory | None:
        """What lies in it, when it is a zip that can be trusted."""
        return self._listed[0]

    @property
    def zip_trouble(self) -> str:
        """The code of why it cannot be trusted."""
        return self._listed[1]
