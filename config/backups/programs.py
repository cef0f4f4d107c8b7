"""PostgreSQL's own programs, in a version that can do it."""

import re
import shutil
import subprocess
from pathlib import Path

from config.backups.manifest import BackupProblem

# Where Debian keeps every version that is installed; PATH has wrappers that guess.
DEBIAN = Path("/usr/lib/postgresql")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def program(name: str, server: str) -> str:
    """pg_dump refuses a server that is newer than itself, so only the server's version or a newer one."""
    wanted = int(server.partition(".")[0])
    found = [(int(path.name), path / "bin" / name) for path in _folders()]
    fitting = sorted(each for each in found if each[0] >= wanted and each[1].is_file())
    if fitting:
        # The server's own version first: what it writes, the same server reads.
        return str(fitting[0][1])
    elsewhere = shutil.which(name)
    if elsewhere and _version(elsewhere) >= wanted:
        return elsewhere
    raise BackupProblem(
        f"{name} of PostgreSQL {wanted} or later is needed, and is not on this machine. "
        f"On Debian: apt-get install postgresql-client-{wanted}."
    )


def _folders() -> list[Path]:
    if not DEBIAN.is_dir():
        return []
    return [path for path in DEBIAN.iterdir() if path.name.isdigit()]


def _version(path: str) -> int:
    said = subprocess.run(  # noqa: S603  # ours, with arguments of ours
        [path, "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = _VERSION.search(said)
    return int(found[1]) if found else 0
