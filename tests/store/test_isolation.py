"""No query, update or upload opens a socket or a file outside the data folder. Seen by tracing the system calls of the engine
itself; a listener and a file that nobody may read stand for the world outside."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.publishing import ensure_release
from app.store.releases import DataFolder

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"^(?P<pid>\d+)\s+(?P<name>\w+)\((?P<arguments>.*?)(?:\)\s+= (?P<result>-?\d+|\?).*| <unfinished.*)$")
UNFINISHED = re.compile(r"^(?P<pid>\d+)\s+(?P<call>.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(?P<pid>\d+)\s+<\.\.\. \w+ resumed>(?P<rest>.*)$")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
NETWORK = {"connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg"}
OPENING = {
    "open",
    "openat",
    "openat2",
    "creat",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
    "unlink",
}


def traced(tmp_path: Path) -> tuple[list[re.Match[str]], int, Path]:
    """The engine processes' system calls, how many connections the listener saw, and the file that nobody may read."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: system calls were not traced")
    data, log, secret = tmp_path / "data", tmp_path / "calls", tmp_path / "secret.ttl"
    ensure_release(DataFolder(data))
    secret.write_text("<urn:secret> <urn:p> <urn:o> .")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        trace = "trace=execve,clone,clone3,fork,vfork," + ",".join(sorted(NETWORK | OPENING))
        port = str(listener.getsockname()[1])
        work = [sys.executable, "-m", "tests.store.hostile_work", str(data), port, str(secret)]
        ran = subprocess.run(
            [strace, "-f", "-qq", "-s", "4096", "-e", trace, "-o", log, *work],
            cwd=ROOT,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=240,
        )
        if "ptrace" in ran.stderr and ran.returncode:
            pytest.skip("this machine does not let strace trace")
        assert ran.returncode == 0, ran.stderr
        connections = 0
        try:
            while True:
                listener.accept()[0].close()
                connections += 1
        except TimeoutError:
            pass
    lines = joined(log.read_text(errors="replace").splitlines())
    calls = [match for line in lines if (match := CALL.match(line))]
    return calls, connections, secret


def joined(lines: list[str]) -> Iterator[str]:
    """The trace with calls that were interrupted by another process's put together again."""
    begun: dict[str, str] = {}
    for line in lines:
        if match := UNFINISHED.match(line):
            begun[match["pid"]] = match["call"]
        elif match := RESUMED.match(line):
            yield f"{match['pid']} {begun.pop(match['pid'], '')}{match['rest']}"
        else:
            yield line
    yield from (f"{pid} {call}) = ?" for pid, call in begun.items())


def of_engines(calls: list[re.Match[str]]) -> list[re.Match[str]]:
    """The calls of the readers and the writer from their start on, those of their threads included."""
    engines: set[str] = set()
    own: list[re.Match[str]] = []
    for call in calls:
        if call["name"] == "execve" and re.search(r'"app\.store\.(reader|writer)"', call.group()):
            engines.add(call["pid"])
        elif call["pid"] in engines:
            own.append(call)
            if call["name"].startswith("clone") and call["result"] not in (None, "?", "-1"):
                engines.add(call["result"])
    assert len(engines) >= 3
    return own


def test_the_engine_reaches_nothing_outside(tmp_path):
    calls, connections, secret = traced(tmp_path)
    own = of_engines(calls)
    opened = [call for call in own if call["name"] in OPENING]
    assert len(opened) > 100, "the trace saw nothing of the engine"
    assert connections == 0
    # Without the policy before it the engine does try; it is in a network that has nothing in it.
    network = [call.group() for call in own if call["name"] in NETWORK and "sa_family=AF_INET" in call.group()]
    tried = [call for call in network if " connect(" in call]
    assert tried
    assert [call for call in tried if "ENETUNREACH" not in call] == []
    assert network == tried
    assert [call.group() for call in opened if str(secret) in call.group()] == []
    writing = [call for call in opened if "open" not in call["name"] or re.search(r"O_WRONLY|O_RDWR|O_CREAT", call.group())]
    paths = [PATH.findall(call.group())[-1] for call in writing if PATH.search(call.group())]
    assert paths
    # The engine names its threads through /proc.
    inside = (str(tmp_path / "data"), "/dev/null", "/proc/self/task/")
    assert {path for path in paths if path.startswith("/") and not path.startswith(inside)} == set()
