"""Where the data that both packages read lies: ontology/, shapes/, queries/, samples/."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """The folder `ontology`, `shapes`, `queries` or `samples`: beside the packages in a checkout, under `zhengtu/` in a wheel."""
    beside = _HERE / name
    return beside if beside.is_dir() else _HERE / "zhengtu" / name
