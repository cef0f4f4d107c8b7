"""Reading the XML of a stranger's document: no DTD, no entity, nothing from elsewhere (T-50)."""

from collections.abc import Callable
from xml.parsers import expat

from lxml import etree  # type: ignore[import-untyped]  # published without types

from foundation.cleaning.reasons import CannotKeep

# Lists of parts are short; the text of a document is never read into a tree.
LONGEST_LIST = 8 * 1024 * 1024

OnStart = Callable[[str, dict[str, str]], None]
OnText = Callable[[str], None]


def walk(content: bytes, *, start: OnStart | None = None, text: OnText | None = None) -> None:
    """Once through the file, which must be whole. Names come as "namespace name"."""

    def doctype(*told: object) -> None:
        raise CannotKeep("unknown")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = doctype
    if start:
        parser.StartElementHandler = start
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise CannotKeep("damaged") from error


def tree_of(content: bytes) -> etree._Element:
    """For short lists and drawings."""
    if len(content) > LONGEST_LIST:
        raise CannotKeep("bomb")
    walk(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotKeep("damaged") from error


def written(root: etree._Element) -> bytes:
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out
