"""Types of numbers, in both byte orders."""
import numpy as np
import tifffile

from . import plain_tiff
from .table import HEIGHT, WIDTH, content, ids, image, labels, no_image, no_labels

TYPES = ["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]


def write(table):
    for kind in TYPES:
        for order, ending in ("<", "le"), (">", "be"):
            name = np.dtype(kind).name
            values = content(kind)
            tifffile.imwrite(table.path(f"{name}_{ending}.tif"), values.astype(order + kind), byteorder=order, photometric="minisblack")
            table.add(f"{name}_{ending}.tif", image(values), labels(values))
            values = ids(kind)
            tifffile.imwrite(table.path(f"{name}_{ending}_labels.tif"), values.astype(order + kind), byteorder=order, photometric="minisblack", rowsperstrip=5)
            table.add(f"{name}_{ending}_labels.tif", labels(values), image(values))
    for kind in "c8", "c16":
        name = f"{np.dtype(kind).name}.tif"
        tifffile.imwrite(table.path(name), content(kind), photometric="minisblack")
        table.add(name, no_image(), no_labels())
    values = content(bool)
    tifffile.imwrite(table.path("bool.tif"), values, photometric="minisblack")
    table.add("bool.tif", image(values, compare="scaled"), labels(values))
    for bits in 1, 2, 3, 4, 6, 10, 12, 14, 24:
        _write_packed(table, bits)
    # Complex whole numbers, and what the format of samples leaves open.
    plain_tiff.write(table.path("complex_int16.tif"), plain_tiff.page(content("i4"), t339=("H", [5])))
    table.add("complex_int16.tif", no_image(), no_labels())
    values = content("u2")
    plain_tiff.write(table.path("uint16_format_void.tif"), plain_tiff.page(values, t339=("H", [4])))
    table.add("uint16_format_void.tif", image(values), labels(values))


def _write_packed(table, bits):
    values = np.random.default_rng(bits).integers(0, 1 << bits, (HEIGHT, WIDTH))
    values[0, :2] = 0, (1 << bits) - 1
    rows = plain_tiff.pack(values, bits)
    if bits < 16:
        page = plain_tiff.page(None, *[b"".join(rows[start:start + 8]) for start in range(0, HEIGHT, 8)], rows=8, width=WIDTH, height=HEIGHT, bits=[bits])
        plain_tiff.write(table.path(f"uint{bits}.tif"), page)
        table.add(f"uint{bits}.tif", image(values, compare="scaled" if bits < 8 else "exact"), labels(values))
    if bits > 8:
        # The bytes of a packed number stand in the order of the file only where it has whole ones.
        page = plain_tiff.page(None, b"".join(rows), width=WIDTH, height=HEIGHT, bits=[bits])
        plain_tiff.write(table.path(f"uint{bits}_be.tif"), page, order=">")
        table.add(f"uint{bits}_be.tif", image(values), labels(values))
