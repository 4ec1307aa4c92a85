"""A plain TIFF writer for what the well-known ones refuse to write."""
import struct

import numpy as np

_TYPES = {"B": 1, "H": 3, "I": 4, "b": 6, "h": 8, "i": 9, "f": 11, "d": 12}


def page(values, *strips, rows=None, width=None, height=None, bits=None, compression=1, sub=(), behind=b"", **tags):
    """A page: an array (Y, X) or (Y, X, S), or strips that are already bytes, and further tags as tNUMBER=('H', [1]).

    The pages of `sub` lie below it; what no strip tells of may lie `behind` the last one.
    """
    if values is not None:
        height, width = values.shape[:2]
        bits = bits or [values.dtype.itemsize * 8] * (values.shape[2] if values.ndim == 3 else 1)
        kind = {"u": 1, "i": 2, "f": 3, "c": 6}[values.dtype.kind]
        tags.setdefault("t339", ("H", [kind] * len(bits)))
        rows = rows or height
        strips = [values[row:row + rows].tobytes() for row in range(0, height, rows)]
    fields = {
        256: ("I", [width]), 257: ("I", [height]), 258: ("H", bits), 259: ("H", [compression]), 262: ("H", [1]),
        277: ("H", [len(bits)]), 278: ("I", [rows or height]),
    }
    fields.update({int(name[1:]): value for name, value in tags.items()})
    return dict(fields=fields, strips=strips, sub=sub, behind=behind)


def text(value):
    """The bytes of a text tag, which has type 2."""
    return ("s", value if isinstance(value, bytes) else value.encode())


def write(path, *pages, order="<", big=False):
    """Writes pages, one after another, with the pages below each of them."""
    offset = "Q" if big else "I"
    header = (b"II" if order == "<" else b"MM") + (struct.pack(order + "HHH", 43, 8, 0) if big else struct.pack(order + "H", 42))
    content = bytearray(header + bytes(struct.calcsize(offset)))
    link = len(header)
    for item in pages:
        start = _append(content, item, order, offset)
        struct.pack_into(order + offset, content, link, start)
        link = len(content) - struct.calcsize(offset)
    path.write_bytes(content)


def _append(content, item, order, offset):
    """Appends the strips of a page, its sub-pages and its directory; the link to the next one are the last bytes."""
    below = [_append(content, child, order, offset) for child in item["sub"]]
    fields = dict(item["fields"])
    places = []
    for strip in item["strips"]:
        content += bytes(len(content) % 2)
        places.append(len(content))
        content += strip
    content += item["behind"]
    names = (324, 325) if 322 in fields else (273, 279)
    fields[names[0]] = (offset, places)
    fields[names[1]] = (offset, [len(strip) for strip in item["strips"]])
    if below:
        fields[330] = (offset, below)
    room = struct.calcsize(offset)
    entries = b""
    for tag, (kind, value) in sorted(fields.items()):
        if kind == "s":
            data, count, code = value + b"\0", len(value) + 1, 2
        elif kind == "R":
            data, count, code = struct.pack(f"{order}{len(value)}I", *value), len(value) // 2, 5
        else:
            data, count, code = struct.pack(f"{order}{len(value)}{kind}", *value), len(value), 16 if kind == "Q" else _TYPES[kind]
        if len(data) > room:
            content += bytes(len(content) % 2)
            place = len(content)
            content += data
            data = struct.pack(order + offset, place)
        entries += struct.pack(order + "HH" + offset, tag, code, count) + data.ljust(room, b"\0")
    content += bytes(len(content) % 2)
    start = len(content)
    content += struct.pack(order + ("Q" if room == 8 else "H"), len(fields)) + entries + bytes(room)
    return start


def pack(values, bits):
    """Numbers (Y, X) of so many bits, the rows starting at whole bytes."""
    places = np.arange(bits - 1, -1, -1, dtype=np.uint64)
    digits = (values.astype(np.uint64)[..., None] >> places) & np.uint64(1)
    return [np.packbits(row.ravel().astype(np.uint8)).tobytes() for row in digits]
