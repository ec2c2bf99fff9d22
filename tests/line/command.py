"""The command `zhengtu` as a person runs it: a process of its own over a data folder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def zhengtu(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it to its end; standard output and standard error as text."""
    environment = os.environ | {"ZHENGTU_DATA": str(data), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=data.parent, env=environment, capture_output=True, text=True, timeout=300)
