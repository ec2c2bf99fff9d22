"""What every process that touches the engine imposes on itself before it does."""

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def confine(memory: int, parent: int, *, network: bool = False) -> None:
    """Cap the address space at `memory` MiB, leave no core dumps, leave the network, die with the parent, leave Ctrl-C to it.

    A service manager's SIGTERM goes to all processes at once; it too is the parent's, who lets running requests finish.
    network: keep it, since the operator allows SERVICE. Raises SystemExit where the parent has gone already.
    """
    limit = memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if not network:
        leave_network()
    # After the change of namespaces, which would clear it.
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def leave_network() -> bool:
    """Move into a network namespace of our own, which is empty. False where the system lets nobody do that.

    It is the second line: what would fetch anything is refused before it reaches the engine.
    """
    library = ctypes.CDLL(None, use_errno=True)
    # With privilege directly, else inside a user namespace of our own.
    return any(library.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))
