"""What goes through the pipes between the API process and its readers and writer: one kind byte, four of length, the payload.

→ Q  a question: JSON                    ← R  ready: JSON
→ O  open this release: JSON             ← W  a small answer, whole: its head as JSON, a line's end, its body
                                         ← H  a longer answer's head: JSON
                                         ← C  a chunk of the answer
                                         ← Z  the end: JSON
                                         ← E  a failure: JSON {problem, detail, …}
                                         ← P  progress: JSON
"""

import struct
from typing import BinaryIO

HEADER = struct.Struct("!cI")

QUESTION, OPEN, READY, WHOLE, HEAD, CHUNK, END, ERROR, PROGRESS = b"Q", b"O", b"R", b"W", b"H", b"C", b"Z", b"E", b"P"


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame as bytes."""
    return HEADER.pack(kind, len(payload)) + payload


def read_frame(source: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame as (kind, payload), or None where the other side has gone."""
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    payload = source.read(length)
    return (kind, payload) if len(payload) == length else None


def cut_frame(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """The first frame of the buffer as (kind, payload), taken out of it; None where it is not whole yet."""
    if len(buffer) < HEADER.size:
        return None
    kind, length = HEADER.unpack_from(buffer)
    end = HEADER.size + length
    if len(buffer) < end:
        return None
    payload = bytes(memoryview(buffer)[HEADER.size : end])
    del buffer[:end]
    return kind, payload
