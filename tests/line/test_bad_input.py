"""Bad input: a clear message, a non-zero exit code, an unchanged store."""

from pathlib import Path

import pytest

from app.store.releases import DataFolder
from tests.line.command import ROOT, zhengtu

NEWS = "本报讯（记者 李明）昨日，云澜市第三届读书节在市图书馆开幕。\n市民纷纷前来参观，现场气氛热烈。开幕式由市文联主持。\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bad") / "data"
    loaded = zhengtu(folder, "load", ROOT / "samples" / "yunlan-2024-notice.txt")
    assert loaded.returncode == 0, loaded.stderr
    return folder


def empty(folder: Path) -> Path:
    (folder / "空.txt").touch()
    return folder / "空.txt"


def binary(folder: Path) -> Path:
    (folder / "程序.txt").write_bytes(bytes(range(256)) * 40)
    return folder / "程序.txt"


def news(folder: Path) -> Path:
    (folder / "新闻.txt").write_text(NEWS, encoding="utf-8")
    return folder / "新闻.txt"


def unknown_columns(folder: Path) -> Path:
    (folder / "表.csv").write_text("姓名,电话\n张三,123\n李四,456\n", encoding="utf-8")
    return folder / "表.csv"


def wrong_encoding(folder: Path) -> Path:
    # Neither UTF-8 nor any Chinese encoding: single bytes that no table of two-byte characters holds.
    (folder / "乱码.txt").write_bytes(NEWS.encode("utf-8")[:50] + b"\xff\xfe\xfd\x81\xff" * 30)
    return folder / "乱码.txt"


def nothing_readable(folder: Path) -> Path:
    (folder / "图片").mkdir()
    (folder / "图片" / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    return folder / "图片"


def absent(folder: Path) -> Path:
    return folder / "没有.txt"


@pytest.mark.parametrize("make", [empty, binary, news, unknown_columns, wrong_encoding, nothing_readable, absent])
def test_bad_input_is_refused_whole(data, tmp_path, make):
    file = make(tmp_path)
    before = DataFolder(data).current()
    # A good document beside it is not half of a success either.
    loaded = zhengtu(data, "load", ROOT / "samples" / "yunlan-2021-notice.html", file)
    assert loaded.returncode not in (0, None)
    assert "Traceback" not in loaded.stderr
    assert file.stem in loaded.stderr
    assert len(loaded.stderr.strip()) > len(file.stem) + 10
    assert DataFolder(data).current() == before
