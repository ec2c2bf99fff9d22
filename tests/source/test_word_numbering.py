"""What Word numbers by itself, read as LibreOffice prints it."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.passages import Paragraph
from loaders.source import read_source

_WORD = nsdecls("w")
_KINDS = ("chineseCounting", "chineseCountingThousand", "decimal", "upperLetter", "lowerLetter", "upperRoman", "lowerRoman")
_SHAPES = ("%{n}、", "（%{n}）", "%{n}.", "第%{n}条", "%{n})")


def _level(draw: Random, at: int) -> str:
    shape = draw.choice(_SHAPES).format(n=at + 1)
    if at and draw.random() < 0.2:
        shape = ".".join(f"%{above + 1}" for above in range(at + 1)) + " "
    start = draw.choice((1, 1, 1, 1, 3))
    kind = draw.choice(_KINDS)
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{shape}"/></w:lvl>'
    )


def _numbered(seed: int) -> bytes:
    """A document of some twenty paragraphs in two lists, one of them begun anew by a third number."""
    draw = Random(seed)
    document = docx.Document()
    root = document.part.numbering_part.element
    for identity in (91, 90):
        levels = "".join(_level(draw, at) for at in range(3))
        multi = f'<w:multiLevelType w:val="multilevel"/>{levels}'
        root.insert(0, parse_xml(f'<w:abstractNum {_WORD} w:abstractNumId="{identity}">{multi}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {_WORD} w:numId="{identity}"><w:abstractNumId w:val="{identity}"/></w:num>'))
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    root.append(parse_xml(f'<w:num {_WORD} w:numId="92"><w:abstractNumId w:val="90"/>{anew}</w:num>'))
    # No level is passed over: what stands below a level that never came is numbered by no rule of the standard. isLgl and
    # lvlRestart, which LibreOffice does not know, are left to our own tests.
    number, levels = 90, {90: -1, 91: -1}
    for at in range(20):
        if draw.random() < 0.1:
            number = draw.choice((90, 91, 92))
        counted = 91 if number == 91 else 90
        level = draw.randint(0, min(levels[counted] + 1, 2))
        paragraph = document.add_paragraph(f"推进{at}项建设")
        if draw.random() < 0.9:
            levels[counted] = level
            reference = f'<w:numPr {_WORD}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(reference))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _ours(data: bytes) -> list[str]:
    source = read_source(data, "numbered.docx")
    return [source.text[block.start : block.end] for block in source.blocks if isinstance(block, Paragraph)]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[bytes]], list[list[str]]]:
    """The lines that LibreOffice prints of each document."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("office")

    def printed(documents: list[bytes]) -> list[list[str]]:
        paths = [folder / f"{at}.docx" for at in range(len(documents))]
        for path, data in zip(paths, documents, strict=True):
            path.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
        ]
        subprocess.run([*command, "--outdir", folder, *paths], check=True, capture_output=True, timeout=300)
        return [_lines(path.with_suffix(".txt")) for path in paths]

    return printed


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8-sig").splitlines() if line.strip()]


def _bare(line: str) -> str:
    return re.sub(r"\s", "", line)


@pytest.mark.long
def test_numbers_are_those_that_libreoffice_prints(office: Callable[[list[bytes]], list[list[str]]]) -> None:
    documents = [_numbered(seed) for seed in range(100)]
    for seed, (data, lines) in enumerate(zip(documents, office(documents), strict=True)):
        assert list(map(_bare, _ours(data))) == list(map(_bare, lines)), f"seed {seed}"
