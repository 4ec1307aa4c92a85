"""A plain PNG writer for what Pillow refuses to write: other depths, interlaced files, all filters."""
import struct
import zlib

import numpy as np

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _paeth(left, up, corner):
    guess = left + up - corner
    distances = np.stack([abs(guess - left), abs(guess - up), abs(guess - corner)])
    return np.choose(distances.argmin(0), [left, up, corner])


def _rows(values, depth):
    """The rows as bytes."""
    flat = values.reshape(values.shape[0], -1)
    if depth < 8:
        digits = (flat[..., None] >> np.arange(depth - 1, -1, -1)) & 1
        return [np.packbits(row.ravel().astype(np.uint8)) for row in digits]
    return [np.frombuffer(row.astype(">u2" if depth == 16 else "u1").tobytes(), np.uint8) for row in flat]


def _filter(values, depth, step):
    """Rows with the five filters in turn."""
    if values.size == 0:
        return b""
    content, above = b"", None
    for number, row in enumerate(_rows(values, depth)):
        row = row.astype(int)
        above = np.zeros_like(row) if above is None else above
        left, corner = (np.concatenate([np.zeros(step, int), line])[:len(row)] for line in (row, above))
        kind = number % 5
        guess = [0, left, above, (left + above) // 2, _paeth(left, above, corner)][kind]
        content += bytes([kind]) + ((row - guess) % 256).astype(np.uint8).tobytes()
        above = row
    return content


def write(path, values, depth, colour, *chunks, interlaced=False):
    """Writes (Y, X) or (Y, X, S); further chunks, such as a palette, stand before the pixels."""
    height, width = values.shape[:2]
    samples = values.shape[2] if values.ndim == 3 else 1
    step = max(1, depth * samples // 8)
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)] if interlaced else [(0, 0, 1, 1)]
    data = b"".join(_filter(values[top::down, left::right], depth, step) for top, left, down, right in passes)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    body = zlib.compress(data)
    half = len(body) // 2
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IDAT", body[:half]) + chunk(b"IDAT", body[half:]) + chunk(b"IEND", b""))
