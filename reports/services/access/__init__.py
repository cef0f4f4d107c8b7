from reports.services.access.packages import (
    KEEP,
    ask_again,
    ask_for_package,
    delete_old_packages,
    failed_among,
    has_failed,
    note_downloaded,
    progress_of,
    refuse_own,
)

__all__ = [
    "KEEP",
    "ask_again",
    "ask_for_package",
    "delete_old_packages",
    "failed_among",
    "has_failed",
    "note_downloaded",
    "progress_of",
    "refuse_own",
]
