"""The front end's parts: what their lock file says, and that they are built on a machine without Node."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "app" / "pages" / "frontend"


def test_the_lock_file_names_no_registry_and_has_a_digest_for_every_part():
    text = (FRONTEND / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert [name for name, part in packages.items() if name and "integrity" not in part] == []


@pytest.mark.long
def test_a_machine_without_node_builds_the_bundles(tmp_path):
    """With no programs but the shell, env and those of this environment: its Node comes from PyPI. Needs npm's registry."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "env", "uname"):
        (programs / name).symlink_to(shutil.which(name))
    copy = tmp_path / "pages" / "frontend"
    shutil.copytree(FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules"))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{programs}"}
    assert shutil.which("node", path=str(programs)) is None
    for command in (["npm", "ci", "--ignore-scripts"], ["npm", "run", "build"]):
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
    built = copy.parent / "static" / "bundles"
    assert {"editor.js", "editor.css", "explorer.js", "explorer.css", "layout.js"} <= {path.name for path in built.iterdir()}
