"""What a client sent, taken apart strictly: every byte is accounted for or the request is refused."""

import re
import zlib
from collections.abc import Mapping, Sequence

from starlette.requests import ClientDisconnect, Request

from app.problems import BadRequest, TooLarge, UnsupportedMedia

_HEX = "0123456789abcdefABCDEF"
_OCTETS = {(high + low).encode(): bytes([int(high + low, 16)]) for high in _HEX for low in _HEX}
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_HOST = re.compile(r"[A-Za-z0-9.\-_]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_MOST_PARAMETERS = 1000

Parameters = Mapping[str, Sequence[str]]


def parameters(encoded: bytes) -> dict[str, list[str]]:
    """An application/x-www-form-urlencoded string, decoded once. Raises BadRequest for broken percent-encoding or UTF-8."""
    if encoded.count(b"&") >= _MOST_PARAMETERS:
        raise BadRequest("参数太多。 Too many parameters.")
    found: dict[str, list[str]] = {}
    for pair in filter(None, encoded.split(b"&")):
        name, _, value = pair.partition(b"=")
        found.setdefault(_decoded(name), []).append(_decoded(value))
    return found


def _decoded(part: bytes) -> str:
    """Percent-encoding undone (WHATWG URL, application/x-www-form-urlencoded), but that a broken one is refused."""
    first, *rest = part.replace(b"+", b" ").split(b"%")
    try:
        return utf8(b"".join([first, *[_OCTETS[each[:2]] + each[2:] for each in rest]]))
    except KeyError as error:
        sample = (b"%" + error.args[0]).decode("latin-1")
        hint = "% 要写成 %25。 Write % as %25."
        raise BadRequest(f"百分号编码有误：{sample!r}。 Broken percent-encoding.", hint=hint) from None


def utf8(data: bytes) -> str:
    """Text of bytes that must be UTF-8. Raises BadRequest with the offset of the first that is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"不是 UTF-8（第 {error.start + 1} 个字节）。 Not UTF-8 at byte {error.start + 1}.") from None


def one(values: Parameters, name: str) -> str | None:
    """The only value of a parameter, None where it is absent. Raises BadRequest where it is given more than once."""
    given = values.get(name, ())
    if len(given) > 1:
        raise BadRequest(f"参数 {name} 出现了 {len(given)} 次。 The parameter {name} is given {len(given)} times.")
    return given[0] if given else None


def only(values: Parameters, known: Sequence[str], elsewhere: Mapping[str, str]) -> None:
    """Refuse parameters that mean something at another address; others unknown are passed over. elsewhere: name → hint."""
    for name in values:
        if name in elsewhere and name not in known:
            raise BadRequest(f"这里不接受参数 {name}。 The parameter {name} is not for this address.", hint=elsewhere[name])


def graphs(values: Parameters, name: str) -> tuple[str, ...]:
    """Graph IRIs of a repeatable parameter. Raises BadRequest for a relative or malformed one."""
    return tuple(absolute(value, name) for value in values.get(name, ()))


def absolute(iri: str, what: str) -> str:
    """An absolute IRI as it is. Raises BadRequest otherwise."""
    if not _ABSOLUTE_IRI.fullmatch(iri):
        raise BadRequest(
            f"{what} 须为绝对 IRI：{iri[:100]!r}。 {what} must be an absolute IRI.", hint="https://example.org/graph/1"
        )
    return iri


def content_type(request: Request) -> tuple[str, dict[str, str]]:
    """The body's media type in lower case and its parameters; ("", {}) where none is given."""
    main, *rest = request.headers.get("content-type", "").split(";")
    pairs = (part.partition("=") for part in rest)
    return main.strip().lower(), {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def require_utf8(charset: str | None) -> None:
    """Raises UnsupportedMedia for any declared charset but UTF-8 (SPARQL 1.1 Protocol, 2.1.3)."""
    if charset is not None and charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMedia(f"只接受 UTF-8，不接受 {charset[:40]}。 Only UTF-8 is accepted.")


async def body(request: Request, limit: int) -> bytes:
    """The body, gunzipped where the client says so. limit: bytes, packed and unpacked.

    Raises TooLarge, UnsupportedMedia (another coding) and BadRequest (broken or incomplete).
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise UnsupportedMedia(
            f"不支持的 Content-Encoding：{encoding[:40]}。 Unsupported Content-Encoding.", headers={"Accept-Encoding": "gzip"}
        )
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    inflate = zlib.decompressobj(wbits=31) if encoding.endswith("gzip") else None
    received = bytearray()
    try:
        async for chunk in request.stream():
            received += inflate.decompress(chunk, limit + 1 - len(received)) if inflate and chunk else chunk
            if len(received) > limit:
                raise _too_large(limit)
    except zlib.error as error:
        raise BadRequest(f"gzip 已损坏：{error}。 Broken gzip.") from None
    except ClientDisconnect:
        raise BadRequest("请求体没有发完。 The body is incomplete.") from None
    if inflate and not inflate.eof and (received or declared != "0"):
        raise BadRequest("gzip 不完整。 The gzip body is incomplete.")
    return bytes(received)


def _too_large(limit: int) -> TooLarge:
    size = f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit >> 10} KiB"
    return TooLarge(f"请求体超过 {size}。 The body is larger than {size}.")


def site(request: Request) -> str:
    """Scheme, host and root path as the client sees them, without a final slash. Raises BadRequest for a malformed Host."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise BadRequest("Host 有误。 Malformed Host header.")
    return f"{request.scope['scheme']}://{host}{request.scope.get('root_path', '')}"
