"""What every process that touches the engine imposes on itself before it does."""

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1


def confine(memory: int, parent: int) -> None:
    """Cap the address space at `memory` MiB, leave no core dumps, die with the parent, leave Ctrl-C to it.

    Raises SystemExit where the parent has gone already.
    """
    limit = memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)
