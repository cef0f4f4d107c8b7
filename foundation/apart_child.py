"""The other side of apart.py: a script of its own, with nothing of the application loaded.

Arguments: the function, seconds of processor time, bytes of memory. Standard input: one line of
JSON, then the file. Standard output: one line of JSON, then the parts of the answer.
"""

import json
import logging
import os
import resource
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    task, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # The soft limit says "too long" (SIGXCPU); the hard one is for what will not hear.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    # The answer has the way out for itself: a library that prints would garble it.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    module, name = task.split(":")
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    told, *parts = getattr(import_module(module), name)(json.loads(head), content)
    lengths = [len(part) for part in parts]
    out.write(json.dumps({"told": told, "lengths": lengths}).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.close()


if __name__ == "__main__":
    main()
