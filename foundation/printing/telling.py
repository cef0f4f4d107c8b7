"""How far the printer is, step by step and page by page, for whoever waits for a long print."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from foundation.progress import Telling

# What the printer calls its steps, and what we call them.
STEPS = {
    1: "Reading what is written",
    2: "Choosing type and colours",
    3: "Choosing type and colours",
    4: "Setting it in paragraphs and tables",
    5: "Laying out the pages",
    6: "Drawing the pages",
    7: "Finishing the file",
}
UNIT = "steps"
_STEP = re.compile(r"Step (\d+) - (?:.*Page (\d+))?")


class _Listener(logging.Handler):
    def __init__(self, told: Telling) -> None:
        super().__init__(logging.INFO)
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        found = _STEP.match(record.getMessage())
        if found is None or int(found[1]) not in STEPS:
            return
        step, page = int(found[1]), found[2]
        doing = f"Laying out page {page}" if page else STEPS[step]
        # Step 5 has begun, so four are done.
        self._told.reach(step - 1, doing)


@contextmanager
def hear_printer(told: Telling) -> Iterator[None]:
    """WeasyPrint says what it does to a logger of its own, and to nobody else. A worker does one job at
    a time, so what is heard is this job's.
    """
    logger = logging.getLogger("weasyprint.progress")
    listener, level, spreads = _Listener(told), logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = spreads
