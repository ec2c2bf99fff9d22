"""Java tools from Maven for the tests that open our files in them. Where there is no Maven or no artifact, the test says so."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "java"
# Outside the checkout: resolving takes Maven half a minute, and a clean clone need not do it again.
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "zhengtu-tests" / "maven"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>zhengtu</groupId><artifactId>tools</artifactId><version>1</version><dependencies>{dependencies}</dependencies></project>"""
_DEPENDENCY = "<dependency><groupId>{0}</groupId><artifactId>{1}</artifactId><version>{2}</version>{classifier}</dependency>"
# A jar that holds all it needs is taken without what its descriptor names.
_ALONE = (
    "<classifier>{0}</classifier><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
)


def class_path(*artifacts: str) -> str:
    """The class path of `group:artifact:version[:classifier]`, resolved by Maven once; skips the test where it cannot be had."""
    if not shutil.which("mvn") or not shutil.which("java"):
        pytest.skip("no Maven or Java on this machine")
    folder = CACHE / hashlib.sha256(" ".join(artifacts).encode()).hexdigest()[:16]
    done = folder / "class-path"
    if not done.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = "".join(_dependency(*artifact.split(":")) for artifact in artifacts)
        (folder / "pom.xml").write_text(_POM.format(dependencies=wanted))
        command = ["mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=resolved"]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900)
        if ran.returncode:
            pytest.skip(f"Maven could not give {', '.join(artifacts)}")
        (folder / "resolved").rename(done)
    return done.read_text().strip()


def java(classes: str, main: str | Path, *arguments: str | Path, within: Path | None = None, **environment: str) -> str:
    """Run a class, or a one-file program beside this module; returns its standard output. A failure fails the test with both.

    within: the folder to run it in, for tools that leave reports where they stand.
    """
    command = ["java", "-Xmx1g", "-Djava.awt.headless=true", "-cp", classes, str(main), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=within, env=os.environ | environment)
    assert ran.returncode == 0, f"{' '.join(map(str, command[-4:]))}\n{ran.stdout[-2000:]}\n{ran.stderr[-4000:]}"
    return ran.stdout


def _dependency(group: str, artifact: str, version: str, classifier: str | None = None) -> str:
    extra = _ALONE.format(classifier) if classifier else ""
    return _DEPENDENCY.format(group, artifact, version, classifier=extra)
