"""Private files: quarantine, scanning, serving.

store_upload → (job) check_file → serve. The rest of the house uses the names below.
"""

from foundation.files.checking import check_file, scan_waiting
from foundation.files.evidence import EVIDENCE, PHOTOS
from foundation.files.fsck import fsck_files
from foundation.files.kinds import PICTURES, FileKind, FileKinds, FileNotAccepted
from foundation.files.looking import look_at
from foundation.files.serving import FileUnavailable, open_clean, serve
from foundation.files.store import remove, store_generated, store_upload

__all__ = [
    "EVIDENCE",
    "PHOTOS",
    "PICTURES",
    "FileKind",
    "FileKinds",
    "FileNotAccepted",
    "FileUnavailable",
    "check_file",
    "fsck_files",
    "look_at",
    "open_clean",
    "remove",
    "scan_waiting",
    "serve",
    "store_generated",
    "store_upload",
]
