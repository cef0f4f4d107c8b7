"""The editions that are installed: those shipped here, then those in the folders of SCHEME_FOLDERS.

A broken file is left out and named by the system check; it never takes the whole ones down.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

from awards.scheme.checking import problems_of
from awards.scheme.reading import read
from awards.scheme.scheme import Scheme, UnknownCodeError

SHIPPED = Path(__file__).parent


class SchemeError(ValueError):
    """An edition file that is not whole. `problems` has a sentence for each fault."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path.name}: {problem}" for problem in problems))


def load_edition(path: Path) -> Scheme:
    """Read one file and check it: first its shape, then what its parts are to one another."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SchemeError(path, [f"cannot be read: {error}"]) from error
    problems: list[str] = []
    scheme = read(Scheme, table, "edition", problems)
    if scheme is None:
        raise SchemeError(path, problems)
    problems = problems_of(scheme)
    if scheme.code != path.stem:
        problems.append(f"its code is “{scheme.code}”, so its name should be {scheme.code}.toml")
    if problems:
        raise SchemeError(path, problems)
    return scheme


def installed() -> dict[str, Scheme]:
    """Every whole edition by its code."""
    return dict(_read_all(_folders())[0])


def installation_problems() -> list[str]:
    """What is wrong with the installed files, for the system check."""
    return list(_read_all(_folders())[1])


def edition(code: str) -> Scheme:
    scheme = _read_all(_folders())[0].get(code)
    if scheme is None:
        raise UnknownCodeError(f"no edition “{code}” is installed")
    return scheme


def _folders() -> tuple[str, ...]:
    return (str(SHIPPED), *settings.SCHEME_FOLDERS)


@cache
def _read_all(folders: tuple[str, ...]) -> tuple[dict[str, Scheme], tuple[str, ...]]:
    """Files are read once: an edition never changes while the software runs."""
    schemes: dict[str, Scheme] = {}
    problems: list[str] = []
    for folder in map(Path, folders):
        if not folder.is_dir():
            problems.append(f"SCHEME_FOLDERS names {folder}, which is not a folder")
            continue
        for path in sorted(folder.glob("*.toml")):
            try:
                scheme = load_edition(path)
            except SchemeError as error:
                problems.extend(f"{path}: {problem}" for problem in error.problems)
                continue
            if scheme.code in schemes:
                problems.append(f"{path}: an edition “{scheme.code}” is installed already")
                continue
            schemes[scheme.code] = scheme
    return schemes, tuple(problems)
