"""SVG inside an office file, where Word keeps its icons: shapes stay, all else goes (T-54)."""

import re

from lxml import etree  # type: ignore[import-untyped]  # published without types

from foundation.cleaning.markup import tree_of, written
from foundation.cleaning.office_names import words
from foundation.cleaning.reasons import CannotKeep

SVG = "{http://www.w3.org/2000/svg}"
# What acts, loads, or can change a link into one that does; icons need none of it.
_FORBIDDEN = words(
    "script foreignObject image feImage iframe audio video handler listener set animate "
    "animateColor animateMotion animateTransform"
)
# An address that is no place in this drawing; a backslash may spell anything.
_ADDRESS = re.compile(r"""url\((?!['"]?#)|@import|javascript:|\\""")
_LEFT_OUT = {"metadata"}


def cleaned_svg(content: bytes) -> bytes:
    root = tree_of(content)
    if root.tag != f"{SVG}svg":
        raise CannotKeep("drawing")
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            _drop(node)
            continue
        name = node.tag.removeprefix(SVG)
        if name in _FORBIDDEN:
            raise CannotKeep("drawing")
        if node is not root and (node.tag == name or name in _LEFT_OUT):
            _drop(node)
            continue
        for attribute, value in list(node.attrib.items()):
            _judge(node, str(attribute), str(value))
        if name == "style" and _loads(node.text or ""):
            raise CannotKeep("drawing")
    etree.cleanup_namespaces(root)
    return written(root)


def _judge(node: etree._Element, attribute: str, value: str) -> None:
    local = attribute.rpartition("}")[2].lower()
    if local.startswith("on") or _loads(value):
        raise CannotKeep("drawing")
    if local in ("href", "src") and not value.strip().startswith("#"):
        raise CannotKeep("drawing")
    # Names of files and folders, by the programs that drew it.
    foreign = attribute.startswith("{") and "www.w3.org" not in attribute
    if foreign or local == "data-name":
        del node.attrib[attribute]


def _loads(value: str) -> bool:
    return bool(_ADDRESS.search("".join(value.lower().split())))


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
