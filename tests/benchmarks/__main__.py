"""Figures, not judgements: how long pages take, and how many queries they ask (`make benchmark`).

It runs on a database of its own, which goes when it ends. No test depends on how fast a machine is.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import django
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

django.setup()

from django.test.runner import DiscoverRunner  # noqa: E402  # needs the app registry

ROUNDS = 9
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def measure(name: str, act: Callable[[], object], *, rounds: int = ROUNDS) -> None:
    """Median and slowest of some rounds after a first one, and the queries of one round."""
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    # At once: the next request empties the log.
    queries = len(captured)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    print(f"{name:<52}{statistics.median(times):>9.0f} ms{max(times):>9.0f} ms{queries:>6} queries")


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        from tests.benchmarks import (  # needs the database
            certificates,
            plans,
            portfolios,
            register,
            zips,
        )

        print(f"{'on ' + connection.vendor:<52}{'median':>12}{'slowest':>12}")
        certificates.run()
        plans.run(measure, at=NOW)
        zips.run()
        portfolios.run(measure, at=NOW)
        register.run(measure, at=datetime.now(tz=UTC))
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    sys.exit(main())
