"""The real server as a process of its own, for tests that measure it or kill parts of it."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class ServerProcess:
    """A running `zhengtu serve`. origin: where it listens."""

    pid: int
    origin: str

    def children(self) -> list[int]:
        """The process ids of its readers and its writer."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def memory(self) -> int:
        """Its own resident memory in KiB, without readers and writer."""
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())[1])


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[ServerProcess]:
    """Serve a data folder on a free port until the end of the block. settings: without their prefix (`query_timeout="3"`)."""
    environment = os.environ | {"ZHENGTU_DATA": str(folder), "ZHENGTU_PORT": "0", "PYTHONPATH": str(ROOT)}
    environment |= {f"ZHENGTU_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "app.cli", "serve"]
    with subprocess.Popen(
        command, cwd=folder.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            said = []
            origin = None
            assert server.stdout
            for line in server.stdout:
                said.append(line)
                if found := re.search(r"http://127\.0\.0\.1:[1-9]\d*", line):
                    origin = found[0]
                    break
            assert origin, "".join(said)
            threading.Thread(target=server.stdout.read, daemon=True).start()
            yield ServerProcess(server.pid, origin)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
