"""Looking at PDFs the way a reader, a printer and a forger do."""

import io
import subprocess
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from certificates.codes import grouped
from certificates.rendering.certificate import Facts, Signature

CODE = "7KQ2MX9ABCDEFGHJKMN5"
SIGNATURES = (
    Signature("Amina Okafor-Hughes", "Chair of the Champions Group", "Parent Carer Forum"),
    Signature("Rhiannon Llewellyn", "Assistant Director, SEND", "Birmingham City Council"),
)


def facts(name: str = "Łódź & Sons", stage: str = "bronze", **changes: object) -> Facts:
    values: dict[str, object] = {
        "printed_name": name,
        "stage": stage,
        "awarded_on": date(2026, 3, 14),
        "valid_until": date(2027, 3, 14) if stage in {"gold", "platinum"} else None,
        "number": "BRZ-2026-00014",
        "code": grouped(CODE),
        "verify_url": f"https://award.example/verify/{grouped(CODE)}/",
        "signatures": SIGNATURES,
        "issued_at": datetime(2026, 3, 14, 12, tzinfo=UTC),
    }
    return Facts(**(values | changes))


def text_of(content: bytes) -> str:
    return _run(content, "pdftotext", "-layout", "{file}", "-").decode()


def picture_of(content: bytes, *, dpi: int = 150) -> Image.Image:
    png = _run(content, "pdftoppm", "-r", str(dpi), "-png", "-singlefile", "{file}")
    return Image.open(io.BytesIO(png)).convert("RGB")


def tool(content: bytes, *command: str) -> str:
    return _run(content, *command).decode()


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


def _run(content: bytes, *command: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(content)
        words = [word.replace("{file}", str(file)) for word in command]
        return subprocess.run(words, capture_output=True, check=True).stdout
