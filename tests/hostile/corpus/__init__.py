"""The hostile corpus: every file is made here, none lies in the repository (T-49 to T-63)."""

from tests.hostile.corpus import (
    archives,
    bombs,
    documents,
    metadata,
    names,
    office,
    ordinary,
    pictures,
    polyglots,
    programs,
    sizes,
    texts,
    viruses,
    xmls,
)
from tests.hostile.corpus.hostile import Hostile

__all__ = ["CORPUS", "ORDINARY", "Hostile"]

MODULES = (
    viruses, archives, xmls, bombs, metadata, polyglots, documents, office, programs, names,
    pictures, texts, sizes,
)  # fmt: skip
CORPUS: tuple[Hostile, ...] = tuple(each for module in MODULES for each in module.ITEMS)
ORDINARY: tuple[Hostile, ...] = ordinary.ITEMS
