"""Run what a test has queued, as the worker would."""

from django.db import connection

from foundation.management.commands.worker import Worker


def commit_effects() -> None:
    """Do what waits for the commit that a test inside a transaction never reaches."""
    while connection.run_on_commit:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _, effect, _ in waiting:
            effect()


def run_waiting_jobs() -> None:
    """Everything due now, and what that queues in turn. A failed job's next try is not due."""
    commit_effects()
    Worker(batch=True).run()
    while connection.run_on_commit:
        commit_effects()
        Worker(batch=True).run()
