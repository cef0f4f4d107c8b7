"""Reading the XML of a stranger's document: no DTD, no entity, nothing from elsewhere (T-50)."""

from collections.abc import Callable
from xml.parsers import expat

from lxml import etree  # type: ignore[import-untyped]  # published without types

from foundation.cleaning.reasons import CannotKeep

# Lists of parts are short; the text of a document is never read into a tree.
LONGEST_LIST = 8 * 1024 * 1024
# As deep as other readers follow (libxml2).
DEEPEST = 256
_INCLUDES = "http://www.w3.org/2001/XInclude"

OnStart = Callable[[str, dict[str, str]], None]
OnText = Callable[[str], None]


def walk(content: bytes, *, start: OnStart | None = None, text: OnText | None = None) -> None:
    """Once through the file, which must be whole. Names come as "namespace name"."""
    depth = 0

    def doctype(*told: object) -> None:
        raise CannotKeep("unknown")

    def namespace(prefix: str | None, uri: str | None) -> None:
        if uri == _INCLUDES:
            raise CannotKeep("elsewhere")

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise CannotKeep("bomb")
        if start:
            start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartNamespaceDeclHandler = namespace
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
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
