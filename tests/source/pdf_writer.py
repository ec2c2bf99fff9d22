"""A small writer of PDF with Chinese text, for tests: fonts are named, not embedded; a ToUnicode map gives the characters."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0


@dataclass
class Page:
    """What stands on a page: words at (x, y from the top, size), rules as lines."""

    words: list[tuple[str, float, float, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, size: float = 16) -> None:
        """A line of text whose baseline is y below the top."""
        self.words.append((text, x, y, size))

    def table(self, rows: list[list[str]], x: float, y: float, widths: list[float], high: float = 30, size: float = 12) -> float:
        """A ruled grid; returns where it ends."""
        for number in range(len(rows) + 1):
            self.rules.append((x, y + number * high, x + sum(widths), y + number * high))
        at = x
        for width in [0.0, *widths]:
            at += width
            self.rules.append((at, y, at, y + len(rows) * high))
        for number, row in enumerate(rows):
            at = x
            for words, width in zip(row, widths, strict=True):
                self.write(words, at + 3, y + number * high + 18, size)
                at += width
        return y + len(rows) * high


def pdf(pages: list[Page]) -> bytes:
    """The bytes of a PDF."""
    characters = sorted({c for page in pages for words, *_ in page.words for c in words})
    code = {c: number for number, c in enumerate(characters, 1)}
    mapping = "".join(f"<{code[c]:04X}> <{c.encode('utf-16-be').hex().upper()}>\n" for c in characters)
    blocks = [mapping.splitlines()[i : i + 100] for i in range(0, len(characters), 100)]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        + "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    half = [c for c in characters if c.isascii()]
    widths = " ".join(f"{code[c]} [500]" for c in half)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * i} 0 R' for i in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /DW 1000 /W [{widths}] /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900]"
        " /Ascent 880 /Descent -120 /CapHeight 700 /ItalicAngle 0 /StemV 80 >> >>",
        _stream(cmap),
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F 3 0 R >> >>"
            f" /Contents {7 + 2 * number} 0 R >>"
        )
        drawn = [f"{a} {HEIGHT - b} m {c} {HEIGHT - d} l S" for a, b, c, d in page.rules]
        drawn += [
            f"BT /F {size} Tf {x} {HEIGHT - y} Td <{''.join(f'{code[c]:04X}' for c in words)}> Tj ET"
            for words, x, y, size in page.words
        ]
        objects.append(_stream("\n".join(drawn)))
    out, offsets = b"%PDF-1.7\n", []
    for number, words in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{words}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(words: str) -> str:
    return f"<< /Length {len(words.encode('latin-1'))} >>\nstream\n{words}\nendstream"


def paragraphs(texts: list[str], *, indent: bool = True, size: float = 16, left: float = 90, right: float = 505) -> list[Page]:
    """Running text set in lines, with page numbers at the foot and a head that repeats; `#` before a text centres it."""
    pages = [Page()]
    y = 90.0
    for text in texts:
        centred = text.startswith("#")
        line, x = "", left + (2 * size if indent and not centred else 0)
        lines: list[tuple[str, float]] = []
        at = x
        for character in text.removeprefix("#"):
            width = size / 2 if character.isascii() else size
            if at + width > right and character not in "，。；：、）》”%":  # which never begin a line
                lines.append((line, x))
                line, x, at = "", left, left
            line, at = line + character, at + width
        lines.append((line, x))
        for words, begin in lines:
            if y > 750:
                pages.append(Page())
                y = 90.0
            wide = sum(size / 2 if c.isascii() else size for c in words)
            pages[-1].write(words, (left + right - wide) / 2 if centred else begin, y, size)
            y += size * 1.75
    for number, page in enumerate(pages, 1):
        page.write("清河市人民政府文件", 90, 50, 10)
        page.write(f"— {number} —", 280, 800, 12)
    return pages
