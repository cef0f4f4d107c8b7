"""Looking at PDFs the way a reader, a printer and a forger do."""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from pypdf import PdfReader


def text_of(content: bytes) -> str:
    return run(content, "pdftotext", "-layout", "{file}", "-").decode()


def picture_of(content: bytes, *, dpi: int = 150) -> Image.Image:
    png = run(content, "pdftoppm", "-r", str(dpi), "-png", "-singlefile", "{file}")
    return Image.open(io.BytesIO(png)).convert("RGB")


def tool(content: bytes, *command: str) -> str:
    return run(content, *command).decode()


def objects_of(content: bytes) -> str:
    """Every object of the file, decoded, as one text to search."""
    reader = PdfReader(io.BytesIO(content))
    return "\n".join(str(reader.get_object(number)) for number in range(1, len(reader.xref[0]) + 1))


def tree_of(content: bytes) -> list[tuple[str, str]]:
    """The tags in reading order, each with its text alternative."""
    reader = PdfReader(io.BytesIO(content))
    found: list[tuple[str, str]] = []

    def walk(element: object) -> None:
        node = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]).lstrip("/"), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def run(content: bytes, *command: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(content)
        words = [word.replace("{file}", str(file)) for word in command]
        return subprocess.run(words, capture_output=True, check=True).stdout
